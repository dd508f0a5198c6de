"""What is computed for all pairs at once is what the method says of each, written out plainly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from literal import Action, Rules, World, answers, first_look
from numpy.typing import NDArray

from counterwatch.coordination.engines.duckdb import DuckDB
from counterwatch.coordination.synchrony import Setting
from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.encounters import encounters
from counterwatch.coordination.synchrony.hypotheses import asked
from counterwatch.coordination.synchrony.measure import compared
from counterwatch.coordination.synchrony.screening import screened
from counterwatch.coordination.table import Layer

HOUR = 3600
Times = NDArray[np.int64]


def small_world(seed: int, *, accounts: int = 9, objects: int = 14, actions: int = 110, step: int = 1) -> list[Action]:
    """Return actions in sittings over some days, some of them of a few accounts that follow one another; times in milliseconds."""
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 6 * 24 * HOUR, objects)
    object = rng.integers(0, objects, actions)
    time = start[object] + rng.integers(0, 3 * HOUR, actions)
    rows = set(zip(rng.integers(0, accounts, actions).tolist(), object.tolist(), time.tolist(), strict=True))
    for each in range(objects):
        moment = int(start[each] + rng.integers(0, 2 * HOUR))
        rows |= {(account, each, moment + int(rng.integers(0, 80))) for account in range(3) if rng.random() < 0.8}
    return sorted((account, object, time // step * step * 1000) for account, object, time in rows)


def layer_of(rows: list[Action], resolution: int = 1000) -> Layer:
    account, object, time = (np.array(each) for each in zip(*rows, strict=True))
    return Layer.of("link", account=account.astype(np.int32), object=object.astype(np.int32), time=time.astype(np.int64), resolution=resolution)


def settings_of(window: int = 60, resolution: int = 1000) -> tuple[Setting, Rules]:
    shared = {"window": window * 1000, "nearby": max(60 * window, HOUR) * 1000, "gap": 1800_000, "resolution": resolution}
    return Setting(**shared), Rules(**shared)


worlds = pytest.mark.parametrize("seed", range(6))


@worlds
def test_encounters_are_those_of_every_pair(seed: int) -> None:
    rows = small_world(seed)
    (setting, rules), actions = settings_of(), Actions.of(layer_of(rows), reach=HOUR * 1000)[0]
    world = World(rows, rules)
    pairs = [(a, b) for a in range(9) for b in range(a + 1, 9)]
    one, other = np.array(pairs).T
    found = next(encounters(actions, one, other, setting))
    for number, (a, b) in enumerate(pairs):
        met = found.where(found.pair == number)
        told = list(zip(*(getattr(met, name).tolist() for name in ("one", "other", "object", "time", "nearest", "near", "hit")), strict=True))
        assert told == [(each.one, each.other, each.object, each.time, each.nearest, each.near, each.hit) for each in world.encounters(a, b)]


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32), accounts=st.integers(1, 12), actions=st.integers(1, 150))
def test_pairs_that_could_be_found_are_counted(seed: int, accounts: int, actions: int) -> None:
    rows = small_world(seed, accounts=max(accounts, 3), actions=actions)
    setting, rules = settings_of()
    assert asked(Actions.of(layer_of(rows), reach=2 * HOUR * 1000)[0], setting).pairs == World(rows, rules).could_be_found()


@pytest.mark.parametrize(("window", "step"), [(60, 1), (60, 60), (20, 1), (300, 1)])
@worlds
def test_every_candidate_has_the_numbers_of_the_method(seed: int, window: int, step: int) -> None:
    rows = small_world(seed, step=step)
    setting, rules = settings_of(window, step * 1000)
    layer = layer_of(rows, step * 1000)
    actions, codes = Actions.of(layer, reach=max(setting.nearby, setting.window + setting.after) + setting.window)
    edges = DuckDB().edges(layer, setting.window, least=setting.least).table
    a, b = (np.searchsorted(codes, edges[name].to_numpy()) for name in ("a", "b"))
    looked = screened(actions, a, b, 10, setting)
    table, without = compared(looked, codes)

    first, known = looked.met.first(), first_look(World(rows, rules))
    assert len(known) > 0, "there is nothing to compare"
    pairs = [tuple(sorted(pair)) for pair in zip(codes[first.one].tolist(), codes[first.other].tolist(), strict=True)]
    assert dict(zip(pairs, looked.p.tolist(), strict=True)) == {pair: pytest.approx(p) for pair, (p, _) in known.items() if p <= setting.fdr}

    world = World(rows, rules, community=dict(zip(codes.tolist(), looked.community.tolist(), strict=True)))
    expected = answers(world)
    told = table.select("a", "b", "encounters", "occasions", "episodes", "expected", "p", "weak_p", "jump_p").rows()
    assert [row[:5] for row in told] == [(row.a, row.b, row.encounters, row.occasions, row.episodes) for row in expected]
    for row, each in zip(told, expected, strict=True):
        assert row[5:] == pytest.approx((each.expected, each.p, each.weak_p, each.jump_p), rel=1e-9)
    assert without == pytest.approx(sum(each.without for each in expected) / sum(each.encounters for each in expected))
