"""A table for the CSV import of Uwazi: a row for each incident, columns named as properties, several values with a bar between."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from counterwatch.core import Template
from counterwatch.core.country import country_name
from counterwatch.files.csv_text import inert
from counterwatch.incidents.incident import Attribution, Incident
from counterwatch.incidents.interchange.geojson import country_points
from counterwatch.incidents.interchange.leaving import site_of
from counterwatch.incidents.interchange.outgoing import Outgoing

LINKS = 3
COLUMNS = (
    "title", "casebook_id", "date", "date_as_written", "country", "geolocation", "place", "tactic", "channel", "target_type", "target_community",
    "organisation", "perpetrator_type", "harm", "outcome", "status", "confidence", "attribution", "affected", "summary", "response",
    *(f"source_{n}" for n in range(1, LINKS + 1)), "other_sources", "sharing", "copy",
)  # fmt: skip
"""The properties of the template: `date` is a date range, `geolocation` a geolocation, `source_1` to `source_3` links, `summary` rich text; terms are
(multi)selects."""

BAR = "|"
NO_BAR = Template("incidents.interchange.no_bar", "Uwazi parts values at a bar, so another sign stands in its place")


def write(book: Outgoing) -> Iterator[bytes]:
    """Yield the lines of the table."""
    yield _line(COLUMNS)
    for incident in book.incidents():
        book.tally.records += 1
        row = _row(incident, book)
        yield _line([text if name == "geolocation" else inert(text) for name, text in row.items()])


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def _row(incident: Incident, book: Outgoing) -> dict[str, str]:
    several = _terms(incident, book)
    links = [each.reference for each in incident.sources if site_of(each.reference)]
    others = [each.reference for each in incident.sources if not site_of(each.reference)] + links[LINKS:]
    row = dict.fromkeys(COLUMNS, "") | several
    row |= {
        "title": f"{several['tactic'].replace(BAR, ', ')} · {country_name(incident.where.country) or 'place not told'} · {incident.id}",
        "casebook_id": incident.id, "date": _range(incident), "date_as_written": f"{incident.date.as_written} ({incident.date.precision})",
        "country": country_name(incident.where.country), "geolocation": _point(incident), "place": incident.where.place,
        "outcome": book.called("outcome", incident.outcome), "status": book.called("status", incident.status),
        "confidence": book.called("confidence", incident.confidence), "affected": _affected(incident), "summary": incident.summary,
        "response": incident.response, "other_sources": _several(others, incident, book), "sharing": f"TLP:{incident.sharing.upper()}",
        "attribution": _several([_says(each, book) for each in incident.attributions if each.origin_state], incident, book), "copy": book.note,
    }  # fmt: skip
    return row | {f"source_{n}": f"{site_of(each)}{BAR}{_barless(each, incident, book)}" for n, each in enumerate(links[:LINKS], start=1)}


def _terms(incident: Incident, book: Outgoing) -> dict[str, str]:
    """Return the terms of all acts by their labels, and the organisations."""
    schemes = ("tactic", "channel", "target_type", "target_community", "perpetrator_type", "harm")
    found = {each: [book.called(each, getattr(act, each)) for act in incident.acts] for each in schemes}
    found["organisation"] = [act.organisation for act in incident.acts]
    return {name: _several(values, incident, book) for name, values in found.items()}


def _several(values: Iterable[str], incident: Incident, book: Outgoing) -> str:
    return BAR.join(_barless(each, incident, book) for each in dict.fromkeys(values) if each)


def _barless(text: str, incident: Incident, book: Outgoing) -> str:
    """Return a text without bars: in a link the sign is written as links write it, elsewhere a broken bar stands for it."""
    if BAR not in text:
        return text
    if site_of(text):
        return text.replace(BAR, "%7C")
    book.tally.lose("bars", NO_BAR, incident.id)
    return text.replace(BAR, "¦")


def _range(incident: Incident) -> str:
    date = incident.date
    return f"{date.start.replace('-', '/')}:{date.end.replace('-', '/')}" if date.start else ""


def _point(incident: Incident) -> str:
    """Return latitude and longitude of a point for the country."""
    point = country_points().get(incident.where.country)
    return f"{point[1]}{BAR}{point[0]}" if point else ""


def _says(named: Attribution, book: Outgoing) -> str:
    return f"{country_name(named.origin_state) or named.origin_state} (as stated by: {book.called('attributed_by', named.by)})"


def _affected(incident: Incident) -> str:
    said = [each.persons for each in incident.acts if each.persons]
    return "; ".join(f"{each.as_written} {each.unit}" for each in said)
