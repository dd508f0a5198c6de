"""JSON of strangers: refused by name where it is broken or too deep, and read piece by piece where it is large."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.files.damaged_json import Place, StandsOpen, before_damage, not_in_lists

T = TypeVar("T")
NOT_JSON = Template("files.deep_json.not_json", "{place} of {name} is not JSON, or is cut off (json-damaged): {reason}")
TOO_DEEP = Template("files.deep_json.too_deep", "{place} of {name} is nested more than {most} levels deep (json-depth), as no export is")
OTHER_SHAPE = Template("files.deep_json.other_shape", "{place} of {name} is JSON of another shape than is known (json-shape): {reason}")
TOO_DENSE = Template("files.deep_json.too_dense", "{place} of {name} holds more than one value in {most} bytes (json-dense), as no export does")
BROKEN_OFF = Template(
    "files.deep_json.broken_off",
    "{place} of {name} is cut off or damaged at byte {at} of {size} (json-damaged): what stands whole before it is read, and what follows is missing",
)
AGAIN = Template("files.deep_json.again", "fetch the export again; where it is whole and not read, the platform may have changed its format")
DEEPEST = 200
DENSEST, DENSE_FROM = 12, 1 << 20
"""Bytes to a comma, on average, of the densest file of some size: a million empty values take far more memory than they take bytes."""
STARTS, ENDS = frozenset({"start_map", "start_array"}), frozenset({"end_map", "end_array"})
MENDED = 128 << 20
"""Bytes of the largest damaged file of which the beginning is kept: it is held in memory twice."""
PIECE = 1 << 13
"""Bytes parsed between two looks at the depth: the parser writes out the whole path of each event, however deep."""
UTF8_MARK = b"\xef\xbb\xbf"
BYTE = re.compile(r"\(byte (\d+)\)")


def decoded(data: bytes | memoryview, kind: type[T], *, name: str, place: str) -> T:
    """Return JSON as a type. Raises `UnreadableEvidence` with the place for what is no JSON, too deep or of another shape; no value is echoed."""
    import msgspec

    try:
        return msgspec.json.decode(data, type=kind, strict=False)
    except RecursionError as error:
        raise UnreadableEvidence(TOO_DEEP(name=name, place=place, most=DEEPEST), hint=AGAIN()) from error
    except msgspec.ValidationError as error:
        raise UnreadableEvidence(OTHER_SHAPE(name=name, place=place, reason=str(error).partition(" - at")[0][:80]), hint=AGAIN()) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableEvidence(NOT_JSON(name=name, place=place, reason=_reason(error)), hint=AGAIN()) from error


def whole(data: bytes, *, name: str, place: str) -> bytes:
    """Return JSON without its byte order mark, checked to be whole, not too deep and not too dense; UTF-16 becomes UTF-8."""
    import msgspec

    data = _as_utf8(data, name)
    decoded(data, msgspec.Raw, name=name, place=place)
    return _not_dense(data, name, place)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Standing:
    """JSON as far as it stands; where it is damaged, what is said of that, and the keys that lead there."""

    data: bytes
    damage: Message | None = None
    at: Place = ()


def standing(data: bytes, *, name: str, place: str, stands_open: StandsOpen = not_in_lists) -> Standing:
    """Return JSON as `whole` does, or what stands whole before it breaks off or is damaged; `stands_open` says of which objects parts are kept.

    Raises `UnreadableEvidence` where nothing stands before the damage or the file is large, and for what is too deep or too dense.
    """
    import msgspec

    data = _as_utf8(data, name)
    try:
        decoded(data, msgspec.Raw, name=name, place=place)
    except UnreadableEvidence as error:
        if error.message.id != NOT_JSON.id or len(data) > MENDED:
            raise
        return _before(data, error, name, place, stands_open)
    return Standing(data=_not_dense(data, name, place))


def _before(data: bytes, error: UnreadableEvidence, name: str, place: str, stands_open: StandsOpen) -> Standing:
    import msgspec

    found = BYTE.search(str(error.__cause__))
    at = int(found[1]) if found else len(data)
    kept = before_damage(_not_dense(data, name, place), at, stands_open=stands_open, deepest=DEEPEST)
    if kept is None:
        raise error
    decoded(kept.data, msgspec.Raw, name=name, place=place)
    said = BROKEN_OFF(name=name, place=place, at=at, size=len(data))
    return Standing(data=kept.data, damage=said, at=kept.place)


def _as_utf8(data: bytes, name: str) -> bytes:
    if data.startswith(UTF8_MARK):
        return data[len(UTF8_MARK) :]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        from counterwatch.files.text import decode

        return decode(data, name=name).text.encode()
    return data


def _not_dense(data: bytes, name: str, place: str) -> bytes:
    if len(data) > DENSE_FROM and data.count(b",") * DENSEST > len(data):
        raise UnreadableEvidence(TOO_DENSE(name=name, place=place, most=DENSEST), hint=AGAIN())
    return data


def streamed(blocks: Iterator[bytes], prefixes: tuple[str, ...], *, name: str, place: str) -> Iterator[tuple[str, Any]]:
    """Yield each object or plain value at one of some places, as `locations.item`, with its place, without holding the whole in memory.

    Raises `UnreadableEvidence` where the file is no JSON, is cut off or is too deep; what stood before has been given.
    """
    import ijson

    source = _Blocks(blocks)

    def careful(depth: int) -> None:
        _careful(source, depth, name, place)

    try:
        yield from _values(ijson.parse(source, buf_size=PIECE, use_float=True), frozenset(prefixes), careful)
    except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
        raise UnreadableEvidence(NOT_JSON(name=name, place=place, reason=_reason(error)), hint=AGAIN()) from error


def _values(events: Iterator[tuple[str, str, Any]], wanted: frozenset[str], careful: Callable[[int], None]) -> Iterator[tuple[str, Any]]:
    depth, inside = 0, list[_Container]()
    for prefix, event, value in events:
        if event in STARTS:
            depth += 1
            careful(depth)
            if inside or (event == "start_map" and prefix in wanted):
                inside.append(_Container({} if event == "start_map" else [], inside[-1] if inside else None))
        elif event in ENDS:
            depth -= 1
            if len(inside) == 1:
                yield prefix, inside[0].value
            del inside[-1:]
        elif event == "map_key":
            if inside:
                inside[-1].key = value
        elif inside:
            inside[-1].put(value)
        elif prefix in wanted:
            yield prefix, value


def _careful(source: _Blocks, depth: int, name: str, place: str) -> None:
    if depth > DEEPEST:
        raise UnreadableEvidence(TOO_DEEP(name=name, place=place, most=DEEPEST), hint=AGAIN())
    if source.bytes > DENSE_FROM and source.commas * DENSEST > source.bytes:
        raise UnreadableEvidence(TOO_DENSE(name=name, place=place, most=DENSEST), hint=AGAIN())


class _Container:
    """An object or a list that is being filled, and the one around it."""

    __slots__ = ("key", "value")

    def __init__(self, value: Any, around: _Container | None) -> None:
        self.value, self.key = value, ""
        if around is not None:
            around.put(value)

    def put(self, value: Any) -> None:
        """Add a value: under the last key, or at the end."""
        if type(self.value) is dict:
            self.value[self.key] = value
        else:
            self.value.append(value)


class _Blocks:
    """Blocks of bytes as a file that is read forwards."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.blocks, self.left = blocks, b""
        self.bytes = self.commas = 0

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; asked for none, none."""
        if not size:
            return b""
        if not self.left:
            self.left = next(self.blocks, b"")
            self.bytes, self.commas = self.bytes + len(self.left), self.commas + self.left.count(b",")
        block, self.left = self.left[:size], self.left[size:]
        return block


def _reason(error: Exception) -> str:
    """Return what is wrong, without the excerpt of the data that some libraries put behind it."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return type(error).__name__ if any(each in text for each in "\"'\\") else text[:80]
