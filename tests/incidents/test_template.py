"""The sheet to begin with: every column is known to the importer, every list holds the terms of its scheme, and a filled one comes in."""

import csv
import io
import pathlib

import openpyxl
import pytest

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet, incidents
from counterwatch.case import Identity
from counterwatch.core.language import LANGUAGES
from counterwatch.incidents.roles import roles_of
from counterwatch.incidents.rows import TERMS
from counterwatch.incidents.template import COLUMNS, template_sheet
from counterwatch.incidents.vocabulary import packaged


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_offer_exactly_the_terms(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_sheet(packaged(), language)))
    page, words = book["incidents"], book["terms"]
    assert [each.value for each in page[1]] == list(COLUMNS)
    columns = {each[0].value: [cell.value for cell in each[1:] if cell.value is not None] for each in words.iter_cols() if each[0].value}
    for name, codes in columns.items():
        assert list(map(str, codes)) == packaged().codes(TERMS.get(str(name), str(name)))
    assert len(page.data_validations.dataValidation) == len(columns)
    labels = [cell.value for each in words.iter_cols(min_col=2, max_col=2) for cell in each[1:] if cell.value]
    tactics = next(iter(columns))
    assert labels == [term.label(language) for term in packaged().terms[TERMS.get(str(tactics), str(tactics))].values()]


def test_the_importer_knows_every_column() -> None:
    roles = roles_of(COLUMNS, {}, name="template")
    assert sorted(roles.values()) == sorted(COLUMNS)


def test_a_filled_template_gives_what_the_same_rows_give_as_csv(tmp_path: pathlib.Path, shared: pathlib.Path) -> None:
    rows = list(csv.DictReader(io.StringIO((shared / "data" / "incidents" / "casebook.csv").read_text(encoding="utf-8"))))
    book = openpyxl.load_workbook(io.BytesIO(template_sheet(packaged(), "en")))
    names = {"source": "source_1"}
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate(COLUMNS, start=1):
            if text := row.get(names.get(name, name)):
                book["incidents"].cell(row=number, column=column, value=text)
    book.save(tmp_path / "filled.xlsx")
    identity = Identity.new()
    case = open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)
    assert len(import_sheet(tmp_path / "filled.xlsx", case=case).new) == 47
    found = {each.id: each for each in incidents(case)}
    for row in rows:
        assert found[row["id"]].acts[0].tactic == row["tactic"]
        assert found[row["id"]].date.as_written.startswith(row["date"])
