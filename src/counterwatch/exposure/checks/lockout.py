"""Revoked: what can no longer be opened when one thing, or all that one authority can take, is gone."""

from __future__ import annotations

from counterwatch.core import Attachment, Chart, Finding, Message, Template, Verdict, check
from counterwatch.core.message import Param
from counterwatch.exposure.charts.access_graph import Mark, access_chart
from counterwatch.exposure.charts.losses import MOST, losses_chart
from counterwatch.exposure.identity.closures import Access, lost_without
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.identity.index import Index
from counterwatch.exposure.identity.listing import one_dark, steps_for, what_goes_dark
from counterwatch.exposure.identity.saying import NAME, NEW_DEVICE, ONLY_ENTERED, SERVICE, named, nothing, ready
from counterwatch.exposure.identity.scenarios import Dark, Scenario, dark, reaching, scenario_of, scenarios
from counterwatch.exposure.identity.worlds import resting_on_one, sound

ALONE = Template(
    "exposure.lockout.alone",
    "losing {worst} locks you out of {n} important account: {names}; {many} of {things} single losses lock you out of something important",
    "losing {worst} locks you out of {n} important accounts: {names}; {many} of {things} single losses lock you out of something important",
)
NONE = Template(
    "exposure.lockout.none",
    "none of {n} single loss locks you out of an important account, as far as the graph knows",
    "none of {n} single losses locks you out of an important account, as far as the graph knows",
)
WITHOUT = Template(
    "exposure.lockout.without",
    "without {name}: {n} account lost, {degraded} with fewer ways in, {kept} as before; important among the lost: {names}",
    "without {name}: {n} accounts lost, {degraded} with fewer ways in, {kept} as before; important among the lost: {names}",
)
SPARED = Template(
    "exposure.lockout.spared",
    "without {name}: {n} account lost, {degraded} with fewer ways in, {kept} as before; none of the lost is important, as far as the graph knows",
    "without {name}: {n} accounts lost, {degraded} with fewer ways in, {kept} as before; none of the lost is important, as far as the graph knows",
)
PICTURE = Template("exposure.lockout.picture", "If {name} goes dark: what falls, and what stays open")
Numbers = dict[str, float | None]
FILE = "if-this-goes-dark.csv"


@check(reads=Graph, cites="Hammann et al. 2019, User account access graphs, CCS", honest=sound, planted=resting_on_one, extreme="none")
def lockout(graph: Graph, *, revoke: str = "", important: int = 2) -> Finding:
    """What do I lose if one thing is revoked?

    Asked of every thing that can be taken, and of all that one authority can take; or, with `revoke`, of one of them. An account is lost when
    no way into it can be opened from what is left; accounts that only recover each other are lost together. An account counts from the importance
    `important` on.
    """
    index, before, accounts = ready(graph, important)
    if not accounts:
        return nothing(graph, important)
    if revoke:
        return _one(index, before, accounts, scenario_of(index, revoke))
    return _every(index, before, accounts)


def _one(index: Index, before: Access, accounts: list[int], scenario: Scenario) -> Finding:
    gone = dark(index, before, scenario)
    lost = reaching(gone.lost, accounts)
    counts: dict[str, Param] = {"n": len(gone.lost), "degraded": len(gone.degraded), "kept": len(gone.kept)}
    said = WITHOUT(name=scenario.said, names=named(index, lost), **counts) if lost else SPARED(name=scenario.said, **counts)
    numbers: Numbers = {"lost": len(gone.lost), "degraded": len(gone.degraded), "kept": len(gone.kept), "important lost": len(lost)}
    charts = (_picture(index, gone),) if gone.lost or gone.degraded else ()
    return _finding(index, said, numbers, Attachment.of(FILE, one_dark(index, before, gone)), scenario if lost else None, charts)


def _every(index: Index, before: Access, accounts: list[int]) -> Finding:
    asked = scenarios(index)
    lost = [reaching(lost_without(index, before, each.taken), accounts) for each in asked]
    worst = max(range(len(asked)), key=lambda each: (len(lost[each]), -each))
    many = sum(map(bool, lost))
    said = NONE(n=len(asked))
    if many:
        said = ALONE(worst=asked[worst].said, n=len(lost[worst]), names=named(index, lost[worst]), many=many, things=len(asked))
    numbers: Numbers = {"single losses": len(asked), "that lock out": many, "important lost by the worst": len(lost[worst])}
    table = Attachment.of(FILE, what_goes_dark(index, before, asked))
    first = sorted(range(len(asked)), key=lambda each: (-len(lost[each]), each))[: 2 * MOST]
    gone = {each: dark(index, before, asked[each]) for each in first}
    falls = [each for each in gone.values() if each.lost or each.degraded]
    charts = (losses_chart(index, falls, accounts, len(asked)), _picture(index, gone[worst])) if falls else ()
    return _finding(index, said, numbers, table, asked[worst] if many else None, charts)


def _picture(index: Index, gone: Dark) -> Chart:
    marks: dict[int, Mark] = {
        **dict.fromkeys(gone.degraded, "fewer"),
        **dict.fromkeys(gone.lost, "lost"),
        **dict.fromkeys(gone.scenario.taken, "taken"),
    }
    importance = {number: account.importance for number, account in zip(index.accounts, index.graph.accounts, strict=True)}
    first = sorted((*gone.lost, *gone.degraded, *gone.kept), key=lambda each: (-importance[each], each))
    return access_chart(PICTURE(name=gone.scenario.said), index, marks, first)


def _finding(index: Index, said: Message, numbers: Numbers, table: Attachment, scenario: Scenario | None, charts: tuple[Chart, ...] = ()) -> Finding:
    return Finding(
        subject=index.graph.name or NAME, verdict=Verdict.DEPARTS if scenario else Verdict.CONSISTENT, statement=said, numbers=numbers,
        limits=(ONLY_ENTERED(), NEW_DEVICE(), SERVICE()), steps=steps_for(index, scenario.taken) if scenario else (), attachments=(table,),
        charts=charts,
    )  # fmt: skip
