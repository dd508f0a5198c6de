"""Invented graphs for the promises of the checks: one that no single loss or seizure breaks, and the same resting on one digital ID."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from counterwatch.exposure.identity.graph import IMPORTANT, Account, Factor, Graph, Route

STATE = "state"


def sound(rng: np.random.Generator) -> Graph:
    """Return a graph in which every important account has two ways in without a thing in common, and no way needs one thing alone."""
    one = [Factor(id=f"number-{each}", kind="sim", jurisdiction="AA", revocable_by=STATE) for each in range(int(rng.integers(2, 4)))]
    other = [Factor(id=f"passkey-{each}", kind="passkey") for each in range(int(rng.integers(2, 4)))]
    secrets = [Factor(id="password", kind="password"), Factor(id="paper", kind="paper")]
    accounts = [Account(id=f"account-{each}", importance=int(rng.integers(IMPORTANT, 4))) for each in range(int(rng.integers(3, 7)))]
    routes = []
    for each in accounts:
        routes.append(Route(account=each.id, needs=("password", str(rng.choice([factor.id for factor in one])))))
        routes.append(Route(account=each.id, needs=("paper", str(rng.choice([factor.id for factor in other]))), kind="recovery"))
    small = [Account(id=f"shop-{each}", importance=int(rng.integers(0, IMPORTANT))) for each in range(int(rng.integers(1, 5)))]
    routes += [Route(account=each.id, needs=(accounts[int(rng.integers(len(accounts)))].id,), kind="sso") for each in small]
    return Graph(name="simulated", factors=(*one, *other, *secrets), accounts=(*accounts, *small), routes=tuple(routes))


def resting_on_one(rng: np.random.Generator) -> Graph:
    """Return the same with some important accounts that one digital ID opens, and nothing else."""
    graph = sound(rng)
    held = {each.id for each in graph.accounts if each.importance >= IMPORTANT and rng.random() < 0.6} or {graph.accounts[0].id}
    routes = [each for each in graph.routes if each.account not in held]
    routes += [Route(account=each, needs=("digital-id",), kind="sso") for each in sorted(held)]
    state = Factor(id="digital-id", kind="national_id", issuer=STATE, jurisdiction="AA", revocable_by=STATE)
    return replace(graph, name="simulated, resting on one", factors=(*graph.factors, state), routes=tuple(routes))
