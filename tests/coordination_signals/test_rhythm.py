"""One schedule shows in the pauses between posts; habits that many have, and chance, do not."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from counterwatch.coordination.signals.rhythm import patterns
from counterwatch.coordination.table import SECOND, Layer

PAUSES = [37, 410, 122, 655, 88, 240]


def layer(*times: list[float], resolution: int = SECOND) -> Layer:
    """Return the layer of accounts that post at these times, in seconds."""
    account = np.repeat(np.arange(len(times), dtype=np.int32), [len(each) for each in times])
    moments = np.array([round(moment * SECOND) for each in times for moment in each], np.int64)
    return Layer.of("rhythm", account=account, object=np.zeros(len(account), np.int32), time=moments, resolution=resolution)


def posts(pauses: Sequence[float], start: float = 0) -> list[float]:
    return [start, *(start + np.cumsum(pauses)).tolist()]


def test_two_accounts_on_one_schedule_share_its_patterns() -> None:
    settled = patterns(layer(posts(PAUSES, 1_000_000), posts(PAUSES, 1_000_030)))
    found = settled.arrays()
    assert settled.objects.to_list() == ["38 s 410 s 122 s 656 s", "122 s 656 s 88 s 240 s", "410 s 122 s 656 s 88 s"]
    assert found["account"].tolist() == [0, 1] * 3
    assert sorted(found["time"].tolist()) == [(1_000_000 + each) * SECOND for each in (0, 30, 37, 67, 447, 477)]


def test_a_pattern_of_one_account_is_no_object() -> None:
    assert len(patterns(layer(posts(PAUSES) + posts(PAUSES, 1e6), posts(PAUSES[::-1])))) == 0


def test_posting_every_ten_minutes_is_a_habit_of_many() -> None:
    assert len(patterns(layer(posts([600] * 20), posts([600] * 20, 77)))) == 0


def test_a_few_seconds_between_posts_meet_by_chance() -> None:
    assert len(patterns(layer(posts([3, 7, 5, 9, 3, 6]), posts([3, 7, 5, 9, 3, 6], 50)))) == 0


def test_a_night_between_posts_ends_a_sitting() -> None:
    night = [37, 410, 30_000, 122, 655]
    assert len(patterns(layer(posts(night), posts(night, 20)))) == 0


def test_posts_of_one_moment_are_one_post() -> None:
    once, twice = posts(PAUSES), sorted(posts(PAUSES, 40) * 2)
    assert len(patterns(layer(once, twice)).objects) == 3


def test_independent_accounts_hardly_ever_share_a_pattern() -> None:
    rng = np.random.default_rng(0)
    settled = patterns(layer(*(posts(rng.exponential(rng.uniform(60, 600), 400).clip(1).round().tolist()) for _ in range(300))))
    assert len(settled) <= 0.002 * 300 * 400


def test_stamps_of_whole_minutes_make_pauses_of_whole_minutes() -> None:
    minutes = [17 * 60, 29 * 60, 23 * 60, 26 * 60]
    assert patterns(layer(posts(minutes), posts(minutes, 60), resolution=60 * SECOND)).objects.to_list() == ["1020 s 1740 s 1380 s 1560 s"]
    short = [60, 180, 120, 240]
    assert len(patterns(layer(posts(short), posts(short, 60), resolution=60 * SECOND))) == 0


def test_the_order_of_rows_makes_no_difference_and_no_posts_have_no_rhythm() -> None:
    straight = layer(posts(PAUSES), posts(PAUSES, 30))
    assert isinstance(straight.actions, pa.Table)
    turned = Layer(signal="rhythm", actions=straight.actions.take(list(range(len(straight)))[::-1]), objects=straight.objects)
    assert patterns(turned).actions.equals(patterns(straight).actions)  # type: ignore[union-attr]
    assert len(patterns(layer([]))) == 0
