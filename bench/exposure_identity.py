"""The bars of the blackout drill: closures, smallest sets and changes on 10,000 nodes with 20,000 ways in. Prints seconds of this process."""

import time

import numpy as np

from counterwatch.exposure.identity.changes import candidates
from counterwatch.exposure.identity.closures import access, lost_without
from counterwatch.exposure.identity.cuts import smallest_lockouts, smallest_seizures
from counterwatch.exposure.identity.fixes import cheapest_fixes
from counterwatch.exposure.identity.graph import Account, Factor, Graph, Route
from counterwatch.exposure.identity.index import ancestors, index_of

NODES, ROUTES, THINGS, IMPORTANT, SCENARIOS = 10_000, 20_000, 2_000, 12, 4


def large(seed: int, near: int) -> Graph:
    """Return a random graph with loops; each way needs one to three of the `near` nodes before its account, or, one in ten, of all."""
    rng = np.random.default_rng(seed)
    routes = []
    for number in range(ROUTES):
        head = THINGS + number % (NODES - THINGS)
        low = 0 if rng.random() < 0.1 else max(0, head - near)
        high = NODES if low == 0 and head > near else head
        needs = {int(each) for each in rng.integers(low, high, size=int(rng.integers(1, 4)))} - {head}
        routes.append(Route(account=f"n{head}", needs=tuple(f"n{each}" for each in needs or {0})))
    important = set(rng.choice(np.arange(THINGS, NODES), IMPORTANT, replace=False).tolist())
    return Graph(
        factors=tuple(Factor(id=f"n{each}", kind="password") for each in range(THINGS)),
        accounts=tuple(Account(id=f"n{each}", importance=3 if each in important else 1) for each in range(THINGS, NODES)),
        routes=tuple(routes),
    )


def main() -> None:
    from ortools.sat.python import cp_model  # noqa: F401 - loaded once, before the clock runs

    for seed, near in ((0, NODES), (1, 4_000)):
        graph = large(seed, near)
        start = time.perf_counter()
        index = index_of(graph)
        print(f"seed {seed}, near {near}: index {time.perf_counter() - start:.3f} s", end="")
        start = time.perf_counter()
        before = access(index)
        print(f"; closure {time.perf_counter() - start:.3f} s; {sum(before.opened)} of {NODES} open")
        accounts = [each for each in index.important(3) if before.opened[each]]
        for account in accounts[:4]:
            for ask in (smallest_lockouts, smallest_seizures):
                start = time.perf_counter()
                cuts = ask(index, [account], top=1)
                said = [(each.cost, "proven" if each.proven else "not proven") for each in cuts]
                print(
                    f"  {ask.__name__} of {index.ids[account]} ({len(ancestors(index, [account]))} nodes): {said} {time.perf_counter() - start:.2f} s"
                )
        start = time.perf_counter()
        hit = sorted(index.factors, key=lambda each: -len(lost_without(index, before, [each])))[:4]
        print(f"  every single loss: {time.perf_counter() - start:.2f} s")
        # Whoever can take a smallest set takes all of it: losses that lock out, so that there is something to change.
        cuts = [cut.taken for account in accounts for cut in smallest_lockouts(index, [account], top=1)][:SCENARIOS]
        losses = [[index.ids[each] for each in taken] for taken in cuts]
        lost = sum(account in lost_without(index, before, taken) for taken in cuts for account in accounts)
        gone = {each for taken in cuts for each in taken} | set(hit)
        offered = candidates(index, accounts, gone)
        print(f"  {len(losses)} losses that lock out {lost} times, {len(accounts)} accounts, {len(offered)} changes offered")
        start = time.perf_counter()
        front = cheapest_fixes(graph, losses, losses, [index.ids[each] for each in accounts], offered)
        said = [(each.cost, each.exposure, "proven" if each.proven else "not proven") for each in front]
        print(f"  changes: {said} {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
