"""What was measured on simulated tables: how often each check departs where nothing is wrong, and where something was altered."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from counterwatch.figures.calibration import Tally

DATA = "calibration_tables.json"


class KnownWay(msgspec.Struct, frozen=True, kw_only=True):
    """A way in which tables come about: one line on it, the room it lies in, and whether it alters honest ones."""

    line: str
    room: str
    altered: bool


class KnownOnTables(msgspec.Struct, frozen=True, kw_only=True):
    """A check as it was measured: `size` counts findings by honest way, `power` counts tables by way of altering and by share."""

    version: int
    family: str
    nominal: float
    has_level: bool
    size: dict[str, Tally]
    power: dict[str, dict[str, Tally]] = {}


class TablesCalibration(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured on tables, when, with which version, and on how many honest and altered tables each."""

    made: str
    version: str
    seed: int
    honest: int
    altered: int
    checks: dict[str, KnownOnTables]
    ways: dict[str, KnownWay]


@cache
def tables_calibration() -> TablesCalibration:
    """Return the measurements that come with this version."""
    return msgspec.json.decode(files("counterwatch").joinpath("data", DATA).read_bytes(), type=TablesCalibration)
