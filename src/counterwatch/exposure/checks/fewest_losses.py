"""The fewest things whose loss locks out, and whose seizure lets in: the smallest sets there are, proven."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.core import Attachment, Finding, Message, Template, Verdict, WrongUsage, check
from counterwatch.exposure.identity.cuts import Cut, smallest_lockouts, smallest_seizures
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.identity.index import Index
from counterwatch.exposure.identity.labels import printable
from counterwatch.exposure.identity.listing import steps_for, written
from counterwatch.exposure.identity.saying import CAN_TAKE, NAME, NEW_DEVICE, ONLY_ENTERED, SERVICE, named, nothing, ready
from counterwatch.exposure.identity.worlds import resting_on_one, sound

FEWEST = Template(
    "exposure.fewest.fewest",
    "the fewest losses that lock you out of an important account are {n}: {lost} (for {account}); the fewest seizures that open one are {held}: "
    "{seized} (for {opened}); {proof}",
)
ALL = Template("exposure.fewest.all", "the fewest losses that lock you out of all {accounts} important accounts are {n}: {lost}")
PROVEN = Template("exposure.fewest.proven", "nothing smaller exists in the graph as entered")
NOT_PROVEN = Template("exposure.fewest.not_proven", "smaller ones may exist: the search was stopped at its bound")
STOPPED = Template("exposure.fewest.stopped", "the graph is too large: the search was stopped at its bound before it found a set for each question")
ASKED = Template("exposure.fewest.asked", "only the {asked} most important of {accounts} important accounts were asked about")
NO_ACCOUNT = Template("exposure.fewest.no_account", "{target} is no account that can be opened with what was entered")
NAME_ONE = Template("exposure.fewest.name_one", "give the id of one of the accounts in the file")
MOST_ASKED = 20
FILE = "smallest-sets.csv"
COLUMNS = ("question", "account", "size", "set", "proven")
Row = tuple[str, int | None, Cut]


@check(
    reads=Graph, cites="Hammann et al. 2019, User account access graphs, CCS", honest=sound, planted=resting_on_one, extreme="none",
    libraries=("numpy", "scipy", "ortools"),
)  # fmt: skip
def fewest_losses(graph: Graph, *, target: str = "", important: int = 2, top: int = 3) -> Finding:
    """Which fewest losses lock me out, and which fewest seizures let somebody in?

    Asked of each important account (with `target`, of one) and, for losses, of all of them together. An exact solver proves that no smaller set
    exists; up to `top` further sets follow, of which none contains another.
    """
    index, before, accounts = ready(graph, important)
    if target:
        accounts = [_account(index, before.opened, target)]
    if not accounts:
        return nothing(graph, important)
    asked, count = accounts[:MOST_ASKED], top if target else 1
    lost = [("loss", each, cut) for each in asked for cut in smallest_lockouts(index, [each], top=count)]
    seized = [("seizure", each, cut) for each in asked for cut in smallest_seizures(index, [each], top=count)]
    together: list[Row] = [("loss of all", None, cut) for cut in smallest_lockouts(index, accounts, top=top)] if len(accounts) > 1 else []
    if not lost or not seized:
        return Finding(subject=graph.name or NAME, verdict=Verdict.NOT_TESTED, statement=STOPPED())
    return _finding(index, accounts, [*lost, *seized], together)


def _account(index: Index, opened: Sequence[bool], target: str) -> int:
    number = index.number.get(target, -1)
    if number not in index.accounts or not opened[number]:
        raise WrongUsage(NO_ACCOUNT(target=printable(target)), hint=NAME_ONE())
    return number


def _finding(index: Index, accounts: list[int], rows: list[Row], together: list[Row]) -> Finding:
    loss = min((each for each in rows if each[0] == "loss"), key=lambda each: each[2].cost)
    seized = min((each for each in rows if each[0] == "seizure"), key=lambda each: each[2].cost)
    is_proven = all(cut.proven for _, _, cut in (*rows, *together))
    departs = 1 in (loss[2].cost, seized[2].cost)
    said = FEWEST(
        n=loss[2].cost, lost=named(index, loss[2].taken), account=named(index, [loss[1] or 0]), held=seized[2].cost,
        seized=named(index, seized[2].taken), opened=named(index, [seized[1] or 0]), proof=(PROVEN if is_proven else NOT_PROVEN)(),
    )  # fmt: skip
    return Finding(
        subject=index.graph.name or NAME, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, statement=said,
        weighed=_weighed(index, accounts, together), numbers=_numbers(loss[2], seized[2], together), attachments=(_table(index, [*rows, *together]),),
        limits=(ONLY_ENTERED(), NEW_DEVICE(), CAN_TAKE(), SERVICE()), steps=steps_for(index, loss[2].taken) if departs else (),
    )  # fmt: skip


def _weighed(index: Index, accounts: list[int], together: list[Row]) -> tuple[Message, ...]:
    all_lost = [ALL(accounts=len(accounts), n=cut.cost, lost=named(index, cut.taken)) for _, _, cut in together[:1]]
    part = [ASKED(asked=MOST_ASKED, accounts=len(accounts))] if len(accounts) > MOST_ASKED else []
    return (*all_lost, *part)


def _numbers(loss: Cut, seized: Cut, together: list[Row]) -> dict[str, float | None]:
    return {"fewest losses": loss.cost, "fewest seizures": seized.cost, "fewest losses for all": together[0][2].cost if together else None}


def _table(index: Index, rows: list[Row]) -> Attachment:
    def line(row: Row) -> tuple[object, ...]:
        question, account, cut = row
        taken = " + ".join(printable(index.called(each)) for each in cut.taken)
        return question, "" if account is None else index.called(account), cut.cost, taken, "yes" if cut.proven else "no"

    return Attachment.of(FILE, written(COLUMNS, map(line, rows)))
