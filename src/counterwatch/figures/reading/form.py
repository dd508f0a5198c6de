"""How a whole file is read, decided once, so that each part of it is read in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counterwatch.figures.columns import Columns
from counterwatch.figures.reading.guess import Roles
from counterwatch.figures.table import Days, Kind, Step


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    """Which column is what, the times of all units together, and for each value what its numbers are and whether they are running totals.

    `columns` says the same to somebody who reads a part of the file by itself.
    """

    columns: Columns
    roles: Roles
    step: Step
    times: Days
    kinds: Mapping[str, Kind]
    cumulative: Mapping[str, bool]
