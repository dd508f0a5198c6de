"""Which incidents may be published, and how: as an exact row about an organisation, in tables of counts, or not at all, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counterwatch.core import Message, Template
from counterwatch.core.finding import Struct
from counterwatch.incidents.incident import Incident

BODIES = frozenset({"organisation", "media", "venue", "event"})
"""Targets that are no persons, families, groups or communities: what was done to them may be told exactly."""

AGREED = frozenset({"statistics", "pseudonymous", "attributed"})
"""Consents under which somebody may be counted. A consent to inform a named authority is none of them."""

NEVER = frozenset({"aggregate", "withdrawn", "refuted"})

REASONS: Mapping[str, Template] = {
    "status": Template(
        "incidents.gate.status", "{n} record is withdrawn, refuted or somebody else's total",
        "{n} records are withdrawn, refuted or somebody else's totals",
    ),
    "withdrawn": Template("incidents.gate.withdrawn", "{n} record: the consent was withdrawn", "{n} records: the consent was withdrawn"),
    "expired": Template("incidents.gate.expired", "{n} record: the consent has run out", "{n} records: the consent has run out"),
    "consent": Template(
        "incidents.gate.consent", "{n} record about persons without consent to be counted (statistics or more)",
        "{n} records about persons without consent to be counted (statistics or more)",
    ),
    "sharing": Template(
        "incidents.gate.sharing", "{n} record about an organisation that is not marked for the public (sharing clear)",
        "{n} records about organisations that are not marked for the public (sharing clear)",
    ),
    "reply": Template(
        "incidents.gate.reply", "{n} record that names an organisation or is contested, without an answer or a day on which it was asked for",
        "{n} records that name an organisation or are contested, without an answer or a day on which it was asked for",
    ),
}  # fmt: skip


class Reply(Struct, frozen=True):
    """What a named organisation was asked and answered: the days (ISO 8601), and the answer in its words."""

    organisation: str
    asked: str = ""
    answered: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Incidents that may be told as rows, those that may be counted, and how many stay out for which reason (a key of `REASONS`)."""

    rows: tuple[Incident, ...]
    counted: tuple[Incident, ...]
    held: Mapping[str, int]

    @property
    def said(self) -> tuple[Message, ...]:
        """Why others stay out, in words: for the people of the casebook, since the numbers may be small."""
        return tuple(REASONS[each](n=number) for each, number in self.held.items())


def passed(incidents: Iterable[Incident], *, today: str, replies: Mapping[str, Reply]) -> Passed:
    """Sort incidents by how they may be published. `today` is the day of the last entry of the ledger; `replies` are by organisation."""
    rows: list[Incident] = []
    counted: list[Incident] = []
    held = Counter[str]()
    for each in incidents:
        if why := stays_out(each, today=today, replies=replies):
            held[why] += 1
        else:
            (rows if is_of_bodies(each) else counted).append(each)
    return Passed(rows=tuple(rows), counted=tuple(counted), held=dict(held))


def stays_out(incident: Incident, *, today: str, replies: Mapping[str, Reply]) -> str:
    """Return why an incident is not published, empty where it may be."""
    if incident.status in NEVER:
        return "status"
    if incident.consent == "withdrawn":
        return "withdrawn"
    if incident.consent_until and incident.consent_until < today:
        return "expired"
    if not is_of_bodies(incident):
        return "" if incident.consent in AGREED else "consent"
    if incident.sharing != "clear":
        return "sharing"
    return "reply" if incident.needs_response and not _was_asked(incident, replies) else ""


def is_of_bodies(incident: Incident) -> bool:
    """Was every act against an organisation, a medium, a venue or an event, and none against persons, families, groups or communities?"""
    return bool(incident.acts) and all(each.target_type in BODIES for each in incident.acts)


def reply_key(organisation: str) -> str:
    """Return what an organisation is known by among replies, whatever its spaces and letter case."""
    return " ".join(organisation.split()).casefold()


def _was_asked(incident: Incident, replies: Mapping[str, Reply]) -> bool:
    """Was every named organisation asked or did it answer? A contested act that names none needs its own response."""
    named = {reply_key(each.organisation) for each in incident.acts if each.organisation}
    return bool(named) and named <= replies.keys()
