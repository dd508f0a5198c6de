"""Pictures of groups: every action is where it happened, counts are right, accounts have numbers only, and nothing is left out unsaid."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.coordination.charts.contents import most_shared
from counterwatch.coordination.charts.encounters import encounters
from counterwatch.coordination.charts.look import LONGEST, label, span
from counterwatch.coordination.charts.network import MOST_ACCOUNTS, MOST_PAIRS, network
from counterwatch.coordination.charts.pushed import pushed
from counterwatch.coordination.charts.raster import MARKS, raster
from counterwatch.coordination.charts.top_contents import top_contents
from counterwatch.coordination.charts.window_sweep import window_sweep
from counterwatch.core import Chart, canonical
from counterwatch.core.language import LANGUAGES
from counterwatch.draw.chart import LARGEST, draw
from counterwatch.draw.words import bare_texts
from promises import faults_of

START = 1_630_000_000_000
MANY_SCRIPTS = ["转发：乌鲁木齐南路的真相", "ئۈرۈمچىدىكى ۋەقە", "ལྷ་སའི་གནས་ཚུལ།", "https://example.org/a?b=c", "#新疆", "новости", ""]


def edges(count: int = 12, groups: int = 3, seed: int = 0) -> pl.DataFrame:
    """Return every pair within each of some groups of the same size, with account codes far from any row number."""
    rng = np.random.default_rng(seed)
    pairs = [
        (424_242_000 + group * count + a, 424_242_000 + group * count + b, group + 1)
        for group in range(groups)
        for a, b in combinations(range(count), 2)
    ]
    frame = pl.DataFrame(pairs, schema=["a", "b", "group"], orient="row")
    size = len(frame)
    return frame.with_columns(
        kind=pl.Series(rng.choice(["A", "T", "B"], size)), episodes=pl.Series(rng.integers(1, 40, size)),
        occasions=pl.Series(rng.integers(40, 80, size)), expected=pl.Series(rng.gamma(1, 0.5, size)),
        p=pl.Series(rng.random(size)), q=pl.Series(rng.random(size)),
    )  # fmt: skip


def actions(accounts: int = 9, days: float = 20, seed: int = 0) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    count = accounts * 12
    account = 424_242_000 + np.r_[np.arange(accounts), rng.integers(0, accounts, count - accounts)]
    time = START + rng.integers(0, int(days * 86_400), count) * 1000
    return {"account": account, "time": time, "object": rng.integers(0, len(MANY_SCRIPTS), count), "hit": rng.random(count) < 0.3}


def raster_of(told: dict[str, Any]) -> Chart:
    return raster("group 1", account=told["account"], time=told["time"], hit=told["hit"])


def pushed_of(told: dict[str, Any]) -> Chart:
    return pushed("group 1", object=told["object"], account=told["account"], time=told["time"], names=MANY_SCRIPTS)


def contents_chart(told: dict[str, Any]) -> Chart:
    return top_contents("group 1", most_shared(told["object"], told["account"], told["time"], MANY_SCRIPTS), 9)


SWEEP = pl.DataFrame(
    [
        (window, kind, pairs + 7 * place, pairs // 9)
        for window, pairs in ((10_000, 4), (60_000, 900), (600_000, 52_000))
        for place, kind in enumerate("ATB")
    ],
    schema=["window", "kind", "pairs", "groups"],
    orient="row",
)
CHARTS = {
    "raster": raster_of(actions()),
    "raster of 200 accounts and a year": raster_of(actions(200, 365)),
    "raster of 3 accounts and a day": raster_of(actions(3, 1)),
    "pushed": pushed_of(actions()),
    "top contents": contents_chart(actions()),
    "network": network("all groups", edges()),
    "network of too many": network("all groups", edges(30, 40)),
    "encounters": encounters("all groups", edges()),
    "window sweep": window_sweep("this file", SWEEP),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def rows_of(chart: Chart, layer: int) -> list[dict[str, Any]]:
    return list(chart.spec["layer"][layer]["data"]["values"])


@every_chart
def test_a_chart_is_drawn_in_every_language_without_words_or_addresses_of_its_own(chart: Chart) -> None:
    assert faults_of(chart) == []
    assert list(bare_texts(chart.spec)) == []
    for language in LANGUAGES:
        assert draw(chart, language=language) == draw(chart, language=language)


@every_chart
def test_no_account_is_named_and_a_page_can_carry_it(chart: Chart) -> None:
    written = canonical(chart)
    assert b"424242" not in written
    assert len(written) < LARGEST / 2


def dark_and_pale(chart: Chart) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return rows_of(chart, 1), rows_of(chart, 0)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 30), st.floats(0.01, 500), st.integers(0, 1000))
def test_every_action_has_its_mark_and_every_mark_its_action(accounts: int, days: float, seed: int) -> None:
    told = actions(accounts, days, seed)
    told["hit"][0] = True
    chart = raster_of(told)
    row = rows_by_first_hit(told)
    low, high = chart.spec["encoding"]["x"]["scale"]["domain"]
    left_out = 0
    used: dict[bool, set[int]] = {True: set(), False: set()}
    marks = dict(zip((True, False), dark_and_pale(chart), strict=True))
    for account, time, hit in zip(told["account"], told["time"], told["hit"], strict=True):
        if not low <= time <= high:
            left_out += 1
            assert not hit
            continue
        mine = [at for at, mark in enumerate(marks[bool(hit)]) if mark["top"] < row[account] < mark["low"] and mark["from"] <= time <= mark["to"]]
        assert mine
        used[bool(hit)].update(mine)
    assert all(used[kind] == set(range(len(marks[kind]))) for kind in used)
    assert left_out == (chart.texts["outside"].params["n"] if "outside" in chart.texts else 0)


def rows_by_first_hit(told: dict[str, Any]) -> dict[int, int]:
    first: dict[int, list[Any]] = defaultdict(lambda: [np.inf, np.inf])
    for account, time, hit in zip(told["account"].tolist(), told["time"].tolist(), told["hit"].tolist(), strict=True):
        first[account] = [min(first[account][0], time if hit else np.inf), min(first[account][1], time)]
    return {account: row for row, account in enumerate(sorted(first, key=lambda each: (*first[each], each)), 1)}


def test_a_busy_group_has_no_more_marks_than_a_page_can_carry() -> None:
    rng = np.random.default_rng(0)
    told = {"account": rng.integers(0, 200, 90_000), "time": START + rng.integers(0, 365 * 86_400, 90_000) * 1000, "hit": rng.random(90_000) < 0.2}
    assert all(0 < len(marks) <= MARKS for marks in dark_and_pale(raster_of(told)))


def test_pictures_of_nothing_are_refused() -> None:
    none = np.zeros(0, dtype=np.int64)
    with pytest.raises(ValueError, match="together"):
        raster("nobody", account=none, time=none, hit=none.astype(bool))
    with pytest.raises(ValueError, match="an action"):
        pushed("nobody", object=none, account=none, time=none, names=[])
    with pytest.raises(ValueError, match="a pair"):
        network("nobody", edges().head(0))
    with pytest.raises(ValueError, match="expectation"):
        encounters("nobody", edges().head(0))
    with pytest.raises(ValueError, match="a row"):
        top_contents("nobody", [], 0)


def test_the_list_of_contents_counts_as_a_count_by_hand_does() -> None:
    told = actions(seed=5)
    by_hand: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for thing, account, time in zip(told["object"].tolist(), told["account"].tolist(), told["time"].tolist(), strict=True):
        by_hand[thing].append((account, time))
    found = most_shared(told["object"], told["account"], told["time"], MANY_SCRIPTS)
    assert [each.number for each in found] == list(range(1, len(by_hand) + 1))
    for each in found:
        mine = by_hand[each.object]
        assert (each.name, each.actions, each.accounts) == (MANY_SCRIPTS[each.object], len(mine), len({account for account, _ in mine}))
        assert (each.first, each.last) == (min(time for _, time in mine), max(time for _, time in mine))
    assert [(each.accounts, each.actions) for each in found] == sorted(((each.accounts, each.actions) for each in found), reverse=True)


def test_circles_of_a_time_line_hold_each_account_at_most_once_per_column() -> None:
    one = {"object": np.zeros(4, dtype=np.int64), "account": np.array([5, 5, 6, 5]), "time": START + np.array([0, 1000, 2000, 40 * 86_400_000])}
    assert [row["accounts"] for row in rows_of(pushed_of(one), 0)] == [2, 1]


def test_a_network_that_is_drawn_whole_has_a_line_per_pair_and_a_dot_per_account() -> None:
    frame = edges()
    chart = network("all groups", frame)
    *lines, dots, labels = [layer["data"]["values"] for layer in chart.spec["layer"]]
    assert sum(map(len, lines)) == len(frame)
    assert len(dots) == 36
    assert [each["group"] for each in labels] == ["1", "2", "3"]
    ends = {(each["x"], each["y"]) for line in lines for each in line} | {(each["x2"], each["y2"]) for line in lines for each in line}
    assert ends == {(each["x"], each["y"]) for each in dots}
    assert "part" not in chart.texts


def test_a_network_of_too_many_takes_the_clearest_pairs_and_says_what_is_missing() -> None:
    frame = edges(30, 40)
    chart = network("all groups", frame)
    said: Any = chart.texts["part"].params
    assert (said["accounts"], said["pairs"]) == (1200, len(frame))
    assert said["drawn"] <= MOST_ACCOUNTS
    assert 0 < said["lines"] <= MOST_PAIRS
    clearest = frame.filter(pl.col("kind") == "A").sort("p")
    assert said["lines"] == most_that_fit(clearest)


def most_that_fit(pairs: pl.DataFrame) -> int:
    seen: set[int] = set()
    for count, (a, b) in enumerate(pairs.select("a", "b").iter_rows()):
        seen |= {a, b}
        if len(seen) > MOST_ACCOUNTS or count == MOST_PAIRS:
            return count
    return len(pairs)


def test_pairs_without_a_group_are_drawn_without_a_number() -> None:
    frame = edges(3, 2).with_columns(group=pl.when(pl.col("group") == 2).then(None).otherwise(pl.col("group")))
    assert [each["group"] for each in rows_of(network("all groups", frame), -1)] == ["1"]


def test_signs_hold_every_pair_at_its_place() -> None:
    frame = edges(20, 3)
    signs = [(kind, row) for kind, layer in zip("ATB", encounters("all", frame).spec["layer"][1:], strict=True) for row in layer["data"]["values"]]
    drawn = Counter({(kind, row["observed"]): 0 for kind, row in signs})
    for kind, row in signs:
        drawn[kind, row["observed"]] += row["pairs"]
    assert drawn == Counter(frame.select("kind", "episodes").iter_rows())
    mine = frame.filter((pl.col("kind") == "A") & (pl.col("expected") >= 0.01))
    values = np.array(sorted(row["expected"] for kind, row in signs if kind == "A"))
    for value in mine["expected"]:
        assert np.abs(np.log10(values / value)).min() <= 1 / 24 + 0.003


def test_a_pair_without_an_expectation_is_not_drawn() -> None:
    frame = edges(3, 1).with_columns(expected=pl.lit(None, dtype=pl.Float64), kind=pl.lit("B"))
    with pytest.raises(ValueError, match="expectation"):
        encounters("all", frame)


def test_a_sweep_shows_every_number() -> None:
    chart = window_sweep("file", SWEEP)
    shown = {(row["window"]["message"], row["pairs"]) for layer in chart.spec["vconcat"][0]["layer"] for row in layer["data"]["values"]}
    assert shown == {(f"span{window}", pairs) for window, pairs in SWEEP.select("window", "pairs").iter_rows()}
    assert [str(chart.texts[key]) for key in ("span10000", "span60000", "span600000")] == ["10 s", "1 min", "10 min"]


@pytest.mark.parametrize(("length", "said"), [(500, "0.5 s"), (1000, "1 s"), (90_000, "90 s"), (3_600_000, "1 h"), (172_800_000, "2 d")])
def test_a_window_is_said_in_its_largest_whole_unit(length: int, said: str) -> None:
    assert str(span(length)) == said


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_label_is_the_beginning_of_its_name(text: str) -> None:
    short = label(text)
    assert len(short) <= LONGEST
    assert "://" not in short
    assert short.removesuffix("…") in " ".join(text.replace("://", ":").split())


def test_a_label_keeps_what_fits() -> None:
    assert label("https://example.org/a") == "example.org/a"
    assert label("x" * LONGEST) == "x" * LONGEST
    assert label("x" * (LONGEST + 5)) == "x" * (LONGEST - 1) + "…"
    assert label("短" * 100) == "短" * (LONGEST // 2 - 1) + "…"
