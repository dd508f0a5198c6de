"""Two histories of one record, put beside each other: which side goes on from the other, and where both went their own way."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterwatch.core import digest

NAMED = "sha256:"


class Way(enum.StrEnum):
    """What is to be done with a record of somebody else."""

    NEW = "new"
    SAME = "same"
    OURS_GOES_ON = "ours goes on"
    THEIRS_GOES_ON = "theirs goes on"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The versions of a record as one side has them, by what they say; `known` are those of the other side that this one has dealt with."""

    versions: Sequence[str]
    known: Collection[str] = ()

    @property
    def newest(self) -> str:
        return self.versions[-1]

    def has_seen(self, version: str) -> bool:
        return version in self.versions or version in self.known


def way(ours: Course | None, theirs: Course) -> Way:
    """Say how two courses of a record lie to each other. Whoever has seen the newest version of the other side goes on from there.

    Where both have, and did not come to the same, both decided, and differently: that is a conflict, too.
    """
    if ours is None:
        return Way.NEW
    if ours.newest == theirs.newest:
        return Way.SAME
    if _begins(theirs, ours) or _begins(ours, theirs):
        return Way.THEIRS_GOES_ON if _begins(theirs, ours) else Way.OURS_GOES_ON
    have_we, have_they = ours.has_seen(theirs.newest), theirs.has_seen(ours.newest)
    if have_we == have_they:
        return Way.CONFLICT
    return Way.OURS_GOES_ON if have_we else Way.THEIRS_GOES_ON


def _begins(longer: Course, shorter: Course) -> bool:
    """Does one course begin with all of the other?"""
    return list(longer.versions[: len(shorter.versions)]) == list(shorter.versions)


def to_write(ours: Course | None, theirs: Course) -> Sequence[int]:
    """Return the places of their versions that come behind ours: all that are new where one of ours is among them, else the newest alone."""
    if ours is None:
        return range(len(theirs.versions))
    shared = [place for place, each in enumerate(theirs.versions) if each == ours.newest]
    return range(shared[-1] + 1, len(theirs.versions)) if shared else [len(theirs.versions) - 1]


def said_by(data: Any, contents: Mapping[str, str]) -> str:
    """Return the number of what a record says, the same in every case: evidence counts by its content, whatever a case calls it."""
    return digest(renamed(data, {id: NAMED + sha256 for id, sha256 in contents.items()}))


def renamed(data: Any, now: Mapping[str, str]) -> Any:
    """Return the data of a record with every id of evidence as another case calls it."""
    if isinstance(data, dict):
        return {key: renamed(value, now) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [renamed(value, now) for value in data]
    return now.get(data, data) if isinstance(data, str) else data


def fields_that_differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields in which two versions differ."""
    return tuple(sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name)))
