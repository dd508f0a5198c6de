"""Who acts before both of a pair each time is named, whatever else happens on the objects."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from counterwatch.coordination.synchrony import Setting, leaders
from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.encounters import Encounters, encounters
from counterwatch.coordination.synchrony.leaders import led
from counterwatch.coordination.synchrony.occasions import occasions
from counterwatch.coordination.table import Layer

DAY, SETTING = 86_400_000, Setting()
STAR, ONE, TWO = 0, 1, 2


def met_in(rows: list[tuple[int, int, int]], a: list[int], b: list[int]) -> tuple[Actions, Encounters, np.ndarray, int]:
    account, object, time = (np.array(each) for each in zip(*rows, strict=True))
    layer = Layer.of("link", account=account.astype(np.int32), object=object.astype(np.int32), time=time)
    actions = Actions.of(layer, reach=2 * SETTING.nearby)[0]
    met = next(encounters(actions, np.array(a), np.array(b), SETTING))
    number = occasions(met.pair, met.time, met.hit, SETTING.gap).of_encounter
    return actions, met.where(met.hit), number[met.hit], len(a)


def test_an_account_that_is_first_each_time_leads_those_who_follow() -> None:
    rng, rows = np.random.default_rng(0), []
    for object in range(8):
        moment = object * DAY
        rows += [(STAR, object, moment), (ONE, object, moment + 30_000), (TWO, object, moment + 60_000)]
        rows += [(int(account), object, moment + int(rng.integers(-3_000_000, 3_000_000))) for account in rng.integers(3, 9, 4)]
    found = led(*met_in(rows, [ONE, STAR], [TWO, ONE]), SETTING)
    assert found.share.tolist()[0] == 1
    assert found.leader.tolist()[0] == STAR
    # Between the leader and a follower there is no third one, but the leader is first.
    assert (int(found.first[1]), float(found.first_share[1])) == (STAR, 1.0)


@pytest.mark.parametrize("at_once", [leaders.AT_ONCE, 7])
@pytest.mark.parametrize("seed", range(4))
def test_shares_are_those_counted_one_by_one(seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        (int(a), int(o), int(o) * DAY // 3 + int(t))
        for a, o, t in zip(rng.integers(0, 6, 200), rng.integers(0, 12, 200), rng.integers(0, 400_000, 200), strict=True)
    ]
    rows = sorted(set(rows))
    pairs = [(a, b) for a in range(6) for b in range(a + 1, 6)]
    actions, hits, number, count = met_in(rows, [a for a, _ in pairs], [b for _, b in pairs])
    monkeypatch.setattr(leaders, "AT_ONCE", at_once)
    found = led(actions, hits, number, count, SETTING)
    for pair in range(count):
        mine = [(int(occasion), place) for place, occasion in enumerate(number) if hits.pair[place] == pair]
        told: Counter[int] = Counter()
        for occasion in {each for each, _ in mine}:
            before = set()
            for place in [place for each, place in mine if each == occasion]:
                moment = min(hits.time[place], hits.nearest[place])
                before |= {a for a, o, t in rows if o == hits.object[place] and moment - SETTING.nearby <= t < moment and a not in pairs[pair]}
            told.update(before)
        most = max(told.values(), default=0) / max(len({each for each, _ in mine}), 1)
        assert found.share[pair] == pytest.approx(most)
        if most:
            assert told[int(found.leader[pair])] == max(told.values())
