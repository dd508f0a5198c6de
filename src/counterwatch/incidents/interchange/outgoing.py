"""What goes out: incidents as they stand, by whose leave, and a tally of what a format could not take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from counterwatch.core import Message, Template
from counterwatch.core.finding import Struct
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.vocabulary import Vocabulary
from counterwatch.incidents.when import When

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
        return [LOST(n=n, field=name, id=self.first[name, why][:80], reason=why()) for (name, why), n in self.lost.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Incidents on their way out. `incidents` and `dated` begin anew each time; `sharing` is the strictest mark among those that may be in it.

    `id` is that of the case, `seq` and `time` its ledger's head; `whole` says that this is one's own copy, with every text.
    """

    id: str
    seq: int
    time: str
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

    def called(self, scheme: str, code: str) -> str:
        """Return the English label of a code."""
        term = self.vocabulary.term(scheme, code)
        return term.label("en") if term else code


def is_single(incident: Incident) -> bool:
    """Is this one incident that was not refuted: neither somebody's published total, nor what turned out not to have happened?"""
    return not incident.is_aggregate and incident.status != "refuted"


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
