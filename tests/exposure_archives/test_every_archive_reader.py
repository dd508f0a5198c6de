"""Promises of every reader of exports: any bytes give an archive or an error that says what to do; nobody else is named in either."""

import codecs
import gzip
import io
import pathlib
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterwatch.core import CounterwatchError
from counterwatch.core.registry import Reader, readers
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.recognising import reader_for
from counterwatch.exposure.reading.exports import read_archive

READERS = list(readers(Archive).values())
every_reader = pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
DEEP = b"[" * 200_000 + b"]" * 200_000

STRANGE = {
    "empty": b"",
    "zeros": b"\x00" * 5000,
    "byte order mark only": codecs.BOM_UTF8,
    "null": b"null",
    "a number": b"17",
    "an empty object": b"{}",
    "an empty list": b"[]",
    "a list of nulls": b"[" + b"null," * 1000 + b"null]",
    "200,000 deep lists": DEEP,
    "200,000 deep objects": b'{"a":' * 200_000,
    "deep in a known section": b'{"Your Activity": {"Login History": {"LoginHistoryList": ' + DEEP + b"}}}",
    "deep places": b'{"locations": ' + DEEP + b"}",
    "deep messages": b'{"personal_information": {}, "chats": {"list": [{"messages": ' + DEEP + b"}]}}",
    "wrong types": b'{"Your Activity": {"Login History": {"LoginHistoryList": [1, "a", null, [], {"Date": {"a": 1}, "IP": []}]}}}',
    "wrong places": b'{"locations": [{"latitudeE7": "x"}, {"latitudeE7": 9e99, "longitudeE7": -9e99}, 5], "semanticSegments": [{"visit": 7}]}',
    "huge numbers": b'{"locations": [{"timestampMs": "9' + b"9" * 400 + b'", "latitudeE7": 1, "longitudeE7": 1}]}',
    "lone surrogates": b'{"personal_information": {"first_name": "\\ud83d"}, "contacts": {"list": [{"first_name": "\\udc00"}]}}',
    "NaN": b'{"locations": [{"latitudeE7": NaN}]}',
    "HTML": b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>",
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "ZIP of nothing": b"PK\x05\x06" + b"\x00" * 18,
    "ZIP start": b"PK\x03\x04" + b"\x00" * 60,
    "gzip of zeros": gzip.compress(b"\x00" * 100_000),
    "one line of 5 MB": b"7" * 5_000_000,
    "one dated line of 5 MB": b"[2024-01-01, 12:00:00] A: " + b"<x:" * 1_700_000,
    "a dated line of spaces": b"1/1/1" + b" " * 200_000 + b"1:1" + b" " * 200_000,
    "a dated line of marks": "[1/1/1\u200f".encode() + "\u200f ".encode() * 100_000,
    "a page of rows": b"<table>" + b"<tr>" * 1_000_000,
    "a line of addresses": b"[2024-01-01, 12:00:00] A: " + b"https://maps.google.com/" * 50_000,
    "a line of pluses": b"[2024-01-01, 12:00:00] A: " + b"+1 " * 500_000,
    "a table of quotes": b'order,address\n"' + b"x" * 200_000,
    "control signs": bytes(range(256)) * 20,
    "UTF-16": '{"Your Activity": {}}'.encode("utf-16"),
}


def reading(reader: Reader, data: bytes) -> Archive | CounterwatchError:
    """Return what a reader makes of bytes."""
    try:
        archive = reader.function(data, name="evidence", pseudonym=lambda text: f"{len(text)}")
    except CounterwatchError as error:
        return error
    assert isinstance(archive, Archive)
    return archive


def outcome(reader: Reader, data: bytes) -> Archive | CounterwatchError:
    """Return what a reader makes of bytes, checked to be an archive or an error that says what to do."""
    found = reading(reader, data)
    if isinstance(found, CounterwatchError):
        assert str(found.message), "an error says what happened"
        assert found.hint is not None, f"an error says what to do next: {found}"
    return found


@every_reader
def test_knows_and_reads_its_own_sample(reader: Reader, tmp_path: pathlib.Path) -> None:
    assert reader.sample is not None
    assert reader_for(reader.sample(), name="sample").name == reader.name
    archive = read_archive(reader.sample(), name="sample", pseudonym=str.upper)
    assert archive.events
    assert archive.problems == ()
    (tmp_path / "sample").write_bytes(reader.sample())
    assert read_archive(tmp_path / "sample", name="sample", pseudonym=str.upper).events == archive.events


@every_reader
def test_reads_its_sample_in_a_zip_file_and_in_gzip(reader: Reader) -> None:
    assert reader.sample is not None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(f"export/one{reader.suffixes[0] if reader.suffixes[0] != '.zip' else '.json'}", reader.sample())
    alone = read_archive(reader.sample(), name="sample", pseudonym=str.upper)
    zipped = read_archive(out.getvalue(), name="sample.zip", pseudonym=str.upper)
    assert (zipped.platform, zipped.own, len(zipped.events)) == (alone.platform, alone.own, len(alone.events))


@every_reader
@pytest.mark.parametrize("what", STRANGE)
def test_strange_bytes_give_an_archive_or_a_named_error(reader: Reader, what: str) -> None:
    outcome(reader, STRANGE[what])


@pytest.mark.parametrize("what", STRANGE)
def test_the_door_gives_an_archive_or_a_named_error_for_strange_bytes(what: str) -> None:
    try:
        read_archive(STRANGE[what], name="evidence", pseudonym=str.upper)
    except CounterwatchError as error:
        found = error.hint
    else:
        return
    assert found is not None


@every_reader
def test_a_cut_sample_gives_an_archive_or_a_named_error(reader: Reader) -> None:
    assert reader.sample is not None
    sample = reader.sample()
    for end in range(0, len(sample), max(1, len(sample) // 60)):
        outcome(reader, sample[:end])


@every_reader
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_sample_gives_an_archive_or_a_named_error(reader: Reader, data: st.DataObject) -> None:
    assert reader.sample is not None
    damaged = bytearray(reader.sample())
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), max_size=4)):
        damaged[place] = byte
    outcome(reader, bytes(damaged))


@every_reader
@settings(max_examples=80, deadline=None)
@given(data=st.binary(max_size=300) | st.text(alphabet='0123456789,:;[]{}"/.-年月日 aO上午\u200e\n', max_size=200).map(str.encode))
def test_any_bytes_give_an_archive_or_a_named_error(reader: Reader, data: bytes) -> None:
    outcome(reader, data)


@every_reader
def test_says_the_same_twice(reader: Reader) -> None:
    assert reader.sample is not None
    first, second = (read_archive(reader.sample(), name="sample", pseudonym=str.upper) for _ in range(2))
    assert (first.own, first.events, first.sections, [str(each) for each in first.said]) == (
        second.own,
        second.events,
        second.sections,
        [str(each) for each in second.said],
    )
