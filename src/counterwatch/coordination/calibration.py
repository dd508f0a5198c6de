"""What is known of the synchrony test from simulated posting: how often it errs where nobody acts together, and what it finds of groups."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from counterwatch.coordination.worlds.measured import Run

DATA = "coordination_calibration.json"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A world or a file as it was asked: its runs at one window (milliseconds)."""

    world: str
    window: int
    runs: tuple[Run, ...]


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured, when, with which version, at which rate of false discoveries: organic worlds, planted ones, files."""

    made: str
    version: str
    fdr: float
    organic: tuple[Asked, ...] = ()
    planted: tuple[Asked, ...] = ()
    shipped: tuple[Asked, ...] = ()
    real: tuple[Asked, ...] = ()


@cache
def calibration() -> Calibration:
    """Return the measurements that come with this version."""
    return msgspec.json.decode(files("counterwatch").joinpath("data", DATA).read_bytes(), type=Calibration)
