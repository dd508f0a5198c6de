"""A map of the world by host country: outlines of Natural Earth, drawn from packaged shapes, without tiles or requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from counterwatch.core import Chart, Message, Template
from counterwatch.incidents.charts.look import DEEP, PALE, country, head
from counterwatch.incidents.incident import Incident

TITLE = Template("incidents.world.title", "Incidents by host country: where they were recorded, a floor and not a rate")
COUNTED = Template("incidents.world.counted", "incidents")
KEY = Template("incidents.world.key", "white: nothing recorded, which is not «nothing happened»")
SMALL = Template("incidents.world.small", "too small for this map: {places}")
PLACE = Template("incidents.world.place", "{code:country} {count}")
PAIR = Template("incidents.world.pair", "{first}, {second}")
NOWHERE = Template(
    "incidents.world.nowhere",
    "{n} incident is not in one country, or it is not known which",
    "{n} incidents are not in one country, or it is not known which",
)
OUTLINES = Template("incidents.world.outlines", "outlines: Natural Earth 1:110 m, as held on the ground; they take no side")
ANTARCTICA = "010"
WIDTH, HEIGHT = 560, 280


def world(incidents: Sequence[Incident]) -> Chart | None:
    """Return incidents by host country; none where no country is known. The map is never finer than a country."""
    counts = Counter(each.where.country for each in incidents)
    nowhere = counts.pop("", 0)
    if not counts:
        return None
    shapes = _shapes()
    texts: dict[str, Message] = {"counted": COUNTED(), "key": KEY(), "outlines": OUTLINES()}
    texts |= {code: country(code) for code in counts.keys() & shapes["codes"]}
    if small := sorted(counts.keys() - shapes["codes"]):
        texts["small"] = SMALL(places=_listed([PLACE(code=code, count=counts[code]) for code in small]))
    if nowhere:
        texts["nowhere"] = NOWHERE(n=nowhere)
    return Chart(title=TITLE(), spec=_spec(shapes, counts, [key for key in ("key", "small", "nowhere", "outlines") if key in texts]), texts=texts)


def _listed(places: list[Message]) -> Message:
    first, *rest = places
    for each in rest:
        first = PAIR(first=first, second=each)
    return first


def _spec(shapes: Mapping[str, Any], counts: Mapping[str, int], keys: list[str]) -> dict[str, Any]:
    counted = [{"type": each["type"], "arcs": each["arcs"], "properties": _said(each["code"], counts)} for each in shapes["geometries"]]
    countries = {"type": "GeometryCollection", "geometries": counted}
    topology = {"type": "Topology", "transform": shapes["transform"], "arcs": shapes["arcs"], "objects": {"countries": countries}}
    most = max(counts.values())
    legend = {"title": {"message": "counted"}, "orient": "bottom", "tickMinStep": 1, "format": "d", "gradientLength": 160}
    colour = {"field": "properties.n", "type": "quantitative", "legend": legend, "scale": {"domain": [min(1, most - 1), most], "range": [PALE, DEEP]}}
    told = [{"field": "properties.name", "title": " "}, {"field": "properties.n", "type": "quantitative", "title": {"message": "counted"}}]
    outline = {"type": "geoshape", "stroke": "#9a9a94", "strokeWidth": 0.4}
    return {
        "width": WIDTH, "height": HEIGHT, "title": head(*keys), "projection": {"type": "naturalEarth1"},
        "data": {"values": topology, "format": {"type": "topojson", "feature": "countries"}},
        "layer": [
            {"mark": {**outline, "fill": "#ffffff"}},
            {"transform": [{"filter": "isValid(datum.properties.n)"}], "mark": outline, "encoding": {"color": colour, "tooltip": told}},
        ],
    }  # fmt: skip


def _said(code: str, counts: Mapping[str, int]) -> dict[str, Any]:
    return {"n": counts[code], "name": {"message": code}} if code in counts else {}


@cache
def _shapes() -> dict[str, Any]:
    """Return the packaged shapes with the code of each country (ISO 3166-1, two letters), and which codes there are; Antarctica is left out."""
    import json
    from importlib.resources import files

    from babel.core import get_global

    numbers = get_global("territory_aliases")
    made = json.loads(files("counterwatch.data").joinpath("world_countries_110m.json").read_bytes())
    geometries = []
    for each in made["objects"]["countries"]["geometries"]:
        number = each.get("id", "")
        code = "XK" if each["properties"]["name"] == "Kosovo" else next(iter(numbers.get(number, ())), "")
        if number != ANTARCTICA:
            geometries.append({"type": each["type"], "arcs": each["arcs"], "code": code})
    return {"geometries": geometries, "codes": {each["code"] for each in geometries}, "arcs": made["arcs"], "transform": made["transform"]}
