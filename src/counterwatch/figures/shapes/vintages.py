"""Two or more editions of one publication: what was changed after it was first said."""

from __future__ import annotations

from dataclasses import dataclass

from counterwatch.figures.table import Panel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vintages:
    """Editions of one panel, the earliest first; `labels` names each, by its date where that is known."""

    editions: tuple[Panel, ...]
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.editions) != len(self.labels):
            raise ValueError(f"{len(self.editions)} editions and {len(self.labels)} labels")

    @property
    def name(self) -> str:
        return " · ".join(self.labels)
