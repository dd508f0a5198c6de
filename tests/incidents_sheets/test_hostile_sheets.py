"""Sheets as people have them: merged cells, formulas, two rows of names, mixed encodings; each is read with what was done said, or refused whole."""

import datetime
import io
import pathlib
import re
import zipfile

import openpyxl
import pytest

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet, incidents
from counterwatch.case import Case, Identity
from counterwatch.core import UnreadableEvidence, WrongUsage
from counterwatch.files.sheet import MOST_ROWS, read_sheet
from counterwatch.incidents.roles import names_columns

HEAD = "id,date,host_country,tactic,summary\n"


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def book(folder: pathlib.Path, *rows: list[object], merged: tuple[str, ...] = (), first: tuple[int, int] = (1, 1)) -> pathlib.Path:
    made = openpyxl.Workbook()
    page = made.create_sheet("cases", 0)
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            if value is not None:
                page.cell(row=first[0] + down, column=first[1] + right, value=value)
    for area in merged:
        page.merge_cells(area)
    file = folder / "book.xlsx"
    made.save(file)
    return file


NAMES: list[object] = ["id", "date", "host_country", "tactic", "summary"]


def test_merged_cells_say_the_same_in_each_row_and_it_is_said(case: Case, tmp_path: pathlib.Path) -> None:
    rows: list[list[object]] = [
        NAMES,
        ["a", "2021-02", "DE", "DA.assault", "one"],
        ["b", None, None, "TD.bounty", "two"],
        ["c", "2021-03", "FR", "TD.bounty", "3"],
    ]
    done = import_sheet(book(tmp_path, *rows, merged=("B2:B3", "C2:C3")), case=case)
    assert [(each.id, each.date.edtf, each.where.country) for each in incidents(case)] == [
        ("a", "2021-02", "DE"),
        ("b", "2021-02", "DE"),
        ("c", "2021-03", "FR"),
    ]
    assert ["2 merged areas, in rows 2 to 3" in str(each) for each in done.said] == [True]


def test_a_table_away_from_the_corner_keeps_the_rows_of_the_spreadsheet(case: Case, tmp_path: pathlib.Path) -> None:
    rows: list[list[object]] = [NAMES, ["a", "2021-02", "DE", "DA.assault", "one"], ["b", None, "Atlantis", "TD.bounty", "two"]]
    done = import_sheet(book(tmp_path, *rows, merged=("D6:D7",), first=(5, 3)), case=case)
    assert [each.date.edtf for each in incidents(case)] == ["2021-02"]
    assert [str(each.message)[:29] for each in done.faults] == ["row 7, column «host_country»:"]


def test_a_title_and_two_rows_of_names_are_found_and_said(case: Case, tmp_path: pathlib.Path) -> None:
    rows: list[list[object]] = [
        ["Cases of 2021"],
        ["Case", None, "Where"],
        NAMES,
        ["编号", "日期", "国家", "手段", "摘要"],
        ["a", "2021-02", "DE", "DA.assault", "one"],
    ]
    done = import_sheet(book(tmp_path, *rows, merged=("A1:E1", "A2:B2", "C2:E2")), case=case)
    assert done.new == ("a",)
    said = " ".join(map(str, done.said))
    assert "named in row 3" in said
    assert "row 4" in said


def test_a_formula_that_was_computed_is_its_value_and_one_that_was_not_refuses_the_sheet(tmp_path: pathlib.Path) -> None:
    file = book(tmp_path, ["id", "date", "tactic"], ["a", "2021-02", "=1+2"])
    with pytest.raises(UnreadableEvidence, match="cell C2 of book"):
        read_sheet(file, name="book.xlsx")
    found = read_sheet(with_value(file, b"<v>3</v>"), name="book.xlsx")
    assert [dict(cells)["tactic"] for _, cells in found.rows] == ["3"]
    assert "1 formula:" in str(found.said[0])
    for nothing in (b"", b"<v/>", b"<v></v>"):
        with pytest.raises(UnreadableEvidence, match="cell C2 of book"):
            read_sheet(with_value(file, nothing), name="book.xlsx")
    empty = read_sheet(with_value(file, b"<v></v>", kind=b' t="str"'), name="book.xlsx")
    assert [dict(cells)["tactic"] for _, cells in empty.rows] == [""]


def with_value(file: pathlib.Path, value: bytes, *, kind: bytes = b"") -> bytes:
    """Return a workbook in which the formula 1+2 has a value, whichever library wrote it."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(out, "w") as after:
        for each in before.infolist():
            data = re.sub(rb"<f>1\+2</f>(<v ?/>|<v></v>)", b"<f>1+2</f>" + value, before.read(each))
            after.writestr(each, data.replace(b'r="C2"', b'r="C2"' + kind) if value in data else data)
    return out.getvalue()


def test_what_looks_like_a_formula_in_a_text_file_stays_text(case: Case, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text(HEAD + 'a,2021,DE,DA.assault,"=HYPERLINK(""https://x.example/"",""see"")"\n', encoding="utf-8")
    import_sheet(file, case=case)
    assert incidents(case)[0].summary == '=HYPERLINK("https://x.example/","see")'


def test_lines_of_two_encodings_are_named_and_nothing_is_stored(case: Case, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "sheet.csv"
    lines = [
        HEAD.encode(),
        "a,2021,DE,DA.assault,警察在学校\n".encode(),
        "b,2021,DE,DA.assault,警察到家中\n".encode(),
        "c,2021,DE,DA.assault,在车站拘留\n".encode("gb18030"),
    ]
    file.write_bytes(b"".join(lines))
    head = case.head
    with pytest.raises(UnreadableEvidence, match="line 4"):
        import_sheet(file, case=case)
    assert case.head == head
    file.write_bytes(b"".join([*lines[:1], lines[3]]))
    assert [str(each)[:12] for each in import_sheet(file, case=case).said] == ["sheet.csv do"]
    assert incidents(case)[0].summary == "在车站拘留"


def test_a_workbook_of_any_cell_types_reads_as_people_see_it(tmp_path: pathlib.Path) -> None:
    file = book(
        tmp_path,
        ["id", "date", "flag", "n"],
        [1, datetime.date(2022, 10, 5), True, 0.1],
        [2, datetime.datetime.fromisoformat("2022-10-05T03:04:00"), False, 12345.0],
    )
    found = [tuple(cells.values()) for _, cells in read_sheet(file, name="book.xlsx").rows]
    assert found == [("1", "2022-10-05 00:00:00", "true", "0.1"), ("2", "2022-10-05 03:04:00", "false", "12345")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD.encode() + b"a,2021,DE,DA.assault," + b"x" * 10_000_000 + b"\n", "row 2"),
        (HEAD.encode() + b"a,2021,DE,DA.assault," + b"x" * 20_000_000 + b"\n", "row 2"),
        (HEAD.encode() + b"a,2021,DE,DA.assault,x\n" * (MOST_ROWS + 1), "more than 250,000 rows"),
    ],
)
def test_what_is_too_large_is_refused_by_row_or_size(tmp_path: pathlib.Path, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableEvidence, match=said):
        read_sheet(content, name="sheet.csv")


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.files.workbook.MOST_UNPACKED", 5_000)
    with pytest.raises(UnreadableEvidence, match="unpacks to more than"):
        read_sheet(book(tmp_path, NAMES, ["a", "2021", "DE", "DA.assault", "x"]), name="book.xlsx")


def test_merged_areas_without_end_or_over_one_another_are_bounded_or_refused(tmp_path: pathlib.Path) -> None:
    rows: list[list[object]] = [NAMES, ["a", "2021", "DE", "DA.assault", "x"], [None, "2022", "FR", "TD.bounty", "y"]]
    found = read_sheet(book(tmp_path, *rows, merged=("A2:A99",)), name="book.xlsx")
    assert [cells["id"] for _, cells in found.rows] == ["a", "a"]
    with pytest.raises(UnreadableEvidence, match="overlap"):
        read_sheet(book(tmp_path, *rows, merged=("A2:C3", "A2:C99", "A2:D3")), name="book.xlsx")


def test_a_renamed_column_is_named_with_the_likely_new_one(case: Case, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("编号,日期,国家,行动,摘要\n1,2021-03,德国,DA.assault,一\n", encoding="utf-8")
    import_sheet(file, case=case, columns={"tactic": "行动"})
    renamed = tmp_path / "sheet-2.csv"
    renamed.write_text("编号,日期,国家,行动方式,摘要\n1,2021-03,德国,DA.assault,一\n2,2021-04,德国,TD.bounty,二\n", encoding="utf-8")
    head = case.head
    with pytest.raises(WrongUsage, match="«行动», which was tactic") as caught:
        import_sheet(renamed, case=case)
    assert "--map tactic=行动方式" in str(caught.value.hint)
    assert case.head == head
    done = import_sheet(renamed, case=case, columns={"tactic": "行动方式"})
    assert (done.new, done.unchanged, done.corrected) == (("2",), 1, ())


def test_a_column_that_is_gone_would_empty_every_record_and_is_asked_about(case: Case, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text(HEAD + "a,2021,DE,DA.assault,told\n", encoding="utf-8")
    import_sheet(file, case=case)
    file.write_text("id,date,host_country,tactic\na,2021,DE,DA.assault\n", encoding="utf-8")
    with pytest.raises(WrongUsage, match="«summary», which was summary") as caught:
        import_sheet(file, case=case)
    assert "--without summary" in str(caught.value.hint)
    assert import_sheet(file, case=case, without=["summary"]).corrected == ("a",)


def test_another_sheet_with_columns_of_its_own_is_no_renamed_one(case: Case, tmp_path: pathlib.Path) -> None:
    (tmp_path / "one.csv").write_text("编号,日期,行动\n1,2021-03,DA.assault\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text("number,when,act\nx,2021-03,DA.assault\n", encoding="utf-8")
    import_sheet(tmp_path / "one.csv", case=case, columns={"tactic": "行动"})
    assert import_sheet(tmp_path / "two.csv", case=case).new == ("x",)


def test_a_column_that_is_named_and_not_there_is_refused(case: Case, tmp_path: pathlib.Path) -> None:
    (tmp_path / "one.csv").write_text(HEAD + "a,2021,DE,DA.assault,told\n", encoding="utf-8")
    with pytest.raises(WrongUsage, match="no column «Lage»"):
        import_sheet(tmp_path / "one.csv", case=case, columns={"host_place": "Lage"})


def test_a_header_is_told_from_a_row() -> None:
    assert names_columns(["编号", "Date", "Host Country", "x"])
    assert names_columns(["a", "行动", "date", "tactic"], said=["行动"])
    assert not names_columns(["a", "2021", "DE", "DA.assault", "the date and the place"])
