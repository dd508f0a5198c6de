"""What one wave was: how many messages and accounts, how many of them new, what they repeated, what they answered. Counts only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.received import NONE, UNKNOWN, Received
from counterwatch.coordination.waves.scan import HOUR, Scan

Integers = NDArray[np.int64]
Chosen = NDArray[np.bool_]

YOUNG = 30 * 24 * HOUR
"""An account is young where it was made at most so long before its message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many, and the same for the usual time before."""

    count: int
    of: int
    usual_count: int
    usual_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave. `first` and `last` are its first and last message (milliseconds UTC), `days` how many days it spans, `usual` the messages a
    usual day brought then, with the 95 % interval `usual_low` to `usual_high`; `chance` is the smallest chance of its days, adjusted.

    `new` counts accounts that had never written before; `young` those made at most 30 days before their message, of those whose date is
    known. `repeated` messages have a text that another account sent within the wave too, `texts` is how many such texts there are.
    `most_of_one` is the most messages of one account, `most_answers` the most that answer one post. `busiest` is the most within 60
    minutes, which begin at `busiest_from`. `groups` holds the number of members of each group that acted together, `labels` what the owner
    says the messages are.
    """

    first: int
    last: int
    days: int
    messages: int
    accounts: int
    usual: float
    usual_low: float
    usual_high: float
    chance: float
    new: Share
    young: Share
    repeated: int
    texts: int
    most_of_one: int
    most_answers: int
    busiest: int
    busiest_from: int
    groups: tuple[int, ...] = ()
    labels: tuple[tuple[str, int], ...] = ()


def waves_of(table: Received, found: Scan, groups: Integers | None = None) -> list[Wave]:
    """Return the waves of a table in their order; `groups` has the group of each account, -1 where it is in none."""
    place, ordinary = table.days() - found.series.first, ~np.isin(table.days() - found.series.first, np.flatnonzero(found.outstanding))
    return [_wave(table, found, (place >= first) & (place <= last), ordinary, (first, last), groups) for first, last in found.waves()]


def _wave(table: Received, found: Scan, inside: Chosen, ordinary: Chosen, ends: tuple[int, int], groups: Integers | None) -> Wave:
    start = int(table.time[inside][0])
    before = ordinary & (table.time < start)
    span = slice(ends[0], ends[1] + 1)
    peak = ends[0] + int(np.argmax(found.series.busiest[span]))
    mean, low, high = next(each for each in found.usual[span] if each is not None).mean()
    repeated, texts = _repeated(table.text[inside], table.account[inside])
    return Wave(
        first=start, last=int(table.time[inside][-1]), days=ends[1] - ends[0] + 1, messages=int(inside.sum()),
        accounts=len(np.unique(table.account[inside])), usual=mean, usual_low=low, usual_high=high,
        chance=float(min(1.0, np.nanmin(found.chances[span]) * found.asked)), new=_new(table, inside, before), young=_young(table, inside, before),
        repeated=repeated, texts=texts, most_of_one=_most(table.account[inside]), most_answers=_most(table.answers[inside]),
        busiest=int(found.series.busiest[peak]), busiest_from=int(found.series.hours[peak]),
        groups=_groups(table.account[inside], groups), labels=_labels(table, inside),
    )  # fmt: skip


def _new(table: Received, inside: Chosen, before: Chosen) -> Share:
    """Count the accounts of a wave whose first message is in it, and on usual days those whose first message is of that day."""
    first = np.full(len(table.created), table.time[-1] + 1)
    np.minimum.at(first, table.account, table.time)
    members = np.unique(table.account[inside])
    day, account = table.days()[before], table.account[before]
    writers = np.unique(np.stack([day, account]), axis=1)
    fresh = np.unique(np.stack([day[table.time[before] == first[account]], account[table.time[before] == first[account]]]), axis=1)
    start = table.time[inside][0]
    return Share(count=int((first[members] >= start).sum()), of=len(members), usual_count=fresh.shape[1], usual_of=writers.shape[1])


def _young(table: Received, inside: Chosen, before: Chosen) -> Share:
    def counted(chosen: Chosen) -> tuple[int, int]:
        known = chosen & (table.created[table.account] != UNKNOWN)
        young = known & (table.time - table.created[table.account] <= YOUNG)
        return len(np.unique(table.account[young])), len(np.unique(table.account[known]))

    (count, of), (usual_count, usual_of) = counted(inside), counted(before)
    return Share(count=count, of=of, usual_count=usual_count, usual_of=usual_of)


def _repeated(text: Integers, account: Integers) -> tuple[int, int]:
    """Return how many messages have a text that two accounts or more sent, and how many such texts there are."""
    pairs = np.unique(np.stack([text[text != NONE], account[text != NONE]]), axis=1)
    texts, senders = np.unique(pairs[0], return_counts=True)
    shared = texts[senders > 1]
    return int(np.isin(text, shared).sum()), len(shared)


def _most(codes: Integers) -> int:
    return int(np.bincount(codes[codes != NONE]).max(initial=0))


def _groups(account: Integers, groups: Integers | None) -> tuple[int, ...]:
    """Return how many members of each group wrote, largest first; a group of which only one wrote did not act together here."""
    if groups is None:
        return ()
    mine = groups[np.unique(account)]
    sizes = np.unique(mine[mine != NONE], return_counts=True)[1]
    return tuple(sorted((int(each) for each in sizes if each > 1), reverse=True))


def _labels(table: Received, inside: Chosen) -> tuple[tuple[str, int], ...]:
    counts = np.bincount(table.label[inside & (table.label != NONE)], minlength=len(table.labels))
    return tuple((name, int(count)) for name, count in zip(table.labels, counts, strict=True) if count)
