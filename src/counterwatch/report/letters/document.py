"""A letter as a DOCX document, to be filled in with a word processor."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, Any

from counterwatch.core.language import has_reviewed, render
from counterwatch.report.labels import UNREVIEWED
from counterwatch.report.letters.letter import Blank, Letter, Lines, Part, Said

if TYPE_CHECKING:
    from docx.document import Document as Docx

LINE = "_" * 40
RIGHT_TO_LEFT = ("R", "AL")


def docx_of(letter: Letter, language: str) -> bytes:
    """Return a letter as DOCX. Signs that XML cannot hold become a question mark."""
    from docx import Document

    made = Document()
    _without_preview(made)
    made.core_properties.author, made.core_properties.title = "", _plain(render(letter.title, language))
    made.core_properties.language = language
    made.add_heading(_plain(render(letter.title, language)), level=1)
    if not has_reviewed(language):
        _add(made, render(UNREVIEWED(), language), italic=True)
    number = 0
    for each in letter.parts:
        number = 0 if isinstance(each, Said) and each.kind == "heading" else number + (isinstance(each, Said) and each.kind == "point")
        _part(made, each, language, number)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _without_preview(made: Docx) -> None:
    """Leave out the picture of the first page that the library's template carries along."""
    package = made.part.package
    for name, each in list(package.rels.items()):
        if each.reltype.endswith("/thumbnail"):
            del package.rels[name]


def _part(made: Docx, part: Part, language: str, number: int) -> None:
    if isinstance(part, Lines):
        _table(made, part, language)
    elif isinstance(part, Blank):
        _add(made, f"{render(part.label, language)}: {part.text or LINE}")
    elif part.kind == "heading":
        made.add_heading(_plain(render(part.message, language)), level=2)
    else:
        said = render(part.message, language)
        _add(made, f"{number}. {said}" if part.kind == "point" else said, italic=part.kind == "remark")


def _table(made: Docx, lines: Lines, language: str) -> None:
    table = made.add_table(rows=1, cols=len(lines.header), style="Table Grid")
    for cell, each in zip(table.rows[0].cells, lines.header, strict=True):
        cell.text = _plain(render(each, language))
    for row in lines.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _plain(text)
            _directed(cell.paragraphs[0], text)


def _add(made: Docx, text: str, *, italic: bool = False) -> None:
    paragraph = made.add_paragraph()
    paragraph.add_run(_plain(text)).italic = italic
    _directed(paragraph, text)


def _directed(paragraph: Any, text: str) -> None:
    """Set a paragraph from right to left where its first letter is."""
    from docx.oxml.ns import qn

    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", *RIGHT_TO_LEFT)), "L")
    if first in RIGHT_TO_LEFT:
        element = paragraph.paragraph_format.element
        element.get_or_add_pPr().append(element.makeelement(qn("w:bidi"), {}))


def _plain(text: str) -> str:
    return "".join(
        each if each in "\t\n" or (each >= " " and not 0xD800 <= ord(each) <= 0xDFFF and each not in "\ufffe\uffff") else "?" for each in text
    )
