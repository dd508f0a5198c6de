"""Delimited text, Parquet and plain JSON: columns, lists, rows, and what is wrong with them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pathlib

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from posts_read import left_out, posts_in, wrong

from counterwatch.coordination.reading.doubles import Doubles
from counterwatch.coordination.reading.lines import lines_of
from counterwatch.coordination.reading.lists import listed
from counterwatch.core import CounterwatchError

TABLE = "user_id,timestamp,text\na,1640995200,བཀྲ་ཤིས\nb,1640995207,ياخشىمۇسىز\nc,1640995261,武汉加油\n"
TEXTS = ["བཀྲ་ཤིས", "ياخشىمۇسىز", "武汉加油"]


def zstandard(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, bz2.compress, lzma.compress, zstandard, lambda data: gzip.compress(data[:40]) + gzip.compress(data[40:])]
)
def test_packed_files_are_read_whatever_they_are_called(pack, tmp_path: pathlib.Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "posts.csv"
    path.write_bytes(pack(TABLE.encode()))
    assert [each["text"] for each in posts_in(path)[0]] == TEXTS


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard])
def test_a_packed_file_that_breaks_off_is_read_up_to_there_and_told(pack) -> None:  # type: ignore[no-untyped-def]
    rows = "".join(f"user{place * 7919 % 10007},{1640995200 + place * 31 % 5000},text {place * 104729 % 99991}\n" for place in range(60_000))
    packed = pack(b"user_id,timestamp,text\n" + rows.encode())
    posts, stream = posts_in(packed[: len(packed) // 2])
    assert 0 < len(posts) < 60_000
    assert any("is cut off" in each for each in wrong(stream))


def test_a_packed_file_that_is_damaged_is_refused() -> None:
    packed = bytearray(gzip.compress(b"user_id,timestamp\n" + b"".join(b"u%d,%d\n" % (each * 7919 % 10007, each) for each in range(60_000))))
    packed[-6] ^= 1
    with pytest.raises(CounterwatchError, match="is damaged after"):
        posts_in(bytes(packed))


def test_a_plain_file_called_gz_is_read_and_told() -> None:
    posts, stream = posts_in(TABLE, name="posts.csv.gz")
    assert len(posts) == 3
    assert wrong(stream) == ["posts.csv.gz is named like a packed file and is not packed"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030"])
def test_encodings(encoding: str) -> None:
    text = "".join(f"user{each},{1640995200 + each},武汉加油今天的新闻\n" for each in range(200))
    posts, _ = posts_in(("user_id,timestamp,text\n" + text).encode(encoding))
    assert {each["text"] for each in posts} == {"武汉加油今天的新闻"}
    assert len(posts) == 200


def test_signs_that_are_no_text_and_zeros_are_replaced_and_counted() -> None:
    rows = b"".join(b"u,%d,plain\n" % each for each in range(40_000))
    posts, stream = posts_in(b"user_id,timestamp,text\n" + rows + "u,5,武汉加油\n".encode() * 30 + "u,6,\ufffd早".encode() + b"\xff\xfe\x00\n")
    assert posts[-1]["text"] == "\ufffd早\ufffd\ufffd"
    assert wrong(stream)[:2] == [
        "2 places that are no text in the encoding utf-8 were read as replacement signs",
        "1 zero byte in the text was left out",
    ]


def test_the_columns_of_cooRTweet_the_toolkit_and_Chinese_tables_are_known() -> None:  # noqa: N802 - the name of a package
    assert posts_in("object_id,account_id,content_id,timestamp_share\no,a,c,5\n")[0] == [
        {"row": 2, "account": "a", "time": 5000, "post": "c", "object": "o"}
    ]
    header = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
    assert posts_in(header + "1,2,name,3,4,text,5,https://a.org https://b.org\n")[0] == [
        {
            "row": 2,
            "post": "1",
            "account": "2",
            "time": 5000,
            "text": "text",
            "repost_of": "3",
            "reply_to": "4",
            "links": ["https://a.org", "https://b.org"],
        }
    ]
    for header in ("微博id,用户id,用户昵称,微博正文,话题,发布时间\n", "貼文ID,用戶ID,暱稱,內容,話題,發佈時間\n"):
        assert posts_in(header + "1,2,名,正文,武汉,2020-01-23 10:00:05\n")[0] == [
            {"row": 2, "post": "1", "account": "2", "time": 1_579_773_605_000, "text": "正文", "hashtags": ["武汉"]}
        ]


def test_a_column_that_is_not_known_is_asked_for_and_can_be_named() -> None:
    with pytest.raises(CounterwatchError, match="no column of evidence is known to be the account; its columns are wer, wann") as raised:
        posts_in("wer,wann\na,5\n")
    assert str(raised.value.hint) == "--map account=COLUMN says which column it is"
    assert posts_in("wer,wann\na,5\n", columns={"account": "wer", "time": "wann"})[0] == [{"row": 2, "account": "a", "time": 5000}]
    with pytest.raises(CounterwatchError, match='has no column "wo"'):
        posts_in("wer,wann\na,5\n", columns={"account": "wo"})
    with pytest.raises(CounterwatchError, match='no part called "owner"'):
        posts_in("wer,wann\na,5\n", columns={"owner": "wer"})
    assert "text" not in posts_in("user_id,date,text\na,5,x\n", columns={"text": ""})[0][0]


def test_rows_keep_their_numbers_when_others_are_left_out() -> None:
    rows = [f"u{each},{each}" if each % 1000 else f"u{each}" for each in range(200_000)]
    posts, stream = posts_in("user_id,timestamp\n" + "\n".join(rows))
    assert all(each["account"] == f"u{each['row'] - 2}" for each in posts)
    assert len(posts) + left_out(stream) == 200_000
    assert left_out(stream) == 200
    assert wrong(stream)[0] == "row 2: it has 1 cells where the header has 2"


def test_a_cell_with_line_ends_and_separators_is_one_cell() -> None:
    posts, stream = posts_in('user_id;timestamp;text\na;5;"one; ""two""\nthree"\nb;6;four\n')
    assert [(each["row"], each["text"]) for each in posts] == [(2, 'one; "two"\nthree'), (3, "four")]
    assert wrong(stream) == []


def test_an_open_quote_is_told() -> None:
    _, stream = posts_in('user_id,timestamp,text\na,5,"one\nb,6,two\n')
    assert "a quotation mark is not closed" in wrong(stream)[0]


def test_an_account_whose_number_went_through_a_spreadsheet_is_left_out() -> None:
    posts, stream = posts_in("user_id,timestamp\n1.23457E+18,5\n17.0,6\n")
    assert [each["account"] for each in posts] == ["17"]
    assert wrong(stream) == ["row 2: the number of the account has lost its last digits in a spreadsheet"]


def test_rows_that_repeat_are_counted() -> None:
    _, stream = posts_in("user_id,timestamp,object_id\n" + "a,5,o\n" * 3 + "b,5,o\nb,5,\n")
    assert wrong(stream) == ["at least 2 rows repeat an earlier one in every column that is used", "1 row names nothing that was shared"]


@given(st.lists(st.integers(0, 20), max_size=60), st.integers(1, 9))
def test_repetitions_are_those_that_a_set_finds(values: list[int], size: int) -> None:
    doubles = Doubles()
    for start in range(0, len(values), size):
        doubles.add(pl.DataFrame({"a": values[start : start + size], "b": [[str(each)] for each in values[start : start + size]]}))
    assert doubles.found == len(values) - len(set(values))


@given(
    st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line and b"\r" not in line), max_size=20), st.integers(1, 30), st.integers(1, 20)
)
def test_lines_are_those_of_the_text_in_whatever_blocks_it_comes(lines: list[bytes], size: int, longest: int) -> None:
    text = b"".join(line + b"\n" for line in lines)
    blocks = [text[place : place + size] for place in range(0, len(text), size)]
    assert list(lines_of(blocks, longest=longest)) == [line if len(line) <= longest else None for line in lines]


def test_lists_are_read_however_they_are_written() -> None:
    written = pl.Series(["['a', 'b']", '["a","b"]', "[a, b]", "a b", "a,b", "#a #b", "a|b", "a；b，a", "[]", "", "nan", None])
    assert listed(written, role="hashtags").to_list() == [["a", "b"]] * 8 + [None] * 4
    weibo = pl.Series(["#武汉 加油##新闻#", "看#早上 好#了"])
    assert listed(weibo, role="hashtags").to_list() == [["武汉 加油", "新闻"], ["早上 好"]]
    links = pl.Series(["https://a.org/x,y;z https://b.org", "['https://a.org', 'https://b.org']", "23678", "see https://a.org/?q=1|2, there"])
    assert listed(links, role="links").to_list() == [
        ["https://a.org/x,y;z", "https://b.org"],
        ["https://a.org", "https://b.org"],
        ["23678"],
        ["https://a.org/?q=1"],
    ]
    assert listed(pl.Series([[1, 2, 1], None, []], dtype=pl.List(pl.Int64)), role="mentions").to_list() == [["1", "2"], None, None]


def test_parquet_keeps_its_types_and_lists() -> None:
    frame = pl.DataFrame(
        {
            "user_id": pl.Series([2**53 + 1, None], dtype=pl.Int64),
            "created_at": pl.Series([1_640_995_200_123] * 2, dtype=pl.Int64).cast(pl.Datetime("ms", "Asia/Shanghai")),
            "hashtags": [["武汉", "b"], None],
            "nested": [{"a": 1}, None],
        }
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    posts, stream = posts_in(buffer.getvalue())
    assert posts == [{"row": 1, "account": str(2**53 + 1), "time": 1_640_995_200_123, "hashtags": ["武汉", "b"]}]
    assert wrong(stream) == ["row 2: no account is named"]


def test_lines_of_json_that_cannot_be_read_are_counted_by_line() -> None:
    text = '{"user": {"id": 1}, "date": 5}\n{"user": {"id": 2}, "da\n\n7\n{"user": {"id": 3}, "date": 6, "tags": [{"text": "x"}, "y"]}\n{"user'
    posts, stream = posts_in(text)
    assert [(each["row"], each["account"], each["hashtags"]) for each in posts] == [(1, "1", None), (5, "3", ["x", "y"])]
    assert [(each.place, each.records) for each in stream.problems] == [("line 2", 1), ("line 4", 1), ("line 6", 1)]


def test_a_line_of_50_MB_is_passed_over_by_its_number() -> None:  # noqa: N802 - the unit is written so
    line = b'{"user_id": 1, "timestamp": 5}\n'
    posts, stream = posts_in(line + b'{"user_id": 2, "timestamp": 5, "text": "' + b"x" * 50_000_000 + b'"}\n' + line)
    assert [each["row"] for each in posts] == [1, 3]
    assert wrong(stream)[0] == "line 2: the line has more than 33,554,432 bytes"


@pytest.mark.parametrize("size", [1, 7, 50, 100_000])
def test_a_list_of_posts_is_read_as_lines_of_them_are(size: int) -> None:
    posts = [f'{{"user_id": "u{each}", "timestamp": {each}, "text": "{"武" * size}]}}"}}' for each in range(40)]
    for text in ("[" + ",\n ".join(posts) + "]", '{"count": 40, "posts": [' + ",".join(posts) + '], "next": null}', "\n".join(posts)):
        found, stream = posts_in(text)
        assert [(each["row"], each["account"], len(each["text"])) for each in found] == [(each + 1, f"u{each}", size + 2) for each in range(40)]
        assert [each for each in wrong(stream) if "repeat" not in each] == []


def test_a_document_that_breaks_off_is_read_up_to_there_and_told() -> None:
    posts, stream = posts_in('[{"user_id": 1, "timestamp": 5}, {"user_id": 2, "timest')
    assert len(posts) == 1
    assert "is cut off" in wrong(stream)[0]
    _, broken = posts_in('[{"user_id": 1, "timestamp": 5}, {"user_id": 2, } ]' + " " * 100)
    assert left_out(broken) + sum("cut off" in each for each in wrong(broken)) == 1


def test_german_election_posts(shared: pathlib.Path) -> None:
    """CooRTweet's sample data (Righetti et al. 2022): 218,971 rows, with as many repetitions as polars finds."""
    path = shared / "data" / "coordination" / "german_elections_2021.parquet"
    if not path.is_file():
        pytest.skip("the posts of the German election are not in the shared data folder")
    posts, stream = posts_in(path)
    assert (len(posts), stream.resolution) == (218_971, 1000)
    used = pl.read_parquet(path).drop("domain_id")
    repeated = used.height - used.n_unique()
    found = next(each.message.params["n"] for each in stream.problems if each.message.id == "coordination.telling.doubled")
    assert isinstance(found, int)
    assert 0.999 * repeated <= found <= repeated, "a lower bound, and nearly all in a file of this size"


def test_posts_of_the_internet_research_agency_are_to_the_minute(shared: pathlib.Path) -> None:
    path = shared / "data" / "coordination" / "ira_english_trolls_2016.parquet"
    if not path.is_file():
        pytest.skip("the posts of the Internet Research Agency are not in the shared data folder")
    posts, stream = posts_in(path)
    assert (len(posts), stream.resolution) == (436_544, 60_000)
    assert "time: to the minute only" in map(str, stream.said)
