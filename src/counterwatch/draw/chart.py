"""A chart becomes SVG: words in the reader's language, times in UTC, no request, the same bytes each time."""

from __future__ import annotations

import importlib.metadata
from typing import Any
from xml.etree.ElementTree import ParseError

from counterwatch.core import Chart, Template, canonical
from counterwatch.core.errors import Refused
from counterwatch.core.language import render
from counterwatch.draw.inert import inert
from counterwatch.draw.locales import number_locale, time_locale
from counterwatch.draw.pieces import theme
from counterwatch.draw.stand_ins import StandIns
from counterwatch.draw.words import printable, spoken

VEGA_LITE = "6.4"
LARGEST = 2_000_000
"""Bytes of a spec with its data: about 40,000 points, more than a page can show."""

LEFT_OUT = "left_out_bytes"
"""Where a chart says how large it was, after its data were left out because nobody could draw them."""

TOO_LARGE = Template("draw.chart.too_large", "the chart holds {size} bytes of data; {largest} can be drawn")
TOO_LARGE_HINT = Template("draw.chart.too_large_hint", "draw a summary and attach the table")
OUTSIDE = Template("draw.chart.outside", "the chart asks for what a chart may not have: {what}")
OUTSIDE_HINT = Template("draw.chart.outside_hint", "put the data into the chart and leave fonts to the report, which makes no request")
NOT_DRAWN = Template("draw.chart.not_drawn", "the chart could not be drawn: {reason}")

REFUSED = frozenset({"url", "href", "image", "src", "sequence", "font", "labelFont", "titleFont", "subtitleFont"})
"""What fetches, what makes data without end, and fonts, which are the page's business and can stop the renderer."""
SCALED = frozenset({"x", "y", "color", "fill", "stroke", "opacity", "size", "xOffset", "yOffset"})


def drawn_with() -> str:
    """Return the program that draws charts, with its version: another one may draw the same chart in other bytes."""
    return f"vl-convert {importlib.metadata.version('vl-convert-python')}, Vega-Lite {VEGA_LITE}"


def draw(chart: Chart, *, language: str = "en", prefix: str = "chart") -> str:
    """Return a chart as an SVG element whose ids begin with `prefix`; it has a title and makes no request."""
    spec = ready(chart, language)
    if (size := spec.get("usermeta", {}).get(LEFT_OUT, 0) or len(canonical(spec))) > LARGEST:
        raise Refused(TOO_LARGE(size=size, largest=LARGEST), hint=TOO_LARGE_HINT())
    try:
        return inert(_rendered(spec, language), title=printable(render(chart.title, language)), prefix=prefix)
    except (ValueError, ParseError) as problem:
        raise Refused(NOT_DRAWN(reason=" ".join(str(problem).split())[:200])) from problem


def ready(chart: Chart, language: str) -> dict[str, Any]:
    """Return the spec of a chart as it is drawn: in the reader's language, in UTC, in our look; refuse what a chart may not ask for."""
    spec: dict[str, Any] = in_utc(_refuse_outside(spoken(chart, language)))
    spec["config"] = theme() | spec.get("config", {})
    return spec


def drawable(chart: Chart) -> Chart:
    """Return a chart as it is, or without its data where they are more than can be drawn: drawing it says so, and by how much."""
    size = len(canonical(chart.spec))
    return chart if size <= LARGEST else Chart(title=chart.title, spec={"usermeta": {LEFT_OUT: size}})


def _rendered(spec: dict[str, Any], language: str) -> str:
    import vl_convert

    numbers, times = number_locale(language), time_locale(language)
    cast = StandIns(canonical([spec, numbers, times]).decode())
    svg: str = vl_convert.vegalite_to_svg(
        cast.hide(spec), vl_version=VEGA_LITE, allowed_base_urls=[], format_locale=cast.hide(numbers), time_format_locale=cast.hide(times)
    )
    return cast.show(svg)


def in_utc(value: Any, channel: str = "") -> Any:
    """Return a spec whose dates are read and shown in UTC: a day must not move with the time zone of the machine."""
    if isinstance(value, list):
        return [in_utc(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {key: each if key in ("values", "datasets") else in_utc(each, key) for key, each in value.items()}
    if isinstance(unit := made.get("timeUnit"), str) and not unit.startswith("utc"):
        made["timeUnit"] = f"utc{unit}"
    if made.get("type") == "temporal" and channel in SCALED and made.get("scale", {}) is not None:
        made["scale"] = made.get("scale", {}) | {"type": "utc"}
    return made


def _refuse_outside(value: Any) -> Any:
    if isinstance(value, list):
        return [_refuse_outside(each) for each in value]
    if not isinstance(value, dict):
        return value
    for key in value:
        if key in REFUSED or (key == "mark" and "image" in str(value[key])):
            raise Refused(OUTSIDE(what=key), hint=OUTSIDE_HINT())
    return {key: each if key == "values" else _refuse_outside(each) for key, each in value.items()}
