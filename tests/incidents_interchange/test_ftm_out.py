"""FollowTheMoney takes what is sent to it, and what it drops in silence is told by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from generated import casebooks, outgoing
from hypothesis import given

from counterwatch.incidents.incident import Act, Attribution, Incident, Source, Where
from counterwatch.incidents.interchange import ftm
from counterwatch.incidents.interchange.outgoing import Outgoing
from counterwatch.incidents.when import When, when

ftm_model = pytest.importorskip("followthemoney", reason="followthemoney is in the group `interchange` (PyICU is built from source)").model


def entities(book: Outgoing) -> list[Any]:
    return [ftm_model.get_proxy(json.loads(line)) for line in b"".join(ftm.write(book)).splitlines()]


@given(casebooks)
def test_every_record_and_every_value_that_was_taken_is_read_again(records: list[Incident]) -> None:
    book = outgoing(records)
    read = entities(book)
    events = [each for each in read if each.schema.name == "Event"]
    kept = [each for each in records if each.status not in ("aggregate", "refuted")]
    assert len(events) == len(kept) == book.tally.records
    assert all(event.first("recordId") == one.id for event, one in zip(events, kept, strict=True) if one.id.isprintable())
    for each in read:
        each.schema.validate(each.to_dict())
    dropped = sum(n for (name, why), n in book.tally.lost.items() if why is ftm.NOT_TAKEN)
    assert book.tally.taken + dropped == book.tally.offered
    assert len({each.id for each in read}) == len(read)
    again = [value for each in read if each.schema.name in ("Event", "Organization") for _, value in each.itervalues()]
    links = [each for each in read if each.schema.name == "UnknownLink"]
    targets = [each for each in read if each.schema.name == "Organization"]
    assert len(again) + 2 * len(links) - len(targets) == book.tally.taken


def test_partial_dates_keep_their_precision_and_no_state_is_a_country_of_the_event() -> None:
    record = Incident(
        id="a", date=when("2022-10"), where=Where(country="DE"), acts=(Act(tactic="DA.assault", target_type="venue", organisation="Hall"),),
        attributions=(Attribution(origin_state="CN", by="media"),), sources=(Source(reference="https://a.example/1"), Source(reference="a letter")),
    )  # fmt: skip
    note, event, target, link = entities(outgoing([record]))
    assert (event.get("date"), event.get("country"), event.get("sourceUrl")) == (["2022-10"], ["de"], ["https://a.example/1"])
    assert [each for each in event.get("notes") if "China" in each] == ["attribution, as stated by Media: China; what a source says, and no finding"]
    assert note.first("description") == outgoing([record]).note
    assert (target.caption, link.first("role"), link.first("subject"), link.first("object")) == ("Hall", "target", target.id, event.id)
    assert "cn" not in json.dumps(target.to_dict()).lower().split('"')


def test_a_value_that_the_library_drops_is_named() -> None:
    odd = When(as_written="x", precision="day", start="someday", end="another day")
    book = outgoing([Incident(id="CW-9", date=odd, where=Where(country="DE"), acts=(Act(tactic="DA.assault"),))])
    (event,) = (each for each in entities(book) if each.schema.name == "Event")
    assert event.get("startDate") == event.get("endDate") == []
    assert [str(each) for each in book.tally.told()] == [
        f"1 value of {name} does not fit into this format and was left out, the first in CW-9: FollowTheMoney takes no such value there"
        for name in ("startDate", "endDate")
    ]
