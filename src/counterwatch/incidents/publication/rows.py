"""Rows of a release: those about organisations, exact, and those about persons, only where each has enough others like it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from counterwatch.core import Template
from counterwatch.core.language import render
from counterwatch.incidents.counting import WAYS
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.publication.crossing import value_of
from counterwatch.incidents.publication.gate import Reply, reply_key

HEADER = (
    "pseudonym", "quarter", "country", "country_name", "tactic", "tactic_name", "organisation", "status", "status_name", "outcome", "outcome_name",
    "attribution", "response", "sources",
)  # fmt: skip
"""The fields of an organisation's row: all that is ever taken from a record, codes with what they are called."""

ASKED = Template("incidents.release.asked", "asked on {day:date}; no answer is recorded")
FEWEST_ALIKE, FEWEST_KINDS, MOST_RISK = 5, 2, 0.03
SENSITIVE = ("target_community", "harm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How well rows of persons hide each other: the smallest group that is alike (k), the fewest communities and harms in one (l), the mean risk."""

    k: int
    l: int  # noqa: E741 - the name it has in the literature
    risk: float

    @property
    def passes(self) -> bool:
        """Are all three as they must be?"""
        return self.k >= FEWEST_ALIKE and self.l >= FEWEST_KINDS and self.risk < MOST_RISK


def pseudonym() -> str:
    """Return a name drawn at random, for one row of one release."""
    return secrets.token_hex(6)


def body_row(incident: Incident, replies: Mapping[str, Reply], called: Callable[[str, str], str], language: str) -> tuple[str, ...]:
    """Return the row of an incident about organisations; `called` says what a code of a scheme is called."""
    acts, tactics = incident.acts, dict.fromkeys(each.tactic for each in incident.acts)
    return (
        pseudonym(), value_of(incident, "quarter") or value_of(incident, "year"), incident.where.country,
        called("host_country", incident.where.country), "; ".join(tactics), "; ".join(called("tactic", each) for each in tactics),
        "; ".join(dict.fromkeys(each.organisation for each in acts if each.organisation)),
        incident.status, called("status", incident.status), incident.outcome, called("outcome", incident.outcome),
        "; ".join(f"{each.origin_state} ({each.by}: {each.basis or '-'})" for each in incident.attributions if each.origin_state),
        incident.response or _answers(incident, replies, language), " ; ".join(each.reference for each in incident.sources),
    )  # fmt: skip


def _answers(incident: Incident, replies: Mapping[str, Reply], language: str) -> str:
    named = dict.fromkeys(reply_key(each.organisation) for each in incident.acts if each.organisation)
    found = [replies[each] for each in named if each in replies]
    return " ; ".join(each.text or render(ASKED(day=each.asked), language) for each in found)


def likeness(incidents: Sequence[Incident], by: Sequence[str]) -> Likeness:
    """Return how well incidents of persons hide each other by some ways (k-anonymity, Sweeney 2002; l-diversity, Machanavajjhala et al. 2007).

    The risk is the mean over rows of one in so many alike, the rows being everybody that a reader may look for.
    """
    groups: dict[tuple[str, ...], list[Incident]] = {}
    for each in incidents:
        groups.setdefault(tuple(value_of(each, way) for way in by), []).append(each)
    kinds = [len(Counter(value_of(each, way) for each in group)) for group in groups.values() for way in SENSITIVE]
    return Likeness(k=min(map(len, groups.values()), default=0), l=min(kinds, default=0), risk=len(groups) / max(len(incidents), 1))


def person_rows(incidents: Sequence[Incident], by: Sequence[str]) -> list[tuple[str, ...]]:
    """Return rows of persons in an order drawn at random: what they are alike in, community and harm."""
    rows = [(pseudonym(), *(value_of(each, way) for way in (*by, *SENSITIVE))) for each in incidents]
    secrets.SystemRandom().shuffle(rows)
    return rows


def person_ways(by: Sequence[str]) -> bool:
    """Can rows be alike in these ways: known ones that are not what must stay diverse?"""
    return bool(by) and all(each in WAYS and each not in SENSITIVE for each in by)
