"""In what two incidents are alike, field by field: a level for each of many pairs, and how often a pair by chance would be as alike.

After Fellegi & Sunter 1969 («A theory for record linkage»): a field that agrees speaks for one event by log2(m / u) bits, where m is how often
records of one event agree in it and u how often any two records do. `expected` states m, and `kinds` fits it. What is rare says
more: u of what two records share is taken from how often it occurs in the casebook (Winkler 2000), u of everything else from pairs by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.incidents.columns import NOWHERE, Column, Columns
from counterwatch.incidents.levels import UNKNOWN, Levels, by_value, levelled, often
from counterwatch.incidents.names import CLOSE, NOT_COMPARABLE, OTHER, SAME, compared
from counterwatch.incidents.telling import shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterwatch.incidents.telling import Tellings

DAYS = (0, 1, 3, 31)
TEXTS = (0.6, 0.3)
BITS, NO_WORD, MANY = (12, 6), 3, 3
OVERLAP = 5
ONLY_ONE, TRANSLATED = 3, 4
ONE_PLACE, ALIKE, COUNTRY_ONLY, PLACE_APART, COUNTRY_APART, TWO_SCRIPTS = range(6)


def levels(book: Columns, told: Tellings, one: NDArray[np.int64], other: NDArray[np.int64]) -> dict[str, Levels]:
    """Return in what pairs of incidents are alike, by field. `told` are the `tellings` of `book.texts`."""
    return {
        "date": _dates(book, one, other), "place": _places(book, one, other), "tactic": _tactics(book, one, other),
        "organisation": _organisations(book, one, other), "community": _shared(book.communities, len(book), one, other),
        "channel": _shared(book.channels, len(book), one, other), "text": _texts(told, one, other), "source": _sources(book, one, other),
        "words": _words(told, one, other), "persons": _persons(book.persons, one, other),
    }  # fmt: skip


def gaps(book: Columns, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many days lie between the dates of pairs, 0 where they overlap; `NOWHERE` where one cannot be told."""
    import numpy as np

    apart = np.maximum(0, np.maximum(book.start[other] - book.end[one], book.start[one] - book.end[other]))
    return np.where((book.start[one] == NOWHERE) | (book.start[other] == NOWHERE), NOWHERE, apart)


def _dates(book: Columns, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    import numpy as np

    gap = gaps(book, one, other)
    # A month that ends the day before another begins is not a day away from it: only days that are known can be a few days apart.
    coarse = (book.end - book.start)[one] + (book.end - book.start)[other] > DAYS[2]
    level = np.where(coarse, OVERLAP + np.minimum(np.maximum(gap, 0), 2), np.searchsorted(np.array(DAYS), gap, side="left"))
    # How many records lie as near to the date of one: a day on which much happened says less.
    starts, ends = np.sort(book.start), np.sort(book.end)
    near = [np.searchsorted(starts, book.end + days, "right") - np.searchsorted(ends, book.start - days, "left") for days in DAYS]
    rings = np.diff(np.stack([np.zeros(len(book), np.int64), *near, np.full(len(book), len(book))]), axis=0)
    rings = np.concatenate([rings, near[:1], [near[1] - near[0]], [len(book) - near[1]]])
    chance = np.maximum(rings[level, one], rings[level, other]) / len(book)
    return levelled(np.where(gap == NOWHERE, UNKNOWN, level), chance=np.maximum(chance, 1 / len(book)), way=coarse)


def _places(book: Columns, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    import numpy as np

    place, names = book.place, _names(book.place, one, other, cities=True)
    a, b = book.country.codes[one], book.country.codes[other]
    same_country, known = (a == b) & (a >= 0), (a >= 0) & (b >= 0)
    level = np.full(len(one), UNKNOWN, np.int8)
    level[same_country] = COUNTRY_ONLY
    level[same_country & (names == OTHER)] = PLACE_APART
    level[same_country & (names == NOT_COMPARABLE)] = TWO_SCRIPTS
    level[(names == CLOSE) & (same_country | ~known)] = ALIKE
    level[(names == SAME) & (same_country | ~known)] = ONE_PLACE
    level[known & ~same_country] = COUNTRY_APART
    of_country = np.append(book.country.times, 0) / len(book)
    times = np.append(place.times, 0)
    mine, theirs = place.codes[one], place.codes[other]
    of_place = (times[mine] + np.where(mine == theirs, 0, times[theirs])) / len(book)
    # Between records of one country every other level is the likelier the more records the country has.
    scale = np.where(same_country, of_country[a] / max(1e-9, (of_country**2).sum()), 1.0)
    return levelled(level, chance=np.where(level == ONE_PLACE, of_place, np.nan), scale=scale)


def _names(column: Column[str], one: NDArray[np.int64], other: NDArray[np.int64], *, cities: bool = False) -> NDArray[np.int8]:
    """Return how the names of pairs compare, `UNKNOWN` where one has none."""
    import numpy as np

    a, b = column.codes[one], column.codes[other]
    both = (a >= 0) & (b >= 0)
    found = np.full(len(one), UNKNOWN, np.int8)
    width = len(column.values) + 1
    keys, back = np.unique(np.minimum(a, b)[both] * width + np.maximum(a, b)[both], return_inverse=True)
    found[both] = compared(column.values, keys // width, keys % width, cities=cities)[back]
    return found


def _organisations(book: Columns, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    """Compare every name of one with every name of the other, and keep what is most alike."""
    import numpy as np

    column, names = book.organisations, sorted({name for each in book.organisations.values for name in each})
    place = {name: number for number, name in enumerate(names)}
    kinds: dict[tuple[int, int], int] = {}

    def level(first: frozenset[str], second: frozenset[str]) -> tuple[int, float]:
        found = [kinds[place[a], place[b]] for a in first for b in second]
        best = next((kind for kind in (SAME, CLOSE, NOT_COMPARABLE, OTHER) if kind in found), OTHER)
        times = min((common[name] for name in first | second), default=0) if best == SAME else 0
        return (TRANSLATED, float("nan")) if best == NOT_COMPARABLE else (best, times / len(book) if times else float("nan"))

    common = often(column)
    _fill(kinds, names, place, column, one, other)
    found = by_value(column, one, other, level)
    only_one = (column.codes[one] >= 0) != (column.codes[other] >= 0)
    return levelled(np.where(only_one, ONLY_ONE, found.level), chance=found.chance)


def _fill(
    kinds: dict[tuple[int, int], int], names: list[str], place: dict[str, int], column: Column[frozenset[str]],
    one: NDArray[np.int64], other: NDArray[np.int64],
) -> None:  # fmt: skip
    import numpy as np

    sets = {(int(a), int(b)) for a, b in zip(column.codes[one], column.codes[other], strict=True) if a >= 0 and b >= 0}
    pairs = sorted({(place[x], place[y]) for a, b in sets for x in column.values[a] for y in column.values[b]})
    first, second = (np.array([each[side] for each in pairs], np.int64) for side in (0, 1))
    kinds.update(zip(pairs, compared(names, first, second).tolist(), strict=True))


def _tactics(book: Columns, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    common = often(book.tactics)

    def level(first: frozenset[str], second: frozenset[str]) -> tuple[int, float]:
        if shared := first & second:
            return 0, min(common[each] for each in shared) / len(book)
        families = {each.partition(".")[0] for each in first} & {each.partition(".")[0] for each in second}
        return (1 if families else 2), float("nan")

    return by_value(book.tactics, one, other, level)


def _shared(column: Column[frozenset[str]], count: int, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    common = often(column)

    def level(first: frozenset[str], second: frozenset[str]) -> tuple[int, float]:
        shared = first & second
        return (0, min(common[each] for each in shared) / count) if shared else (1, float("nan"))

    return by_value(column, one, other, level)


def _sources(book: Columns, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    import numpy as np

    pages, hosts = (_shared(column, len(book), one, other) for column in (book.pages, book.hosts))
    level = np.where(pages.level == 0, 0, np.where(hosts.level == 0, 1, np.where(pages.level == UNKNOWN, UNKNOWN, 2)))
    return levelled(level, chance=np.where(level == 0, pages.chance, np.where(level == 1, hosts.chance, np.nan)))


def _texts(told: Tellings, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    import numpy as np

    from counterwatch.text.alike import jaccard

    share = jaccard(told.sets, one, other)
    level = len(TEXTS) - np.searchsorted(np.array(TEXTS[::-1]), share, side="right")
    script = told.scripts[one]
    comparable = (script == told.scripts[other]) & (script >= 0)
    return levelled(np.where(comparable, level, UNKNOWN), way=np.maximum(script, 0))


def _words(told: Tellings, one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    """Compare rare words and numbers of one script, and numbers of two; those with few and those with many are compared in ways of their own."""
    import numpy as np

    script = told.scripts[one]
    same = (script == told.scripts[other]) & (script >= 0)
    bits = np.where(same, shared(told.words, one, other), shared(told.numbers, one, other))
    least = np.where(same, np.minimum(told.counts[one], told.counts[other]), np.minimum(told.numbered[one], told.numbered[other]))
    level = np.where(bits <= 0, NO_WORD, np.searchsorted(-np.array(BITS), -bits, side="left"))
    way = 2 * np.where(same, script + 1, 0) + (least >= MANY)
    return levelled(np.where(least > 0, level, UNKNOWN), way=way)


def _persons(column: Column[tuple[int, int | None]], one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    def level(first: tuple[int, int | None], second: tuple[int, int | None]) -> tuple[int, float]:
        (low, high), (low_too, high_too) = first, second
        apart = max(low_too - high if high is not None else 0, low - high_too if high_too is not None else 0)
        return (0 if apart <= 0 else 1 if apart <= max(2, max(low, low_too) // 4) else 2), float("nan")

    return by_value(column, one, other, level)
