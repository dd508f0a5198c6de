"""Promises of every registered reader: any bytes give a table or an error that says what to do. A new reader needs no edit here."""

from __future__ import annotations

import codecs
import gzip
import inspect

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterwatch.core import CounterwatchError
from counterwatch.core.registry import Reader, readers
from counterwatch.figures.columns import Columns
from counterwatch.figures.table import Panel

READERS = list(readers(Panel).values())
TABLE = "date,place,cases\n2020-03-02,武汉,1\n2020-03-03,武汉,2\n2020-03-02,襄阳,3\n2020-03-03,襄阳,5\n"

STRANGE = {
    "empty": b"",
    "one zero": b"\x00",
    "zeros": b"\x00" * 5000,
    "white space": b" \r\n\t\n",
    "byte order mark only": codecs.BOM_UTF8,
    "UTF-8 with mark": codecs.BOM_UTF8 + TABLE.encode(),
    "GB18030": TABLE.encode("gb18030"),
    "UTF-16 with mark": TABLE.encode("utf-16"),
    "UTF-16 without mark": TABLE.encode("utf-16-be"),
    "UTF-32": TABLE.encode("utf-32"),
    "half a character": TABLE.encode()[:22],
    "wrong encoding": TABLE.encode("big5", "replace")[:-1],
    "lone high bytes": b"date,n\n2020-01-01,\xff\n2020-01-02,\xfe\n",
    "HTML": b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>",
    "JSON": b'{"date": "2020-01-01", "n": 1}',
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "ZIP of nothing": b"PK\x05\x06" + b"\x00" * 18,
    "ZIP start": b"PK\x03\x04" + b"\x00" * 60,
    "old workbook start": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "Parquet start": b"PAR1" + b"\x00" * 50 + b"PAR1",
    "cut gzip": gzip.compress(TABLE.encode())[:-12],
    "gzip of zeros": gzip.compress(b"\x00" * 100_000),
    "200,000 columns": b",".join(b"c%d" % each for each in range(200_000)) + b"\n" + b",".join([b"1"] * 200_000) + b"\n",
    "one line of 5 MB": b"7" * 5_000_000,
    "one quoted cell of 5 MB": b'date,n\n2020-01-01,"' + b"7" * 5_000_000 + b'"\n',
    "open quote": b'date,n\n2020-01-01,"1\n2020-01-02,2\n',
    "header only": b"date,place,cases\n",
    "quotes only": b'""\n""\n',
    "separators only": b",,,\n,,,\n",
    "control signs": bytes(range(256)) * 20,
}


def outcome(reader: Reader, data: bytes, columns: Columns | None = None) -> Panel | CounterwatchError:
    try:
        panel = reader.function(data, name="evidence", columns=columns or Columns())
    except CounterwatchError as error:
        said: CounterwatchError = error
    else:
        assert isinstance(panel, Panel)
        return panel
    assert str(said.message), "an error says what happened"
    assert said.hint is not None, f"an error says what to do next: {said}"
    return said


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_reads_its_own_sample(reader: Reader) -> None:
    assert reader.sample is not None, "a reader comes with a sample of what it reads"
    panel = reader.function(reader.sample(), name="sample", columns=Columns())
    assert isinstance(panel, Panel)
    assert panel.guess.said


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_says_the_same_twice_and_reads_again_as_it_said(reader: Reader) -> None:
    assert reader.sample is not None
    first = reader.function(reader.sample(), name="sample", columns=Columns())
    second = reader.function(reader.sample(), name="sample", columns=first.guess.columns)
    assert (first.units, first.times.tolist(), first.kinds, first.cumulative) == (
        second.units,
        second.times.tolist(),
        second.kinds,
        second.cumulative,
    )
    assert {name: block.tolist() for name, block in first.values.items()} == {name: block.tolist() for name, block in second.values.items()}


@pytest.mark.parametrize("what", STRANGE)
@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_strange_bytes_give_a_table_or_a_named_error(reader: Reader, what: str) -> None:
    outcome(reader, STRANGE[what])
    outcome(reader, STRANGE[what], Columns(skip_bad_rows=True))


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_a_cut_sample_gives_a_table_or_a_named_error(reader: Reader) -> None:
    assert reader.sample is not None
    sample = reader.sample()
    for end in range(0, len(sample), max(1, len(sample) // 60)):
        outcome(reader, sample[:end])


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_sample_gives_a_table_or_a_named_error(reader: Reader, data: st.DataObject) -> None:
    assert reader.sample is not None
    damaged = bytearray(reader.sample())
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), max_size=4)):
        damaged[place] = byte
    outcome(reader, bytes(damaged))


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300) | st.text(alphabet="0123456789,;\t\n\r\"'.-/:年月日 aO%（）Ⅷ٣", max_size=200).map(str.encode))
def test_any_bytes_give_a_table_or_a_named_error(reader: Reader, data: bytes) -> None:
    outcome(reader, data)


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_can_be_stopped_and_shows_its_progress(reader: Reader) -> None:
    assert {"progress", "cancel"} <= inspect.signature(reader.function).parameters.keys()
    assert reader.sample is not None
    with pytest.raises(CounterwatchError, match="stopped at your request"):
        reader.function(reader.sample(), name="sample", columns=Columns(), cancel=lambda: True)
