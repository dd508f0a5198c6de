"""Seized: what opens to somebody who holds one thing, or all that one authority can take."""

from __future__ import annotations

from counterwatch.core import Attachment, Finding, Template, Verdict, check
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.identity.index import Index
from counterwatch.exposure.identity.listing import steps_for, what_opens
from counterwatch.exposure.identity.saying import CAN_TAKE, NAME, ONLY_ENTERED, SERVICE, named, nothing, ready
from counterwatch.exposure.identity.scenarios import Scenario, opened_accounts, reaching, scenario_of, scenarios
from counterwatch.exposure.identity.worlds import resting_on_one, sound

ALONE = Template(
    "exposure.seizure.alone",
    "whoever seizes {worst} alone opens {n} important account: {names}; {many} of {things} single seizures open something important",
    "whoever seizes {worst} alone opens {n} important accounts: {names}; {many} of {things} single seizures open something important",
)
NONE = Template(
    "exposure.seizure.none",
    "none of {n} single seizure opens an important account, as far as the graph knows",
    "none of {n} single seizures opens an important account, as far as the graph knows",
)
FILE = "what-a-seizure-opens.csv"


@check(reads=Graph, cites="Hammann et al. 2019, User account access graphs, CCS", honest=sound, planted=resting_on_one, extreme="none")
def seizure(graph: Graph, *, seize: str = "", important: int = 2) -> Finding:
    """What is opened if one thing is seized?

    Asked of every thing that can be taken, and of all that one authority can take; or, with `seize`, of one of them. Accounts that only recover
    each other open nothing. An account counts from the importance `important` on.
    """
    index, _, accounts = ready(graph, important)
    if not accounts:
        return nothing(graph, important)
    asked = [scenario_of(index, seize)] if seize else scenarios(index)
    opened = [reaching(opened_accounts(index, each), accounts) for each in asked]
    worst = max(range(len(asked)), key=lambda each: (len(opened[each]), -each))
    many = sum(map(bool, opened))
    return _finding(index, asked, asked[worst], opened[worst], many)


def _finding(index: Index, asked: list[Scenario], worst: Scenario, opened: list[int], many: int) -> Finding:
    said = NONE(n=len(asked))
    if many:
        said = ALONE(worst=worst.said, n=len(opened), names=named(index, opened), many=many, things=len(asked))
    numbers: dict[str, float | None] = {"single seizures": len(asked), "that open": many, "important opened by the worst": len(opened)}
    return Finding(
        subject=index.graph.name or NAME, verdict=Verdict.DEPARTS if many else Verdict.CONSISTENT, statement=said, numbers=numbers,
        limits=(CAN_TAKE(), ONLY_ENTERED(), SERVICE()), steps=steps_for(index, worst.taken) if many else (),
        attachments=(Attachment.of(FILE, what_opens(index, asked)),),
    )  # fmt: skip
