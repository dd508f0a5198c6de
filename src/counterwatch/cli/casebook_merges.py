"""Merges on a terminal: what was made one, in what its records differ, and of what a record is part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Template

if TYPE_CHECKING:
    from counterwatch.api.incidents_merges import Merged
    from counterwatch.incidents.merging import Merge

MERGED = Template("cli.casebook_merges.merged", "{names} are one event from now on and count once, led by {lead}; each record stays as it is")
UNMERGED = Template("cli.casebook_merges.unmerged", "{names} are records of their own again")
PART = Template("cli.casebook_merges.part", "{line}  = one event with {others}")
PART_OF = Template("cli.casebook_merges.part_of", "part of one event with {others}; it counts once, led by {lead}")


def show_merged(done: Merged) -> None:
    """Print what was merged, and in what the records differ."""
    show(visible(text(MERGED(names=_joined(done.merge.ids), lead=done.merge.ids[0]))))
    for each in done.differences:
        say(each)
    say_next(f"cw incidents unmerge {done.merge.ids[0]}")


def show_unmerged(undone: Sequence[Merge]) -> None:
    """Print what was taken apart."""
    for each in undone:
        show(visible(text(UNMERGED(names=_joined(each.ids)))))


def with_part(line: str, id: str, parts: Mapping[str, tuple[str, ...]]) -> str:
    """Return the line of a record, with the others of its event where it is part of one."""
    ids = parts.get(id, ())
    return text(PART(line=line, others=_joined([each for each in ids if each != id]))) if ids else line


def show_part(id: str, parts: Mapping[str, tuple[str, ...]]) -> None:
    """Print of what a record is part, where it is."""
    if ids := parts.get(id, ()):
        show(visible(text(PART_OF(others=_joined([each for each in ids if each != id]), lead=ids[0]))))


def _joined(ids: Sequence[str]) -> str:
    return ", ".join(ids)
