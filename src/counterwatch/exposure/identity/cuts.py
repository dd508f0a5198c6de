"""The fewest things whose loss locks you out, and the fewest whose seizure lets somebody in, proven by an exact solver.

Fewest losses: a set of lost nodes in which every way into a lost account holds a lost need (a self-supporting loop is lost: it opens nothing).
Fewest seizures: a derivation of the targets from what was seized; inside a cycle accounts are ranked, so that no loop opens itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterwatch.exposure.identity.closures import access
from counterwatch.exposure.identity.index import Index, ancestors
from counterwatch.exposure.identity.loops import loops

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

EFFORT = 4.0
"""Bound of the solver's own deterministic clock, per question: the same on every machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A smallest set: `taken` are numbers of nodes, `cost` its size or the sum of its weights; `proven`: nothing smaller exists."""

    taken: tuple[int, ...]
    cost: int
    proven: bool


Weights = Mapping[int, int]


def smallest_lockouts(index: Index, targets: Sequence[int], *, top: int = 3, weights: Weights | None = None) -> list[Cut]:
    """Return up to `top` smallest sets whose loss locks out of every target; none contains another. A target itself is no answer."""
    before = access(index)
    near = ancestors(index, targets)
    if not near or not all(before.opened[each] for each in targets):
        return []

    def build(model: CpModel, taken: dict[int, IntVar]) -> None:
        lost = {each: taken[each] if each in index.factors else model.new_bool_var("") for each in sorted(near) if before.opened[each]}
        for each in sorted(lost.keys() - set(index.factors)):
            own = [taken[each]] if each in taken else []
            for way in index.ways[each]:
                if all(need in lost for need in index.needs[way]):
                    model.add_bool_or([*(lost[need] for need in index.needs[way]), *own]).only_enforce_if(lost[each])
        for each in targets:
            model.add(lost[each] == 1)

    return _solved(_choices(index, near, targets), build, top, weights)


def smallest_seizures(index: Index, targets: Sequence[int], *, top: int = 3, weights: Weights | None = None) -> list[Cut]:
    """Return up to `top` smallest sets whose seizure opens every target; none contains another. A target itself is no answer."""
    before = access(index)
    near = {each for each in ancestors(index, targets) if before.opened[each]}
    if not near or not near.issuperset(targets):
        return []

    def build(model: CpModel, taken: dict[int, IntVar]) -> None:
        opened = {each: taken[each] if each in index.factors else model.new_bool_var("") for each in sorted(near)}
        loop, rank = loops(index, near), dict[int, Any]()
        for each in sorted(near - set(index.factors)):
            rank[each] = model.new_int_var(0, len(loop[each]) - 1, "") if len(loop[each]) > 1 else None
        for each in rank:
            add_derivation(model, index, each, opened, rank, loop, own=taken.get(each))
        for each in targets:
            model.add(opened[each] == 1)

    return _solved(_choices(index, near, targets), build, top, weights)


def add_derivation(
    model: CpModel, index: Index, each: int, opened: Mapping[int, Any], rank: Mapping[int, Any], loop: Mapping[int, Collection[int]],
    *, own: IntVar | None = None, usable: Callable[[int], list[Any]] = lambda _: [],
) -> None:  # fmt: skip
    """Let an account be open only by a way whose needs are open, each of a lower rank in its loop, or because it was taken itself (`own`).

    `usable` gives further conditions of a way.
    """
    chosen = [] if own is None else [own]
    for way in index.ways[each]:
        needs = index.needs[way]
        if not all(need in opened for need in needs) or each in needs:
            continue
        use = model.new_bool_var("")
        model.add_bool_and([*(opened[need] for need in needs), *usable(way)]).only_enforce_if(use)
        for need in needs:
            if rank.get(need) is not None and need in loop[each]:
                model.add(rank[need] < rank[each]).only_enforce_if(use)
        chosen.append(use)
    model.add_bool_or(chosen).only_enforce_if(opened[each])


def _choices(index: Index, near: Collection[int], targets: Sequence[int]) -> list[int]:
    return [each for each in index.takeable() if each in near and each not in set(targets)]


def _solved(choices: list[int], build: Callable[[CpModel, dict[int, IntVar]], None], top: int, weights: Weights | None) -> list[Cut]:
    """Solve for the cheapest set, forbid it and everything that contains it, and solve again."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    taken = {each: model.new_bool_var("") for each in choices}
    build(model, taken)
    model.minimize(sum((weights or {}).get(each, 1) * variable for each, variable in taken.items()))
    found: list[Cut] = []
    while len(found) < top:
        solver, status = solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        cut = tuple(each for each in choices if solver.boolean_value(taken[each]))
        found.append(Cut(taken=cut, cost=round(solver.objective_value), proven=status == cp_model.OPTIMAL))
        if not cut:
            break
        model.add_bool_or([~taken[each] for each in cut])
    return found


def solve(model: CpModel, *, effort: float = EFFORT) -> tuple[Any, Any]:
    """Solve a model on one thread with a fixed seed and a deterministic bound: the same answer everywhere."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 0
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = effort
    return solver, solver.solve(model)
