"""The kinds of pairs: what is stated adds up, what is fitted comes near to what was planted, and what events repeat is not counted twice."""

import numpy as np
import pytest
from numpy.typing import NDArray

from counterwatch.incidents.expected import ELSEWHERE, OCCASION, ONE_EVENT, SERIES, Shares
from counterwatch.incidents.kinds import Chance, Compared, excess, fitted

ANY = {name: np.array([_rough]) for name, _rough in {
    "tactic": (0.10, 0.20, 0.70), "community": (0.15, 0.85), "channel": (0.20, 0.80), "source": (0.002, 0.03, 0.968), "persons": (0.3, 0.3, 0.4),
    "text": (0.002, 0.01, 0.988),
}.items()}  # fmt: skip


@pytest.mark.parametrize("kind", [ONE_EVENT, SERIES, OCCASION, ELSEWHERE])
def test_the_shares_of_a_way_of_comparing_add_up_to_one(kind: Shares) -> None:
    for name, rows in kind.items():
        assert [round(sum(row), 9) for row in rows] == [1] * len(rows), name
        assert [len(row) for row in rows] == [len(ONE_EVENT[name][0])] * len(ONE_EVENT[name])


def drawn(rng: np.random.Generator, rows: dict[str, NDArray[np.float64]], count: int) -> dict[str, NDArray[np.int32]]:
    return {name: rng.choice(rows[name].shape[1], count, p=rows[name][0]).astype(np.int32) for name in ANY}


@pytest.mark.parametrize("duplicated", [50, 200, 600])
def test_how_many_pairs_are_of_one_event_is_found_out_within_a_factor_of_two(duplicated: int) -> None:
    rng, count = np.random.default_rng(duplicated), 1_000
    one_event = {name: np.array(ONE_EVENT[name]) for name in ANY}
    by_chance, planted = drawn(rng, ANY, count * (count - 1) // 2 - duplicated), drawn(rng, one_event, duplicated)
    codes = {name: np.concatenate([planted[name], by_chance[name]]) for name in ANY}
    bits = {name: np.log2(ANY[name][0][code]).astype(np.float32) for name, code in codes.items()}
    silent = {name: table for name, table in _every().items() if name not in ANY}
    size = len(codes["tactic"])
    codes |= {name: np.full(size, table.size, np.int32) for name, table in silent.items()}
    bits |= {name: np.zeros(size, np.float32) for name in silent}
    model = fitted(Compared(codes, bits), Chance({**silent, **ANY}), count)
    assert 0.5 < model.odds[0] * count * (count - 1) / 2 / duplicated < 2


def _every() -> dict[str, NDArray[np.float64]]:
    return {name: np.full((len(rows), len(rows[0])), 1 / len(rows[0])) for name, rows in ONE_EVENT.items()}


def test_what_is_as_likely_two_events_of_a_series_loses_what_it_had_in_common() -> None:
    one_event, series, nothing = 20.0, 15.0, -60.0
    lost = excess(np.array([[one_event], [series], [nothing], [nothing]], np.float32))
    assert lost == pytest.approx(15, abs=0.001)
    assert excess(np.array([[one_event], [nothing], [nothing], [nothing]], np.float32)) == pytest.approx(0, abs=1e-9)
