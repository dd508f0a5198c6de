"""A chart that answers: the same picture as a Vega-Lite spec for a browser, which shows the values under the pointer and can be enlarged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from counterwatch.core import Chart
from counterwatch.draw.chart import LEFT_OUT, VEGA_LITE, ready
from counterwatch.draw.inert import STACK

Spec = dict[str, Any]

SHOWN = ("y", "x", "x2", "y2", "color", "fill", "size", "text", "shape")
"""Channels whose values are told, the one that names first."""
PARTS = ("layer", "hconcat", "vconcat", "concat")
LINES = frozenset({"line", "trail"})
CONTINUOUS = frozenset({"quantitative", "temporal"})
DOT = {"type": "point", "filled": True, "opacity": 0, "size": 90}
"""A line has one value for all of itself: unseen dots stand where its own values are."""
ENLARGED = {
    "name": "enlarged",
    "select": {"type": "interval", "zoom": "wheel![event.ctrlKey]", "translate": "[pointerdown[event.shiftKey], pointerup] > pointermove!"},
    "bind": "scales",
}
DAY, MOMENT = ("utcyearmonthdate", "%Y-%m-%d"), ("utcyearmonthdatehoursminutes", "%Y-%m-%d %H:%M")
"""Days and minutes in UTC, as the picture has them, whatever the clock of the reader."""
DAY_MS = 86_400_000
LICENCE = "/* Vega, Vega-Lite and Vega-Embed: BSD-3-Clause, (c) University of Washington Interactive Data Lab and contributors */\n"


def live(chart: Chart, language: str) -> Spec | None:
    """Return a chart as a spec for the browser, `None` where it stays a picture: too large to be drawn, or of a shape that is not known here."""
    spec = ready(chart, language)
    try:
        if spec.pop("usermeta", {}).get(LEFT_OUT):
            return None
        spec.pop("$schema", None)
        spec["config"] |= {"font": STACK}
        return _enlarging(_told(_ended(spec), {}, ()))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


@cache
def runtime() -> str:
    """Return what draws such a spec, as one script without a request: the very Vega and Vega-Lite that draw the picture."""
    import vl_convert

    script: str = vl_convert.javascript_bundle(None, vl_version=VEGA_LITE)  # type: ignore[arg-type]
    return LICENCE + script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _told(view: Spec, above: Mapping[str, Any], rows: Sequence[Any]) -> Spec:
    """Return a view in which every mark says its values; `above` are channels and `rows` the data that it has from outside."""
    encoding = {**above, **view.get("encoding", {})}
    values = view.get("data", {}).get("values", rows)
    rows = values if isinstance(values, list) else ()
    made: Spec = {key: [_told(each, encoding, rows) for each in part] if key in PARTS else part for key, part in view.items()}
    if isinstance(made.get("spec"), dict):
        made["spec"] = _told(made["spec"], encoding, rows)
    if "mark" not in made:
        return made
    tooltip = encoding.get("tooltip") or list(_values(encoding, rows))
    # A word that says only itself is told already.
    if not tooltip or (_kind(made["mark"]) == "text" and [each["field"] for each in tooltip] == [encoding.get("text", {}).get("field")]):
        return made
    if _kind(made["mark"]) in LINES:
        return _dotted(made, encoding, tooltip)
    return {**made, "encoding": {**made.get("encoding", {}), "tooltip": tooltip}}


def _dotted(view: Spec, encoding: Mapping[str, Any], tooltip: list[Spec]) -> Spec:
    places = {key: each for key, each in encoding.items() if key in ("x", "y", "xOffset", "yOffset")}
    outer = {key: each for key, each in view.items() if key not in ("mark", "encoding")}
    line = {"mark": view["mark"], "encoding": view.get("encoding", {})}
    return {**outer, "layer": [line, {"mark": DOT, "encoding": {**places, "tooltip": tooltip}}]}


def _values(encoding: Mapping[str, Any], rows: Sequence[Any]) -> Iterator[Spec]:
    """Yield what a mark says of itself: each field once, by the title that the reader sees beside it; places without a scale say nothing."""
    seen: set[str] = set()
    for channel in SHOWN:
        given, main = encoding.get(channel), encoding.get(channel.removesuffix("2"), {})
        if not isinstance(given, dict) or not isinstance(field := given.get("field"), str) or field in seen or _is_place(channel, encoding):
            continue
        seen.add(field)
        kind = given.get("type") or main.get("type", "nominal")
        # A space is a title that shows nothing; without any, the name of the field would be shown, which no reader knows.
        shown = {"field": field, "type": kind, "title": _title(given) or " " * len(seen)}
        if kind == "temporal":
            unit, form = DAY if all(map(_is_day, (each.get(field) for each in rows if isinstance(each, dict)))) else MOMENT
            yield shown | {"timeUnit": given.get("timeUnit", unit), "format": form}
        else:
            yield shown | ({"format": given["format"]} if "format" in given else {})


def _is_day(value: Any) -> bool:
    return value is None or (isinstance(value, str) and "T" not in value) or (isinstance(value, int | float) and value % DAY_MS == 0)


def _is_place(channel: str, encoding: Mapping[str, Any]) -> bool:
    """Is a channel where something was put, and no value: without an axis, or the edge of a box whose other edge has no name?"""
    main = channel.removesuffix("2")
    if channel not in ("x", "y", "x2", "y2"):
        return False
    if encoding.get(main, {}).get("axis", 0) is None:
        return True
    other = encoding.get(f"{main}2")
    return isinstance(other, dict) and "field" in other and not _title(other) and encoding[main].get("type") == "quantitative"


def _title(given: Mapping[str, Any]) -> str:
    for place in (given, given.get("axis"), given.get("legend")):
        title = place.get("title") if isinstance(place, dict) else None
        if title:
            return " ".join(title) if isinstance(title, list) else str(title)
    return ""


def _enlarging(spec: Spec) -> Spec:
    """Return a single view whose two axes are continuous so that it can be enlarged; others as they are."""
    if not ({"layer", "mark"} & spec.keys()) or "params" in spec:
        return spec
    first = next(_units(spec, {}), None)
    if first is None:
        return spec
    unit, encoding = first
    if not all(encoding.get(each, {}).get("type") in CONTINUOUS and "field" in encoding[each] for each in ("x", "y")):
        return spec
    # Cut at the frame only once it is enlarged: until then it is the picture that was there, with dots on its edge whole.
    cut = {"clip": {"expr": f"isValid(enlarged[{json.dumps(encoding['y']['field'])}])"}}
    for each, _ in _units(spec, {}):
        each["mark"] = cut | (each["mark"] if isinstance(each["mark"], dict) else {"type": each["mark"]})
    unit["params"] = [ENLARGED]
    return spec


def _ended(value: Any) -> Any:
    """Return a spec in which an axis of time ends where it did, said so that it still does when layers share it or somebody moves it.

    Vega-Lite 6.4 writes such an end as `datetime(milliseconds)`, which the interpreter of Vega takes for a year.
    """
    if isinstance(value, list):
        return [_ended(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {key: each if key in ("values", "datasets") else _ended(each) for key, each in value.items()}
    scale = made.get("scale")
    if made.get("type") == "temporal" and isinstance(scale, dict) and isinstance(domain := scale.get("domain"), list) and len(domain) == 2:
        made["scale"] = {key: each for key, each in scale.items() if key != "domain"} | {
            name: {"expr": str(each)} if isinstance(each, int | float) else each
            for name, each in zip(("domainMin", "domainMax"), domain, strict=True)
        }
    return made


def _units(view: Spec, above: Mapping[str, Any]) -> Iterator[tuple[Spec, Mapping[str, Any]]]:
    encoding = {**above, **view.get("encoding", {})}
    if "mark" in view:
        yield view, encoding
    for each in view.get("layer", ()):
        yield from _units(each, encoding)


def _kind(mark: Any) -> str:
    return str(mark.get("type", "")) if isinstance(mark, dict) else str(mark)
