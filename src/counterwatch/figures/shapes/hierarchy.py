"""A total and the parts that should add up to it, over time."""

from __future__ import annotations

from dataclasses import dataclass

from counterwatch.figures.table import Panel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hierarchy:
    """A panel in which the unit `total` is published beside its parts; `parts` are all other units where nothing else is said."""

    panel: Panel
    total: str
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.parts:
            object.__setattr__(self, "parts", tuple(each for each in self.panel.units if each != self.total))

    @property
    def name(self) -> str:
        return self.panel.name
