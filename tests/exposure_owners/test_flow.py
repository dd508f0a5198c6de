"""The flow chart: nothing is lost between columns, widths are requests, and it can be drawn and read in every language."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core.language import LANGUAGES
from counterwatch.draw.chart import draw
from counterwatch.exposure.charts.flow import MOST, Flow, flow
from counterwatch.exposure.charts.ribbons import SLOT, most_first, nodes, ribbons
from promises import faults_of

KEY = st.sampled_from("abcdefgh")
PATHS = st.dictionaries(st.tuples(KEY, KEY, KEY), st.integers(1, 500).map(float), min_size=1, max_size=30)
ROWS = [
    Flow(start="email#1", endpoint="api.weixin.qq.com", owner="Tencent", seat="CN", requests=30, unreadable=0.5),
    Flow(start="email#1", endpoint="cdn.example.org", requests=10),
    Flow(start="phone#1", endpoint="mc.yandex.ru", owner="Yandex", seat="RU", requests=20, unreadable=1.0),
]


def rows_of(spec: dict[str, Any], mark: str) -> list[list[dict[str, Any]]]:
    return [layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == mark]


@given(PATHS)
def test_what_flows_in_flows_out_and_no_bar_overlaps_another(weights: dict[tuple[str, str, str], float]) -> None:
    paths = most_first(list(weights.items()))
    placed = nodes(paths, 0.3)
    areas = ribbons(paths, {}, placed, 0.3)
    total = sum(weights.values()) * 0.3
    for column in range(2):
        assert sum(each.height for each in areas if each.left.column == column) == pytest.approx(total)
    for (column, _), node in placed.items():
        out = sum(each.height for each in areas if each.left == node)
        into = sum(each.height for each in areas if each.right == node)
        assert (out if column < 2 else into) == pytest.approx(node.height)
        assert (into if column > 0 else out) == pytest.approx(node.height)
    for column in range(3):
        bars = sorted((node for node in placed.values() if node.column == column), key=lambda node: node.top)
        for above, below in itertools.pairwise(bars):
            assert above.top + above.height < below.top + 1e-6
            assert below.middle - above.middle >= SLOT - 1e-6


@given(PATHS, st.floats(0, 1))
def test_the_hatched_part_is_the_share_that_cannot_be_read(weights: dict[tuple[str, str, str], float], share: float) -> None:
    paths = most_first(list(weights.items()))
    dark = {path: weight * share for path, weight in paths.items()}
    for each in ribbons(paths, dark, nodes(paths, 1.0), 1.0):
        assert each.dark == pytest.approx(each.height * share)


def test_columns_without_a_beginning_are_three() -> None:
    with_start, without = flow("one", ROWS), flow("one", [Flow(endpoint="a.example", requests=1)])
    assert {"start"} == with_start.texts.keys() & {"start"}
    assert "start" not in without.texts
    assert "unknown" in without.texts


def test_what_is_least_is_put_together_and_counted() -> None:
    chart = flow("many", [Flow(endpoint=f"h{number}.example", owner=f"O{number}", seat="CN", requests=number + 1) for number in range(40)])
    assert chart.texts["rest_endpoint"].params["n"] == 40 - (MOST["endpoint"] - 1)
    assert chart.texts["rest_owner"].params["n"] == 40 - (MOST["owner"] - 1)
    # Bars: endpoints, owners, one country; none is lost.
    assert len(rows_of(chart.spec, "rect")[0]) == MOST["endpoint"] + MOST["owner"] + 1


def test_the_unknown_is_never_put_together_with_the_known() -> None:
    rows = [Flow(endpoint=f"h{number}.example", owner=f"O{number}", seat="CN", requests=50) for number in range(40)]
    chart = flow("many", [*rows, Flow(endpoint="tiny.example", requests=1)])
    assert "unknown" in chart.texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_drawn_without_bare_words_in_every_language(language: str) -> None:
    chart = flow("télé «1».har", ROWS)
    assert faults_of(chart) == []
    svg = draw(chart, language=language)
    assert {"en": "Russia", "fr": "Russie", "zh-Hans": "俄罗斯", "zh-Hant": "俄羅斯"}[language] in svg


def test_nothing_to_draw_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="request"):
        flow("none", [Flow(endpoint="a.example", requests=0)])


def test_ten_thousand_ways_make_a_chart_that_can_be_drawn() -> None:
    rows = [
        Flow(endpoint=f"h{n % 700}.example", owner=f"O{n % 90}", seat="CN" if n % 2 else "US", requests=1 + n % 7, unreadable=0.4)
        for n in range(10_000)
    ]
    assert draw(flow("large", rows)).startswith("<")
