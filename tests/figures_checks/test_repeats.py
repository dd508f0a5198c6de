from itertools import permutations

import numpy as np
import pytest

from counterwatch.core import Finding, Verdict
from counterwatch.figures.checks.repeats import honest, repeats
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Kind
from counterwatch.stats.recurrence import recurrence


def ask(values: np.ndarray, **more: object) -> Finding:
    return repeats(Numbers.one(name="list", values=values, **more))[0]  # type: ignore[arg-type]


def test_shuffles_give_the_mean_that_all_shuffles_give() -> None:
    """Brute force: every order of the last digits of seven numbers."""
    values = np.array([121, 124, 121, 133, 134, 121, 144])
    heads, digits = values // 10, values % 10
    every = [
        sum(a == b for at, a in enumerate(made) for b in made[:at])
        for made in ((heads * 10 + list(order)).tolist() for order in permutations(digits.tolist()))
    ]
    drawn = recurrence(values, draws=4000, seed=1)
    assert drawn.pairs == 3
    assert drawn.drawn.mean() == pytest.approx(np.mean(every), rel=0.05)


def test_honest_lists_repeat_as_often_as_shuffled_ones() -> None:
    p = np.array([each.p_value for seed in range(40) for each in repeats(honest(np.random.default_rng(seed)), draws=99)], dtype=np.float64)
    assert (p <= 0.05).mean() <= 0.11
    assert 0.35 <= p.mean() <= 0.65


def test_one_amount_paid_again_and_again_is_asked_about() -> None:
    rng = np.random.default_rng(1)
    amounts = rng.gamma(3, 40, 1000).round(2)
    amounts[rng.choice(1000, 40, replace=False)] = 123.45
    finding = ask(amounts, kind=Kind.AMOUNTS)
    assert finding.verdict is Verdict.DEPARTS
    assert "the commonest is 123.45 (40 times)" in str(finding.statement)
    assert finding.attachments[0].content.decode().splitlines()[1] == "123.45,40"


def test_the_order_of_the_numbers_has_no_part() -> None:
    values = np.random.default_rng(2).integers(100, 900, 800).astype(np.float64)
    assert ask(values).numbers == ask(values[::-1].copy()).numbers


@pytest.mark.parametrize(
    ("values", "kind", "word"),
    [
        (np.random.default_rng(3).integers(10, 500, 500) * 25.0, Kind.COUNTS, "multiples of 25"),
        (np.random.default_rng(3).random(500), Kind.AMOUNTS, "fixed number of decimals"),
        (np.random.default_rng(3).random(500).round(3), Kind.RATES, "rates or shares"),
        (np.arange(99.0), Kind.COUNTS, "too few"),
    ],
)
def test_what_repeats_by_itself_is_not_tested(values: np.ndarray, kind: Kind, word: str) -> None:
    finding = ask(values, kind=kind)
    assert finding.verdict is Verdict.NOT_TESTED
    assert word in str(finding.statement)
