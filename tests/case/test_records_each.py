"""Many records are read a few at a time, each once, as they are now; ids are read without them."""

import pathlib

import pytest

from counterwatch.case import Case, Identity
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record


@pytest.fixture
def records(tmp_path: pathlib.Path) -> CaseRecords:
    identity = Identity.new()
    case = Case.create(tmp_path / "case", identity=identity, recovery=False)
    made = CaseRecords(case, lambda: identity.signer)
    made.append(Record(id=f"note/{number}", kind="note", data={"number": number}) for number in range(1_200))
    made.append([Record(id="other/1", kind="other", data={})])
    return made


def test_each_gives_what_current_gives(records: CaseRecords) -> None:
    records.supersede("note/7", {"number": -7})
    assert list(records.each("note")) == list(records.current("note"))
    assert sum(each.data["number"] for each in records.each("note")) == sum(range(1_200)) - 14


def test_what_is_erased_while_somebody_reads_is_left_out(records: CaseRecords) -> None:
    reading = records.each("note")
    next(reading)
    records.erase("note/1100", "asked for")
    assert [each.data["number"] for each in reading] == [number for number in range(1, 1_200) if number != 1_100]


def test_ids_are_those_of_a_kind_in_the_order_of_writing_each_once(records: CaseRecords) -> None:
    records.supersede("note/7", {"number": -7})
    assert list(records.ids("note"))[:3] == ["note/0", "note/1", "note/2"]
    assert sorted(records.ids("note")) == sorted(f"note/{number}" for number in range(1_200))
    assert list(records.ids("other")) == ["other/1"]
    assert list(records.ids("nothing")) == []
