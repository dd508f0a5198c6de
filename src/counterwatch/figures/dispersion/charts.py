"""Two pictures of the spread: which weeks were marked, and where the series stands among all series of its panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterwatch.core import Chart, Template
from counterwatch.figures.dispersion.spread import Spread
from counterwatch.figures.table import Days, Floats
from counterwatch.stats.median import row_medians

WIDTH = 640
Place = dict[str, float]
Looks = dict[str, tuple[str, str]]
# Colour and shape differ together: the charts must be readable in grey print.
WINDOW_LOOKS: Looks = {"marked": ("#8c2d04", "diamond"), "plain": ("#9fb4c7", "square"), "left_out": ("#6b6b6b", "cross")}
SERIES_LOOKS: Looks = {"this": ("#8c2d04", "diamond"), "others": ("#9fb4c7", "circle"), "equal": ("#6b6b6b", "stroke")}

CALENDAR = Template("figures.underdispersion.chart_calendar", "{subject}: windows in which the values vary little")
SCATTER = Template("figures.underdispersion.chart_scatter", "{subject}: variance and mean of its windows among all series")
WEEK = Template("figures.underdispersion.chart_week", "week of the year in which the window begins")
YEAR = Template("figures.underdispersion.chart_year", "year")
IS_MARKED = Template("figures.underdispersion.chart_marked", "marked")
IS_PLAIN = Template("figures.underdispersion.chart_plain", "not marked")
IS_LEFT_OUT = Template("figures.underdispersion.chart_left_out", "not usable")
MEAN = Template("figures.underdispersion.chart_mean", "mean of a window (median of the windows)")
VARIANCE = Template("figures.underdispersion.chart_variance", "variance of a window (median of the windows)")
OTHERS = Template("figures.underdispersion.chart_others", "other series")
THIS = Template("figures.underdispersion.chart_this", "this series")
EQUAL = Template("figures.underdispersion.chart_equal", "variance = mean")


def places_of(spreads: Mapping[str, Spread]) -> dict[str, list[Place | None]]:
    """Return the median mean and variance of the windows of each series, where both are positive (the axes are logarithmic)."""
    return {value: _places(row_medians(each.mean), row_medians(each.variance)) for value, each in spreads.items()}


def charts_of(spread: Spread, places: Mapping[str, list[Place | None]], *, value: str, row: int, subject: str) -> tuple[Chart, ...]:
    """Return the calendar strip of one series and its place in the panel."""
    return _calendar(spread, row, subject), _scatter(places, value, row, subject)


def _places(means: Floats, variances: Floats) -> list[Place | None]:
    pairs = zip(means.tolist(), variances.tolist(), strict=True)
    return [{"mean": round(mean, 4), "variance": round(variance, 4)} if mean > 0 and variance > 0 else None for mean, variance in pairs]


def _calendar(spread: Spread, row: int, subject: str) -> Chart:
    inside, marked, usable, starts = spread.inside[row], spread.marked[row], spread.usable[row], spread.starts[row]
    kinds = {"plain": inside & usable & ~marked, "left_out": inside & ~usable, "marked": marked}
    layers = [_points(_weeks(starts[chosen]), key, WINDOW_LOOKS, size=70) for key, chosen in kinds.items()]
    weeks = _axis("week", scale={"domain": [0, 54]}, values=[1, 10, 20, 30, 40, 50])
    spec = {
        "width": WIDTH,
        "height": {"step": 24},
        "encoding": {"x": weeks, "y": {"field": "year", "type": "ordinal", "title": _text("year")}},
        "layer": layers,
    }
    texts = {"week": WEEK(), "year": YEAR(), "marked": IS_MARKED(), "plain": IS_PLAIN(), "left_out": IS_LEFT_OUT()}
    return Chart(title=CALENDAR(subject=subject), spec=spec, texts=texts)


def _weeks(starts: Days) -> list[dict[str, int]]:
    years = starts.astype("datetime64[Y]")
    weeks = (starts - years.astype("datetime64[D]")).astype(int) // 7 + 1
    return [{"week": week, "year": year + 1970} for week, year in zip(weeks.tolist(), years.astype(int).tolist(), strict=True)]


def _scatter(places: Mapping[str, list[Place | None]], value: str, row: int, subject: str) -> Chart:
    others = [point for name, points in places.items() for each, point in enumerate(points) if point and (name, each) != (value, row)]
    own = [point for point in (places[value][row],) if point]
    ends = [choose((point["mean"] for point in others + own), default=1.0) for choose in (min, max)]
    line = [{"mean": end, "variance": end} for end in ends]
    equal = {"data": {"values": line}, "mark": {"type": "line", "strokeDash": [4, 3]}, "encoding": {"color": _look("equal", SERIES_LOOKS, 0)}}
    layers = [equal, _points(others, "others", SERIES_LOOKS, size=30), _points(own, "this", SERIES_LOOKS, size=140)]
    axes = {"x": _axis("mean", scale={"type": "log"}), "y": _axis("variance", scale={"type": "log"})}
    texts = {"mean": MEAN(), "variance": VARIANCE(), "others": OTHERS(), "this": THIS(), "equal": EQUAL()}
    return Chart(title=SCATTER(subject=subject), spec={"width": WIDTH, "height": 320, "encoding": axes, "layer": layers}, texts=texts)


def _text(key: str) -> dict[str, str]:
    return {"message": key}


def _axis(field: str, *, scale: dict[str, Any], **axis: Any) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": _text(field), "scale": scale, "axis": {"grid": False, **axis}}


def _points(values: list[Any], key: str, looks: Looks, *, size: int) -> dict[str, Any]:
    mark = {"type": "point", "filled": True, "size": size, "opacity": 1}
    return {"data": {"values": values}, "mark": mark, "encoding": {"color": _look(key, looks, 0), "shape": _look(key, looks, 1)}}


def _look(key: str, looks: Looks, which: int) -> dict[str, Any]:
    """Return one visual channel of a layer: every layer names all looks, so that the legend holds each exactly once."""
    scale = {"domain": [_text(each) for each in looks], "range": [look[which] for look in looks.values()]}
    return {"datum": _text(key), "scale": scale, "legend": {"title": None, "orient": "bottom", "labelLimit": 0}}
