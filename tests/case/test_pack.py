import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.case.pack import Unreadable, read_body, read_pack, written
from counterwatch.core import Record

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
RECORDS = st.lists(
    st.builds(
        Record, id=TEXT, kind=TEXT, version=st.integers(1, 9), data=st.dictionaries(TEXT, st.none() | st.booleans() | TEXT | st.integers(-9, 9))
    ),
    max_size=5,
)


@given(RECORDS)
def test_records_come_back_from_pack_and_body(records: list[Record]) -> None:
    pack, body = written(records)
    name, commitments = read_pack(pack).body, read_pack(pack).commitments
    assert name == hashlib.sha256(body).hexdigest()
    assert read_body(body, commitments) == records


def test_equal_records_have_different_commitments() -> None:
    record = Record(id="", kind="note", data={"text": "yes"})
    commitments = read_pack(written([record, record])[0]).commitments
    assert len(set(commitments)) == 2


@given(RECORDS.filter(bool), st.data())
def test_another_body_does_not_fit(records: list[Record], data: st.DataObject) -> None:
    (pack, body), (_, other) = written(records), written(records)
    commitments = read_pack(pack).commitments
    cut = data.draw(st.integers(0, len(body) - 1))
    for changed in (other, body[:cut], body + b"\n", b""):
        with pytest.raises(Unreadable):
            read_body(changed, commitments)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_pack_or_unreadable(noise: bytes) -> None:
    with pytest.raises(Unreadable):
        read_pack(noise)


def test_a_pack_that_counts_wrong_is_unreadable() -> None:
    pack, _ = written([Record(id="", kind="note")])
    header, rest = pack.split(b"\n", 1)
    with pytest.raises(Unreadable):
        read_pack(msgspec.json.encode(msgspec.json.decode(header) | {"slots": 2}) + b"\n" + rest)
