"""What goes out is accepted by the libraries that others read it with: as many records and values as went in, and nobody is made an actor."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import uuid
from typing import Any

import geojson
import jsonschema
import pytest
import stix2
from generated import casebooks, outgoing
from hypothesis import given

from counterwatch.core import WrongUsage
from counterwatch.core.country import country_codes
from counterwatch.incidents.incident import Act, Attribution, Incident, Source, Where
from counterwatch.incidents.interchange import ftm, misp, stix, uwazi
from counterwatch.incidents.interchange import geojson as geojson_out
from counterwatch.incidents.interchange.geojson import country_points
from counterwatch.incidents.interchange.machine_tags import NAMESPACE, tag, taxonomy
from counterwatch.incidents.interchange.outgoing import Outgoing, bounds
from counterwatch.incidents.vocabulary import packaged
from counterwatch.incidents.when import when

ONE = Incident(
    id="CW-1", date=when("2022-10"), where=Where(country="DE", place="Berlin"), sharing="green", status="contested", confidence="moderate",
    acts=(Act(tactic="DA.assault", target_type="venue", organisation="Hall"), Act(tactic="TD.bounty", id="b")),
    attributions=(Attribution(origin_state="CN", by="media", basis="an article"), Attribution(origin_state="", by="unknown")),
    sources=(Source(reference="https://a.example/x?a=1|2", reliability="B", credibility="2"), Source(reference="a letter", credibility="6")),
    summary="windows broken", response="we know nothing of it",
)  # fmt: skip


def single(records: list[Incident]) -> list[Incident]:
    return [each for each in records if each.status not in ("aggregate", "refuted")]


def written(write: Any, book: Outgoing) -> Any:
    return json.loads(b"".join(write(book)))


@given(casebooks)
def test_geojson_is_valid_and_knows_no_place_but_the_country(records: list[Incident]) -> None:
    book = outgoing(records)
    text = b"".join(geojson_out.write(book)).decode()
    made = geojson.loads(text)
    assert made.is_valid, made.errors()
    assert [each["id"] for each in made["features"]] == [each.id for each in single(records)]
    assert book.tally.records == len(single(records))
    known = {tuple(each) for each in country_points().values()}
    places = [tuple(each["geometry"]["coordinates"]) for each in made["features"] if each["geometry"]]
    assert set(places) <= known
    assert len(places) == sum(each.where.country in country_points() for each in single(records))
    assert made["note"] == book.note


def test_points_lie_on_the_earth_and_nearly_every_country_has_one() -> None:
    points = country_points()
    assert all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in points.values())
    assert set(points) <= country_codes()
    assert len(points) >= 236
    boxes = {
        "DE": (5.9, 15.1, 47.2, 55.1),
        "FJ": (176, 180, -20, -16),
        "HK": (113.8, 114.5, 22.1, 22.6),
        "US": (-125, -66, 24, 50),
        "NZ": (166, 179, -48, -34),
    }
    for code, (west, east, south, north) in boxes.items():
        assert west <= points[code][0] <= east
        assert south <= points[code][1] <= north


@given(casebooks)
def test_stix_is_read_by_its_library_and_holds_every_record(records: list[Incident]) -> None:
    book = outgoing(records)
    text = b"".join(stix.write(book)).decode()
    made = stix2.parse(text)
    kinds = [each["type"] for each in made.objects]
    assert kinds.count("incident") == len(single(records)) == book.tally.records
    assert kinds.count("note") == sum(len({each for each in one.attributions if each.origin_state}) for one in single(records))
    assert set(kinds) <= {"identity", "extension-definition", "marking-definition", "incident", "note"}
    assert len({each["id"] for each in made.objects}) == len(made.objects)
    assert all(uuid.UUID(each["id"].partition("--")[2]).version in (4, 5) for each in made.objects)
    refs = {ref for each in made.objects for ref in (*each.get("object_marking_refs", []), *each.get("object_refs", []))}
    assert refs <= {each["id"] for each in made.objects}


@given(casebooks)
def test_a_record_that_did_not_change_is_the_same_object_in_the_next_export(records: list[Incident]) -> None:
    later = [dataclasses.replace(outgoing(records, sharing=each), seq=seq) for each, seq in (("amber", 8), ("red", 9))]
    first, second = ({each["id"]: each for each in written(stix.write, book)["objects"]} for book in later)
    assert {id: each for id, each in second.items() if id in first} == first
    assert written(misp.write, later[0]) == written(misp.write, later[1])


def test_a_state_that_a_source_names_is_a_note_of_that_source_and_no_actor() -> None:
    made = stix2.parse(b"".join(stix.write(outgoing([ONE], sharing="amber"))).decode())
    assert [each["name"] for each in made.objects if each["type"] == "identity"] == ["counterwatch"]
    assert not [each for each in made.objects if each["type"] in ("threat-actor", "intrusion-set", "campaign", "relationship", "sighting")]
    (incident,) = (each for each in made.objects if each["type"] == "incident")
    (note,) = (each for each in made.objects if each["type"] == "note")
    assert note["content"].startswith("Media: names China (CN), on the basis of: an article. That is what this source says")
    assert "China" not in incident["name"] + incident["description"]
    assert (incident["confidence"], str(incident["created"])[:10], str(incident["modified"])[:19]) == (50, "2026-01-02", "2026-03-04 05:06:07")
    extension = next(iter(incident["extensions"].values()))
    assert [each.get("confidence") for each in extension["sources"]] == [70, None]
    assert extension["date"] == {"written": "2022-10", "start": "2022-10-01", "end": "2022-10-31", "precision": "month", "edtf": "2022-10"}
    marks = {each["id"]: each.get("name") for each in made.objects if each["type"] == "marking-definition"}
    assert [marks[each] for each in incident["object_marking_refs"]] == ["TLP:GREEN", None]
    assert "TLP:RED" not in marks.values()


@given(casebooks)
def test_events_of_misp_hold_every_record_with_tags_that_a_taxonomy_knows(records: list[Incident]) -> None:
    book = outgoing(records)
    events = [each["Event"] for each in written(misp.write, book)["response"]]
    assert len(events) == len(single(records)) == book.tally.records
    known = {
        f'{NAMESPACE}:{values["predicate"]}="{entry["value"]}"' for values in json.loads(taxonomy(packaged()))["values"] for entry in values["entry"]
    }
    for event, one in zip(events, single(records), strict=True):
        tags = [each["name"] for each in event["Tag"]] + [tag["name"] for each in event["Attribute"] for tag in each.get("Tag", [])]
        assert {each for each in tags if each.startswith(NAMESPACE)} <= known
        assert f"tlp:{one.sharing}" in tags
        assert {f'counterwatch:tactic="{act.tactic}"' for act in one.acts} <= set(tags)
        assert (event["published"], event["distribution"], {each["to_ids"] for each in event["Attribute"]}) == (False, "0", {False})
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", event["date"])
        assert sum(each["category"] == "Attribution" for each in event["Attribute"]) == sum(bool(each.origin_state) for each in one.attributions)
        assert all(each["value"] for each in event["Attribute"])


def test_tags_are_written_as_the_taxonomies_of_misp_write_them() -> None:
    assert tag("source_reliability", "B") == 'admiralty-scale:source-reliability="b"'
    assert tag("info_credibility", "2") == 'admiralty-scale:information-credibility="2"'
    assert tag("confidence", "moderate") == 'estimative-language:confidence-in-analytic-judgment="moderate"'
    assert tag("sharing", "amber+strict") == "tlp:amber+strict"
    assert tag("state_responsibility", "state-ordered") == "state-responsibility:state-ordered"
    assert tag("state_responsibility", "state-prohibited") == "state-responsibility:state-prohibited."
    assert tag("state_responsibility", "not_assessed") == ""
    assert tag("tactic", "DA.assault") == 'counterwatch:tactic="DA.assault"'


def test_the_taxonomy_has_the_form_that_misp_asks_for() -> None:
    named = {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {"value": {"type": "string"}, "expanded": {"type": "string"}},
    }
    entries = {"type": "array", "uniqueItems": True, "items": named}
    values = {
        "type": "object",
        "required": ["predicate", "entry"],
        "additionalProperties": False,
        "properties": {"predicate": {"type": "string"}, "entry": entries},
    }
    form = {
        "type": "object", "required": ["namespace", "description", "version", "predicates"], "additionalProperties": False,
        "properties": {
            "namespace": {"const": "counterwatch"}, "description": {"type": "string"}, "version": {"type": "integer"}, "expanded": {"type": "string"},
            "type": {"type": "array", "items": {"enum": ["org", "user", "attribute", "event"]}}, "predicates": entries,
            "values": {"type": "array", "items": values},
        },
    }  # fmt: skip
    made = json.loads(taxonomy(packaged()))
    jsonschema.validate(made, form)
    assert {each["value"] for each in made["predicates"]} == {each["predicate"] for each in made["values"]}
    assert sum(len(each["entry"]) for each in made["values"] if each["predicate"] == "tactic") == len(packaged().codes("tactic"))


def of_uwazi(row: dict[str, str]) -> dict[str, Any]:
    """Read a row as Uwazi's importer does: ranges part at a colon, several values, links and places at a bar, an empty text is nothing."""
    made: dict[str, Any] = {}
    if row["date"]:
        made["date"] = tuple(row["date"].split(":"))
    if row["geolocation"]:
        latitude, longitude = (float(each) for each in row["geolocation"].split("|"))
        made["point"] = (longitude, latitude)
    made["tactic"] = [each for each in row["tactic"].split("|") if each]
    made["links"] = [row[f"source_{n}"].split("|") for n in (1, 2, 3) if row[f"source_{n}"]]
    return made


@given(casebooks)
def test_a_table_for_uwazi_is_read_as_its_importer_reads(records: list[Incident]) -> None:
    book = outgoing(records)
    rows = list(csv.DictReader(io.StringIO(b"".join(uwazi.write(book)).decode(), newline="")))
    assert len(rows) == len(records) == book.tally.records
    for row, one in zip(rows, records, strict=True):
        read = of_uwazi(row)
        assert row["title"]
        assert read.get("date") == ((one.date.start.replace("-", "/"), one.date.end.replace("-", "/")) if one.date.start else None)
        assert read.get("point") == country_points().get(one.where.country)
        assert read["tactic"] == list(dict.fromkeys(packaged().terms["tactic"][act.tactic].label("en") for act in one.acts))
        assert all(len(each) == 2 for each in read["links"])


def test_a_bar_in_a_link_does_not_part_it() -> None:
    (row,) = csv.DictReader(io.StringIO(b"".join(uwazi.write(outgoing([ONE]))).decode()))
    assert of_uwazi(row)["links"] == [["a.example", "https://a.example/x?a=1%7C2"]]
    assert row["other_sources"] == "a letter"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2022", ("2022", "2022")), ("2022-10", ("2022-10", "2022-10")), ("2022-10-05", ("2022-10-05", "2022-10-05")),
     ("2020-06-05 / 2020-06-07", ("2020-06-05", "2020-06-07")), ("about 2019", ("2019", "2019")), ("202X", ("2020-01-01", "2029-12-31")),
     ("2024-02", ("2024-02", "2024-02")), ("2019 / 2020", ("2019-01-01", "2020-12-31")), ("some day", ("", ""))],
)  # fmt: skip
def test_a_date_is_sent_no_more_exact_than_it_is(text: str, expected: tuple[str, str]) -> None:
    assert bounds(when(text)) == expected


def test_where_a_library_is_missing_it_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("importlib.import_module", missing)
    for write in (ftm.write, stix.write):
        with pytest.raises(WrongUsage, match=r"pip install counterwatch\[interchange\]"):
            list(write(outgoing([])))
