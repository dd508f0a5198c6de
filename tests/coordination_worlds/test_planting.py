"""What is planted is what the plan says: who, how often, how close, behind how much else."""

from functools import cache

import numpy as np
import polars as pl
import pytest

from counterwatch.coordination.worlds.planting import OWN, Plan, plant
from counterwatch.coordination.worlds.sessions import base
from counterwatch.coordination.worlds.world import FULL, Scene, generator, planted_worlds, worlds


@cache
def played(**plan: object) -> tuple[Scene, Scene]:
    before = base(generator(2, "base"), FULL)
    return before, plant(np.random.default_rng(3), before, Plan(**plan))  # type: ignore[arg-type]


def work(**plan: object) -> pl.DataFrame:
    """Return the acts that are not of the world before: the operations."""
    before, after = played(**plan)
    assert after.truth is not None
    old = pl.DataFrame({"account": before.acts.account, "object": before.acts.object, "time": before.acts.time})
    new = pl.DataFrame({"account": after.acts.account, "object": after.acts.object, "time": after.acts.time})
    found = new.join(old, on=["account", "object", "time"], how="anti")
    return found.with_columns(group=pl.Series(after.truth[found["account"].to_numpy()]))


def test_only_members_do_anything_new_and_others_do_all_they_did() -> None:
    before, after = played()
    assert after.truth is not None
    assert (work()["group"] >= 0).all()
    others = after.truth[before.acts.account] < 0
    assert others.sum() == (after.truth[after.acts.account] < 0).sum()


@pytest.mark.parametrize("jitter", [(5.0, 5.0), (50.0, 50.0), (300.0, 300.0)])
def test_an_operation_lasts_as_long_as_the_jitter(jitter: tuple[float, float]) -> None:
    lasts = work(jitter=jitter).group_by("group", "object").agg(pl.col("time").max() - pl.col("time").min())["time"]
    assert lasts.max() <= jitter[0]  # type: ignore[operator]
    assert lasts.median() > jitter[0] / 3  # type: ignore[operator]


def test_staggered_members_follow_in_the_same_order_every_time() -> None:
    rows = work(step=90.0, jitter=(2.0, 10.0), takes_part=1.0)
    order = rows.sort("time").group_by("group", "object", maintain_order=True).agg(pl.col("account"))
    assert order.group_by("group").agg(pl.col("account").n_unique())["account"].to_list() == [1] * order["group"].n_unique()
    steps = rows.sort("time").group_by("group", "object").agg(pl.col("time").diff().drop_nulls())["time"].explode()
    assert steps.is_between(80, 100).all()


def test_rotating_groups_send_some_each_time_and_everybody_in_the_end() -> None:
    rows = work(members=(20, 20), takes_part=0.35, operations=(60, 60))
    sent = rows.group_by("group", "object").len()["len"]
    assert 5 < float(sent.mean()) < 9  # type: ignore[arg-type]
    assert (rows.group_by("group").agg(pl.col("account").n_unique())["account"] == 20).all()


@pytest.mark.parametrize(("share", "operations"), [(0.3, (15, 40)), (0.6, (15, 40)), (0.9, (7, 12))])
def test_camouflage_is_the_share_of_a_former_life(share: float, operations: tuple[int, int]) -> None:
    plan = {"camouflage": (share, share), "operations": operations}
    _, after = played(**plan)
    assert after.truth is not None
    mine = int((after.truth[after.acts.account] >= 0).sum())
    assert 1 - len(work(**plan)) / mine == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize("own", [0.0, 0.5, 1.0])
def test_own_things_are_shared_by_nobody_else(own: float) -> None:
    rows = work(own=own)
    assert float((rows["object"] >= OWN).mean()) == pytest.approx(own, abs=0.1)  # type: ignore[arg-type]
    assert rows.filter(pl.col("object") >= OWN).group_by("object").agg(pl.col("group").n_unique())["group"].unique().to_list() in ([1], [])


def test_borrowed_things_are_about_before() -> None:
    before, _ = played()
    onset = pl.DataFrame({"object": before.acts.object, "time": before.acts.time}).group_by("object").agg(onset=pl.col("time").min())
    age = work().join(onset, on="object").select(pl.col("time") - pl.col("onset")).to_series()
    assert len(age) == len(work())
    assert age.is_between(900, 12 * 3600 + 60).all()


def test_a_blitz_is_over_in_two_hours() -> None:
    lasts = work(sitting=7200.0).group_by("group").agg(pl.col("time").max() - pl.col("time").min())["time"]
    assert lasts.is_between(3600, 7300).all()


@pytest.mark.parametrize(("name", "low", "high"), [("p_fifth", 0.17, 0.25), ("p_hundredth", 0.005, 0.015)])
def test_the_share_of_all_posts_is_what_the_name_says(name: str, low: float, high: float) -> None:
    world = worlds()[name].draw(4)
    rows = world.layer.arrays()
    table = pl.DataFrame({"group": world.truth[rows["account"]], "object": rows["object"]}).filter(pl.col("group") >= 0)
    together = table.filter(pl.len().over("group", "object") >= 2)
    assert low < len(together) / len(rows["time"]) < high


@pytest.mark.parametrize("name", sorted(planted_worlds()))
def test_every_planted_world_holds_groups_of_three_and_more(name: str) -> None:
    truth = worlds()[name].draw(4, small=True).truth
    sizes = np.bincount(truth[truth >= 0])
    assert len(sizes) >= 2
    assert sizes.min() >= 3
