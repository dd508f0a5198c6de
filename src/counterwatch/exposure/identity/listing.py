"""Tables that go with the findings: what goes dark with each loss, and what each seizure opens. A row names a thing and an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from counterwatch.core import Message
from counterwatch.exposure.identity.advice import fallback_for, step_for
from counterwatch.exposure.identity.closures import Access, lost_without, ways_left
from counterwatch.exposure.identity.index import Index
from counterwatch.exposure.identity.scenarios import Dark, Scenario, opened_accounts
from counterwatch.files.csv_text import csv_text

MOST_ROWS = 20_000
MOST_STEPS = 5
DARK = ("loss", "account", "importance", "state", "ways in before", "ways in left")
OPENS = ("seized", "account", "importance")
LOST, DEGRADED, KEPT = "lost", "degraded", "kept"


def one_dark(index: Index, before: Access, gone: Dark) -> str:
    """Return what one loss leaves, as CSV: every account that could be opened before."""
    lost = lost_without(index, before, gone.scenario.taken)
    states = ((LOST, gone.lost), (DEGRADED, gone.degraded), (KEPT, gone.kept))
    return written(DARK, (_row(index, before, gone.scenario, lost, state, each) for state, accounts in states for each in accounts))


def what_goes_dark(index: Index, before: Access, asked: Iterable[Scenario]) -> str:
    """Return the accounts that each loss takes, as CSV with at most 20,000 rows."""
    return written(DARK, _lost_rows(index, before, asked))


def what_opens(index: Index, asked: Iterable[Scenario]) -> str:
    """Return the accounts that each seizure opens, as CSV with at most 20,000 rows."""
    return written(OPENS, ((each.name, index.called(a), _importance(index, a)) for each in asked for a in opened_accounts(index, each)))


def steps_for(index: Index, taken: Sequence[int]) -> tuple[Message, ...]:
    """Return what to do about some things, each step once."""
    fallbacks = {id(fallback_for(node)): step_for(node) for node in map(index.node, taken)}
    return tuple(fallbacks.values())[:MOST_STEPS]


def written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return at most 20,000 rows as CSV."""
    return csv_text(columns, islice(rows, MOST_ROWS))


def _lost_rows(index: Index, before: Access, asked: Iterable[Scenario]) -> Iterator[Sequence[object]]:
    for each in asked:
        lost = lost_without(index, before, each.taken)
        for account in sorted(number for number in lost if number in index.accounts):
            yield _row(index, before, each, lost, LOST, account)


def _row(index: Index, before: Access, scenario: Scenario, lost: set[int], state: str, account: int) -> Sequence[object]:
    return scenario.name, index.called(account), _importance(index, account), state, *ways_left(index, before, lost, account)


def _importance(index: Index, account: int) -> int:
    return index.graph.accounts[account - len(index.graph.factors)].importance
