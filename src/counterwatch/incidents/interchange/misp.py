"""Events of MISP with their tags: an event for each incident, unpublished and for one's own organisation until somebody there says otherwise."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from counterwatch.core import Template
from counterwatch.core.country import country_name
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.interchange.leaving import site_of
from counterwatch.incidents.interchange.machine_tags import tag
from counterwatch.incidents.interchange.outgoing import KIND, Dated, Outgoing, listed
from counterwatch.incidents.interchange.stix_extension import NAMESPACE

UNTOLD = Template("incidents.interchange.undated", "an event of MISP must have a day: the day on which the record was written stands there")
OF_ACTS = ("tactic", "channel", "target_type", "target_community", "perpetrator_type", "harm")
UNDEFINED, ONLY_US, INHERITED, INITIAL = "4", "0", "5", "0"


def write(book: Outgoing) -> Iterator[bytes]:
    """Yield a list of events, one in each line."""
    yield b'{"response": ['
    yield from listed(json.dumps({"Event": _event(each, book)}, ensure_ascii=False) for each in book.single_dated())
    yield b"\n]}\n"


def _event(dated: Dated, book: Outgoing) -> dict[str, Any]:
    incident = dated.incident
    if not incident.date.start:
        book.tally.lose("date", UNTOLD, incident.id)
    moment = str(int(datetime.datetime.fromisoformat(dated.modified).timestamp()))
    acts = ", ".join(dict.fromkeys(book.called("tactic", each.tactic) for each in incident.acts))
    place = country_name(incident.where.country) or "place not told"
    return {
        "uuid": _uuid(book.id, incident.id), "info": f"{acts} · {place} · {incident.date.edtf or 'date not told'} · {incident.id}",
        "date": incident.date.start or dated.created[:10], "timestamp": moment, "threat_level_id": UNDEFINED, "analysis": INITIAL,
        "distribution": ONLY_US, "published": False, "Tag": _tags(_said(incident)),
        "Attribute": [
            _attribute(moment, (book.id, incident.id), **each) for each in _attributes(incident, book)
        ],
    }  # fmt: skip


def _uuid(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(("misp", *parts))))


def _tags(said: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    names = dict.fromkeys(tag(scheme, code) for scheme, code in said)
    return [{"name": each} for each in names if each]


def _said(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield what the tags of an event say, by scheme and code."""
    yield from ((scheme, getattr(act, scheme)) for act in incident.acts for scheme in OF_ACTS)
    yield from (("status", incident.status), ("outcome", incident.outcome), ("date_precision", incident.date.precision))
    yield from (("confidence", incident.confidence), ("state_responsibility", incident.state_responsibility), ("sharing", incident.sharing))


def _attributes(incident: Incident, book: Outgoing) -> Iterator[dict[str, Any]]:
    yield {"type": "comment", "category": "Other", "value": KIND, "comment": "what kind of copy this is"}
    yield {"type": "text", "category": "Other", "value": incident.date.as_written, "comment": "date as written"}
    for act in incident.acts:
        if act.organisation:
            yield {"type": "target-org", "category": "Targeting data", "value": act.organisation, "comment": ""}
        if act.persons:
            value = f"{act.persons.as_written or act.persons.low} {act.persons.unit}"
            yield {"type": "text", "category": "Other", "value": value, "comment": f"affected by: {book.called('tactic', act.tactic)}"}
    for each in incident.sources:
        kind = "link" if site_of(each.reference) else "text"
        grade = (("source_reliability", each.reliability), ("info_credibility", each.credibility))
        yield {"type": kind, "category": "External analysis", "value": each.reference, "comment": "source", "Tag": _tags(grade)}
    for named in incident.attributions:
        if named.origin_state:
            value = f"{book.called('attributed_by', named.by)}: names {country_name(named.origin_state) or named.origin_state}"
            says = (("attributed_by", named.by),)
            yield {"type": "text", "category": "Attribution", "value": value, "comment": f"as a source states it; {named.basis}", "Tag": _tags(says)}
    texts = (("summary", incident.summary), ("answer of the named party", incident.response), ("place", incident.where.place))
    yield from ({"type": "text", "category": "Other", "value": text, "comment": name} for name, text in texts if text)


def _attribute(moment: str, of: tuple[str, str], *, type: str, category: str, value: str, comment: str, **more: Any) -> dict[str, Any]:
    return {
        "uuid": _uuid(*of, type, category, comment, value), "type": type, "category": category, "value": value, "comment": comment,
        "to_ids": False, "distribution": INHERITED, "timestamp": moment, **more,
    }  # fmt: skip
