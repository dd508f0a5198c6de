"""The tables of groups: pairs and members by pseudonym, and what was pushed. They belong to the case; a page shows only their hashes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from counterwatch.coordination.charts.contents import Content
from counterwatch.coordination.export.pairs import pairs_table
from counterwatch.coordination.groups.group import Group
from counterwatch.coordination.synchrony.result import Tested
from counterwatch.core import Attachment
from counterwatch.files.csv_text import csv_text

if TYPE_CHECKING:
    import polars as pl

MEMBERS = ("account", "group", "actions", "actions_together")
POSTS = ("number", "object", "accounts", "actions", "first", "last", "place", "text")


def pairs_attached(name: str, accounts: pl.Series, tests: Sequence[Tested]) -> Attachment:
    """Return the pairs of some tests of a layer, by pseudonym."""
    import polars as pl

    tables = [pairs_table(test.edges, accounts, signal=test.signal, window=test.window) for test in tests]
    return Attachment.of(name, pl.concat(tables).write_csv(float_precision=9))


def members_table(name: str, accounts: pl.Series, group: Group) -> Attachment:
    """Return the members of a group by pseudonym, with how much each did; in the order of their pseudonyms, which says nothing."""
    rows = [
        (accounts[int(each)], group.number, int((group.account == each).sum()), int(((group.account == each) & group.hit).sum()))
        for each in group.members
    ]  # fmt: skip
    return Attachment.of(name, csv_text(MEMBERS, sorted(rows)))


def posts_table(name: str, contents: Sequence[Content], group: Group, excerpts: Any) -> Attachment:
    """Return what a group pushed, with one post of it as an example where the file still has its text."""
    examples = {each.number: int(group.content[np.flatnonzero((group.object == each.object) & group.hit)[0]]) for each in contents}
    shown = excerpts(set(examples.values()))
    rows = []
    for each in contents:
        post = shown.get(examples[each.number])
        rows.append((
            each.number, each.name, each.accounts, each.actions, _moment(each.first), _moment(each.last), post.place if post else "",
            post.text if post else "",
        ))  # fmt: skip
    return Attachment.of(name, csv_text(POSTS, rows))


def _moment(time: int) -> str:
    return datetime.datetime.fromtimestamp(time / 1000, datetime.UTC).isoformat(timespec="seconds")
