"""An archive while it is read: events, whose it is, which sections were understood, and what could not be read, by place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from counterwatch.core import Message, Problem, Template, UnreadableEvidence
from counterwatch.exposure.archive import Archive, Event, Reveals
from counterwatch.exposure.archives.limits import EVENTS
from counterwatch.exposure.archives.phones import digits
from counterwatch.exposure.identity.labels import printable
from counterwatch.files.archive_limits import CUT
from counterwatch.files.damaged_json import Place, StandsOpen, not_in_lists
from counterwatch.files.deep_json import standing

R = TypeVar("R")
BAD_ROWS = Template(
    "exposure.archives.bad_rows",
    "{n} row of {place} of {name} could not be read and is not counted",
    "{n} rows of {place} of {name} could not be read and are not counted",
)
TOO_MANY = Template(
    "exposure.archives.too_many", "{name} holds a part of {most} rows or more (export-rows), the most that is read; what is beyond is not counted"
)
SECTIONS = Template(
    "exposure.archives.sections",
    "{n} section seen, {understood} understood",
    "{n} sections seen, {understood} understood",
)
UNKNOWN = Template(
    "exposure.archives.unknown",
    "{n} section seen, {understood} understood, {unknown} unknown: {names}",
    "{n} sections seen, {understood} understood, {unknown} unknown: {names}",
)
PARTIAL = Template(
    "exposure.archives.partial",
    "{n} section is partial, since the file is cut off or damaged there: {names}",
    "{n} sections are partial, since the file is cut off or damaged there: {names}",
)
SHOWN = 12


@dataclass(slots=True, kw_only=True, repr=False)
class Making:
    """What was read so far. `pseudonym` gives the keyed hash under which another person is counted.

    `names` are what the owner is called in messages, `known` the pseudonyms given so far; `local_clock` says that times came without a zone.
    """

    name: str
    platform: str
    pseudonym: Callable[[str], str]
    events: list[Event] = field(default_factory=list)
    own: dict[tuple[str, str], None] = field(default_factory=dict)
    sections: dict[str, bool] = field(default_factory=dict)
    partial: dict[str, None] = field(default_factory=dict)
    bad: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)
    lines: int = 0
    unparsed: int = 0
    known: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    local_clock: bool = False

    @property
    def full(self) -> bool:
        """Is there no room for more rows?"""
        return len(self.events) >= EVENTS

    def add(self, reveals: Reveals, locator: str, **more: Any) -> None:
        """Add a row."""
        if not self.full:
            self.events.append(Event(reveals=reveals, locator=locator, **more))

    def extend(self, events: list[Event]) -> None:
        """Add many rows at once."""
        self.events += events[: EVENTS - len(self.events)]

    def belongs(self, kind: str, value: object) -> bool:
        """Note an identifier by which the export says whose it is; says whether there was one."""
        text = value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
        text = text.removeprefix("@") if kind == "account" else text
        if text and text not in ("N/A", "None"):
            self.own[kind, text] = None
            return True
        return False

    def is_own(self, number: str) -> bool:
        """Is a telephone number, as digits with its country code, one of the owner's?"""
        return any(kind == "phone" and digits(value) == number for kind, value in self.own)

    def owned(self, kind: str, value: object, place: str) -> None:
        """Note an identifier of the owner, and that the export holds it."""
        if self.belongs(kind, value):
            self.add("account", place, what=kind)

    def third(self, value: object) -> str:
        """Return the pseudonym of another person; empty where nobody is named."""
        text = value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
        if not text:
            return ""
        if text not in self.known:
            self.known[text] = self.pseudonym(f"{self.platform}:{text}")
        return self.known[text]

    def saw(self, section: str, *, understood: bool) -> None:
        """Note a section, under a name that tells nobody's."""
        called = printable(section) or "?"
        self.sections[called] = self.sections.get(called, False) or understood

    def unread(self, place: str, rows: int = 1) -> None:
        """Count rows that could not be read."""
        if rows:
            self.bad[place] = self.bad.get(place, 0) + rows

    def trying(self, read: Callable[[], R], place: str) -> R | None:
        """Do what may fail for one file of an export; where it does, its reason is listed, what was read is partial, and the others are read."""
        before = len(self.events)
        try:
            return read()
        except UnreadableEvidence as error:
            if len(self.events) > before:
                self.partial[place] = None
            self.problems.append(Problem(message=error.message, place=place, records=1))
            return None

    def standing(self, read: Callable[[], bytes], place: str, called: Callable[[Place], str], stands_open: StandsOpen = not_in_lists) -> bytes | None:
        """Return the JSON of one file of an export as far as it stands, None where nothing does; a damage is listed, and its section is partial.

        `called` gives the name of the section in which the damage is; `stands_open` says of which objects a part may be kept.
        """
        found = self.trying(lambda: standing(read(), name=self.name, place=place, stands_open=stands_open), place)
        if found is not None and found.damage is not None:
            self.problems.append(Problem(message=found.damage, place=place, records=1))
            self.partial[printable(called(found.at)) or "?"] = None
        return None if found is None else found.data

    @property
    def knows_numbers(self) -> bool:
        """Can one's own telephone number be told from those of others? In a damaged export it may stand behind the damage."""
        return not (self.partial or self._is_cut()) or any(kind == "phone" for kind, _ in self.own)

    def _is_cut(self) -> bool:
        """Is anything missing because the file, or an archive in it, is cut off or damaged?"""
        return any(each.message.params.get("code") in CUT for each in self.problems)

    def too_many(self, most: int) -> None:
        """Say that a part has more rows than are read; said once."""
        said = Problem(message=TOO_MANY(name=self.name, most=most), records=1)
        if said not in self.problems:
            self.problems.append(said)

    def made(self) -> Archive:
        """Return the archive."""
        if self.full and not any(each.message.id == TOO_MANY.id for each in self.problems):
            self.too_many(EVENTS)
        if self._is_cut():
            self.partial[self.name] = None
        bad = [Problem(message=BAD_ROWS(n=n, place=place, name=self.name), place=place, records=n) for place, n in self.bad.items()]
        return Archive(
            name=self.name, platform=self.platform, own=tuple(self.own), events=tuple(self.events), sections=dict(self.sections),
            partial=tuple(self.partial),
            lines=self.lines, unparsed=self.unparsed, problems=(*self.problems, *bad), said=(*self._drift(), *self.said),
        )  # fmt: skip

    def _drift(self) -> tuple[Message, ...]:
        return (*self._seen(), *((PARTIAL(n=len(self.partial), names=", ".join(self.partial)),) if self.partial else ()))

    def _seen(self) -> tuple[Message, ...]:
        if not self.sections:
            return ()
        unknown = [each for each, understood in self.sections.items() if not understood]
        counts = {"n": len(self.sections), "understood": len(self.sections) - len(unknown)}
        if not unknown:
            return (SECTIONS(**counts),)
        names = ", ".join(sorted(unknown)[:SHOWN]) + (" …" if len(unknown) > SHOWN else "")
        return (UNKNOWN(**counts, unknown=len(unknown), names=names),)
