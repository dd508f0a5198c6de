"""What is packaged about the checks: it is current, the bars hold, and weaknesses are named."""

import pathlib
import subprocess
import sys

import numpy as np
import pytest

import calibration_named
import calibration_page
from calibration_intervals import too_often
from counterwatch.core.registry import checks
from counterwatch.figures.calibration import HONEST, Calibration, KnownCheck, Tally, calibration, known_of, seen_at
from counterwatch.figures.resembles import Likeness, Resemblance, resembles
from counterwatch.figures.table import Panel, Step
from counterwatch.figures.tabled.known import tables_calibration
from counterwatch.figures.tabled.table import tables_made
from counterwatch.figures.worlds.falsified import falsifications
from counterwatch.figures.worlds.world import worlds

HERE = pathlib.Path(__file__).resolve().parents[2]


def test_the_page_says_what_was_measured() -> None:
    assert calibration_page.PAGE.read_text(encoding="utf-8") == calibration_page.page(calibration(), tables_calibration())


def test_every_world_and_check_in_use_was_measured() -> None:
    known = calibration()
    assert set(known.worlds) == set(worlds())
    in_use = {name: check.version for name, check in checks(reads=Panel).items()}
    assert {name: check.version for name, check in known.checks.items() if name in in_use} == {
        name: version for name, version in in_use.items() if name in known.checks
    }
    assert set(in_use) - {"figures.publication_habit"} == set(known.checks)


def test_counts_add_up() -> None:
    for check in calibration().checks.values():
        powers = [each for ways in check.power.values() for doses in ways.values() for each in doses.values()]
        for each in (*check.size.values(), *powers, *check.pairs.values()):
            assert 0 <= each.departs <= each.tested <= each.asked
            assert 0 <= each.found <= each.tested


def test_no_check_departs_too_often_in_a_plain_world() -> None:
    known = calibration()
    loud = {
        (name, world)
        for name, check in known.checks.items()
        for world, tally in check.size.items()
        if known.worlds[world].mechanism == "plain" and too_often(tally, check.nominal)
    }
    assert loud == set()


def test_any_check_is_loud_in_four_kinds_of_honest_offices_at_most_and_the_page_names_them() -> None:
    known = calibration()
    assert len(calibration_page.honest_of(known)) >= 40
    assert sum(world.mechanism == "late" for world in known.worlds.values()) >= 9
    kinds = calibration_page.loud_kinds(known)
    assert len(kinds) <= 4
    assert set(kinds) <= set(calibration_page.EXPLAINED)


def test_no_series_of_an_honest_office_is_strong() -> None:
    """Pairs of practices included."""
    known = calibration()
    assert [name for name, world in known.worlds.items() if world.strong[0] and world.mechanism != "plain"] == []
    assert [name for name, (strong, _) in known.pairs.items() if strong] == []


def test_what_names_a_falsification_is_said_and_what_nothing_sees_as_well() -> None:
    known, page = calibration(), calibration_page.PAGE.read_text(encoding="utf-8")
    assert set(known.named) == {*falsifications(), HONEST}
    for way in calibration_named.missed(known):
        assert f"- *{way}* (" in page
    assert known.named[HONEST]["0.0"].anything <= 0.1 * known.named[HONEST]["0.0"].asked


def test_every_check_of_figures_is_on_the_page_at_a_glance() -> None:
    page = calibration_page.PAGE.read_text(encoding="utf-8")
    at_a_glance = page[page.index("## Checks at a glance") : page.index("## Worlds in which a check departs")]
    assert [name for name in checks() if name.startswith("figures.") and f"| `{name}` |" not in at_a_glance] == []


def test_the_checks_of_other_tables_were_measured_in_this_version_on_all_ways() -> None:
    known = tables_calibration()
    assert set(known.ways) == set(tables_made())
    assert {name: each.version for name, each in known.checks.items()} == {name: checks()[name].version for name in known.checks}
    asked = {name for made in tables_made().values() for name in made.asked}
    assert set(known.checks) == asked
    for check in known.checks.values():
        assert check.size
        assert all(0 <= each.departs <= each.tested <= each.asked for each in check.size.values())


@pytest.mark.parametrize(
    ("name", "way", "least"),
    [("source_gap", "here_scaled", 0.7), ("revisions", "lowered_later", 0.9), ("hierarchy_sum", "faster_total", 0.9),
     ("integer_percentages", "whole_percentages", 0.9), ("turnout_share", "ballots_added", 0.7), ("repeats", "copied_numbers", 0.9),
     ("publication_habit", "weeks_told_as_count", 0.9)],
)  # fmt: skip
def test_a_check_of_other_tables_sees_what_it_is_for(name: str, way: str, least: float) -> None:
    assert tables_calibration().checks[f"figures.{name}"].power[way]["0.25"].share >= least


@pytest.mark.parametrize(
    ("name", "way", "least"), [("underdispersion", "invented", 0.4), ("last_digit", "rounded", 0.6), ("zero_runs", "zeroed", 0.7)]
)
def test_what_a_check_is_for_it_sees(name: str, way: str, least: float) -> None:
    assert seen_at(calibration().checks[f"figures.{name}"], "0.25")[way] >= least


def test_every_falsification_was_tried() -> None:
    assert all(set(seen_at(check, dose)) == set(falsifications()) for check in calibration().checks.values() for dose in calibration_page.DOSES)


NEAR = Resemblance(worlds=("base",), distance=1.0)


def made(size: Tally, power: Tally) -> Calibration:
    check = KnownCheck(version=1, family="digits", nominal=0.01, size={"base": size}, power={"base": {"typed": {"0.25": power}}})
    return Calibration(made="2026-01-01", version="0", seeds={}, units={}, days=700, checks={"figures.some": check}, worlds={})


def test_it_is_said_how_often_a_check_departs() -> None:
    said = known_of("figures.some", NEAR, made(Tally(200, 150, 3, 0), Tally(40, 40, 30, 30)))
    assert said is not None
    assert str(said) == (
        "200 simulated series of honest offices look like this one (base): this check departed in 1.5% of them and left 25% untested. "
        "Where a quarter of the days was altered, it departed in 75% of series for the way it sees best, and in 75% over 1 ways"
    )


def test_a_check_that_sees_nothing_is_said_to_clear_nothing() -> None:
    said = known_of("figures.some", NEAR, made(Tally(200, 200, 0, 0), Tally(40, 40, 1, 1)))
    assert said is not None
    assert str(said).endswith("here it clears nothing")


def test_nothing_is_said_of_what_was_not_measured() -> None:
    known = made(Tally(200, 150, 3, 0), Tally(40, 40, 30, 30))
    assert known_of("figures.other", NEAR, known) is None
    assert known_of("figures.some", None, known) is None
    far = known_of("figures.some", Resemblance(worlds=("base",), distance=9.0), known)
    assert far is not None
    assert "no simulated world looks like this series" in str(far)


@pytest.mark.parametrize(
    "name", ["occupancy", "weekly_split", "vacc_slots", "timetable", "sched_births", "gaps_blank", "poisson_50", "big_calm", "weekly_report"]
)
def test_a_series_looks_like_the_world_it_comes_from(name: str) -> None:
    found = resembles(worlds()[name].panel(5, 30), "", calibration().likenesses())
    assert sum(each is not None and name in each.worlds for each in found) >= 0.8 * 30


def test_a_series_from_nowhere_looks_like_no_world() -> None:
    ramp = Panel.one(name="ramp", values=10.0 ** np.linspace(1, 9, 700).round())
    found = resembles(ramp, "", calibration().likenesses())[0]
    assert found is not None
    assert found.distance > 3


def test_resemblance_is_the_same_in_any_order_of_units() -> None:
    panel = worlds()["mixed"].panel(5, 12)
    turned = Panel.many(name="turned", values=panel.values[""][::-1])
    known = calibration().likenesses()
    assert [each and each.worlds for each in resembles(turned, "", known)][::-1] == [each and each.worlds for each in resembles(panel, "", known)]


@pytest.mark.parametrize(
    "panel",
    [Panel.many(name="weekly", values=np.ones((2, 300)), step=Step.WEEK), Panel.many(name="short", values=np.ones((2, 20))),
     Panel.many(name="blank", values=np.full((2, 300), np.nan))],
)  # fmt: skip
def test_what_cannot_be_compared_looks_like_nothing(panel: Panel) -> None:
    likeness = {"base": Likeness(mean=(0.0,) * 7, spread=(1.0,) * 7, habits={})}
    assert resembles(panel, "", likeness) == [None, None]


@pytest.mark.slow
def test_the_bench_measures_a_small_version(tmp_path: pathlib.Path) -> None:
    out = tmp_path / "calibration.json"
    command = [sys.executable, str(HERE / "bench" / "figures_calibration.py"), "--small", "--only", "figures.underdispersion", "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    assert out.stat().st_size > 5000
