"""The pieces of which worlds are made, against slow and literal versions of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.coordination.worlds.acts import Acts, since, spread
from counterwatch.coordination.worlds.feeds import next_visit
from counterwatch.coordination.worlds.people import Visits, opened, visits
from counterwatch.coordination.worlds.planting import thinned
from counterwatch.coordination.worlds.reading import TOP, newest, ranking
from counterwatch.coordination.worlds.town import EVERYBODY, Town, lives, town
from counterwatch.coordination.worlds.world import SMALL

RNG = np.random.default_rng


@given(st.lists(st.integers(0, 6), max_size=12))
def test_spread_counts_within_each_row(counts: list[int]) -> None:
    row, which = spread(np.array(counts, dtype=np.int64))
    assert list(zip(row, which, strict=True)) == [(place, number) for place, count in enumerate(counts) for number in range(count)]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=30))
def test_running_sums_begin_anew_with_every_row(pairs: list[tuple[int, int]]) -> None:
    pairs.sort(key=lambda pair: pair[0])
    found = since(np.array([each for _, each in pairs], float), np.array([row for row, _ in pairs], dtype=np.int64))
    expected = [sum(value for other, value in pairs[: place + 1] if other == row) for place, (row, _) in enumerate(pairs)]
    assert found.tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 50)), max_size=40))
def test_once_keeps_the_first_act_on_each_object(rows: list[tuple[int, int, int]]) -> None:
    account, object, time = (np.array([row[place] for row in rows], dtype=np.int64) for place in range(3))
    acts = Acts(account=account, object=object, time=time.astype(float)).once()
    first: dict[tuple[int, int], int] = {}
    for who, what, when in rows:
        first[who, what] = min(when, first.get((who, what), when))
    assert {(who, what): when for who, what, when in zip(acts.account, acts.object, acts.time, strict=True)} == first
    assert len(acts) == len(first)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.integers(0, 10))
def test_thinning_leaves_at_most_so_many_of_each(accounts: list[int], most: int) -> None:
    acts = Acts(account=np.array(accounts), object=np.arange(len(accounts)), time=np.zeros(len(accounts)))
    left = np.bincount(thinned(RNG(1), acts, np.full(5, float(most))).account, minlength=5)
    assert left.tolist() == np.minimum(np.bincount(accounts, minlength=5), most).tolist()


@given(st.integers(0, 2**32))
def test_the_next_visit_is_the_first_one_after(seed: int) -> None:
    rng = RNG(seed)
    found = opened(rng.integers(0, 4, 20), rng.uniform(0, 100, 20))
    account, time = rng.integers(0, 5, 30), rng.uniform(0, 120, 30)
    slow = [min((s for a, s in zip(found.account, found.start, strict=True) if a == who and s >= when), default=np.inf)
            for who, when in zip(account, time, strict=True)]  # fmt: skip
    assert next_visit(found, 200.0, account, time).tolist() == slow


def place() -> Town:
    return town(RNG(4), SMALL)


def test_a_timeline_holds_what_the_community_and_everybody_published_until_then() -> None:
    here = place()
    for community, time in ((0, 90_000.0), (1, 700_000.0), (1, 0.0)):
        owner = here.press.community[here.press.publisher]
        slow = np.flatnonzero(((owner == community) | (owner == EVERYBODY)) & (here.press.published <= time))
        last = here.lines.newest(np.array([community]), np.array([time]))[0]
        shown = here.lines.object[here.lines.begin[community] : last + 1]
        assert shown.tolist() == slow.tolist()


def test_readers_share_only_what_they_follow_and_what_is_out_newest_first() -> None:
    here = place()
    found = visits(RNG(5), here.people, SMALL)
    acts = newest(RNG(6), here, found)
    assert here.follows[acts.account, here.press.publisher[acts.object]].all()
    assert (acts.time > here.press.published[acts.object]).all()
    session = np.searchsorted(found.account * 1e9 + found.start, acts.account * 1e9 + acts.time) - 1
    age = np.diff(here.press.published[acts.object])[session[1:] == session[:-1]]
    assert (age <= 0).mean() > 0.99, "within one session from new to old"


def test_nobody_reads_again_what_was_read_last_time() -> None:
    here = lives(place(), depth=np.full(SMALL.accounts, 1e6), readiness=np.full(SMALL.accounts, 1e6))
    twice = Visits(account=np.array([3, 3]), start=np.array([500_000.0, 500_001.0]))
    once = Visits(account=np.array([3]), start=np.array([500_000.0]))
    assert len(newest(RNG(1), here, once)) > 0
    assert len(newest(RNG(1), here, twice).once()) == len(newest(RNG(1), here, twice))


def test_a_ranking_shows_what_is_out_and_the_dearest_first() -> None:
    here = place()
    top = ranking(RNG(2), here, 3600.0)
    assert top.shape == (SMALL.communities, SMALL.days * 24, TOP)
    slot = np.broadcast_to(np.arange(top.shape[1])[:, None] * 3600.0, top.shape)
    assert (here.press.published[top[top >= 0]] <= slot[top >= 0]).all()
    late = top[:, 48:]
    assert here.press.appeal[late[..., :5]].mean() > 1.5 * here.press.appeal[late[..., -5:]].mean()


def test_sleepers_do_not_answer() -> None:
    here = place()
    account, time = RNG(1).integers(0, SMALL.accounts, 20_000), RNG(2).uniform(0, SMALL.span, 20_000)
    hour = here.people.local(account, time)
    up = here.people.awake(RNG(3), account, time)
    assert up[(hour > 1) & (hour < 5)].mean() < 0.08
    assert up[(hour > 9) & (hour < 23)].all()
