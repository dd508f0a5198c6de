"""What stands beside a file of figures: how it is read, a second source, earlier editions, comparable units, a total, the declared method."""

from __future__ import annotations

from typing import Any

from counterwatch.core.finding import Struct
from counterwatch.figures.columns import Columns
from counterwatch.figures.declared import Declared
from counterwatch.figures.shapes.pairs import Relation


class Beside(Struct, frozen=True):
    """Another file, and how its columns are to be read."""

    file: str
    columns: Columns = Columns()


class Against(Beside, frozen=True):
    """A second source. `groups` names, for a proxy, the group of each unit (`{"China": "not free"}`)."""

    relation: Relation = Relation.SAME
    groups: dict[str, str] = {}


class Questioned(Struct, frozen=True):
    """A series about which its source was asked: on which day, and what the answer was, if one came."""

    subject: str
    asked: str
    answer: str = ""


class Setup(Struct, frozen=True):
    """All that a run of figures needs to know besides the checks. `total` and `parts` are names of units."""

    columns: Columns = Columns()
    against: Against | None = None
    vintage: tuple[Beside, ...] = ()
    panel: tuple[Beside, ...] = ()
    total: str = ""
    parts: tuple[str, ...] = ()
    declared: Declared | None = None
    questioned: tuple[Questioned, ...] = ()

    @property
    def others(self) -> tuple[Beside, ...]:
        """The other files in the order in which a run names them: second source, editions, comparable units."""
        return (*((self.against,) if self.against else ()), *self.vintage, *self.panel)


class SetupFile(Setup, frozen=True):
    """What a `figures.toml` beside the data may hold: a setup, and which checks are asked with which options."""

    only: tuple[str, ...] = ()
    options: dict[str, Any] = {}
