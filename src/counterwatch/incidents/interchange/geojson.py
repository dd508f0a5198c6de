"""GeoJSON (RFC 7946) of incidents by country: a point for the country, the same for all of it, and never where somebody was."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from counterwatch.core import Template
from counterwatch.incidents.incident import Incident, Persons
from counterwatch.incidents.interchange.outgoing import Outgoing, bounds, listed

NO_POINT = Template("incidents.interchange.no_point", "no point is known for this country, so its geometry is null and its code stands beside it")
NO_COUNTRY = Template("incidents.interchange.no_country", "no country is told, so the geometry is null")


def write(book: Outgoing) -> Iterator[bytes]:
    """Yield a feature collection, a feature in each line."""
    head = json.dumps({"type": "FeatureCollection", "note": book.note, "generalised": "a point stands for a country"}, ensure_ascii=False)
    yield head.removesuffix("}").encode() + b', "features": ['
    yield from listed(json.dumps(_feature(each, book), ensure_ascii=False) for each in book.single())
    yield b"\n]}\n"


@cache
def country_points() -> dict[str, tuple[float, float]]:
    """Return longitude and latitude (degrees, to a tenth) of a point in each country, by code."""
    with files("counterwatch.data").joinpath("country_points.csv").open(encoding="utf-8") as lines:
        return {each["code"]: (float(each["longitude"]), float(each["latitude"])) for each in csv.DictReader(lines)}


def _feature(incident: Incident, book: Outgoing) -> dict[str, Any]:
    point = country_points().get(incident.where.country)
    if point is None:
        book.tally.lose("geometry", NO_POINT if incident.where.country else NO_COUNTRY, incident.id)
    start, end = bounds(incident.date)
    return {
        "type": "Feature", "id": incident.id, "geometry": {"type": "Point", "coordinates": list(point)} if point else None,
        "properties": {
            "country": incident.where.country, "start": start, "end": end, "precision": incident.date.precision, "status": incident.status,
            "confidence": incident.confidence, "outcome": incident.outcome, "sharing": incident.sharing, "summary": incident.summary,
            "attributions": [{"state": each.origin_state, "by": each.by} for each in incident.attributions if each.origin_state],
            "acts": [
                {"tactic": each.tactic, "channel": each.channel, "target_type": each.target_type, "target_community": each.target_community,
                 "harm": each.harm, "affected": _affected(each.persons)}
                for each in incident.acts
            ],
            "sources": [each.reference for each in incident.sources],
        },
    }  # fmt: skip


def _affected(said: Persons | None) -> dict[str, Any] | None:
    return {"low": said.low, "high": said.high, "unit": said.unit} if said else None
