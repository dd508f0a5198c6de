"""The cheapest changes after which every important account survives some losses, and what new seizures they would open: a Pareto front.

Surviving is a derivation for each loss (ranked inside loops, as in `cuts`); what a seizure opens is closed under all ways in that are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterwatch.exposure.identity.changes import COST_OF, Change, changed, price
from counterwatch.exposure.identity.closures import access, opened_by
from counterwatch.exposure.identity.cuts import add_derivation, solve
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.identity.index import Index, index_of
from counterwatch.exposure.identity.loops import loops

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

MOST_POINTS, FEW = 6, 60
EFFORT = 2.0
Ids = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Some changes, their cost, and how many pairs of a single seizure and an important account they open that were closed before."""

    chosen: tuple[Change, ...]
    cost: int
    exposure: int
    proven: bool


def cheapest_fixes(graph: Graph, losses: Sequence[Ids], seizures: Sequence[Ids], targets: Ids, offered: Sequence[Change]) -> list[Fix]:
    """Return the Pareto front of cost and new exposure, the cheapest first; empty where no changes survive all losses.

    After the changes each target opens under each loss that does not hold it. New things are seizures too.
    """
    from ortools.sat.python import cp_model

    everything = changed(graph, [each for each in offered if each.dropped is None])
    index, model = index_of(everything), cp_model.CpModel()
    wanted = _Wanted.of(model, index, graph, offered)
    for loss in losses:
        _survives(model, wanted, set(index.numbers(loss)), index.numbers(targets))
    base = index_of(graph)
    new = sorted({each.gets.id for each in offered if each.gets is not None})
    exposure = [pair for taken in (*seizures, *([each] for each in new)) for pair in _opened(model, wanted, base, taken, index.numbers(targets))]
    return _front(model, wanted, offered, exposure)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Wanted:
    """The decisions: `choose` per change, `get` per new thing (by number), and which decision a way hangs on."""

    index: Index
    choose: list[Any]
    get: dict[int, Any]
    needs_choice: dict[int, Any]
    cost: Any

    @classmethod
    def of(cls, model: CpModel, index: Index, graph: Graph, offered: Sequence[Change]) -> _Wanted:
        choose = [model.new_bool_var("") for _ in offered]
        get: dict[int, Any] = {}
        usable: dict[int, Any] = {}
        way, costs = len(graph.routes), []
        for each, choice in zip(offered, choose, strict=True):
            costs.append(each.cost * choice)
            if each.dropped is not None:
                usable[each.dropped] = ~choice
                continue
            usable[way] = choice
            way += 1
            if each.gets is not None:
                new = index.number[each.gets.id]
                if new not in get:
                    get[new] = model.new_bool_var("")
                    costs.append(COST_OF[each.gets.kind] * get[new])
                model.add_implication(choice, get[new])
        return cls(index=index, choose=choose, get=get, needs_choice=usable, cost=sum(costs))

    def usable(self, way: int) -> list[Any]:
        """Return what must be chosen for a way to be there."""
        return [self.needs_choice[way]] if way in self.needs_choice else []


def _survives(model: CpModel, wanted: _Wanted, loss: set[int], targets: list[int]) -> None:
    """Let every target open under a loss. Only what hangs on a decision becomes a variable: the rest opens whatever is chosen, or never."""
    index = wanted.index
    sure = access(index, have=set(index.factors) - wanted.get.keys(), without=loss, skip=wanted.needs_choice).opened
    maybe = access(index, without=loss).opened
    open_to_choice = _undecided(index, [each for each in targets if each not in loss], sure, maybe)
    loop = loops(index, open_to_choice)
    accounts = sorted(open_to_choice - set(index.factors))
    opened: dict[int, Any] = {each: wanted.get[each] if each in index.factors else model.new_bool_var("") for each in sorted(open_to_choice)}
    rank = {each: model.new_int_var(0, len(loop[each]) - 1, "") if len(loop[each]) > 1 else None for each in accounts}
    always = {need: model.new_constant(1) for each in accounts for way in index.ways[each] for need in index.needs[way] if sure[need]}
    for each in accounts:
        add_derivation(model, index, each, always | opened, rank, loop, usable=wanted.usable)
    for each in targets:
        if each not in loss and not sure[each]:
            model.add(opened[each] == 1)


def _undecided(index: Index, targets: list[int], sure: Sequence[bool], maybe: Sequence[bool]) -> set[int]:
    """Return the targets and what they rest on that may open or not, by what is chosen; a target that never opens is one of them."""
    found = {each for each in targets if not sure[each]}
    waiting = list(found)
    while waiting:
        for way in index.ways[waiting.pop()]:
            fresh = [each for each in index.needs[way] if maybe[each] and not sure[each] and each not in found]
            found.update(fresh)
            waiting += fresh
    return found


def _opened(model: CpModel, wanted: _Wanted, base: Index, taken: Ids, targets: list[int]) -> list[Any]:
    """Return a variable for each target that a seizure opens after the changes and did not open before."""
    index = wanted.index
    held = set(index.numbers(taken))
    # A thing that is not there yet opens nothing.
    before = {base.ids[each] for each in opened_by(base, [base.number[each] for each in taken if each in base.number])}
    most = opened_by(index, held)
    fresh = [each for each in targets if each in most and each not in held and index.ids[each] not in before]
    if not fresh:
        return []
    opened = {each: model.new_constant(1) if each in held else model.new_bool_var("") for each in sorted(most)}
    for each in sorted(most - held):
        for way in index.ways[each]:
            if all(need in opened for need in index.needs[way]):
                given = [*(opened[need] for need in index.needs[way]), *wanted.usable(way)]
                model.add_bool_or([opened[each], *(~one for one in given)])
    return [opened[each] for each in fresh]


def _front(model: CpModel, wanted: _Wanted, offered: Sequence[Change], exposure: list[Any]) -> list[Fix]:
    """Take the cheapest, with the least exposure among the cheapest; then ask for less exposure, until there is none.

    Where many changes are offered only the two ends are looked for: the cheapest, and the cheapest that exposes nothing.
    """
    from ortools.sat.python import cp_model

    found: list[Fix] = []
    opened = sum(exposure) if exposure else 0
    while len(found) < MOST_POINTS:
        model.minimize(wanted.cost * (len(exposure) + 1) + opened)
        solver, status = solve(model, effort=EFFORT)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        chosen = tuple(each for each, choice in zip(offered, wanted.choose, strict=True) if solver.boolean_value(choice))
        count = sum(solver.boolean_value(each) for each in exposure)
        found.append(Fix(chosen=chosen, cost=price(chosen), exposure=count, proven=status == cp_model.OPTIMAL))
        if not count:
            break
        model.add(opened <= (count - 1 if len(offered) <= FEW else 0))
    return found
