"""What a sheet looked like the last time: a column that was renamed since is named, with the one that is likely to be it now."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

from counterwatch.core import Template, WrongUsage
from counterwatch.core.finding import Struct

RENAMED = Template("incidents.remembered.renamed", "the column «{column}», which was {field} the last time, is not in {name} any more")
LIKELY = Template(
    "incidents.remembered.likely", "«{new}» is new: if that is it, say --map {field}={new}; if there is none any more, --without {field}"
)
NOWHERE = Template("incidents.remembered.nowhere", "say which column it is now: --map {field}=COLUMN; if there is none any more, --without {field}")
ALIKE = 0.6
"""A sheet of another name is the same one again if it shares this part of its columns."""
MOST = 30


class Header(Struct, frozen=True):
    """The columns of a sheet as it was read, and the column of each field."""

    name: str
    columns: tuple[str, ...]
    roles: dict[str, str]


def header_before(headers: Sequence[Header], columns: Sequence[str], *, name: str) -> Header | None:
    """Return how a sheet looked the last time: that of the same name, else the one that is most like it."""
    same = next((each for each in headers if each.name == name), None)
    if same is not None or not headers:
        return same
    nearest = max(headers, key=lambda each: _shared(each.columns, columns))
    return nearest if _shared(nearest.columns, columns) >= ALIKE else None


def refuse_renamed(before: Header, columns: Sequence[str], roles: Mapping[str, str], *, name: str, without: Collection[str] = ()) -> None:
    """Refuse a sheet in which the column of a field is gone: every row would lose what it said there."""
    for field, column in before.roles.items():
        if field in roles or field in without:
            continue
        message = RENAMED(column=column, field=field, name=name)
        likely = _likely(column, [each for each in columns if each not in before.columns and each not in roles.values()])
        raise WrongUsage(message, hint=LIKELY(new=likely, field=field) if likely else NOWHERE(field=field))


def with_header(headers: Sequence[Header], new: Header) -> tuple[Header, ...]:
    """Return what is remembered, the newest first."""
    if headers and headers[0] == new:
        return tuple(headers)
    return (new, *(each for each in headers if each.name != new.name))[:MOST]


def _shared(one: Collection[str], other: Collection[str]) -> float:
    return len({*one} & {*other}) / max(len({*one} | {*other}), 1)


def _likely(column: str, new: Sequence[str]) -> str:
    near = difflib.get_close_matches(column, new, n=1, cutoff=0.3)
    return near[0] if near else new[0] if len(new) == 1 else ""
