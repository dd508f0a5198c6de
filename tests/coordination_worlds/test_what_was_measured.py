"""What is packaged about the synchrony test: it is current, it adds up, and the bars that hold are kept."""

import pytest

import coordination_page
from counterwatch.coordination.calibration import Asked, calibration
from counterwatch.coordination.worlds.measured import KINDS, Run
from counterwatch.coordination.worlds.world import organic_worlds, planted_worlds

KNOWN = calibration()
RUNS = [(each, run) for each in (*KNOWN.organic, *KNOWN.planted, *KNOWN.shipped) for run in each.runs if not run.refused]


def test_the_page_says_what_was_measured() -> None:
    assert coordination_page.PAGE.read_text(encoding="utf-8") == coordination_page.page(KNOWN)


def test_every_world_was_measured_at_its_windows() -> None:
    assert {each.world for each in KNOWN.organic} == set(organic_worlds())
    asked = {(name, window) for name, world in planted_worlds().items() for window in world.windows}
    assert {(each.world, each.window) for each in KNOWN.planted} == asked


def test_counts_add_up() -> None:
    for each, run in RUNS:
        for kind in KINDS:
            assert 0 <= run.false[kind] + run.apps[kind] <= run.edges[kind], each.world
        assert run.met_found["A"] <= run.met_found["AT"] <= run.met_found["ATB"] <= run.met <= run.members <= run.accounts
        assert run.pairs_found["A"] <= run.pairs_found["AT"] <= run.pairs_found["ATB"] <= run.pairs


def test_where_nobody_is_planted_every_edge_is_false_or_of_one_owner() -> None:
    assert all(
        run.false[kind] + run.apps[kind] == run.edges[kind] for each in KNOWN.organic for run in each.runs if not run.refused for kind in KINDS
    )


def found(bar: str, reach: str) -> tuple[int, int]:
    runs = [run for each in coordination_page.barred(KNOWN, bar) for run in each.runs]
    return sum(run.met_found.get(reach, 0) for run in runs), sum(run.met for run in runs)


@pytest.mark.parametrize(("bar", "reach"), [("borrowed", "AT"), ("own", "ATB")])
def test_of_those_who_met_in_six_sittings_nineteen_in_twenty_are_found(bar: str, reach: str) -> None:
    seen, met = found(bar, reach)
    assert met > 200
    assert seen >= 0.95 * met


def quiet(each: Asked) -> bool:
    return all(run.refused or run.false["A"] == 0 for run in each.runs)


def test_sessions_and_feeds_alone_never_make_an_edge_in_class_a() -> None:
    plain = [each for each in KNOWN.organic if organic_worlds()[each.world].mechanism in ("sessions", "feeds")]
    assert len(plain) >= 15
    assert [each.world for each in plain if not quiet(each)] == []


def test_the_simulations_of_another_hand_are_answered() -> None:
    runs: dict[str, Run] = {each.world: each.runs[0] for each in KNOWN.shipped}
    assert runs["sim_organic_burst10"].edges["A"] == 0
    assert runs["sim_planted_burst10"].false["A"] == 0
    assert runs["sim_planted_burst10"].members_found["ATB"] >= 155
