"""Independence of sources: mirrors, reprints and other tellings of one origin are one source, however many rows they fill.

`independent_sources(incidents, texts={}) -> tuple[Group, ...]` gathers the sources, and `on_one_origin(incidents, texts={}) -> tuple[Echo, ...]`
names the incidents whose status rests on several sources that are one. Both are pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from counterwatch.core import Message, Template
from counterwatch.core.finding import Struct
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.origins import SHOWN, Group, Sources
from counterwatch.incidents.pages import page_of
from counterwatch.text.chinese import HAN
from counterwatch.text.sameness import same

SAME_TEXT = Template("incidents.independence.same_text", "«{source}» and «{other}» have {share:%} of their text in common")
SHORTEST = 60
"""Texts of fewer characters, a Chinese one counting three, are not compared: short sentences of a coder resemble each other by themselves."""
LEAST = 0.5
"""The share of pieces that texts of one origin have in common: a reprint in which one word in six was changed still has it."""


class Echo(Struct, frozen=True):
    """An incident of a status that several sources carry, all of which are one source. `reasons` say why."""

    id: str
    status: str
    sources: tuple[str, ...]
    origin: str
    reasons: tuple[Message, ...]


def independent_sources(incidents: Iterable[Incident], texts: Mapping[str, str] | None = None) -> tuple[Group, ...]:
    """Return the sources of incidents in groups that count as one each, in the order in which they are met; `len` is how many there are.

    `texts` are the texts of sources by reference, where somebody has them. Without it the summary of an incident stands for its only source;
    where an incident has several, the first of them is taken for that of the first of another with the same summary, and so on.
    """
    every = list(incidents)
    sources = Sources()
    for incident in every:
        sources.take(incident)
    _same_text(sources, every, texts or {})
    return sources.groups()


def on_one_origin(incidents: Iterable[Incident], texts: Mapping[str, str] | None = None) -> tuple[Echo, ...]:
    """Return the incidents that are called probable or confirmed, name several sources, and rest on one origin all the same."""
    every = list(incidents)
    groups = independent_sources(every, texts)
    place = {reference: number for number, group in enumerate(groups) for reference in group.references}
    found = []
    for each in every:
        named = tuple(dict.fromkeys(source.reference for source in each.sources))
        rests = {place[reference] for reference in named}
        if each.status in CARRIED and len(named) > 1 and len(rests) == 1:
            group = groups[rests.pop()]
            found.append(Echo(id=each.id, status=each.status, sources=named, origin=group.origin, reasons=group.reasons))
    return tuple(found)


CARRIED = frozenset({"probable", "confirmed"})


def _same_text(sources: Sources, incidents: Sequence[Incident], texts: Mapping[str, str]) -> None:
    """Join sources whose texts are nearly the same."""
    from counterwatch.text.alike import centres, pairs

    tellings: dict[str, list[tuple[str, ...]]] = {}
    for references, written in _tellings(incidents, texts):
        told = same(written)
        if len(told) + 2 * len(HAN.findall(told)) >= SHORTEST and references:
            tellings.setdefault(told, []).append(references)
    for several in tellings.values():
        for other in several[1:]:
            _join_told(sources, several[0], other, 1.0)
    distinct = list(tellings)
    alike = pairs(distinct, least=LEAST)
    shares = dict(zip(zip(alike.one.tolist(), alike.other.tolist(), strict=True), alike.share.tolist(), strict=True))
    # Around one text each, not along chains: the ends of a chain of small changes may have nothing in common.
    for text, centre in enumerate(centres(len(distinct), alike).tolist()):
        if text != centre:
            share = shares[min(text, centre), max(text, centre)]
            _join_told(sources, tellings[distinct[centre]][0], tellings[distinct[text]][0], share)


def _tellings(incidents: Sequence[Incident], texts: Mapping[str, str]) -> Iterable[tuple[tuple[str, ...], str]]:
    """Yield texts with the sources that they are of: attached texts, and summaries of incidents none of whose sources has one."""
    for incident in incidents:
        named = tuple(dict.fromkeys(each.reference for each in incident.sources))
        held = [each for each in named if texts.get(each)]
        yield from (((each,), texts[each]) for each in held)
        if not held:
            yield named, incident.summary


def _join_told(sources: Sources, one: Sequence[str], other: Sequence[str], share: float) -> None:
    """Join the sources that only one of two tellings names, first to first: those of one telling stay apart from each other."""
    pages = {page_of(each) for each in one} & {page_of(each) for each in other}
    left, right = ([each for each in several if page_of(each) not in pages] for several in (one, other))
    for first, second in zip(left, right, strict=False):
        sources.join(page_of(first), page_of(second), SAME_TEXT(source=first[:SHOWN], other=second[:SHOWN], share=share))
