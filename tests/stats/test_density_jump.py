import importlib.util
import json
import pathlib
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from counterwatch.stats.density_jump import Jump, Ordered, density_near, jump

Values = NDArray[np.float64]

ORACLE = """
import json, sys, warnings
warnings.filterwarnings("ignore")
import pandas
from rddensity import rddensity
answers = []
for values, point, widths in json.load(sys.stdin):
    answer = rddensity(pandas.Series(values), c=point, h=widths, bino_flag=False)
    answers.append({
        "widths": [answer.h["left"], answer.h["right"]], "densities": [answer.hat["left"], answer.hat["right"]],
        "errors": [answer.sd_jk["left"], answer.sd_jk["right"]], "t": answer.test["t_jk"], "p": answer.test["p_jk"],
    })
print(json.dumps(answers))
"""
CASES: dict[str, tuple[Values, float, list[float]]] = {
    "normal": (np.random.default_rng(1).normal(0.3, 1, 800), 0.1, [0.7, 0.9]),
    "repeated values": (np.random.default_rng(2).normal(8, 3, 900).round(1), 8.0, [2.0, 3.0]),
    "counts": (np.random.default_rng(3).negative_binomial(5, 0.05, 700).astype(np.float64), 100.0, [40.0, 60.0]),
    "bunched": (np.abs(np.random.default_rng(4).normal(0, 1, 600)) - 0.2, 0.0, [0.15, 1.1]),
    "normal, own widths": (np.random.default_rng(1).normal(0.3, 1, 800), 0.1, []),
    "counts, own widths": (np.random.default_rng(3).gamma(5, 18, 700).round(1), 100.0, []),
    "gamma, own widths": (np.random.default_rng(3).gamma(5, 18, 700), 100.0, []),
}


@pytest.fixture(scope="module")
def oracle(shared: pathlib.Path) -> dict[str, dict[str, list[float]]]:
    """Ask the authors' program in a process of its own; it is under another licence, so it is never imported and its source is unread."""
    if importlib.util.find_spec("rddensity") is None:
        pytest.skip("rddensity is not installed (uv sync --group oracle)")
    asked = {**CASES, "senate": (senate(shared), 0.0, [])}
    text = json.dumps([(values.tolist(), point, widths) for values, point, widths in asked.values()])
    answer = subprocess.run([sys.executable, "-c", ORACLE], input=text, capture_output=True, text=True, check=True)
    return dict(zip(asked, json.loads(answer.stdout.splitlines()[-1]), strict=True))


def assert_alike(ours: Jump, theirs: dict[str, list[float]]) -> None:
    assert [ours.left.width, ours.right.width] == pytest.approx(theirs["widths"], rel=1e-5)
    assert [ours.left.density, ours.right.density] == pytest.approx(theirs["densities"], rel=1e-6)
    assert [ours.left.error, ours.right.error] == pytest.approx(theirs["errors"], rel=1e-6)
    assert (ours.t, ours.p) == pytest.approx((theirs["t"], theirs["p"]), abs=1e-5)


def senate(shared: pathlib.Path) -> Values:
    path = shared / "data" / "figures" / "rddensity_senate.csv"
    if not path.is_file():
        pytest.skip("rddensity_senate.csv is not here")
    return pl.read_csv(path)["margin"].to_numpy()


def test_margins_of_the_us_senate_give_the_reference_t(shared: pathlib.Path) -> None:
    """The reference program with default settings: t = -0.8753, p = 0.3814, widths 19.841 and 27.119."""
    found = jump(senate(shared), 0.0)
    assert (round(found.t, 4), round(found.p, 4)) == (-0.8753, 0.3814)
    assert (found.left.width, found.right.width) == pytest.approx((19.841, 27.119), abs=5e-4)
    assert (found.left.near, found.right.near) == (408, 460)


def test_the_authors_program_gives_the_same_for_the_senate(shared: pathlib.Path, oracle: dict[str, dict[str, list[float]]]) -> None:
    assert_alike(jump(senate(shared), 0.0), oracle["senate"])


@pytest.mark.parametrize("name", CASES)
def test_the_authors_program_gives_the_same(name: str, oracle: dict[str, dict[str, list[float]]]) -> None:
    values, point, widths = CASES[name]
    assert_alike(jump(values, point, widths=(widths[0], widths[1]) if widths else (None, None)), oracle[name])


@pytest.mark.parametrize("rounded", [9, 1], ids=["all different", "one decimal"])
def test_a_smooth_density_jumps_no_more_often_than_p_says(rounded: int) -> None:
    rng = np.random.default_rng(5)
    p = np.array([jump(rng.normal(1, 2, 1000).round(rounded), 0.5).p for _ in range(400)])
    assert (p <= 0.05).mean() <= 0.08
    assert (p <= 0.01).mean() <= 0.025


def test_a_true_jump_is_measured() -> None:
    """Half of what lies in (-1, 0) is taken away: the density on the right is then twice that on the left."""
    rng = np.random.default_rng(6)
    values = rng.uniform(-3, 3, 20_000)
    values = values[(values >= 0) | (rng.random(20_000) < 0.5)]
    found = jump(values, 0.0)
    assert found.right.density / found.left.density == pytest.approx(2, abs=0.25)
    assert found.p < 1e-6


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_unit_does_not_matter(scale: float) -> None:
    values = np.random.default_rng(7).gamma(3, 2, 700)
    assert jump(values * scale, 6 * scale).t == pytest.approx(jump(values, 6).t, rel=1e-6)


def test_turned_round_the_jump_is_the_same_with_the_other_sign() -> None:
    values = np.random.default_rng(8).gamma(3, 2, 700)
    assert jump(-values, -6).t == pytest.approx(-jump(values, 6).t, rel=0.05)


def test_the_density_away_from_the_threshold_is_that_of_the_distribution() -> None:
    ordered = Ordered.of(np.random.default_rng(9).exponential(1, 50_000))
    value, error = density_near(ordered, 1.0, 0.4, right=True)
    assert abs(value - np.exp(-1)) < 4 * error
    assert error < 0.02


@pytest.mark.parametrize("values", [np.zeros(50), np.array([1.0, 2.0]), np.arange(-3.0, 4.0), np.array([-1.0] * 40 + [1.0] * 40)])
def test_hardly_any_values_give_numbers_and_no_crash(values: Values) -> None:
    found = jump(values, 0.0)
    assert np.isfinite([found.t, found.p, found.left.density, found.right.error]).all()
