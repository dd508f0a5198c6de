"""What changed in a casebook between two moments: which incidents are new, corrected and in what, withdrawn, or gone."""

from __future__ import annotations

from collections.abc import Iterable

from counterwatch.core.finding import Struct
from counterwatch.incidents.incident import Incident

WITHDRAWN = "withdrawn"


class Corrected(Struct, frozen=True):
    """An incident that says something else than before, in which fields, and the reason of its newest version where one was given."""

    id: str
    fields: tuple[str, ...]
    reason: str = ""


class Changes(Struct, frozen=True):
    """Ids of what is new, withdrawn and gone (erased on purpose), and what was corrected, each in the order of the casebook."""

    new: tuple[str, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    withdrawn: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.corrected or self.withdrawn or self.gone)


def changes(before: Iterable[Incident], now: Iterable[Incident]) -> Changes:
    """Return what is different now. What was withdrawn counts as that only, whatever else was changed with it."""
    old, new = ({each.id: each for each in some} for some in (before, now))
    both = [(old[id], each) for id, each in new.items() if id in old and old[id] != each]
    withdrawn = [is_now.id for was, is_now in both if is_now.status == WITHDRAWN != was.status]
    return Changes(
        new=tuple(id for id in new if id not in old), withdrawn=tuple(withdrawn), gone=tuple(id for id in old if id not in new),
        corrected=tuple(
            Corrected(id=is_now.id, fields=fields, reason=is_now.reason)
            for was, is_now in both if is_now.id not in withdrawn and (fields := _fields(was, is_now))
        ),
    )  # fmt: skip


def _fields(was: Incident, now: Incident) -> tuple[str, ...]:
    return tuple(name for name in Incident.__struct_fields__ if name != "reason" and getattr(was, name) != getattr(now, name))
