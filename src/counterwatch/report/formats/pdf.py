"""The report as pages of paper that a screen reader can follow, with its own fonts inside."""

from __future__ import annotations

from counterwatch.core import format
from counterwatch.report.document import Document


@format(suffix=".pdf")
def pdf(document: Document, *, language: str = "en") -> bytes:
    """The whole report as a tagged PDF, to print, to file and to hand over; it takes the extra `pdf`."""
    from counterwatch.report.paper import printed

    return printed(document, language)
