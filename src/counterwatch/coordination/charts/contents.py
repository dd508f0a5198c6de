"""What a group acted on most: the numbered list that the time line and the table of contents share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterwatch.coordination.charts.look import Integers

MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One thing that accounts of a group acted on: its place in the list, counted from 1, how many accounts and actions, and when (milliseconds)."""

    number: int
    object: int
    name: str
    accounts: int
    actions: int
    first: int
    last: int


def most_shared(object: Integers, account: Integers, time: Integers, names: Sequence[str], *, most: int = MOST) -> list[Content]:
    """Return the objects with the most accounts, then the most actions, then the earliest; `names` is indexed by the code of an object."""
    codes, index = np.unique(object, return_inverse=True)
    actions = np.bincount(index, minlength=len(codes))
    pairs = np.unique(np.stack([index, account]), axis=1)
    accounts = np.bincount(pairs[0], minlength=len(codes))
    first, last = np.full(len(codes), np.iinfo(np.int64).max), np.full(len(codes), np.iinfo(np.int64).min)
    np.minimum.at(first, index, time)
    np.maximum.at(last, index, time)
    order = np.lexsort((codes, first, -actions, -accounts))[:most]
    return [
        Content(
            number=number, object=int(codes[at]), name=names[int(codes[at])], accounts=int(accounts[at]), actions=int(actions[at]),
            first=int(first[at]), last=int(last[at]),
        )
        for number, at in enumerate(order, 1)
    ]  # fmt: skip
