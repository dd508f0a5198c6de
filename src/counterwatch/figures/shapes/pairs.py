"""Two sources about the same units and times: two counts of one thing, an outcome and its proxy, reported deaths and deaths of all causes."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from counterwatch.figures.table import Panel


class Relation(enum.StrEnum):
    """What the second source is to the first."""

    SAME = "same"
    ALL_DEATHS = "all-deaths"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """A panel that is asked about and a second source to hold it against; units are matched by name, times by date.

    `groups` names, for a proxy, the group of each unit that is compared with the others (`{"China": "not free"}`).
    """

    first: Panel
    second: Panel
    relation: Relation = Relation.SAME
    groups: dict[str, str] | None = None

    @property
    def name(self) -> str:
        return f"{self.first.name} · {self.second.name}"
