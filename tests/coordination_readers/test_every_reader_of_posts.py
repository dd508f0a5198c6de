"""Promises of every reader of posts: any bytes give posts or an error that says what to do. A new reader needs no edit here."""

from __future__ import annotations

import codecs
import gzip
import inspect

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterwatch.coordination.batch import Stream, columns
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.recognising import reader_for
from counterwatch.core import CounterwatchError
from counterwatch.core.registry import Reader, readers

READERS = [each for each in readers(Stream).values() if each.name.startswith("coordination.")]
TABLE = "post_id,user_id,created_at,hashtags,text\n1,a,2020-03-02 10:00:01,#武汉,早上\n2,b,2020-03-02 10:00:02,#武汉,ཨ\n3,a,2020-03-02 10:00:05,,ئۇ\n"
LINE = '{"id": "1", "user_id": "a", "created_at": "2020-03-02T10:00:01Z", "text": "早上"}\n'

STRANGE = {
    "empty": b"",
    "one zero": b"\x00",
    "zeros": b"\x00" * 5000,
    "white space": b" \r\n\t\n",
    "byte order mark only": codecs.BOM_UTF8,
    "UTF-8 with mark": codecs.BOM_UTF8 + TABLE.encode(),
    "GB18030": TABLE.replace("ཨ", "").replace("ئۇ", "").encode("gb18030"),
    "UTF-16 with mark": TABLE.encode("utf-16"),
    "UTF-16 without mark": TABLE.encode("utf-16-be"),
    "UTF-32": TABLE.encode("utf-32"),
    "half a character": TABLE.encode()[:74],
    "lone high bytes": b"user_id,timestamp\n\xff,1\n\xfe,2\n",
    "zero within": TABLE.replace("早", "\x00").encode(),
    "HTML": b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>",
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "ZIP start": b"PK\x03\x04" + b"\x00" * 60,
    "tar": b"a" * 257 + b"ustar\x0000" + b"\x00" * 300,
    "CAR": b"\x3a\xa2\x65roots\x81\xd8\x2a\x58\x25\x00\x01\x71\x12\x20" + b"\x07" * 32 + b"\x67version\x01",
    "Parquet start": b"PAR1" + b"\x00" * 50 + b"PAR1",
    "cut gzip": gzip.compress(TABLE.encode())[:-12],
    "gzip start": b"\x1f\x8b\x08\x00",
    "gzip of zeros": gzip.compress(b"\x00" * 100_000),
    "Zstandard start": b"\x28\xb5\x2f\xfd" + b"\x07" * 40,
    "bzip2 start": b"BZh91AY" + b"\x07" * 40,
    "xz start": b"\xfd7zXZ\x00" + b"\x07" * 40,
    "9,000 columns": b",".join(b"c%d" % each for each in range(9_000)) + b"\n" + b",".join([b"1"] * 9_000) + b"\n",
    "one line of 5 MB": b"7" * 5_000_000,
    "one quoted cell of 10 MB": b'user_id,timestamp,text\n1,1,"' + b"7" * 10_000_000 + b'"\n',
    "open quote": TABLE.replace("#武汉,早上", '"#武汉,早上').encode(),
    "header only": b"user_id,timestamp\n",
    "header without an end": b"user_id,timestamp",
    "quotes only": b'""\n""\n',
    "separators only": b",,,\n,,,\n",
    "control signs": bytes(range(256)) * 20,
    "JSON number": b"7",
    "empty list": b"[]",
    "empty object": b"{}",
    "list of numbers": b"[1, 2, 3]",
    "list of lists": b"[[[]], [[{}]]]",
    "deep lists": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "line cut off": (LINE + LINE).encode()[:-20],
    "halves of characters": b'{"user_id": "\\ud800", "timestamp": 5, "text": "\\udfff"}\n{"user_id": "\\ud800", "timestamp": 5}\n',
    "NaN": b'{"user_id": NaN, "timestamp": NaN}\n{"user_id": "a", "timestamp": 1e400}\n',
    "huge number": b'{"user_id": 1, "timestamp": ' + b"9" * 5_000 + b"}\n{}\n",
    "wrong types": b'{"user_id": {"a": []}, "timestamp": [[]], "hashtags": {"a": 1}, "urls": 5, "mentions": [[1], null, true]}\n{}\n',
}


def outcome(reader: Reader, data: bytes, mapping: Mapping | None = None) -> list[pl.DataFrame] | CounterwatchError:
    try:
        stream = reader.function(data, name="evidence", mapping=mapping or Mapping())
        assert isinstance(stream, Stream)
        batches = list(stream.batches)
    except CounterwatchError as error:
        said: CounterwatchError = error
    else:
        check_batches(batches)
        assert batches or stream.problems, "a file without posts is a problem"
        assert all(str(each.message) for each in stream.problems)
        return batches
    assert str(said.message), "an error says what happened"
    assert said.hint is not None, f"an error says what to do next: {said}"
    return said


def read_as_what_it_is(source: bytes, *, name: str, mapping: Mapping) -> Stream:
    stream: Stream = reader_for(source, name=name, mapping=mapping).function(source, name=name, mapping=mapping)
    return stream


def check_batches(batches: list[pl.DataFrame]) -> None:
    known = columns() | {"row": pl.UInt64()}
    for batch in batches:
        assert {name: type_ for name, type_ in batch.schema.items() if known.get(name) != type_} == {}
        assert {"account", "time", "row"} <= set(batch.columns)
        assert not batch.select("account", "time", "row").null_count().sum_horizontal().item()
        assert 0 < batch.height <= 50_000
        assert 0 <= batch["time"].min() <= batch["time"].max() < 4_102_444_800_000  # type: ignore[operator]
    rows = [row for batch in batches for row in batch["row"]]
    assert len(set(rows)) == len(rows), "a row stands for one post"


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_reads_its_own_sample_and_is_recognised_by_it(reader: Reader) -> None:
    assert reader.sample is not None, "a reader comes with a sample of what it reads"
    stream = reader.function(reader.sample(), name="sample")
    posts = pl.concat(list(stream.batches))
    assert posts.height >= 2
    assert posts["account"].n_unique() >= 2
    assert stream.said
    assert stream.resolution is not None
    assert not [each for each in stream.problems if each.records], "every post of its sample is read"
    assert reader_for(reader.sample(), name="sample").name == reader.name


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_says_the_same_twice(reader: Reader) -> None:
    assert reader.sample is not None
    one, two = (reader.function(reader.sample(), name="sample") for _ in range(2))
    assert pl.concat(list(one.batches)).equals(pl.concat(list(two.batches)))
    assert (one.said, one.problems, one.resolution) == (two.said, two.problems, two.resolution)


@pytest.mark.parametrize("what", STRANGE)
@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_strange_bytes_give_posts_or_a_named_error(reader: Reader, what: str) -> None:
    outcome(reader, STRANGE[what])
    outcome(reader, STRANGE[what], Mapping(encoding="utf-8", zone="Asia/Urumqi"))


@pytest.mark.parametrize("what", STRANGE)
def test_strange_bytes_have_a_reader_or_a_named_error(what: str) -> None:
    chosen = Reader(name="chosen", help="", makes=Stream, suffixes=(), function=read_as_what_it_is)
    outcome(chosen, STRANGE[what])


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_a_cut_sample_gives_posts_or_a_named_error(reader: Reader) -> None:
    assert reader.sample is not None
    sample = reader.sample()
    for end in range(0, len(sample), max(1, len(sample) // 60)):
        outcome(reader, sample[:end])


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_sample_gives_posts_or_a_named_error(reader: Reader, data: st.DataObject) -> None:
    assert reader.sample is not None
    damaged = bytearray(reader.sample())
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), max_size=4)):
        damaged[place] = byte
    outcome(reader, bytes(damaged))


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300) | st.text(alphabet="0123456789,;\t\n\r\"'.-/:{}[]ae日 #@", max_size=200).map(str.encode))
def test_any_bytes_give_posts_or_a_named_error(reader: Reader, data: bytes) -> None:
    outcome(reader, data)
    outcome(reader, b"user_id,timestamp,urls,hashtags\n" + data)
    outcome(reader, b'{"user_id": 1, "timestamp": 2}\n' + data)


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_can_be_stopped_and_shows_its_progress(reader: Reader) -> None:
    assert {"progress", "cancel"} <= inspect.signature(reader.function).parameters.keys()
    assert reader.sample is not None
    with pytest.raises(CounterwatchError, match="stopped at your request"):
        list(reader.function(reader.sample(), name="sample", cancel=lambda: True).batches)
    seen: list[int] = []
    list(reader.function(reader.sample(), name="sample", progress=lambda what, done, total: seen.append(total)).batches)
    assert seen
