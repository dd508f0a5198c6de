"""Windows of whole numbers that occur twice: as they are, shifted by a constant, multiplied by one, or in reverse. Sorting hashes finds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Marks = NDArray[np.bool_]
Way = Literal["exact", "shifted", "scaled", "mirrored"]
SEED = 20220315


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Copy:
    """`days` values of row `first` from `start` on that row `second` has from `again` on; in reverse where `way` says so."""

    first: int
    start: int
    second: int
    again: int
    days: int
    way: Way


def copies(values: Integers, usable: Marks, *, shortest: int, scaled: int) -> list[Copy]:
    """Return the longest blocks of at least `shortest` values (`scaled` for multiples) that occur twice in rows of `values`.

    `usable` marks the values that may take part. Where a block occurs more than twice each occurrence is joined to the next one.
    """
    if values.shape[1] < shortest:
        return []
    whole = _all_in(usable, shortest)
    found = _joined(_linked(_hashes(values, shortest), whole), shortest, "exact")
    known = {(each.first, each.second, each.again - each.start) for each in found}
    moved = _joined(_linked(_hashes(np.diff(values, axis=1), shortest - 1), whole), shortest, "shifted")
    found += [each for each in moved if (each.first, each.second, each.again - each.start) not in known]
    found += _multiples(values, usable, scaled) if values.shape[1] >= scaled else []
    return sorted(found + _mirrored(values, whole, shortest))


def _all_in(usable: Marks, length: int) -> Marks:
    return np.asarray(np.lib.stride_tricks.sliding_window_view(usable, length, axis=1).all(axis=2))


def _hashes(values: Integers, length: int, *, reverse: bool = False) -> Hashes:
    """Return a hash of each window: a sum of its values with fixed random odd weights, modulo 2^64."""
    weights = np.random.default_rng(SEED).integers(0, 2**63, length, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    taken, width = values.astype(np.uint64), values.shape[1] - length + 1
    made = np.zeros((len(values), width), dtype=np.uint64)
    for place, weight in enumerate(weights[::-1] if reverse else weights):
        made += taken[:, place : place + width] * weight
    return made


def _linked(hashes: Hashes, whole: Marks) -> Integers:
    """Return pairs of windows with equal hashes, each with the next of its kind, as rows of (row, place, row, place)."""
    where = np.flatnonzero(whole)
    keys = hashes.ravel()[where]
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    return _placed(where[order[same]], where[order[same + 1]], hashes.shape[1])


def _placed(one: Integers, other: Integers, width: int) -> Integers:
    return np.stack([one // width, one % width, other // width, other % width], axis=1)


def _joined(pairs: Integers, length: int, way: Way) -> list[Copy]:
    """Join overlapping windows of one lag (of one sum of places where the copy runs backwards) into blocks."""
    if not len(pairs):
        return []
    lag = pairs[:, 3] + pairs[:, 1] if way == "mirrored" else pairs[:, 3] - pairs[:, 1]
    pairs = pairs[order := np.lexsort((pairs[:, 1], lag, pairs[:, 2], pairs[:, 0]))]
    key = np.stack([pairs[:, 0], pairs[:, 2], lag[order]], axis=1)
    new = np.r_[True, (np.diff(key, axis=0) != 0).any(axis=1) | (np.diff(pairs[:, 1]) > length)]
    begins = np.flatnonzero(new)
    blocks = []
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(pairs)], strict=True):
        first, start, second, again = (int(each) for each in pairs[begin])
        stop = int(pairs[end - 1, 1])
        again = int(pairs[end - 1, 3]) if way == "mirrored" else again
        blocks.append(Copy(first=first, start=start, second=second, again=again, days=stop - start + length, way=way))
    return blocks


def _mirrored(values: Integers, whole: Marks, length: int) -> list[Copy]:
    where = np.flatnonzero(whole)
    ahead, back = _hashes(values, length).ravel()[where], _hashes(values, length, reverse=True).ravel()[where]
    order = np.argsort(ahead, kind="stable")
    spot = np.minimum(np.searchsorted(ahead[order], back), max(len(where) - 1, 0))
    hit = np.flatnonzero(ahead[order][spot] == back) if len(where) else np.zeros(0, dtype=np.int64)
    pairs = _placed(where[hit], where[order[spot[hit]]], whole.shape[1])
    # A block cannot be the mirror of days that it holds itself; each pair is met twice.
    apart = (pairs[:, 0] < pairs[:, 2]) | ((pairs[:, 0] == pairs[:, 2]) & (pairs[:, 3] - pairs[:, 1] >= length))
    return _joined(pairs[apart], length, "mirrored")


def _multiples(values: Integers, usable: Marks, length: int) -> list[Copy]:
    """Find windows in the same order of size, then keep those of which one is the other times a constant, rounded."""
    whole = _all_in(usable & (values > 0), length)
    windows = np.lib.stride_tricks.sliding_window_view(values, length, axis=1)
    hashes = np.zeros(whole.shape, dtype=np.uint64)
    hashes[whole] = _hashes(np.argsort(windows[whole], axis=1, kind="stable"), length)[:, 0]
    pairs = _linked(hashes, whole)
    one, other = windows[pairs[:, 0], pairs[:, 1]].astype(np.float64), windows[pairs[:, 2], pairs[:, 3]].astype(np.float64)
    kept = (_rounded_multiple(one, other) | _rounded_multiple(other, one)) & (one != other).any(axis=1)
    return _joined(pairs[kept], length, "scaled")


def _rounded_multiple(one: NDArray[np.float64], other: NDArray[np.float64]) -> Marks:
    """Is there a constant with which every value of `one`, multiplied and rounded, gives `other`?"""
    return np.asarray(((other - 0.5) / one).max(axis=1, initial=0) <= ((other + 0.5) / one).min(axis=1, initial=np.inf))
