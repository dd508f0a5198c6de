"""Which records may leave in a copy for partners, and what of them: by mark, by consent, and less where single persons were the target."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from counterwatch.core import Template
from counterwatch.incidents.incident import Act, Incident, Source
from counterwatch.incidents.when import When

SHARING = ("clear", "green", "amber", "amber+strict", "red")
"""The marks of sharing, from the widest circle to the narrowest; what has another mark is taken for the narrowest."""

IMPERSONAL = frozenset({"organisation", "media", "venue", "event", "official", "community"})
"""Targets that are no single persons: bodies, places and communities at large."""

PUBLISHABLE = frozenset({"pseudonymous", "attributed"})
NOT_SHARED = "not shared"

WITHDRAWN = Template("incidents.interchange.withdrawn", "{n} withdrawn record stays here", "{n} withdrawn records stay here")
EXPIRED = Template(
    "incidents.interchange.expired", "{n} record stays here: its consent has run out", "{n} records stay here: their consent has run out"
)
NARROWER = Template(
    "incidents.interchange.narrower",
    "{n} record stays here: its mark of sharing is narrower",
    "{n} records stay here: their mark of sharing is narrower",
)
NO_CONSENT = Template(
    "incidents.interchange.no_consent", "{n} record stays here: the consent it holds is not one to pass it on",
    "{n} records stay here: the consent they hold is not one to pass them on",
)  # fmt: skip
REASONS: Mapping[str, Template] = {"withdrawn": WITHDRAWN, "expired": EXPIRED, "sharing": NARROWER, "consent": NO_CONSENT}


def stays(incident: Incident, *, sharing: str, today: str, whole: bool = False) -> str:
    """Return why a record stays here (a key of `REASONS`), empty where it may leave. `today` is a day (ISO 8601).

    What was withdrawn never leaves, not even in one's `whole` own copy. A consent for internal work, for statistics or for a named authority is none
    to pass a record on; where nobody was asked, only what was done to bodies, places and communities may leave.
    """
    if "withdrawn" in (incident.consent, incident.status):
        return "withdrawn"
    if whole:
        return ""
    if incident.consent_until and incident.consent_until < today:
        return "expired"
    if rank(incident.sharing) > rank(sharing):
        return "sharing"
    is_free = incident.consent in PUBLISHABLE or (incident.consent == "none" and is_impersonal(incident))
    return "" if is_free else "consent"


def rank(sharing: str) -> int:
    """Return how narrow a mark of sharing is."""
    return SHARING.index(sharing) if sharing in SHARING else len(SHARING) - 1


def is_impersonal(incident: Incident) -> bool:
    """Were all acts directed at bodies, places or communities, so that no text of the record need be about a single person?"""
    return all(each.target_type in IMPERSONAL for each in incident.acts)


def for_partners(incident: Incident) -> Incident:
    """Return what partners get of a record: no own columns and no links to evidence.

    Where single persons were the target, no free text, no place finer than the country, and of each source only which site it is.
    """
    kept = msgspec.structs.replace(incident, other={}, support=())
    if is_impersonal(incident):
        return kept
    return msgspec.structs.replace(
        kept, summary="", response="", where=msgspec.structs.replace(kept.where, place=""), date=_told(kept.date),
        acts=tuple(_unnamed(each) for each in kept.acts), sources=tuple(_site(each) for each in kept.sources),
        attributions=tuple(msgspec.structs.replace(each, basis="") for each in kept.attributions),
    )  # fmt: skip


def site_of(reference: str) -> str:
    """Return the name of the site that a link leads to, empty where a reference is no link."""
    try:
        parts = urlsplit(reference)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _site(source: Source) -> Source:
    origin = (site_of(source.origin) or NOT_SHARED) if source.origin else ""
    return msgspec.structs.replace(source, reference=site_of(source.reference) or NOT_SHARED, origin=origin)


def _unnamed(act: Act) -> Act:
    return act if act.target_type in IMPERSONAL else msgspec.structs.replace(act, organisation="")


def _told(date: When) -> When:
    """Return a date without what was written where that could not be told: it may be any text."""
    return date if date.start else msgspec.structs.replace(date, as_written="unknown")
