"""The report as one HTML file that opens anywhere, makes no request and carries its findings as data."""

from __future__ import annotations

from counterwatch.core import format
from counterwatch.report.document import Document


@format(suffix=".html")
def html(document: Document, *, language: str = "en") -> bytes:
    """The whole report as one self-contained page, to read, print and verify."""
    from counterwatch.report.page import page

    return page(document, language).encode()
