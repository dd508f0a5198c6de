"""Searching the casebook of a case: what happened and where, in any script; a protected term finds what a word finds that nobody wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from counterwatch.api.case import open_case
from counterwatch.api.incidents import KIND, SEARCHABLE, incident_from
from counterwatch.api.incidents_protected import protected_of, shielded
from counterwatch.api.incidents_statements import KIND as STATEMENT
from counterwatch.api.incidents_statements import SEARCHABLE as OF_STATEMENT
from counterwatch.api.incidents_statements import statement_from
from counterwatch.api.records import NO_WORD, SAY_WORD, matching_line
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.case.search import texts_in, value_at, words_of
from counterwatch.case.traits import Narrowed
from counterwatch.core import Found, Record, Template, WrongUsage
from counterwatch.core.country import country_codes
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.protected import Protected
from counterwatch.incidents.statement import Statement
from counterwatch.incidents.vocabulary import packaged
from counterwatch.incidents.when import when

BAD_FILTER = Template("api.incidents_search.bad_filter", "«{text}» is no {name}")
SUCH_AS = Template("api.incidents_search.such_as", "give a code such as {example}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What incidents must be like: tactics (a family for all of its tactics), countries and statuses by code, and days between which they may lie."""

    tactics: Collection[str] = ()
    countries: Collection[str] = ()
    statuses: Collection[str] = ()
    since: str = ""
    until: str = ""

    @property
    def narrowed(self) -> Narrowed | None:
        """What the index narrows the search by; none where everything is wanted."""
        asked = {"countries": self.countries, "statuses": self.statuses, "acts": self.tactics}
        is_any = any(asked.values()) or self.since or self.until
        return Narrowed(kind=KIND, since=self.since, until=self.until, **asked) if is_any else None

    def takes(self, incident: Incident) -> bool:
        """Is an incident as it is wanted? One whose time is not known is left out where a time is wanted."""
        if self.countries and incident.where.country not in self.countries:
            return False
        if self.statuses and incident.status not in self.statuses:
            return False
        if self.tactics and not any({act.tactic, act.tactic.partition(".")[0]} & {*self.tactics} for act in incident.acts):
            return False
        if (self.since or self.until) and not incident.date.start:
            return False
        return (not self.since or incident.date.end >= self.since) and (not self.until or incident.date.start <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An incident that was found, and the line of it that holds the words."""

    incident: Incident
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The first matches in the order in which they were written; where there are more, `after` goes on behind the last."""

    found: tuple[Match, ...]
    after: str


def wanted(
    *, tactics: Collection[str] = (), countries: Collection[str] = (), statuses: Collection[str] = (), since: str = "", until: str = ""
) -> Wanted:
    """Return what is wanted, its codes and days checked."""
    known = packaged()
    families = {each.partition(".")[0] for each in known.codes("tactic")}
    _known("tactic", tactics, {*known.codes("tactic"), *families}, "TD.direct_threat")
    _known("status", statuses, {*known.codes("status")}, "confirmed")
    upper = [each.upper() for each in countries]
    _known("country", upper, country_codes(), "DE")
    begins, ends = (when(each) for each in (since, until))
    _known("day", [each for each, day in ((since, begins), (until, ends)) if each and not day.start], (), "2024-05-31")
    return Wanted(tactics=tactics, countries=upper, statuses=statuses, since=begins.start, until=ends.end)


def search_incidents(case: Case | Path | str, text: str, *, wanted: Wanted = Wanted(), limit: int = 100, after: str = "") -> Matches:
    """Find the incidents whose texts, place and organisations hold every word. A text that holds a protected term finds nothing, and is looked for
    in the same way as any other: what takes its place is in no text.
    """
    opened = open_case(case)
    protected = protected_of(opened)
    asked = shielded(protected, text)
    words = words_of(asked)
    if not words:
        raise WrongUsage(NO_WORD(), hint=SAY_WORD())
    found: list[Match] = []
    for each in _some(CaseRecords(opened), asked, wanted.narrowed, limit + 1, after):
        if len(found) == limit:
            return Matches(found=tuple(found), after=after)
        after = each.place
        # Records of other kinds are few: to leave them out here is quicker than to have the index ask for the kind of each place.
        if each.record.kind == KIND and wanted.takes(incident := incident_from(each.record)) and not _holds(protected, each.record):
            found.append(Match(incident=incident, line=matching_line(each.record, words)))
    return Matches(found=tuple(found), after="")


def search_statements(case: Case | Path | str, text: str) -> list[Statement]:
    """Return the statements whose words, or what is said of the speaker's interest, hold every word; a protected term finds nothing, as above."""
    opened = open_case(case)
    protected = protected_of(opened)
    asked = shielded(protected, text)
    if not words_of(asked):
        raise WrongUsage(NO_WORD(), hint=SAY_WORD())
    found = CaseRecords(opened).query(asked, kind=STATEMENT)
    return [statement_from(each) for each in found if not _holds(protected, each, OF_STATEMENT)]


def _some(records: CaseRecords, text: str, narrowed: Narrowed | None, size: int, after: str) -> Iterator[Found]:
    """Yield what is found, read some at a time: as many as will do if all of them are wanted, then more at once."""
    while True:
        page = records.page(text, limit=size, after=after, narrowed=narrowed)
        yield from page
        if len(page) < size:
            return
        size, after = 2 * size, page[-1].place


def _holds(protected: Protected, record: Record, fields: Collection[str] = SEARCHABLE) -> bool:
    return bool(protected) and any(protected.holds(text) for name in fields for text in texts_in(value_at(record.data, name)))


def _known(name: str, given: Collection[str], known: Collection[str], example: str) -> None:
    for each in given:
        if each not in known:
            raise WrongUsage(BAD_FILTER(text=each[:40], name=name), hint=SUCH_AS(example=example))
