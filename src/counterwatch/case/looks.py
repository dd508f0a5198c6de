"""Looking at many objects at once, in workers where that pays: which are their own names, and what they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterwatch.case.layout import Layout
from counterwatch.case.vault import CLOSED, Measure, Vault
from counterwatch.case.workers import Asking, Portion, at_work, how_many, is_worth_it, portions_of


@dataclass(slots=True)
class Looked:
    """The objects that are whole, what they hold where a vault was given, and how many workers were lost on the way."""

    whole: set[str] = field(default_factory=set)
    measures: dict[str, Measure] = field(default_factory=dict)
    lost: int = 0


def look(
    layout: Layout,
    names: Sequence[str],
    vault: Vault | None,
    *,
    meanwhile: Callable[[], object],
    tell: Callable[[int], None],
    stop: Callable[[], None],
) -> Looked:
    """Look at objects; what is not among the whole ones is left for the caller to look at.

    `meanwhile` is called once, while the workers are at work; `tell` hears how many objects were looked at.
    """
    found = Looked()
    jobs = [(_size(layout, name), name) for name in names]
    count = how_many() if is_worth_it(jobs) else 0
    work = {"objects": os.fsencode(layout.objects).decode("latin-1"), **(vault.opening if vault else CLOSED)}
    with at_work([work] * count) as workers:
        asking = Asking(workers, portions_of(jobs))
        meanwhile()
        for _number, portion, said in asking.answers(tick=_not_told, stop=stop):
            _take(found, portion, said, vault)
            tell(len(portion))
        found.lost = sum(worker.is_gone for worker in workers)
    return found


def _take(found: Looked, portion: Portion, said: Sequence[Any], vault: Vault | None) -> None:
    for name, each in zip(portion, said, strict=True):
        if each is not None:
            found.whole.add(name)
            if vault and (measure := vault.measured(name, each)):
                found.measures[name] = measure


def _not_told(_portion: Portion, _done: int) -> None:
    """How far one object is, nobody asks."""


def _size(layout: Layout, name: str) -> int:
    try:
        return os.lstat(f"{layout.root}/objects/{name[:2]}/{name}").st_size
    except OSError:
        return 0
