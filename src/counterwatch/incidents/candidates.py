"""Which pairs of incidents are worth comparing: those that share days and a place, an organisation, a page or a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from counterwatch.incidents.cities import city
from counterwatch.incidents.columns import NOWHERE, Column, Columns
from counterwatch.text.sound import sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROWS = 100
"""So many incidents meet all later ones at once: what that takes stays small."""
NEAR, MONTH = 3, 31
ALIKE, WAITING = 0.3, 500_000
CROWD = 60
"""A page that more incidents name (a list, a data base) brings none of them together."""


def candidates(book: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs `one` < `other` of n incidents that are compared, without doubles."""
    import numpy as np

    found = [np.zeros(0, np.int64), *_by_day(book), *_by_page(book), _by_text(book)]
    keys = np.unique(np.concatenate(found))
    return keys // len(book), keys % len(book)


def _by_day(book: Columns) -> Iterator[NDArray[np.int64]]:
    """Yield pairs by date, with a place, a kind of act or an organisation in common; as `one * n + other`."""
    import numpy as np

    count = len(book)
    family = _coded([min((each.partition(".")[0] for each in _value(book.tactics, at)), default="") for at in range(count)])
    place = _coded([_place_key(book.place.values[code]) if code >= 0 else "" for code in book.place.codes.tolist()])
    organisation = _coded([min((sound(each)[:4] for each in _value(book.organisations, at)), default="") for at in range(count)])
    country, late = book.country.codes, np.arange(count)
    for start in range(0, count, ROWS):
        row = np.arange(start, min(start + ROWS, count))[:, None]
        gap = np.maximum(book.start[None, :] - book.end[row], book.start[row] - book.end[None, :])
        gap[(book.start[row] == NOWHERE) | (book.start[None, :] == NOWHERE)] = MONTH
        here = (country[row] == country[None, :]) | (country[row] < 0) | (country[None, :] < 0)
        one_family, one_place, one_name = (
            (each[row] == each[None, :]) & (each[row] >= minimum) for each, minimum in ((family, 0), (place, 0), (organisation, 0))
        )
        wanted = (gap <= NEAR) & here & (one_family | one_place | one_name)
        wanted |= (gap <= MONTH) & ((here & one_family & one_place) | one_name)
        first, second = np.nonzero(wanted & (late[None, :] > row))
        yield (first + start) * count + second


def _value(column: Column[frozenset[str]], at: int) -> frozenset[str]:
    code = int(column.codes[at])
    return column.values[code] if code >= 0 else frozenset()


def _place_key(place: str) -> str:
    return city(place) or sound(place)[:2]


def _coded(values: Sequence[str]) -> NDArray[np.int64]:
    """Return a number for each value, -1 for an empty one."""
    import numpy as np

    place = {value: number for number, value in enumerate(dict.fromkeys(filter(None, values)))}
    return np.array([place.get(each, -1) for each in values], np.int64)


def _by_page(book: Columns) -> Iterator[NDArray[np.int64]]:
    import numpy as np

    named: dict[str, list[int]] = {}
    for at in range(len(book)):
        for page in _value(book.pages, at):
            named.setdefault(page, []).append(at)
    for several in named.values():
        if 1 < len(several) <= CROWD:
            members = np.array(several, np.int64)
            one, other = np.triu_indices(len(members), 1)
            yield members[one] * len(book) + members[other]


def _by_text(book: Columns) -> NDArray[np.int64]:
    import numpy as np

    from counterwatch.text.alike import pairs

    spoken: dict[str, list[int]] = {}
    for at, text in enumerate(book.texts):
        if text:
            spoken.setdefault(text, []).append(at)
    distinct, members = list(spoken), [each[:CROWD] for each in spoken.values()]
    alike = pairs(distinct, least=ALIKE, waiting_most=WAITING)
    groups = [(a, b) for a, b in zip(alike.one.tolist(), alike.other.tolist(), strict=True)]
    met = [(x, y) for a, b in groups for x in members[a][:3] for y in members[b][:3]]
    met += [(x, y) for each in members for place, x in enumerate(each) for y in each[place + 1 :]]
    return np.array([min(x, y) * len(book) + max(x, y) for x, y in met], np.int64)
