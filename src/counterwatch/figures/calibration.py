"""What is known of each check from simulated series: how often it departs in honest worlds, and in falsified ones."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from counterwatch.core import Message, Template
from counterwatch.figures.resembles import Likeness, Resemblance

DATA = "calibration.json"
HONEST = "nothing"
"""The way of falsifying that changes nothing."""

DOSE = "0.25"
FAR = 3.0
"""A series whose traits lie further from every world than this looks like none of them."""

KNOWN = Template(
    "figures.calibration.known",
    "{count} simulated series of honest offices look like this one ({worlds}): this check departed in {innocent:.1%} of them and left {refused:%} "
    "untested. Where a quarter of the days was altered, it departed in {best:%} of series for the way it sees best, and in {mean:%} over {ways} ways",
)
BLIND = Template(
    "figures.calibration.blind",
    "{count} simulated series of honest offices look like this one ({worlds}), and this check hardly ever departs in them ({innocent:.1%}), nor "
    "where a quarter of the days was altered ({best:%} at best): here it clears nothing",
)
UNLIKE = Template(
    "figures.calibration.unlike", "no simulated world looks like this series, so how often the check departs in such series is not known"
)

BLIND_BELOW = 0.10


class Tally(NamedTuple):
    """Series asked, tested, departing, and left after adjustment for all that were asked."""

    asked: int
    tested: int
    departs: int
    found: int

    @property
    def share(self) -> float:
        return self.departs / self.asked if self.asked else 0.0


class Named(NamedTuple):
    """Series asked; with a habit; with a departure of any family; of a family of evidence; of two such families; and with any of all these."""

    asked: int = 0
    habit: int = 0
    departs: int = 0
    unusual: int = 0
    two: int = 0
    anything: int = 0

    def share(self, count: int) -> float:
        return count / self.asked if self.asked else 0.0


class KnownCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check as it was measured. `size` is by world, `power` by world, falsification and dose, `pairs` by two practices that meet."""

    version: int
    family: str
    nominal: float
    size: dict[str, Tally]
    power: dict[str, dict[str, dict[str, Tally]]] = {}
    pairs: dict[str, Tally] = {}


class KnownWorld(msgspec.Struct, frozen=True, kw_only=True):
    """A world as it was measured: what it is, what its series look like, and in how many two families of evidence departed at once."""

    line: str
    mechanism: str
    likeness: Likeness
    strong: tuple[int, int] = (0, 0)


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured, when, with which version, and from which seeds. `named` is by way of falsifying and dose, all checks together."""

    made: str
    version: str
    seeds: dict[str, int]
    units: dict[str, int]
    days: int
    checks: dict[str, KnownCheck]
    worlds: dict[str, KnownWorld]
    pairs: dict[str, tuple[int, int]] = {}
    named: dict[str, dict[str, Named]] = {}

    def likenesses(self) -> dict[str, Likeness]:
        """Return what the series of each world look like."""
        return {name: each.likeness for name, each in self.worlds.items()}


@cache
def calibration() -> Calibration:
    """Return the measurements that come with this version."""
    return msgspec.json.decode(files("counterwatch").joinpath("data", DATA).read_bytes(), type=Calibration)


def known_of(check: str, resemblance: Resemblance | None, known: Calibration | None = None) -> Message | None:
    """Say how often a check departs in series like this one; `None` for a check, or a kind of table, that was not measured."""
    measured = (known or calibration()).checks.get(check)
    if measured is None or resemblance is None:
        return None
    if resemblance.distance > FAR:
        return UNLIKE()
    tallies = [measured.size[name] for name in resemblance.worlds if name in measured.size]
    honest = Tally(*(sum(each) for each in zip(*tallies, strict=True))) if tallies else Tally(0, 0, 0, 0)
    seen = seen_at(measured, DOSE)
    if not honest.asked or not seen:
        return None
    worlds, best = ", ".join(resemblance.worlds), max(seen.values())
    if best < BLIND_BELOW or honest.tested < BLIND_BELOW * honest.asked:
        return BLIND(count=honest.asked, worlds=worlds, innocent=honest.share, best=best)
    return KNOWN(
        count=honest.asked, worlds=worlds, innocent=honest.share, refused=1 - honest.tested / honest.asked,
        best=best, mean=sum(seen.values()) / len(seen), ways=len(seen),
    )  # fmt: skip


def seen_at(measured: KnownCheck, dose: str) -> dict[str, float]:
    """Return the share of series that depart for each way of falsifying, over all worlds in which it was tried."""
    sums: dict[str, list[int]] = {}
    for ways in measured.power.values():
        for way, doses in ways.items():
            if dose in doses:
                count = sums.setdefault(way, [0, 0])
                count[0] += doses[dose].departs
                count[1] += doses[dose].asked
    return {way: departs / asked for way, (departs, asked) in sorted(sums.items()) if asked}
