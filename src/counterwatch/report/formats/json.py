"""The whole report as one JSON object, for other programs and for verification."""

from __future__ import annotations

from counterwatch.core import canonical, format
from counterwatch.report.document import Document


@format(suffix=".json")
def json(document: Document, *, language: str = "en") -> bytes:  # noqa: ARG001 - data are the same in every language
    """Everything the report holds, as canonical JSON that reads back equal."""
    return canonical(document) + b"\n"
