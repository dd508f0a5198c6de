"""An empty sheet to begin with: a column for each field, lists to choose from, and what each word means, in the language of whoever fills it in."""

from __future__ import annotations

import io
from collections.abc import Sequence

from counterwatch.core import Template
from counterwatch.core.language import render
from counterwatch.incidents.rows import TERMS
from counterwatch.incidents.vocabulary import Vocabulary

COLUMNS = (
    "id", "date", "end_date", "date_precision", "host_country", "host_place", "tactic", "channel", "target_community", "target_type", "target_org",
    "perpetrator_type", "origin_state", "attributed_by", "basis", "harm", "outcome", "persons_affected", "summary", "response", "source", "source_2",
    "source_reliability", "info_credibility", "confidence", "status", "consent", "sharing",
)  # fmt: skip
ROWS = 1_000
"""So many rows offer lists."""

HINTS = {
    "id": Template("incidents.template.id", "an id of your own that never changes; the same id again is a correction"),
    "date": Template("incidents.template.date", "as exactly as it is known: 2022-10-05, 2022-10, 2022, about 2019"),
    "end_date": Template("incidents.template.end_date", "where it lasted: the last day"),
    "host_country": Template("incidents.template.host_country", "where it happened: two letters or the name"),
    "target_org": Template("incidents.template.target_org", "only an organisation, venue or body; never a private person"),
    "origin_state": Template("incidents.template.origin_state", "the state that a source you cite names; else leave it empty"),
    "basis": Template("incidents.template.basis", "on what that attribution rests: a verdict, a statement, a page"),
    "persons_affected": Template("incidents.template.persons_affected", "6, 6-8 or more than 130; empty where nobody says"),
    "summary": Template("incidents.template.summary", "what happened, in your words; no names, numbers or addresses of private persons"),
    "response": Template("incidents.template.response", "what the named party answers; needed where one is named or it is contested"),
    "source": Template("incidents.template.source", "a page, a document, or the number of sealed evidence"),
}
"""What a reader must know before filling in a column."""


def template_sheet(vocabulary: Vocabulary, language: str) -> bytes:
    """Return a workbook: a sheet to fill in whose columns offer their terms, and a sheet that says what each term means."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    page, words = book.create_sheet("incidents", 0), book.create_sheet("terms", 1)
    for empty in book.sheetnames[2:]:
        del book[empty]
    for number, name in enumerate(COLUMNS, start=1):
        head = page.cell(row=1, column=number, value=name)
        head.font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = 40 if name in ("summary", "response") else 18
        if name in HINTS:
            head.comment = Comment(render(HINTS[name](), language), "counterwatch")
    page.freeze_panes = "A2"
    for number, (name, codes) in enumerate(_lists(vocabulary), start=1):
        letter = get_column_letter(2 * number - 1)
        words.cell(row=1, column=2 * number - 1, value=name).font = Font(bold=True)
        for row, code in enumerate(codes, start=2):
            term = vocabulary.term(TERMS.get(name, name), code)
            words.cell(row=row, column=2 * number - 1, value=code)
            words.cell(row=row, column=2 * number, value=term.label(language) if term else "")
        choice = DataValidation(type="list", formula1=f"=terms!${letter}$2:${letter}${len(codes) + 1}", allow_blank=True, showErrorMessage=True)
        page.add_data_validation(choice)
        place = get_column_letter(COLUMNS.index(name) + 1)
        choice.add(f"{place}2:{place}{ROWS}")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _lists(vocabulary: Vocabulary) -> Sequence[tuple[str, list[str]]]:
    """Return the columns whose entries are terms, each with its codes."""
    named = {**TERMS, "date_precision": "date_precision"}
    return [(name, vocabulary.codes(named[name])) for name in COLUMNS if name in named]
