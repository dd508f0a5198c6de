"""Sources under way to groups of one origin each: what repeats what, what is one page, and what is of one publisher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from counterwatch.core import Message, Template
from counterwatch.core.finding import Struct
from counterwatch.incidents.incident import Incident, Source
from counterwatch.incidents.pages import page_of, publisher_of

DECLARED = Template("incidents.independence.declared", "«{source}» is said to repeat «{origin}»")
CYCLE = Template(
    "incidents.independence.cycle",
    "«{source}» is said to repeat «{origin}», and that, by itself or through others, to repeat it: which was first is not known",
)
SAME_PAGE = Template("incidents.independence.same_page", "«{source}» and «{other}» are one page")
SAME_HOST = Template("incidents.independence.same_host", "«{source}» and «{other}» are of one publisher, {host}, and tell of one incident")
SHOWN = 120


class Group(Struct, frozen=True):
    """Sources that are one: their references as written, the ids of the incidents that name them, and why they are one (empty: it stands alone).

    `origin` is the reference that the others repeat, the first one met where nobody said; empty where they are said to repeat each other.
    """

    origin: str
    references: tuple[str, ...]
    incidents: tuple[str, ...]
    reasons: tuple[Message, ...] = ()


@dataclass(slots=True)
class Sources:
    """Sources under way: `parent` is a forest over pages, `label` the first spelling of a page, `declared` the page that one is said to repeat.

    `written` and `named_by` hold every spelling of a page and the incidents that name it, in the order in which they were met.
    """

    parent: dict[str, str] = field(default_factory=dict)
    label: dict[str, str] = field(default_factory=dict)
    written: dict[str, dict[str, None]] = field(default_factory=dict)
    named_by: dict[str, dict[str, None]] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)
    reasons: list[tuple[str, Message]] = field(default_factory=list)

    def take(self, incident: Incident) -> None:
        """Take in the sources of an incident: what they repeat, and which of them are of one publisher, or repeat one."""
        by_host: dict[str, str] = {}
        for source in incident.sources:
            self._repeats(self._named(source.reference, incident.id), source)
            for each in (source.reference, source.origin):
                if host := publisher_of(each):
                    other = by_host.setdefault(host, each)
                    self.join(page_of(other), page_of(each), SAME_HOST(source=other[:SHOWN], other=each[:SHOWN], host=host))

    def _added(self, reference: str) -> str:
        page = page_of(reference)
        self.parent.setdefault(page, page)
        self.label.setdefault(page, reference)
        return page

    def _named(self, reference: str, id: str) -> str:
        page = self._added(reference)
        known = self.written.setdefault(page, {})
        if known and reference not in known:
            self.reasons.append((page, SAME_PAGE(source=next(iter(known))[:SHOWN], other=reference[:SHOWN])))
        known[reference] = None
        self.named_by.setdefault(page, {})[id] = None
        return page

    def _repeats(self, page: str, source: Source) -> None:
        if not source.origin.strip() or page_of(source.origin) == page:
            return
        first = self._added(source.origin)
        self.declared.setdefault(page, first)
        closes = self._leads_back(page)
        self.join(first, page, (CYCLE if closes else DECLARED)(source=source.reference[:SHOWN], origin=source.origin[:SHOWN]), always=True)

    def _leads_back(self, page: str) -> bool:
        seen, at = {page}, self.declared.get(page)
        while at is not None and at not in seen:
            seen.add(at)
            at = self.declared.get(at)
        return at == page

    def join(self, one: str, other: str, reason: Message, *, always: bool = False) -> None:
        """Make two pages one source. A reason is kept where it joins what was apart, or `always`."""
        left, right = self.root(one), self.root(other)
        if left != right or always:
            self.reasons.append((one, reason))
        self.parent[right] = left

    def root(self, page: str) -> str:
        while self.parent[page] != page:
            self.parent[page] = page = self.parent[self.parent[page]]
        return page

    def groups(self) -> tuple[Group, ...]:
        """Return the sources that incidents name, those of one origin together."""
        members: dict[str, list[str]] = {}
        for page in self.parent:
            members.setdefault(self.root(page), []).append(page)
        reasons: dict[str, list[Message]] = {}
        for page, reason in self.reasons:
            reasons.setdefault(self.root(page), []).append(reason)
        named = {root: pages for root, pages in members.items() if any(page in self.named_by for page in pages)}
        return tuple(self._group(pages, reasons.get(root, [])) for root, pages in named.items())

    def _group(self, pages: Sequence[str], reasons: Sequence[Message]) -> Group:
        repeated = {self.declared[page] for page in pages if page in self.declared}
        first = [page for page in pages if page not in self.declared]
        origin = next((page for page in first if page in repeated), next(iter(first), ""))
        return Group(
            origin=self.label[origin] if origin else "",
            references=tuple(reference for page in pages for reference in self.written.get(page, ())),
            incidents=tuple(dict.fromkeys(id for page in pages for id in self.named_by.get(page, ()))), reasons=tuple(unrepeated(reasons)),
        )  # fmt: skip


def unrepeated(reasons: Iterable[Message]) -> list[Message]:
    """Return reasons without those that were said before."""
    return list({(each.id, *map(str, each.params.values())): each for each in reasons}.values())


def origins(incident: Incident) -> tuple[tuple[int, ...], ...]:
    """Return the sources of an incident by number, in groups of one origin: declared to repeat one another, or of one publisher."""
    sources, groups = Sources(), dict[str, list[int]]()
    sources.take(incident)
    for number, each in enumerate(incident.sources):
        groups.setdefault(sources.root(page_of(each.reference)), []).append(number)
    return tuple(map(tuple, groups.values()))
