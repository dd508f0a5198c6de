"""A screening at a glance: which check departs on which series, in which weeks, and how the striking series look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from counterwatch.core import Chart, Finding, Template, Verdict
from counterwatch.draw.pieces import DEPARTURE, EXPECTED, OBSERVED
from counterwatch.figures.dispersion.words import TABLE
from counterwatch.figures.table import Panel, Series, Step

FEWEST, LISTED, DRAWN, ACROSS = 3, 40, 12, 3
POINTS = 160
MATRIX = Template("figures.overview.matrix", "What each check says of the {n} most striking series of {all}")
SERIES = Template("figures.overview.series", "The {n} most striking series: {step}, each on a scale of its own")
CALENDAR = Template("figures.overview.calendar", "Weeks in which the striking series vary less than independent events would")
WEEKS = Template("figures.overview.weeks", "sums over seven days")
STEPS = Template("figures.overview.steps", "single published values")
CHECK = Template("figures.overview.check", "check")
DEPARTS = Template("figures.overview.departs", "departs")
CONSISTENT = Template("figures.overview.consistent", "consistent")
NOT_TESTED = Template("figures.overview.not_tested", "not tested")
LOOKS = {
    Verdict.DEPARTS: ("departs", DEPARTURE, "diamond"), Verdict.CONSISTENT: ("consistent", OBSERVED, "circle"),
    Verdict.NOT_TESTED: ("not_tested", EXPECTED, "cross"),
}  # fmt: skip


def overview(findings: Sequence[Finding], panel: Panel | None) -> tuple[Chart, ...]:
    """Return the charts of a screening; none where there are too few series to compare."""
    if panel is None:
        return ()
    series = {each.subject: each for each in panel.series()}
    about = [each for each in findings if each.subject in series]
    if len(series) < FEWEST or not about:
        return ()
    first, departing = striking(about), {each.subject for each in about if each.verdict is Verdict.DEPARTS}
    listed = first[: min(LISTED, max(DRAWN, len(departing)))]
    calendar = _calendar([each for each in about if each.verdict is Verdict.DEPARTS], listed)
    return _matrix(about, listed, len(series)), *calendar, _small([series[each] for each in first[:DRAWN]])


def striking(findings: Sequence[Finding]) -> list[str]:
    """Return subjects by the number of checks that depart, then by the smallest adjusted p-value, then by name."""
    departing: dict[str, list[float]] = {each.subject: [] for each in findings}
    for each in findings:
        if each.verdict is Verdict.DEPARTS:
            departing[each.subject].append(1.0 if each.q_value is None else each.q_value)
    return sorted(departing, key=lambda subject: (-len(departing[subject]), min(departing[subject], default=1.0), subject))


def _matrix(findings: Sequence[Finding], subjects: list[str], count: int) -> Chart:
    chosen = set(subjects)
    rows = [
        {"subject": each.subject, "check": each.check.partition(".")[2], "verdict": LOOKS[each.verdict][0]}
        for each in findings if each.subject in chosen
    ]  # fmt: skip
    keys = [look[0] for look in LOOKS.values()]
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": f"datum.verdict == '{key}'"}],
            "mark": {"type": "point", "filled": key != "not_tested", "size": 110 if key == "departs" else 40, "opacity": 1},
            "encoding": {"color": _look(key, keys, 1), "shape": _look(key, keys, 2)},
        }
        for key in keys
    ]
    axis = {"title": None, "labelLimit": 260}
    spec = {
        "width": {"step": 34},
        "height": {"step": 20},
        "data": {"values": rows},
        "encoding": {
            "x": {"field": "check", "type": "nominal", "axis": {"title": {"message": "check"}, "labelAngle": -50, "orient": "top", "grid": True}},
            "y": {"field": "subject", "type": "nominal", "sort": subjects, "axis": axis},
        },
        "layer": layers,
    }
    texts = {"check": CHECK(), "departs": DEPARTS(), "consistent": CONSISTENT(), "not_tested": NOT_TESTED()}
    return Chart(title=MATRIX(n=len(subjects), all=count), spec=spec, texts=texts)


def _look(key: str, keys: list[str], which: int) -> dict[str, Any]:
    looks = {look[0]: look[which] for look in LOOKS.values()}
    scale = {"domain": [{"message": each} for each in keys], "range": [looks[each] for each in keys]}
    return {"datum": {"message": key}, "scale": scale, "legend": {"title": None, "orient": "bottom", "labelLimit": 0}}


def _calendar(departing: Sequence[Finding], listed: list[str]) -> tuple[Chart, ...]:
    """Return in which weeks the striking series vary too little, one line per series, where that was asked."""
    import polars as pl

    tables = {table.sha256: table.content for each in departing for table in each.attachments if table.name == TABLE and table.content}
    asked = {each.subject for each in departing if any(table.name == TABLE for table in each.attachments)}
    if not tables:
        return ()
    weeks = pl.concat(pl.read_csv(content, schema_overrides={"unit": pl.String, "value": pl.String}) for content in tables.values())
    named = pl.when(pl.col("value").fill_null("") == "").then(pl.col("unit")).otherwise(pl.format("{} · {}", "unit", "value"))
    marked = weeks.filter(pl.col("marked") == 1).select(named.alias("subject"), "window_start").unique().sort("subject", "window_start")
    rows = [{"subject": subject, "time": start} for subject, start in marked.iter_rows() if subject in asked and subject in listed]
    spec = {
        "width": 420,
        "height": {"step": 16},
        "data": {"values": rows},
        "mark": {"type": "tick", "thickness": 2, "size": 12, "color": DEPARTURE},
        "encoding": {
            "x": {"field": "time", "type": "temporal", "axis": {"title": None, "format": "%Y-%m"}},
            "y": {"field": "subject", "type": "nominal", "sort": listed, "axis": {"title": None, "labelLimit": 260}},
        },
    }
    return (Chart(title=CALENDAR(), spec=spec),) if rows else ()


def _small(series: list[Series]) -> Chart:
    rows = [
        {"subject": each.subject, "time": str(time), "value": round(value, 3)}
        for each in series for time, value in zip(*thinned(each), strict=True) if np.isfinite(value)
    ]  # fmt: skip
    spec = {
        "data": {"values": rows},
        "facet": {"field": "subject", "type": "nominal", "sort": [each.subject for each in series], "header": {"title": None, "labelLimit": 190}},
        "columns": ACROSS,
        "spec": {
            "width": 185, "height": 70, "mark": {"type": "line", "strokeWidth": 1.2},
            "encoding": {
                "x": {"field": "time", "type": "temporal", "axis": {"title": None, "tickCount": 3, "format": "%Y"}},
                "y": {"field": "value", "type": "quantitative", "axis": {"title": None, "tickCount": 2, "format": "~s"}},
            },
        },
        "resolve": {"scale": {"y": "independent"}},
    }  # fmt: skip
    step = WEEKS() if series and series[0].step is Step.DAY else STEPS()
    return Chart(title=SERIES(n=len(series), step=step), spec=spec)


def thinned(series: Series) -> tuple[list[str], list[float]]:
    """Return times and values for a small picture: sums of weeks for days, and never more points than it can show."""
    times, values = series.times, series.values
    if series.step is Step.DAY and len(values) >= 7:
        whole = len(values) // 7
        times, values = times[: whole * 7 : 7], values[: whole * 7].reshape(whole, 7)
        values = np.where(np.isfinite(values).any(axis=1), np.nansum(values, axis=1), np.nan)
    every = max(1, -(-len(values) // POINTS))
    return [str(each) for each in times[::every]], [float(each) for each in values[::every]]
