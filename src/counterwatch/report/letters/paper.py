"""A letter on paper: tagged PDF with its own fonts; it takes the extra `pdf`."""

from __future__ import annotations

from counterwatch.report.letters.letter import Letter
from counterwatch.report.letters.page import page_of
from counterwatch.report.paper import laid_out, letters, library, with_code_points


def pdf_of(letter: Letter, language: str) -> bytes:
    """Return a letter as PDF/UA; a sign that no font has is shown as its code point. Raises `WrongUsage` with what to install."""
    weasyprint, html = library(), page_of(letter, language)
    return laid_out(weasyprint, with_code_points(html, letters(html)))
