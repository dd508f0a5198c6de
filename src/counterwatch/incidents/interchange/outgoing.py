"""What goes out: incidents as they stand, by whose leave, and a tally of what a format could not take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from counterwatch.core import Message, Template
from counterwatch.core.finding import Struct
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.vocabulary import Vocabulary
from counterwatch.incidents.when import When

KIND = "working copy for partners, not a publication"
"""What a record of a copy says of itself in programs that keep it: the same each time, so that a record that did not change is the same record."""

PARTNERS = Template(
    "incidents.interchange.partners",
    "working copy for partners, not a publication; it holds records up to TLP:{sharing}, as they stood at entry {seq:raw} of the case",
)
WHOLE = Template(
    "incidents.interchange.whole", "INTERNAL, DO NOT SHARE: the whole casebook with every text, as it stood at entry {seq:raw} of the case"
)
LOST = Template(
    "incidents.interchange.lost", "{n} value of {field} does not fit into this format and was left out, the first in {id}: {reason}",
    "{n} values of {field} do not fit into this format and were left out, the first in {id}: {reason}",
)  # fmt: skip
NOT_SINGLE = Template("incidents.interchange.not_single", "totals of others and what was refuted are no incidents")
LEFT_OUT = Template(
    "incidents.interchange.left_out", "{n} record was left out, {id}: {reason}", "{n} records were left out, the first is {id}: {reason}"
)


class Dated(Struct, frozen=True):
    """An incident, and when its first and its newest version were written (UTC, by the ledger)."""

    incident: Incident
    created: str
    modified: str


@dataclass(slots=True)
class Tally:
    """How many records and values were handed to a format, and how many it took; by field and reason, what it did not, with the first such record."""

    records: int = 0
    offered: int = 0
    taken: int = 0
    lost: Counter[tuple[str, Template]] = field(default_factory=Counter)
    first: dict[tuple[str, Template], str] = field(default_factory=dict)

    def lose(self, name: str, reason: Template, id: str, *, n: int = 1) -> None:
        """Count values of a field that a format does not take."""
        self.lost[name, reason] += n
        self.first.setdefault((name, reason), id)

    def told(self) -> list[Message]:
        """Return a sentence for each field and reason."""
        return [self._told(name, why, n) for (name, why), n in self.lost.items()]

    def leave_out(self, reason: Template, id: str) -> None:
        """Count a record that a format does not take at all."""
        self.lose("", reason, id)

    def _told(self, name: str, why: Template, n: int) -> Message:
        id = self.first[name, why][:80]
        return LOST(n=n, field=name, id=id, reason=why()) if name else LEFT_OUT(n=n, id=id, reason=why())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Incidents on their way out. `incidents` and `dated` begin anew each time; `sharing` is the strictest mark among those that may be in it.

    `id` is that of the case, `seq` the number of its newest entry; `whole` says that this is one's own copy, with every text.
    """

    id: str
    seq: int
    sharing: str
    whole: bool
    vocabulary: Vocabulary
    incidents: Callable[[], Iterator[Incident]]
    dated: Callable[[], Iterator[Dated]]
    tally: Tally

    @property
    def note(self) -> str:
        """What this copy is, in English: it stands in the file itself."""
        return str(WHOLE(seq=self.seq) if self.whole else PARTNERS(sharing=self.sharing.upper(), seq=self.seq))

    def single(self) -> Iterator[Incident]:
        """Yield the incidents that are one, and count them; totals of others and what was refuted are left out."""
        return (each for each in self.incidents() if self._is_taken(each))

    def single_dated(self) -> Iterator[Dated]:
        """Yield the same with their times."""
        return (each for each in self.dated() if self._is_taken(each.incident))

    def _is_taken(self, incident: Incident) -> bool:
        if incident.is_aggregate or incident.status == "refuted":
            self.tally.leave_out(NOT_SINGLE, incident.id)
            return False
        self.tally.records += 1
        return True

    def called(self, scheme: str, code: str) -> str:
        """Return the English label of a code."""
        term = self.vocabulary.term(scheme, code)
        return term.label("en") if term else code


def listed(items: Iterable[str]) -> Iterator[bytes]:
    """Yield the items of a list in JSON, one in each line, with commas between them."""
    for number, each in enumerate(items):
        yield (b",\n" if number else b"\n") + each.encode()


def bounds(date: When) -> tuple[str, str]:
    """Return the first and the last moment that a date can mean, each no more exact than it is: a year, a month or a day (ISO 8601)."""
    if not date.start:
        return "", ""
    for length in (4, 7):
        start, end = date.start[:length], date.end[:length]
        if start == end and (date.start, date.end) == _whole(start):
            return start, end
    return date.start, date.end


def _whole(part: str) -> tuple[str, str]:
    import calendar

    if len(part) == 4:
        return f"{part}-01-01", f"{part}-12-31"
    return f"{part}-01", f"{part}-{calendar.monthrange(int(part[:4]), int(part[5:]))[1]:02}"
