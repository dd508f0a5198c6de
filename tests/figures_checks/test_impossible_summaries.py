"""What whole numbers can give, against all tables of whole numbers; published cases; files in several languages."""

import itertools
import math
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest

from counterwatch.core import UnreadableEvidence, Verdict, WrongUsage
from counterwatch.figures.checks.impossible_summaries import impossible_summaries
from counterwatch.figures.columns import Columns
from counterwatch.figures.reading.delimited import grid_of_text
from counterwatch.figures.shapes.summaries import Summaries, Summary, summaries_of
from counterwatch.figures.summaries.exact import binary_is_possible, percent_is_possible, sd_is_possible, sums_for, written

WAYS = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)


def roundings(value: Fraction, decimals: int) -> set[str]:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return {str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=way)) for way in WAYS}


def root_roundings(square: Fraction, decimals: int) -> set[str]:
    exact = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()
    return {str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=way)) for way in WAYS}


def asked(**line: object) -> Verdict:
    (found,) = impossible_summaries(Summaries(name="t", lines=(Summary(subject="a", **line),)))  # type: ignore[arg-type]
    return found.verdict


def read(text: str, columns: Columns = Columns()) -> Summaries:  # noqa: B008 (frozen)
    table = summaries_of(grid_of_text(text.encode(), name="t.csv", encoding=None), columns)
    assert table is not None
    return table


@pytest.mark.parametrize("n", [7, 13, 28, 40])
@pytest.mark.parametrize("decimals", [1, 2])
def test_exactly_the_means_that_some_sum_gives_are_possible(n: int, decimals: int) -> None:
    given = set().union(*(roundings(Fraction(total, n), decimals) for total in range(4 * n + 1)))
    for number in range(4 * 10**decimals):
        text = f"{number / 10**decimals:.{decimals}f}"
        assert bool(sums_for(written(text), n)) == (text in given), text


@pytest.mark.parametrize("n", [9, 17, 33])
def test_exactly_the_percentages_that_some_count_gives_are_possible(n: int) -> None:
    given = set().union(*(roundings(Fraction(100 * count, n), 1) for count in range(n + 1)))
    for number in range(1001):
        text = f"{number / 10:.1f}"
        assert percent_is_possible(written(text), n) == (text in given), text


@pytest.mark.parametrize(("n", "top"), [(3, 7), (4, 5), (5, 4)])
def test_no_table_of_whole_numbers_is_called_impossible(n: int, top: int) -> None:
    for values in itertools.combinations_with_replacement(range(top + 1), n):
        total, squares = sum(values), sum(each * each for each in values)
        for divisor in (n - 1, n):
            spread = (squares - Fraction(total * total, n)) / divisor
            for mean, sd in itertools.product(roundings(Fraction(total, n), 2), root_roundings(spread, 2)):
                assert sd_is_possible(written(mean), written(sd), n), values


def test_most_other_standard_deviations_are_called_impossible() -> None:
    """Two decimals and five numbers: all sums of squares are few; the test must use that."""
    possible = sum(sd_is_possible(written("2.60"), written(f"{number / 100:.2f}"), 5) for number in range(300))
    real = set()
    for values in itertools.combinations_with_replacement(range(-4, 11), 5):
        if sum(values) == 13:
            spread = sum(each * each for each in values) - Fraction(169, 5)
            real |= {text for divisor in (4, 5) for text in root_roundings(spread / divisor, 2) if float(text) < 3}
    assert len(real) <= possible <= 1.25 * len(real)


@pytest.mark.parametrize("n", [6, 20, 35])
def test_zeros_and_ones_have_exactly_the_spreads_that_counting_gives(n: int) -> None:
    given = {
        (mean, sd)
        for ones in range(n + 1)
        for divisor in (n - 1, n)
        for mean in roundings(Fraction(ones, n), 2)
        for sd in root_roundings(Fraction(ones * (n - ones), n * divisor), 2)
    }
    for mean, sd in itertools.product(range(101), range(60)):
        pair = f"{mean / 100:.2f}", f"{sd / 100:.2f}"
        assert binary_is_possible(written(pair[0]), written(pair[1]), n) == (pair in given), pair


def test_published_examples_are_reproduced() -> None:
    # Brown & Heathers 2017: 5.19 cannot be the mean of 28 whole numbers; 5.18 and 5.21 can.
    assert [asked(n=28, mean=each) for each in ("5.19", "5.18", "5.21")] == [Verdict.DEPARTS, Verdict.CONSISTENT, Verdict.CONSISTENT]
    # Heathers & Brown 2019, the shape of DEBIT: a mean of 0.35 of twenty zeros and ones has the standard deviation 0.49.
    assert asked(n=20, mean="0.35", sd="0.18", binary=True) is Verdict.DEPARTS
    assert asked(n=20, mean="0.35", sd="0.49", binary=True) is Verdict.CONSISTENT


def test_the_plot_shows_what_whole_numbers_can_give_and_the_reported_line_beside_it() -> None:
    chart = impossible_summaries(Summaries(name="t", lines=(Summary(subject="trust", n=28, mean="5.19"),)))[0].charts[0]
    possible, reported = (layer["data"]["values"] for layer in chart.spec["layer"])
    assert reported == [{"people": 28, "value": 5.19}]
    shown = {(each["people"], each["value"]) for each in possible}
    assert {number for number, _ in shown} == set(range(16, 41))
    # By hand: every mean of n whole numbers, rounded either way, between 4.79 and 5.59.
    for n in range(16, 41):
        by_hand = {float(text) for total in range(n * 4, n * 6) for text in roundings(Fraction(total, n), 2) if 4.79 <= float(text) <= 5.59}
        assert {value for number, value in shown if number == n} == by_hand


def test_only_an_impossible_line_has_a_plot_and_each_kind_has_one() -> None:
    lines = (
        Summary(subject="a", n=28, mean="5.18"), Summary(subject="b", n=24, percent="47"),
        Summary(subject="c", n=20, mean="0.35", sd="0.18", binary=True), Summary(subject="d", n=5, mean="3.40", sd="0.10"),
    )  # fmt: skip
    found = impossible_summaries(Summaries(name="t", lines=lines))
    assert [len(each.charts) for each in found] == [0, 1, 1, 1]
    for each in found[1:]:
        possible, reported = (layer["data"]["values"] for layer in each.charts[0].spec["layer"])
        assert reported[0] not in possible
        assert possible


def test_zeros_at_the_end_count_and_several_questions_allow_more() -> None:
    assert asked(n=8, mean="3.5") is Verdict.CONSISTENT
    assert asked(n=8, mean="3.50") is Verdict.CONSISTENT
    assert asked(n=3, mean="3.5") is Verdict.DEPARTS
    assert asked(n=7, mean="3.50") is Verdict.DEPARTS
    assert asked(n=7, mean="3.50", items=4) is Verdict.CONSISTENT
    assert asked(n=24, percent="46") is Verdict.CONSISTENT
    assert asked(n=24, percent="47") is Verdict.DEPARTS


def test_simulated_answers_never_depart_with_two_ways_of_rounding() -> None:
    rng = np.random.default_rng(5)
    for _ in range(300):
        n = int(rng.integers(2, 60))
        answers = rng.integers(0, 8, n).tolist()
        mean, spread = Fraction(sum(answers), n), float(np.var(answers, ddof=1))
        for text in roundings(mean, 2):
            assert asked(n=n, mean=text, sd=f"{math.sqrt(spread):.2f}") is not Verdict.DEPARTS


@pytest.mark.parametrize(
    "text",
    [
        "item,n,mean,sd\ntrust,28,5.19,1.20\nhope,28,5.18,\n", "题目,人数,平均值,标准差\n信任,28,5.19,1.20\n希望,28,5.18,\n",
        "question;effectif;moyenne;écart-type\nconfiance;28;5,19;1,20\nespoir;28;5,18;\n",
        "question,N,M,SD\nབློ་གཏད,２８,５.１９,1.20\nئۈمىد,28,5.18,—\n",
    ],
)  # fmt: skip
def test_tables_in_several_languages_are_read_as_written(text: str) -> None:
    table = read(text)
    assert [(each.n, each.mean, each.sd) for each in table.lines] == [(28, "5.19", "1.20"), (28, "5.18", "")]
    assert [each.verdict for each in impossible_summaries(table)] == [Verdict.DEPARTS, Verdict.CONSISTENT]
    assert read(text, table.guess.columns).lines == table.lines


def test_other_files_are_not_of_this_shape_and_broken_rows_are_named() -> None:
    grid = grid_of_text(b"date,cases\n2020-01-01,3\n2020-01-02,4\n", name="t.csv", encoding=None)
    assert summaries_of(grid, Columns()) is None
    with pytest.raises(WrongUsage):
        summaries_of(grid, Columns(map={"n": "people"}))
    broken = "item,n,mean\na,28,5.18\nb,many,3.20\nc,30,about 3\nd,0,3.00\n"
    with pytest.raises(UnreadableEvidence, match="row 3"):
        read(broken)
    table = read(broken, Columns(skip_bad_rows=True))
    assert len(table.lines) == 1
    assert sum(each.records for each in table.problems) == 3
