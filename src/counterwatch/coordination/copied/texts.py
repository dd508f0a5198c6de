"""Which texts of a layer several accounts posted, and how many of these accounts did so with several texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.coordination.charts.contents import Content, most_shared
from counterwatch.coordination.table import Layer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Copied:
    """Texts that at least so many accounts posted, those of most accounts first; `examples` is one post of each (its content code).

    `posts` and `accounts` are all posts of these texts and who made them; `written` and `writers` those of the whole layer; `repeaters` are
    the accounts that posted two or more of these texts.
    """

    texts: tuple[Content, ...]
    examples: tuple[int, ...]
    posts: int
    accounts: int
    written: int
    writers: int
    repeaters: int


def copied(layer: Layer, least: int) -> Copied:
    """Return the texts of a layer that at least `least` accounts posted as their own."""
    arrays = layer.arrays()
    account, object, time, content = (arrays[name] for name in ("account", "object", "time", "content"))
    pairs = np.unique(np.stack([object, account]), axis=1)
    often = np.bincount(pairs[0], minlength=len(layer.objects)) >= least
    mine, copiers = often[object], pairs[1][often[pairs[0]]]
    kept, object = np.flatnonzero(often), (np.cumsum(often) - 1)[object]
    names = layer.objects.gather(kept).to_list()
    texts = most_shared(object[mine], account[mine], time[mine], names, most=len(kept)) if mine.any() else []
    # Sorted by object and time: the first post of an object is its example.
    first = dict(zip(object[mine][::-1].tolist(), content[mine][::-1].tolist(), strict=True))
    return Copied(
        texts=tuple(texts), examples=tuple(first[each.object] for each in texts), posts=int(mine.sum()), accounts=len(np.unique(copiers)),
        written=len(mine), writers=len(np.unique(account)), repeaters=int((np.bincount(copiers) >= 2).sum()) if len(copiers) else 0,
    )  # fmt: skip
