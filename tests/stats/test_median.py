import numpy as np
import pytest

from counterwatch.stats.median import median_interval, row_medians


@pytest.mark.parametrize(("number", "rank"), [(6, 1), (9, 2), (20, 6), (50, 18), (100, 40)])
def test_the_ranks_are_those_of_the_printed_tables(number: int, rank: int) -> None:
    """Tables of the sign test: the 95 % interval of a median runs from this rank to its mirror image."""
    assert median_interval(np.arange(1.0, number + 1), level=0.95)[1:] == (rank, number + 1 - rank)


def test_the_interval_holds_the_true_median_as_often_as_it_says() -> None:
    generator = np.random.default_rng(6)
    intervals = [median_interval(generator.exponential(size=30), level=0.95)[1:] for _ in range(4000)]
    held = np.mean([low <= np.log(2) <= high for low, high in intervals])
    assert 0.94 < held < 0.99


def test_row_medians_leave_out_what_is_not_a_number() -> None:
    rows = np.array([[3.0, np.nan, 1.0, 2.0], [4.0, 1.0, np.nan, np.nan], [np.nan] * 4])
    assert row_medians(rows)[:2].tolist() == [2.0, 2.5]
    assert np.isnan(row_medians(rows)[2])
