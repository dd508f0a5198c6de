"""Sign-ins, sessions and devices: how many network addresses, which were seen once, which sessions nobody uses any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.exposure.archive import Event

DAY = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SigningIn:
    """Counts of sign-ins. `rare` are the addresses seen once among several sign-ins; they stay in memory, as all of this but its sizes."""

    rows: int
    networks: Counter[str]
    devices: Counter[str]
    countries: Counter[str]
    sessions: int
    stale: int

    @property
    def rare(self) -> list[str]:
        """Addresses seen once, where the others were seen more often."""
        return sorted(each for each, count in self.networks.items() if count == 1) if self.networks.total() >= 5 else []


def signing_in(events: Sequence[Event], *, stale_days: int) -> SigningIn:
    """Return what sign-ins and devices of an export say. A session is stale that was last used `stale_days` before the newest row of all."""
    rows = [each for each in events if each.reveals in ("login", "device")]
    newest = max((each.time for each in events if each.time is not None), default=0)
    open_ones = [each for each in rows if each.what == "session"]
    return SigningIn(
        rows=sum(each.reveals == "login" for each in rows),
        networks=Counter(each.network for each in rows if each.network),
        devices=Counter(each.device for each in rows if each.device),
        countries=Counter(each.country for each in rows if each.country and each.country.casefold() != "unknown"),
        sessions=len(open_ones),
        stale=sum(each.time is not None and newest - each.time >= stale_days * DAY for each in open_ones),
    )
