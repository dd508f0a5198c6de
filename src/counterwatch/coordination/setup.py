"""How a collection of posts is read: everything that is needed to read the same table again."""

from __future__ import annotations

from counterwatch.coordination.mapping import Mapping
from counterwatch.core.finding import Struct


class PostsFile(Struct, frozen=True):
    """A file of posts as it was read: its name, and by which reader."""

    name: str
    reader: str = ""


class PostsSetup(Struct, frozen=True):
    """How posts are read and gathered.

    `mapping` says what the reader should not guess, `signals` what of a post can be shared (all where none is named),
    `min_participation` from how many actions in a layer on an account counts. With `as_given` accounts keep the pseudonyms that their
    publisher gave them. `days_in` is the zone in which the days of somebody who received posts begin.
    """

    files: tuple[PostsFile, ...] = ()
    mapping: Mapping = Mapping()
    signals: tuple[str, ...] = ()
    min_participation: int = 1
    as_given: bool = False
    days_in: str = "UTC"
