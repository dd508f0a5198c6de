"""From an endpoint to its owner: the longest suffix that a list knows decides; an address without a name stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from counterwatch.core import Problem
from counterwatch.exposure.owner import UNKNOWN, Owner
from counterwatch.exposure.owners.overlay import overlay
from counterwatch.exposure.owners.public_bodies import public_body
from counterwatch.exposure.owners.table import NAME, newest, packaged
from counterwatch.exposure.table import Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list that was asked: its name, its date (ISO 8601, empty where it tells none), and how many suffixes it knows."""

    name: str
    date: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lookup:
    """Answers who stands behind an endpoint, as far as its lists say. The packaged list is the first of `lists`."""

    known: Mapping[str, Owner] = field(repr=False)
    lists: tuple[Listed, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __call__(self, endpoint: Endpoint) -> Owner:
        if endpoint.is_address:
            return UNKNOWN
        get, host = self.known.get, endpoint.host.rstrip(".").lower()
        while host:
            if (owner := get(host)) is not None:
                return owner
            host = host.partition(".")[2]
        return public_body(endpoint.host.rstrip(".").lower()) or UNKNOWN


def owners(overlays: Sequence[tuple[str, bytes]] = ()) -> Callable[[Endpoint], Owner]:
    """Return what answers who stands behind an endpoint; `overlays` are lists of the user, each as (name, CSV).

    The longest suffix decides, whichever list has it. Where two lists have the same suffix, the later one does, and every list of the user
    outweighs the packaged one. Raises `UnreadableEvidence` for a list that is no table.
    """
    brought = [overlay(name, data) for name, data in overlays]
    known: dict[str, Owner] = dict(packaged())
    for each in brought:
        known |= each.owners
    lists = (
        Listed(name=NAME, date=newest(), rows=len(packaged())),
        *(Listed(name=each.name, date=each.date, rows=len(each.owners)) for each in brought),
    )
    return Lookup(known=known, lists=lists, problems=tuple(problem for each in brought for problem in each.problems))
