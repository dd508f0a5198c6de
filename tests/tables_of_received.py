"""Messages that somebody received, too few or all alike, and the same messages told in another way."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np

from counterwatch.coordination.received import NONE, Received

DAY = 86_400_000
ARRAYS = ("time", "account", "text", "answers", "label", "created")


def at(time: Any, name: str = "replies") -> Received:
    """Return messages at these times, each from an account of its own."""
    return Received.of(name, time=np.asarray(time, dtype=np.int64), account=np.arange(len(time)))


def starved_received() -> Iterator[tuple[str, Received]]:
    """Yield too few messages, or many of them in too few days."""
    rng = np.random.default_rng(0)
    for count in (0, 1, 3, 19):
        yield f"{count} messages", at(np.arange(count) * 9 * DAY)
    yield "one moment", at(np.full(400, 7 * DAY))
    yield "one day", at(7 * DAY + rng.integers(0, DAY, 400))
    yield "four weeks", at(rng.integers(0, 28 * DAY, 400))


def renamed_received(table: Received) -> Received:
    """Return the same messages from accounts, with texts and labels, that have other codes and names."""
    turn = np.arange(len(table.created))[::-1]
    text = np.where(table.text == NONE, NONE, 7 + 3 * table.text)
    told = Received.of(
        table.name, time=table.time, account=turn[table.account], text=text, answers=table.answers, label=table.label, created=table.created[::-1]
    )
    return dataclasses.replace(told, labels=tuple(f"某类{each}" for each in table.labels), zone=table.zone)


def stacked_received(one: Received, other: Received) -> Received:
    """Return what two people received as if one had."""
    arrays: dict[str, Any] = {each: np.r_[getattr(one, each), getattr(other, each)] for each in ("time", "answers", "label", "created")}
    text = np.r_[one.text, np.where(other.text == NONE, NONE, other.text + 1 + one.text.max(initial=0))]
    return Received.of("both", account=np.r_[one.account, other.account + len(one.created)], text=text, **arrays)


def turned_received(table: Received) -> Received:
    """Return the same messages, handed over in the opposite order."""
    return Received.of(table.name, **{each: getattr(table, each) if each == "created" else getattr(table, each)[::-1] for each in ARRAYS})


def locked_received(table: Received) -> Received:
    """Return the same messages in arrays that cannot be written to."""
    copies: dict[str, Any] = {each: getattr(table, each).copy() for each in ARRAYS}
    for block in copies.values():
        block.setflags(write=False)
    return dataclasses.replace(table, **copies)
