"""What every simulated world keeps, and what makes some of them plausible: facts about people that no test of synchrony assumes."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from counterwatch.coordination.table import Layer
from counterwatch.coordination.worlds.world import FULL, MONDAY, Planted, World, organic_worlds, planted_worlds, worlds

MINUTE = 60_000
LINKS = sorted(name for name, world in organic_worlds().items() if world.layer(1, small=True).signal == "link")


@cache
def small(name: str) -> Planted:
    return worlds()[name].draw(5, small=True)


@cache
def whole(name: str) -> Planted:
    return worlds()[name].draw(5)


def pairs(layer: Layer, *, window: int = MINUTE, shaken: int = 0) -> NDArray[np.int64]:
    """Return the pairs of accounts (a < b) that acted on one object within a window, one row per pair of acts; times are `shaken` first."""
    rows = layer.arrays()
    time = rows["time"] + np.random.default_rng(1).integers(-shaken, shaken + 1, len(rows["time"]))
    order = np.lexsort((time, rows["object"]))
    account, object, time = rows["account"][order], rows["object"][order], time[order]
    found, step = [], 1
    while len(near := np.flatnonzero((object[step:] == object[:-step]) & (time[step:] - time[:-step] <= window))):
        found.append(np.sort(np.stack([account[near], account[near + step]], axis=1), axis=1))
        step += 1
    both = np.concatenate(found)
    return np.asarray(both[both[:, 0] != both[:, 1]], np.int64)


def same(one: Layer, other: Layer) -> bool:
    first, second = one.arrays(), other.arrays()
    return all(np.array_equal(first[name], second[name]) for name in first)


def test_there_are_forty_organic_and_twelve_planted_worlds_each_with_one_line() -> None:
    assert len(organic_worlds(late=False)) >= 40
    assert len(planted_worlds()) >= 12
    assert all(each.help.endswith(".") and "\n" not in each.help for each in worlds().values())
    assert len({each.help for each in worlds().values()}) == len(worlds())


@pytest.mark.parametrize("name", sorted(worlds()))
def test_a_world_is_acts_within_its_time_by_accounts_and_objects_without_holes(name: str) -> None:
    world = small(name)
    rows = world.layer.arrays()
    assert len(rows["time"]) > 1000
    assert set(np.unique(rows["account"])) == set(range(len(world.truth)))
    assert set(np.unique(rows["object"])) == set(range(len(world.layer.objects)))
    assert rows["time"].min() >= MONDAY
    assert rows["time"].max() < MONDAY + 60 * 86_400_000
    assert (rows["time"] % world.layer.resolution == 0).all()
    assert len(np.unique(np.stack([rows["object"], rows["content"]]), axis=1).T) == len(rows["time"]), "no doubled rows"
    assert (np.diff(rows["account"][np.argsort(rows["content"])])[np.diff(np.sort(rows["content"])) == 0] == 0).all(), "a post has one author"


@pytest.mark.parametrize("name", sorted(worlds()))
def test_a_seed_gives_the_same_world_again_and_another_seed_another(name: str) -> None:
    first, again, other = small(name), worlds()[name].draw(5, small=True), worlds()[name].draw(6, small=True)
    assert same(first.layer, again.layer)
    assert np.array_equal(first.truth, again.truth)
    assert np.array_equal(first.apps, again.apps)
    assert not same(first.layer, other.layer)


@pytest.mark.parametrize("world", organic_worlds().values(), ids=lambda world: world.name)
def test_nobody_is_planted_in_an_organic_world(world: World) -> None:
    assert (small(world.name).truth == -1).all()


@pytest.mark.parametrize("name", LINKS)
def test_nobody_shares_one_link_twice(name: str) -> None:
    rows = small(name).layer.arrays()
    keys = rows["account"].astype(np.int64) * len(small(name).layer.objects) + rows["object"]
    assert len(np.unique(keys)) == len(keys)


def test_a_typical_world_has_a_hundred_thousand_acts_of_four_thousand_accounts() -> None:
    assert 100_000 <= len(whole("base").layer) <= 200_000
    assert 0.9 * FULL.accounts <= len(whole("base").truth) <= FULL.accounts


@pytest.mark.parametrize("name", ["base", "ranked", "hashtags", "power"])
def test_few_do_much_and_many_do_little(name: str) -> None:
    acts = np.sort(np.bincount(whole(name).layer.arrays()["account"]))[::-1]
    assert acts[: len(acts) // 10].sum() > 0.3 * acts.sum(), "a tenth of the people does a third of it: far more than a tenth"
    assert np.median(acts) < 0.75 * acts.mean()


@pytest.mark.parametrize("name", ["base", "ranked", "friends"])
def test_few_things_are_shared_by_many_and_most_by_few(name: str) -> None:
    shares = np.sort(np.bincount(whole(name).layer.arrays()["object"]))[::-1]
    assert shares[: len(shares) // 10].sum() > 0.3 * shares.sum()
    assert shares[0] > 10 * np.median(shares)


def test_people_act_in_bursts() -> None:
    """Burstiness of the times between acts (Goh and Barabási 2008): 0 for events by chance, towards 1 for sessions and long silence."""
    rows = whole("base").layer.arrays()
    order = np.lexsort((rows["time"], rows["account"]))
    account, time = rows["account"][order], rows["time"][order]
    gaps = np.diff(time)[account[1:] == account[:-1]].astype(np.float64)
    owner = account[1:][account[1:] == account[:-1]]
    many = [gaps[owner == each] for each in np.flatnonzero(np.bincount(owner) >= 40)[:200]]
    assert np.mean([(each.std() - each.mean()) / (each.std() + each.mean()) for each in many]) > 0.3


@pytest.mark.parametrize(("name", "least"), [("narrow_zone", 3.0), ("base", 1.3)])
def test_there_is_day_and_night(name: str, least: float) -> None:
    hours = np.bincount(whole(name).layer.arrays()["time"] % 86_400_000 // 3_600_000, minlength=24)
    assert np.sort(hours)[-6:].sum() > least * np.sort(hours)[:6].sum()


def test_hobbies_are_for_weekends() -> None:
    def share(name: str) -> float:
        return float(((whole(name).layer.arrays()["time"] - MONDAY) // 86_400_000 % 7 >= 5).mean())

    assert share("weekend_only") > share("base") + 0.1


@pytest.mark.parametrize(("name", "low", "high"), [("hashtags", 0.9, 1.1), ("petitions", 0.7, 1.6), ("push", 1.6, 30), ("everything", 1.6, 30)])
def test_what_makes_people_fast_shows_and_nothing_else(name: str, low: float, high: float) -> None:
    """The pairs within a minute, against the same acts shaken by a quarter of an hour: alike where nobody hears of things at one moment."""
    layer = whole(name).layer
    assert low < len(pairs(layer)) / len(pairs(layer, shaken=900_000)) < high


@pytest.mark.parametrize("name", ["p_borrowed", "p_own", "p_hashtags", "p_minute", "p_fifty"])
def test_planted_pairs_meet_far_more_often_than_they_do_shaken(name: str) -> None:
    world = whole(name)

    def met(found: NDArray[np.int64]) -> int:
        group = world.truth[found]
        return int(((group[:, 0] == group[:, 1]) & (group[:, 0] >= 0)).sum())

    assert met(pairs(world.layer)) > 4 * met(pairs(world.layer, shaken=900_000)) > 0


@pytest.mark.parametrize("name", ["syndication", "cross_posting"])
def test_the_pages_of_one_owner_make_most_of_the_meetings_that_others_do_not_explain(name: str) -> None:
    world = whole(name)
    found, times = np.unique(pairs(world.layer, window=25_000), axis=0, return_counts=True)
    often = found[times >= 8]
    app = world.apps[often]
    assert len(often) > 50
    assert ((app[:, 0] == app[:, 1]) & (app[:, 0] >= 0)).mean() > 0.95


@pytest.mark.parametrize(("name", "least"), [("refresh1h", 2.0), ("scheduled", 2.0), ("base", 0.0)])
def test_clocks_of_machines_show_at_full_hours(name: str, least: float) -> None:
    after = whole(name).layer.arrays()["time"] % 3_600_000 < 60_000
    assert after.mean() * 60 > least
    assert (name == "base") == (after.mean() * 60 < 1.1)


def test_what_was_posted_while_the_collector_was_cut_off_is_not_there() -> None:
    def silence(name: str) -> int:
        return int(np.diff(np.sort(whole(name).layer.arrays()["time"])).max())

    assert silence("api_gaps") > 3_000_000 > silence("push")
    assert silence("outage_return") > 3_000_000
