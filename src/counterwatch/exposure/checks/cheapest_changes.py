"""What to change: the cheapest changes after which no single loss locks out, and what seizures they would open."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.core import Attachment, Chart, Finding, Message, Template, Verdict, check
from counterwatch.core.message import Param
from counterwatch.exposure.charts.access_graph import Mark, access_chart
from counterwatch.exposure.identity.changes import COST_OF, MOST_ACCOUNTS, NAMES, Change, candidates, changed
from counterwatch.exposure.identity.closures import lost_without
from counterwatch.exposure.identity.fixes import Fix, cheapest_fixes
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.identity.index import Index, index_of
from counterwatch.exposure.identity.listing import written
from counterwatch.exposure.identity.saying import NAME, ONLY_ENTERED, SERVICE, nothing, ready
from counterwatch.exposure.identity.scenarios import Scenario, reaching, scenario_of, scenarios
from counterwatch.exposure.identity.worlds import resting_on_one, sound

NONE = Template(
    "exposure.changes.none",
    "no change is needed: every important account survives the {n} loss asked about, as far as the graph knows",
    "no change is needed: every important account survives each of the {n} losses asked about, as far as the graph knows",
)
CHANGES = Template(
    "exposure.changes.changes",
    "{n} change, at a cost of {cost}, lets every account asked about survive {asked} without opening a new seizure; {proof}",
    "{n} changes, at a cost of {cost}, let every account asked about survive {asked} without opening a new seizure; {proof}",
)
EXPOSING = Template(
    "exposure.changes.exposing",
    "{n} change, at a cost of {cost}, lets every account asked about survive {asked}; it opens {opened} to a new single seizure; {proof}",
    "{n} changes, at a cost of {cost}, let every account asked about survive {asked}; they open {opened} to a new single seizure; {proof}",
)
LOSSES = Template("exposure.changes.losses", "the loss asked about", "each of {n} losses")
OPENED = Template("exposure.changes.opened", "{n} account", "{n} accounts")
CHEAPER = Template("exposure.changes.cheaper", "a cost of {cost} would do, but opens {opened} to a new single seizure")
PROVEN = Template("exposure.changes.proven", "nothing cheaper does among the changes considered")
NOT_PROVEN = Template("exposure.changes.not_proven", "cheaper ones may exist: the search was stopped at its bound")
NO_FIX = Template("exposure.changes.no_fix", "none of the changes considered lets the important accounts survive the losses asked about")
PART = Template(
    "exposure.changes.part", "asked about {accounts} of {all} important accounts and {losses} of {every} losses that lock out, the worst first"
)
CAN_BE = Template(
    "exposure.changes.can_be", "whether a service offers such a way in is not known here: look at its settings, or choose the next best"
)
PICTURE = Template("exposure.changes.picture", "The accounts that a loss locks out, with the changes in green")
ADD = Template(
    "exposure.changes.add",
    "{change}; cost: {cost}, in units of about an hour or the price of a meal; what it breaks: whoever gets hold of it opens the account too",
)
DROP = Template(
    "exposure.changes.drop",
    "{change}; cost: {cost}, in units of about an hour or the price of a meal; what it breaks: you cannot come back by it yourself either",
)
COSTS = Template("exposure.changes.costs", "costs are rough units of effort: about an hour, or the price of a meal")
MOST_LOSSES, MOST_STEPS = 6, 8
COLUMNS = ("choice", "cost", "new seizures", "change", "proven")


@check(
    reads=Graph, cites="Hammann et al. 2019, User account access graphs, CCS", honest=sound, planted=resting_on_one, extreme="none",
    libraries=("numpy", "scipy", "ortools"),
)  # fmt: skip
def cheapest_changes(graph: Graph, *, survive: str = "", important: int = 2) -> Finding:
    """What are the cheapest changes after which no single loss locks me out?

    Considered: a further way in by printed codes, a second mailbox, a person who vouches or a second passkey, alone or with a secret that one has,
    and ways of recovery taken out. The losses are the six worst, or with `survive` one of them. An exact solver finds the cheapest changes, and those
    that open no account to a new single seizure.
    """
    index, before, accounts = ready(graph, important)
    if not accounts:
        return nothing(graph, important)
    asked = [scenario_of(index, survive)] if survive else scenarios(index)
    lost = {each: reaching(lost_without(index, before, each.taken), [a for a in accounts if a not in each.taken]) for each in asked}
    bad = sorted((each for each in asked if lost[each]), key=lambda each: (-len(lost[each]), each.taken))
    if not bad:
        return Finding(subject=graph.name or NAME, verdict=Verdict.CONSISTENT, statement=NONE(n=len(asked)), limits=(ONLY_ENTERED(),))
    worst = bad[:MOST_LOSSES]
    helped = [each for each in accounts if any(each in lost[loss] for loss in worst)][:MOST_ACCOUNTS]
    fine = [each for each in accounts if not any(each in lost[loss] for loss in worst)][:MOST_ACCOUNTS]
    front = _front(index, worst, helped, [*helped, *fine])
    part = [PART(accounts=len(helped), all=len(accounts), losses=len(worst), every=len(bad))]
    return _finding(index, front, worst, part if len(worst) < len(bad) or len(helped) == MOST_ACCOUNTS else [])


def _front(index: Index, worst: Sequence[Scenario], helped: list[int], kept: list[int]) -> list[Fix]:
    def ids(numbers: Sequence[int]) -> list[str]:
        return [index.ids[each] for each in numbers]

    near = {each for loss in worst for each in loss.taken}
    offered = candidates(index, helped, near)
    seizures = [ids(each.taken) for each in scenarios(index)]
    return cheapest_fixes(index.graph, [ids(each.taken) for each in worst], seizures, ids(kept), offered)


def _finding(index: Index, front: list[Fix], worst: Sequence[Scenario], part: list[Message]) -> Finding:
    said, weighed = NO_FIX(), list(part)
    steps: tuple[Message, ...] = ()
    if front:
        best = front[-1]
        proof = (PROVEN if all(each.proven for each in front) else NOT_PROVEN)()
        counts: dict[str, Param] = {"n": len(best.chosen), "cost": best.cost, "asked": LOSSES(n=len(worst))}
        said = EXPOSING(opened=OPENED(n=best.exposure), proof=proof, **counts) if best.exposure else CHANGES(proof=proof, **counts)
        weighed = [*(CHEAPER(cost=each.cost, opened=OPENED(n=each.exposure)) for each in front[:1] if each is not best), *part]
        steps = tuple((ADD if each.added else DROP)(change=each.said, cost=_cost(each)) for each in best.chosen[:MOST_STEPS])
    charts = (_picture(index, front[-1]),) if front else ()
    numbers = (
        {"cheapest": front[0].cost, "new seizures of the cheapest": front[0].exposure, "cost without new seizures": front[-1].cost} if front else {}
    )
    rows = [(n, fix.cost, fix.exposure, str(each.said), "yes" if fix.proven else "no") for n, fix in enumerate(front, 1) for each in fix.chosen]
    return Finding(
        subject=index.graph.name or NAME, verdict=Verdict.DEPARTS, statement=said, weighed=tuple(weighed), numbers=dict(numbers), steps=steps,
        limits=(CAN_BE(), COSTS(), ONLY_ENTERED(), SERVICE()), attachments=(Attachment.of("cheapest-changes.csv", written(COLUMNS, rows)),),
        charts=charts,
    )  # fmt: skip


def _cost(change: Change) -> int:
    """Return what a change costs with the thing it takes; a thing that several changes take is paid once, and costs each of them alone so much."""
    return change.cost + (COST_OF[change.gets.kind] if change.gets is not None else 0)


def _picture(index: Index, fix: Fix) -> Chart:
    """Draw the graph after a fix: the accounts that it helps, with what opens them."""
    after = index_of(changed(index.graph, fix.chosen))
    dropped = {each.dropped for each in fix.chosen if each.dropped is not None}
    marks: dict[int, Mark] = {after.number[each.gets.id]: "new" for each in fix.chosen if each.gets is not None}
    helped = [after.number[each.added.account] for each in fix.chosen if each.added is not None]
    helped += [after.number[index.graph.routes[each].account] for each in sorted(dropped)]
    called = {after.number[each.gets.id]: NAMES[each.gets.kind]() for each in fix.chosen if each.gets is not None}
    return access_chart(PICTURE(), after, marks, helped, called=called, new_from=len(index.graph.routes) - len(dropped))
