"""Where the needles stand in bytes: one pass over them, then each finding looked at where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterwatch.exposure.leaks.borders import stands_alone
from counterwatch.exposure.leaks.folding import folded
from counterwatch.exposure.leaks.forms.email import tagged
from counterwatch.exposure.leaks.forms.place import agreeing
from counterwatch.exposure.leaks.limits import CHUNK
from counterwatch.exposure.leaks.needles import BEGINNING, Needle, Needles


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Place:
    """A needle between two offsets; `form` says how it was written, `plus` that a plus stood for a space."""

    start: int
    end: int
    needle: Needle
    form: str
    plus: bool = False


def raw_places(needles: Needles, data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (number of the pattern, start, end) wherever the beginning of a needle stands, overlapping ones too."""
    if not needles.patterns:
        return
    for base in range(0, len(data), CHUNK):
        piece = folded(data[base : base + CHUNK + BEGINNING - 1])
        for pattern, start, end in needles.automaton.find_matches_as_indexes(piece, overlapping=True):
            # What begins in the overlap is found again with the next piece.
            if start < CHUNK:
                yield pattern, base + start, base + end


def places(needles: Needles, data: bytes) -> list[Place]:
    """Return the places of needles that stand there as such, the longest where one holds another of the same identifier."""
    found = [place for pattern, start, _ in raw_places(needles, data) for place in _meant(needles.meant[pattern], data, start)]
    return _outermost(found)


def _meant(meant: tuple[Needle, ...], data: bytes, start: int) -> Iterator[Place]:
    for needle in meant:
        end = start + len(needle.key)
        if needle.prefix:
            yield from _continued(needle, data, start)
        elif _as_spelled(needle, data[start:end]) and stands_alone(data, start, end, needle.border):
            yield Place(start=start, end=end, needle=needle, form=needle.form, plus=_plus(needle, data[start:end]))


def _continued(needle: Needle, data: bytes, start: int) -> Iterator[Place]:
    """Yield a place where what follows the beginning of a needle makes it one: a longitude, or the rest of an address."""
    value = needle.identifier.value
    if needle.identifier.kind == "place":
        told = agreeing(data, start, value)
        if told is not None:
            yield Place(start=start, end=start + len(needle.key), needle=needle, form=told)
        return
    end = tagged(data, start, value)
    if end is not None and stands_alone(data, start, end, needle.border):
        yield Place(start=start, end=end, needle=needle, form=needle.form)


def _as_spelled(needle: Needle, seen: bytes) -> bool:
    if needle.strict:
        return seen == needle.spelled
    if needle.encoding == "utf-8":
        # A plus may stand for a space, but no space for a plus.
        return folded(seen) == needle.key and seen.count(b"+") >= needle.spelled.count(b"+")
    # A byte of a wide letter may look like a letter of ASCII: compare letters.
    return len(seen) == len(needle.key) and seen.decode(needle.encoding, "replace").casefold() == needle.spelled.decode(needle.encoding).casefold()


def _plus(needle: Needle, seen: bytes) -> bool:
    return seen.count(b"+") != needle.spelled.count(b"+")


def _outermost(found: list[Place]) -> list[Place]:
    """Return the places without those that lie inside another of the same identifier."""
    kept, reach = list[Place](), dict[str, int]()
    for place in sorted(found, key=lambda each: (each.start, -each.end, each.needle.prefix)):
        label = place.needle.identifier.label
        if place.end > reach.get(label, 0):
            kept.append(place)
            reach[label] = place.end
    return kept
