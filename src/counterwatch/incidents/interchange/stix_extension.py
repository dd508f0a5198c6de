"""The property extension of a STIX incident: acts as the smallest unit, ranges and precision kept, attributions apart from what happened."""

from __future__ import annotations

import uuid
from typing import Any

from counterwatch.incidents.incident import Act, Attribution, Incident, Source

NAMESPACE = uuid.UUID("95c3d6b9-a3f7-43c8-925f-b60114a596d5")
"""All ids are made in it (RFC 4122, version 5)."""

EXTENSION = "extension-definition--da2b1a9b-d4ef-4269-b48d-638f35555766"
SINCE = "2026-11-28T00:00:00.000Z"
DEFINITION = (
    "date: {written, start, end, precision, edtf}; country: ISO 3166-1; place; "
    "status, outcome, state_responsibility: codes of the counterwatch vocabulary; acts: list of {tactic, channel, target_type, "
    "target_community, target_organisation, perpetrator_type, harm, affected: {low, high, unit, written}}; "
    "attributions: list of {state, by, basis}, each as a source states it; response: what the named party answers; "
    "sources: list of {reference, origin, reliability A-F, credibility 1-6, confidence 0-100 by the Admiralty scale of STIX 2.1 appendix A}; "
    "what is not known is left out, and a missing high means that only a lower bound was told"
)
"""What the extension holds, in words: its schema."""

CREDIBILITY = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
"""STIX 2.1, appendix A, Admiralty credibility; what cannot be judged (6) has no number."""


def extension_of(incident: Incident) -> dict[str, Any]:
    """Return the extension of an incident; what is not known is left out."""
    date = {
        "written": incident.date.as_written, "start": incident.date.start, "end": incident.date.end, "precision": incident.date.precision,
        "edtf": incident.date.edtf,
    }  # fmt: skip
    return {"extension_type": "property-extension"} | _said(
        {
            "date": _said(date), "country": incident.where.country, "place": incident.where.place, "status": incident.status,
            "outcome": incident.outcome, "state_responsibility": incident.state_responsibility, "response": incident.response,
            "acts": [_act(each) for each in incident.acts], "attributions": [_attribution(each) for each in incident.attributions],
            "sources": [_source(each) for each in incident.sources],
        }
    )  # fmt: skip


def _act(act: Act) -> dict[str, Any]:
    said = act.persons
    affected = {} if said is None else _said({"low": said.low, "high": said.high, "unit": said.unit, "written": said.as_written})
    return _said(
        {
            "id": act.id, "tactic": act.tactic, "channel": act.channel, "target_type": act.target_type, "target_community": act.target_community,
            "target_organisation": act.organisation, "perpetrator_type": act.perpetrator_type, "harm": act.harm, "affected": affected,
        }
    )  # fmt: skip


def _attribution(named: Attribution) -> dict[str, Any]:
    return _said({"state": named.origin_state, "by": named.by, "basis": named.basis})


def _source(source: Source) -> dict[str, Any]:
    grade = {"reliability": source.reliability, "credibility": source.credibility, "confidence": CREDIBILITY.get(source.credibility)}
    return _said({"reference": source.reference, "origin": source.origin, **grade})


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
