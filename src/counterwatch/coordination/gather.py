"""From a stream of posts to the table that checks read: accounts become pseudonyms, and what posts share becomes a layer per signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterwatch.coordination.engines.duckdb import DuckDB
from counterwatch.coordination.excerpts import excerpts_from
from counterwatch.coordination.layers import HOLDS, layer_of, register_accounts
from counterwatch.coordination.members import Members
from counterwatch.coordination.parts import Parts
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.coordination.reading.resolution import Resolution
from counterwatch.coordination.signal import Signal, signals
from counterwatch.coordination.sources import Remarks, Source, numbered
from counterwatch.coordination.table import Layer, Posts
from counterwatch.core import Message, Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    import polars as pl

READING = Template("coordination.gather.reading", "reading posts")
LAYING = Template("coordination.gather.laying", "putting in order what posts share: {signal}")
NO_SIGNAL = Template("coordination.gather.no_signal", "there is no signal named {name}")
SIGNALS = Template("coordination.gather.signals", "the signals are: {names}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """How posts are gathered: which signals (all where none is named), and from how many actions in a layer on an account counts."""

    signals: tuple[str, ...] = ()
    min_participation: int = 1


def posts_of(
    sources: Sequence[Source],
    *,
    pseudonyms: Pseudonyms,
    scratch: Path,
    how: Gathering | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Posts:
    """Read files of posts to their ends and return what they hold. `scratch` takes what memory does not, and must outlive the result."""
    how, remarks = how or Gathering(), Remarks()
    parts, clock, members = Parts(scratch, chosen(how.signals)), Resolution(), Members()
    count = 0
    for _, _, batch in numbered(sources, remarks):
        stop_if(cancel)
        progress(READING(), count, 0)
        hidden = pseudonyms.applied(batch)
        clock.add(hidden["time"].to_numpy())
        members.see(hidden)
        parts.add(hidden)
        count += len(hidden)
    accounts, said = members.accounts(), list(remarks.said)
    layers = _layers(parts, accounts, clock.step, how.min_participation, scratch, said, progress, cancel)
    return Posts(
        name=", ".join(each.name for each in sources), accounts=accounts, layers=layers, posts=count, created=members.created(),
        excerpts=excerpts_from(sources), problems=tuple(remarks.problems), said=tuple(said),
    )  # fmt: skip


def chosen(names: Sequence[str]) -> list[Signal]:
    """Return the signals with these names, or all."""
    known = signals()
    for name in names:
        if name not in known:
            raise WrongUsage(NO_SIGNAL(name=name), hint=SIGNALS(names=", ".join(known)))
    return [known[name] for name in names or known]


def _layers(
    parts: Parts, accounts: pl.Series, resolution: int, least: int, scratch: Path, said: list[Message], progress: Progress, cancel: Cancel
) -> dict[str, Layer]:  # fmt: skip
    found = dict[str, Layer]()
    with DuckDB(scratch=scratch).connected(scratch) as connection:
        register_accounts(connection, accounts)
        for number, name in enumerate(parts):
            stop_if(cancel)
            progress(LAYING(signal=name), number, len(parts.signals))
            layer = layer_of(connection, parts, name, resolution=resolution, least=least, scratch=scratch, said=said)
            if layer is not None and len(layer):
                found[name] = layer
                said.append(HOLDS(signal=name, actions=len(layer), accounts=layer.acting(), objects=len(layer.objects)))
    return found
