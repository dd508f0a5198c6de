"""STIX 2.1: an incident with an extension of our own. What a source says about who was behind it is a note of that source, and names no actor."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from typing import Any

from counterwatch.core.country import country_name
from counterwatch.incidents.incident import Attribution
from counterwatch.incidents.interchange.leaving import SHARING, rank, site_of
from counterwatch.incidents.interchange.library import library
from counterwatch.incidents.interchange.outgoing import KIND, Dated, Outgoing, listed
from counterwatch.incidents.interchange.stix_extension import DEFINITION, EXTENSION, NAMESPACE, SINCE, extension_of

TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    "clear": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "green": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "amber": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "amber+strict": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "red": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}  # fmt: skip
"""The markings of TLP 2.0, under the ids and the extension that OASIS has published for them."""

CONFIDENCE = {"low": 15, "moderate": 50, "high": 85}
"""STIX 2.1, appendix A: the scale of low, medium and high."""

ATTRIBUTION = "an attribution, as a source states it"
SAYS = "{by}: names {state}{basis}. That is what this source says; neither this record nor who exports it finds out who acted."


def write(book: Outgoing) -> Iterator[bytes]:
    """Yield a bundle, an object in each line. Ids come from those of the case and the record, times from the ledger: the same record is the same."""
    stix2 = library("stix2.v21")
    yield f'{{"type": "bundle", "id": "bundle--{_uuid(book.id, str(book.seq))}", "objects": ['.encode()
    of_records = (made for each in book.single_dated() for made in _objects(stix2, each, book))
    yield from listed(str(each.serialize(ensure_ascii=False)) for each in itertools.chain(_preamble(stix2, book), of_records))
    yield b"\n]}\n"


def _uuid(*parts: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(parts))


def _preamble(stix2: Any, book: Outgoing) -> Iterator[Any]:
    """Yield what the incidents refer to: this program, the extension, the marks of sharing, and the statement of what kind of copy this is."""
    maker = _maker()
    yield stix2.Identity(id=maker, name="counterwatch", identity_class="system", created=SINCE, modified=SINCE)
    yield stix2.ExtensionDefinition(
        id=EXTENSION, created_by_ref=maker, created=SINCE, modified=SINCE, name="counterwatch incident", schema=DEFINITION, version="1.0.0",
        extension_types=["property-extension"],
    )  # fmt: skip
    for name in SHARING[: rank(book.sharing) + 1]:
        extension = {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": name}}
        yield stix2.MarkingDefinition(id=TLP[name], created="2022-10-01T00:00:00.000Z", name=f"TLP:{name.upper()}", extensions=extension)
    statement = {"statement": KIND}
    yield stix2.MarkingDefinition(id=_statement(), created=SINCE, created_by_ref=maker, definition_type="statement", definition=statement)


def _objects(stix2: Any, dated: Dated, book: Outgoing) -> Iterator[Any]:
    """Yield an incident, and a note for each attribution that names a state."""
    incident = dated.incident
    shared = {
        "created_by_ref": _maker(), "created": dated.created, "modified": dated.modified,
        "object_marking_refs": [TLP.get(incident.sharing, TLP["red"]), _statement()],
    }  # fmt: skip
    id = f"incident--{_uuid(book.id, incident.id)}"
    codes = [f"tactic:{each.tactic}" for each in incident.acts] + [f"status:{incident.status}"]
    yield stix2.Incident(
        id=id, name=_name(dated, book), labels=list(dict.fromkeys(codes)), confidence=CONFIDENCE.get(incident.confidence, CONFIDENCE["low"]),
        external_references=list(_references(dated)), extensions={EXTENSION: extension_of(incident)}, **shared,
        **({"description": incident.summary} if incident.summary else {}),
    )  # fmt: skip
    for each in dict.fromkeys(each for each in incident.attributions if each.origin_state):
        yield stix2.Note(
            id=f"note--{_uuid(book.id, incident.id, each.origin_state, each.by, each.basis)}", abstract=ATTRIBUTION, content=_says(each, book),
            authors=[book.called("attributed_by", each.by)], object_refs=[id], **shared,
        )  # fmt: skip


def _name(dated: Dated, book: Outgoing) -> str:
    incident = dated.incident
    acts = ", ".join(dict.fromkeys(book.called("tactic", each.tactic) for each in incident.acts))
    place, date = country_name(incident.where.country) or "place not told", incident.date.edtf or "date not told"
    return f"{acts} · {place} · {date}"


def _references(dated: Dated) -> Iterator[dict[str, str]]:
    yield {"source_name": "casebook", "external_id": dated.incident.id}
    for each in dated.incident.sources:
        site = site_of(each.reference)
        grade = f"reliability {each.reliability}, credibility {each.credibility}"
        yield {"source_name": site, "url": each.reference, "description": grade} if site else {
            "source_name": "source", "description": f"{each.reference} ({grade})"
        }  # fmt: skip


def _says(named: Attribution, book: Outgoing) -> str:
    state = f"{country_name(named.origin_state) or named.origin_state} ({named.origin_state})"
    basis = f", on the basis of: {named.basis}" if named.basis else ""
    return SAYS.format(by=book.called("attributed_by", named.by), state=state, basis=basis)


def _maker() -> str:
    return f"identity--{_uuid('maker')}"


def _statement() -> str:
    return f"marking-definition--{_uuid('statement', KIND)}"
