"""Who stands behind an endpoint, as far as a list says: the organisation and the country of its seat, which is not where a server stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An organisation and the country of its headquarters (ISO 3166-1 alpha-2, empty where not known).

    `basis` says how it is known: a row of the list that comes with counterwatch, a row of a list that the user brought, or not at all.
    `list` and `date` (ISO 8601) name that list; `rule` is the domain suffix that decided and `source` where its owner is documented; `note` is
    what else is to be known, as where the operating company sits elsewhere.
    """

    name: str = ""
    seat: str = ""
    basis: Literal["listed", "overlay", "unknown"] = "unknown"
    category: str = ""
    rule: str = ""
    list: str = ""
    date: str = ""
    note: str = ""
    source: str = ""


UNKNOWN = Owner()


def unknown(_endpoint: object) -> Owner:
    """Return that nothing is known: what stands for a list where there is none."""
    return UNKNOWN
