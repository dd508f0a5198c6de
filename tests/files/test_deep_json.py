"""JSON of strangers is read as it stands, whole or piece by piece, and refused by name where it is broken, too deep or too dense."""

import codecs
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import UnreadableEvidence
from counterwatch.files.damaged_json import Place, before_damage
from counterwatch.files.deep_json import DEEPEST, Standing, decoded, standing, streamed, whole

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def blocks(data: bytes, size: int) -> Iterator[bytes]:
    return iter([data[each : each + size] for each in range(0, len(data), size)])


def pieces(data: bytes, *prefixes: str, size: int = 7) -> list[tuple[str, Any]]:
    return list(streamed(blocks(data, size), prefixes, name="export", place="file 1"))


@given(st.lists(st.dictionaries(st.text(max_size=8), VALUES, max_size=4), max_size=8), st.integers(1, 50))
def test_rows_are_the_same_whole_and_piece_by_piece(rows: list[dict[str, Any]], size: int) -> None:
    data = json.dumps({"before": [1, {"rows": []}], "rows": rows, "after": {"rows": 1}}, ensure_ascii=False).encode(errors="replace")
    expected = json.loads(data)["rows"]
    assert pieces(data, "rows.item", size=size) == [("rows.item", each) for each in expected]
    read = whole(data, name="export", place="file 1")
    assert json.loads(msgspec.json.encode(decoded(read, dict[str, Any], name="export", place="file 1")["rows"])) == expected


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8 + b'{"a": [{}]}', '{"a": [{}]}'.encode("utf-16"), '{"a": [{}]}'.encode("utf-16-le")])
def test_a_byte_order_mark_and_utf_16_are_read(mark: bytes) -> None:
    assert whole(mark, name="export", place="file 1") == b'{"a": [{}]}'


def deep(levels: int) -> bytes:
    return b'{"a": ' * levels + b"1" + b"}" * levels


def test_what_is_too_deep_is_refused_by_name_both_ways() -> None:
    assert pieces(deep(DEEPEST), "a") != []
    for data in (deep(200_000), b"[" * 200_000):
        with pytest.raises(UnreadableEvidence, match="json-depth"):
            whole(data, name="export", place="file 1")
    for data in (deep(DEEPEST + 1), b"[" * 200_000):
        with pytest.raises(UnreadableEvidence, match="json-depth"):
            pieces(data, "a.item", size=1 << 16)


def test_what_is_too_dense_is_refused_by_name_both_ways() -> None:
    data = b'{"rows": [' + b"{}," * 600_000 + b"{}]}"
    with pytest.raises(UnreadableEvidence, match="json-dense"):
        whole(data, name="export", place="file 1")
    with pytest.raises(UnreadableEvidence, match="json-dense"):
        pieces(data, "rows.item", size=1 << 16)


def test_what_is_no_object_is_given_too_so_that_it_can_be_counted() -> None:
    assert [value for _, value in pieces(b'{"rows": [1, "a", null, {"n": 2}, true]}', "rows.item")] == [1, "a", None, {"n": 2}, True]


@given(st.integers(1, 60))
def test_what_is_cut_off_is_refused_by_name_and_what_stood_before_is_given(end: int) -> None:
    data = json.dumps({"rows": [{"n": each} for each in range(9)]}).encode()[:end]
    with pytest.raises(UnreadableEvidence, match="json-damaged"):
        whole(data, name="export", place="file 1")
    found, said = taken(streamed(blocks(data, 5), ("rows.item",), name="export", place="file 1"))
    assert "json-damaged" in said
    assert found == [{"n": each} for each in range(data.count(b"}"))]


def taken(rows: Iterator[tuple[str, Any]]) -> tuple[list[Any], str]:
    """Return what was given before an error, and what that said."""
    found: list[Any] = []
    try:
        found.extend(value for _, value in rows)
    except UnreadableEvidence as error:
        return found, str(error.message)
    return found, ""


def test_no_value_stands_in_a_refusal() -> None:
    for data in (b'{"secret": "4420794600', b'{"secret" 442079460018}'):
        with pytest.raises(UnreadableEvidence) as caught:
            whole(data, name="export", place="file 1")
        assert "4420" not in str(caught.value)
        with pytest.raises(UnreadableEvidence) as streamed_:
            pieces(data, "item")
        assert "4420" not in str(streamed_.value)
    with pytest.raises(UnreadableEvidence, match="json-shape") as shape:
        decoded(b'"442079460018x"', int, name="export", place="file 1")
    assert "4420" not in str(shape.value)


def anywhere(_place: Place, _is_list: bool) -> bool:
    return True


def begins(part: Any, full: Any) -> bool:
    """Return whether a value is another without some of its end: of what stands last, whatever is around it."""
    if isinstance(part, list) and isinstance(full, list) and part:
        return len(part) <= len(full) and part[:-1] == full[: len(part) - 1] and begins(part[-1], full[len(part) - 1])
    if isinstance(part, dict) and isinstance(full, dict) and part:
        *firsts, last = part
        return [*firsts, last] == list(full)[: len(part)] and all(part[each] == full[each] for each in firsts) and begins(part[last], full[last])
    return bool(part == full) or (part in ([], {}) and type(part) is type(full))


@given(VALUES, st.data(), st.booleans())
def test_what_stands_before_a_cut_is_json_and_the_beginning_of_the_whole(value: Any, data: st.DataObject, ascii_only: bool) -> None:
    text = json.dumps({"a": value, "b": [value]}, ensure_ascii=ascii_only).encode(errors="replace")
    end = data.draw(st.integers(1, len(text) - 1))
    full = json.loads(text)
    kept = before_damage(text, end, stands_open=anywhere, deepest=DEEPEST)
    assert kept is not None
    assert begins(json.loads(kept.data), full)
    found = before_damage(text, end, deepest=DEEPEST)
    assert found is not None
    assert json.loads(found.data).get("b", []) in ([], full["b"])


@given(st.binary(max_size=40).map(lambda data: b'{"a": [1, {"b": "' + data))
def test_whatever_stands_there_is_json_or_refused_by_name(data: bytes) -> None:
    try:
        found = standing(data, name="export", place="file 1", stands_open=anywhere)
    except UnreadableEvidence:
        found = Standing(data=b"{}")
    decoded(found.data, msgspec.Raw, name="export", place="file 1")


def test_a_cut_is_told_with_its_byte_and_where_it_is() -> None:
    found = standing(b'{"rows": [{"n": 1}, {"n": 2}, {"n": 3', name="export", place="file 1")
    assert found.data == b'{"rows": [{"n": 1}, {"n": 2}]}'
    assert found.at == ("rows", "item")
    assert "file 1 of export is cut off or damaged at byte 37 of 37 (json-damaged)" in str(found.damage)
    assert standing(b'{"rows": []}', name="export", place="file 1").damage is None


def test_what_is_cut_off_too_deep_is_refused() -> None:
    for data in (b'{"a":' * 250, b"[" * 250 + b"1"):
        with pytest.raises(UnreadableEvidence, match="json-d"):
            standing(data, name="export", place="file 1")
