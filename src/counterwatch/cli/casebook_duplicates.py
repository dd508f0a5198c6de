"""Proposed duplicates on a terminal: each pair with its probability, the reasons for it and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Template
from counterwatch.files.csv_text import csv_text

if TYPE_CHECKING:
    from counterwatch.incidents.duplicates import Proposal, Reason

PAIR = Template("cli.casebook_duplicates.pair", "{one} and {other}: one event with a probability of {probability:.1%}, weight {weight:.1} bits")
NEAR = Template(
    "cli.casebook_duplicates.near",
    "{one} and {other}: alike, but probably two events (one event with a probability of {probability:.1%}, weight {weight:.1} bits)",
)
FOR = Template("cli.casebook_duplicates.for", "  for      {weight:.1}  {reason}")
AGAINST = Template("cli.casebook_duplicates.against", "  against  {weight:.1}  {reason}")
NONE = Template("cli.casebook_duplicates.none", "no two records look like one event; this is not proof that none are")
MORE = Template("cli.casebook_duplicates.more", "{n} more pair is not shown; --csv prints all", "{n} more pairs are not shown; --csv prints all")
PROPOSED = Template(
    "cli.casebook_duplicates.proposed",
    "proposed, nothing is merged: read both records, then merge them or leave them; a series of like events looks like one",
)
SHOWN = 40
HEAD = ("one", "other", "near", "probability", "weight", "field", "field weight", "reason")


def show_duplicates(found: Sequence[Proposal], *, as_csv: bool) -> None:
    """Print proposals, the likeliest first, those that probably are two events last."""
    if as_csv:
        show(_table(found))
        return
    for each in found[:SHOWN]:
        template = NEAR if each.near else PAIR
        show(visible(text(template(one=each.one, other=each.other, probability=each.probability, weight=each.weight))))
        for reason in (*each.supporting, *each.against):
            show(visible(text((FOR if reason.weight > 0 else AGAINST)(weight=reason.weight, reason=reason.message))))
    if (more := len(found) - SHOWN) > 0:
        say(MORE(n=more))
    say(PROPOSED() if found else NONE())
    if likely := [each for each in found if not each.near]:
        say_next(f"cw incidents show {likely[0].one}; cw incidents merge {likely[0].one} {likely[0].other}")


def _table(found: Sequence[Proposal]) -> str:
    rows = (_row(each, reason) for each in found for reason in (*each.supporting, *each.against))
    return csv_text(HEAD, rows).rstrip("\n")


def _row(pair: Proposal, reason: Reason) -> list[str | float | int]:
    numbers = [int(pair.near), round(pair.probability, 4), round(pair.weight, 2)]
    return [pair.one, pair.other, *numbers, reason.field, round(reason.weight, 2), text(reason.message)]
