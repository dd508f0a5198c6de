"""The packaged table of owners: rows entered for counterwatch, and lists under the MIT licence; read once, when first asked."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from counterwatch.exposure.owner import Owner

ENTERED, LISTS = "endpoint_owners.csv", "endpoint_owners_lists.csv.gz"
COLUMNS = ("suffix", "owner", "seat", "category", "source", "date", "note")
NAME = "counterwatch"
"""What the packaged table is called in a finding."""

CATEGORIES = frozenset(
    {
        *("advertising", "ai", "analytics", "bank", "cdn", "cloud", "delivery", "device", "education", "games", "government", "identity"),
        *("input method", "jobs", "maps", "media", "messaging", "news", "payment", "platform", "push", "search", "security", "shopping"),
        *("short video", "social", "software", "telecom", "travel", "video", ""),
    }
)
"""What an endpoint serves, in one word; empty where the list does not say."""

RENTED = frozenset({"cloud", "cdn"})
"""Categories whose owner rents out what stands there: a customer decides what happens with the data."""


@cache
def packaged() -> Mapping[str, Owner]:
    """Return the owner of each suffix of the packaged table; a row that was entered outweighs one of a list."""
    found = {each.rule: each for each in _owners(rows(LISTS))}
    return found | {each.rule: each for each in _owners(rows(ENTERED))}


@cache
def newest() -> str:
    """Return the date of the youngest row of the packaged table (ISO 8601)."""
    return max(each.date for each in packaged().values())


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of one file of the packaged table, in the order of `COLUMNS`."""
    data = files("counterwatch").joinpath("data", name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode()
    reader = csv.reader(io.StringIO(text))
    next(reader)
    for row in reader:
        yield tuple(row)


def _owners(given: Iterable[tuple[str, ...]]) -> Iterator[Owner]:
    for suffix, name, seat, category, source, date, note in given:
        yield Owner(
            name=name, seat=seat, basis="listed", category=category, rule=suffix, list=NAME, date=date, note=note, source=source
        )  # fmt: skip
