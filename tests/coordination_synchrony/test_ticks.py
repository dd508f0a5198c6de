"""Programs that look every so many minutes are seen; people are not taken for them."""

from __future__ import annotations

import numpy as np
import pytest

from counterwatch.coordination.synchrony import Setting
from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.ticks import periods, widening
from counterwatch.coordination.table import Layer

MINUTE, DAY, SETTING = 60_000, 86_400_000, Setting()


def actions_of(*times: np.ndarray) -> Actions:
    account = np.repeat(np.arange(len(times)), [len(each) for each in times]).astype(np.int32)
    time = np.concatenate(times).astype(np.int64)
    return Actions.of(Layer.of("link", account=account, object=np.arange(len(time), dtype=np.int32), time=time), reach=2 * SETTING.nearby)[0]


@pytest.mark.parametrize("minutes", [5, 10, 15, 20, 30, 60])
def test_the_period_of_a_program_is_seen_whatever_its_phase(minutes: int) -> None:
    rng = np.random.default_rng(minutes)
    steps = rng.choice(14 * 24 * 60 // minutes, 60, replace=False)
    robots = [steps * minutes * MINUTE + phase * MINUTE + rng.integers(0, 30_000, 60) for phase in (0, minutes - 0.2, minutes / 2)]
    assert periods(actions_of(*robots), np.arange(3), SETTING).tolist() == [minutes * MINUTE] * 3


def test_people_have_no_period_however_much_they_do_in_a_sitting() -> None:
    rng = np.random.default_rng(0)
    people = [
        (rng.integers(0, 14 * DAY, 40)[:, None] + rng.integers(0, 4 * MINUTE, (40, 12))).ravel()
        for _ in range(200)
    ]  # fmt: skip
    assert np.count_nonzero(periods(actions_of(*people), np.arange(200), SETTING)) <= 2, "more than one in a hundred"


def test_few_actions_are_no_grid() -> None:
    assert periods(actions_of(np.arange(15) * 60 * MINUTE), np.arange(1), SETTING).tolist() == [0]


def test_the_window_is_widened_only_between_two_programs_by_the_longer_period() -> None:
    rng = np.random.default_rng(1)
    five, thirty, person = np.arange(100) * 5 * MINUTE, np.arange(100) * 30 * MINUTE, rng.integers(0, 14 * DAY, 100)
    actions = actions_of(five, thirty, person)
    assert widening(actions, np.array([0, 0, 1]), np.array([1, 2, 2]), SETTING).tolist() == [30 * MINUTE, 0, 0]
