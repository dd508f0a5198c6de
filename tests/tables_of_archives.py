"""Exports of which nothing is understood, and the same export told in another way."""

import dataclasses
from collections.abc import Iterator

import msgspec

from counterwatch.core import Problem
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.making import BAD_ROWS


def empty_archive() -> Archive:
    """Return an export of nothing."""
    return Archive(name="simulated", platform="a platform", own=(), events=())


def starved_archives() -> Iterator[tuple[str, Archive]]:
    """Yield exports that were not understood."""
    yield "nothing", empty_archive()
    yield "unknown sections only", dataclasses.replace(empty_archive(), sections={"something new": False, "something else": False})
    yield "lines that could not be read", dataclasses.replace(empty_archive(), lines=100, unparsed=100)
    problem = Problem(message=BAD_ROWS(n=9, place="logins", name="simulated"), records=9)
    yield "rows that could not be read", dataclasses.replace(empty_archive(), sections={"logins": True}, problems=(problem,))


def renamed_archive(archive: Archive) -> Archive:
    """Return the same export with other persons under other pseudonyms, and sections called in another script."""
    events = tuple(msgspec.structs.replace(each, third=each.third and f"某{each.third}", device=each.device and "ئۈسكۈنە") for each in archive.events)
    return dataclasses.replace(archive, name="某", events=events, sections={f"某{name}": known for name, known in archive.sections.items()})


def stacked_archives(one: Archive, other: Archive) -> Archive:
    """Return two exports of one platform as one."""
    return dataclasses.replace(other, events=(*one.events, *other.events), sections={**one.sections, **other.sections}, lines=one.lines + other.lines)


def turned_archive(archive: Archive) -> Archive:
    """Return the same export told from its end."""
    return dataclasses.replace(archive, events=archive.events[::-1], sections=dict(list(archive.sections.items())[::-1]))
