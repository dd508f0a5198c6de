"""A sheet becomes a casebook: all 47 coded incidents, once; wrong rows are named by row and column, and nothing of a refused sheet is stored."""

import csv
import io
import pathlib

import pytest

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import count, history, import_sheet, incident_from, incidents
from counterwatch.case import Case, Identity
from counterwatch.core import WrongUsage
from counterwatch.core.errors import UnreadableEvidence

HEAD = "id,date,host_country,tactic,target_type,target_org,persons_affected,summary\n"


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def sheet(tmp_path: pathlib.Path, *rows: str, head: str = HEAD, name: str = "sheet.csv") -> pathlib.Path:
    file = tmp_path / name
    file.write_text(head + "".join(f"{each}\n" for each in rows), encoding="utf-8")
    return file


def test_all_of_the_casebook_comes_in_and_a_second_time_nothing(case: Case, shared: pathlib.Path) -> None:
    file = shared / "data" / "incidents" / "casebook.csv"
    first = import_sheet(file, case=case)
    assert (len(first.new), first.faults) == (47, ())
    head = case.head
    again = import_sheet(file, case=case)
    assert (again.new, again.corrected, again.unchanged) == ((), (), 47)
    assert case.head == head
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [each.id for each in incidents(case)] == [each["id"] for each in rows]
    by_tactic = {each.key[0]: each.low for each in count(case, ["tactic"]).rows}
    kept = [each for each in rows if each["status"] not in ("aggregate", "withdrawn")]
    assert by_tactic == {tactic: sum(each["tactic"] == tactic for each in kept) for tactic in {each["tactic"] for each in kept}}
    assert count(case, ["tactic"]).aggregates == 1


def test_the_odd_dates_of_a_real_list_are_kept_as_written_and_told(case: Case, shared: pathlib.Path) -> None:
    file = shared / "data" / "incidents" / "volume_2020pb.csv"
    done = import_sheet(file, case=case, fixed={"tactic": "DA.assault", "host_country": "US"}, columns={"host_place": "city"})
    assert (len(done.new), done.faults) == (792, ())
    odd = [each["date"] for each in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))) if len(each["date"]) != 10]
    assert len(done.remarks) == len(odd) > 10
    assert {each.date.as_written for each in incidents(case)} >= {" ".join(each.split()) for each in odd}


def test_a_changed_row_becomes_a_correction_with_its_history(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, "a,2020-01-05,DE,DA.assault,group,,6,first", "b,2020,FR,TD.bounty,group,,,second"), case=case)
    done = import_sheet(sheet(tmp_path, "a,2020-01-05,DE,DA.assault,group,,6-7,first", "b,2020,FR,TD.bounty,group,,,second"), case=case)
    assert (done.new, done.corrected, done.unchanged) == ((), ("a",), 1)
    versions = [incident_from(each.record).acts[0].persons for each in history(case, "a")]
    assert [(each.low, each.high) for each in versions if each] == [(6, 6), (6, 7)]


def test_wrong_cells_are_named_and_the_other_rows_come_in(case: Case, tmp_path: pathlib.Path) -> None:
    rows = (
        "a,2020-01-05,DE,DA.assault,group,,6,fine", "b,2020-01-05,Atlantis,DA.assault,group,,6,x", "c,2020-01-05,DE,threatened,group,,6,x",
        "d,2020-01-05,DE,DA.assault,individual,Somebody Private,1,x", "e,2020-01-05,DE,DA.assault,group,,many,x", "f,,DE,DA.assault,group,,1,x",
        "g,2020-01-05,DE,DA.assault,group,,1,call +49 170 1234567 now", "a,2020-01-06,DE,DA.assault,group,,6,twice",
    )  # fmt: skip
    done = import_sheet(sheet(tmp_path, *rows), case=case)
    assert done.new == ("a",)
    said = [str(each.message) for each in done.faults]
    places = [("3", "host_country"), ("4", "tactic"), ("5", "target_org"), ("6", "persons_affected"), ("7", "date"), ("8", "summary"), ("9", "id")]
    assert [(each.split(",")[0].removeprefix("row "), each.split("«")[1].split("»")[0]) for each in said] == places
    assert "Somebody" not in " ".join(said)
    assert "1234567" not in " ".join(said)


def test_unknown_words_are_mapped_by_the_user_once(case: Case, tmp_path: pathlib.Path) -> None:
    head = "编号,日期,国家,手段,摘要\n"
    rows = ("1,2021年3月,德国,电话威胁,有人打来电话",)
    refused = import_sheet(sheet(tmp_path, *rows, head=head), case=case)
    assert refused.new == ()
    done = import_sheet(sheet(tmp_path, *rows, head=head), case=case, terms={("tactic", "电话威胁"): "TD.direct_threat"})
    assert done.new == ("1",)
    more = import_sheet(sheet(tmp_path, *rows, "2,2021年4月,法国,电话威胁,又一次", head=head), case=case)
    assert (more.new, more.unchanged) == (("2",), 1)
    found = {each.id: each for each in incidents(case)}
    assert (found["1"].where.country, found["2"].where.country, found["2"].date.precision) == ("DE", "FR", "month")


def test_many_firsts_of_a_month_are_asked_about_before_anything_is_stored(case: Case, tmp_path: pathlib.Path) -> None:
    rows = [f"r{number},2020-{1 + number % 12:02}-01,DE,DA.assault,group,,,x" for number in range(24)]
    head = case.head
    with pytest.raises(WrongUsage, match="24 of 24"):
        import_sheet(sheet(tmp_path, *rows), case=case)
    assert case.head == head
    import_sheet(sheet(tmp_path, *rows), case=case, firsts="month")
    assert {each.date.precision for each in incidents(case)} == {"month"}


def test_a_dry_run_stores_nothing(case: Case, tmp_path: pathlib.Path) -> None:
    head = case.head
    done = import_sheet(sheet(tmp_path, "a,2020-01-05,DE,DA.assault,group,,6,x"), case=case, dry_run=True)
    assert (done.new, done.evidence, case.head) == (("a",), None, head)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\1\2", HEAD.encode(), b"id,id,date,tactic\n1,2,3,4\n", b'id,date,tactic\n"a,2020,DA.assault\n',
     b"PK\x03\x04 not a workbook", b"a,b\n1,2\n",
     b"id,date,tactic\na,2020," + b"x" * (1 << 21) + b"\n"],
)  # fmt: skip
def test_what_is_no_sheet_is_refused_by_name_and_leaves_nothing(case: Case, tmp_path: pathlib.Path, content: bytes) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    head, limit = case.head, csv.field_size_limit()
    with pytest.raises((UnreadableEvidence, WrongUsage)) as caught:
        import_sheet(tmp_path / "bad.csv", case=case)
    assert len(str(caught.value)) < 500
    assert case.head == head
    assert csv.field_size_limit() == limit


def test_workbooks_and_older_encodings_give_the_same(case: Case, tmp_path: pathlib.Path) -> None:
    import openpyxl

    text = "id,date,host_country,tactic,summary\n1,2021-03-04,中国,DA.assault,在车站\n2,2021-03,Deutschland,TD.bounty,ئۇيغۇر\n".replace(
        "Deutschland", "DE"
    )
    book = openpyxl.Workbook()
    page = book.create_sheet("cases", 0)
    for row in csv.reader(io.StringIO(text)):
        page.append(row)
    book.save(tmp_path / "book.xlsx")
    (tmp_path / "gb.csv").write_bytes(text.encode("gb18030"))
    one = import_sheet(tmp_path / "book.xlsx", case=case)
    assert one.new == ("1", "2")
    other = import_sheet(tmp_path / "gb.csv", case=case, encoding="gb18030")
    assert (other.new, other.corrected, other.unchanged) == ((), (), 2)
