"""What the checks of an identity graph share in words: names in a row, what the graph cannot know, and when there is nothing to ask."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.core import Finding, Message, Template, Verdict
from counterwatch.exposure.identity.closures import Access, access
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.identity.index import Index, index_of
from counterwatch.exposure.identity.labels import printable

NOTHING = Template("exposure.identity.nothing", "no account of importance {least} or more can be opened with what was entered")
ENTER = Template("exposure.identity.enter", "enter the accounts that you could not do without, each with every way in that you know")
ONLY_ENTERED = Template("exposure.identity.only_entered", "the graph knows only what was entered: a way in that was forgotten is missing here")
NEW_DEVICE = Template(
    "exposure.identity.new_device",
    "it is asked what could be opened again from what is left, as on a new device; a session that is still signed in may outlast the loss",
)
SERVICE = Template(
    "exposure.identity.service", "a service may refuse a way in that it offers, or let somebody in by one that it tells nobody, such as its help desk"
)
CAN_TAKE = Template(
    "exposure.identity.can_take", "it is asked what could be done with what was taken, not whether anybody would do it or has done it"
)
AND_MORE = Template("exposure.identity.and_more", "{names} and {more} more")
NAMES = Template("exposure.identity.names", "{names}")
SHOWN = 4
NAME = "identity"


def named(index: Index, numbers: Sequence[int], most: int = SHOWN) -> Message:
    """Return what some nodes are called, the first few of many."""
    names = ", ".join(printable(index.called(each)) for each in numbers[:most])
    return AND_MORE(names=names, more=len(numbers) - most) if len(numbers) > most else NAMES(names=names)


def ready(graph: Graph, least: int) -> tuple[Index, Access, list[int]]:
    """Return a graph by number, what opens in it, and its important accounts that open."""
    index = index_of(graph)
    before = access(index)
    return index, before, [each for each in index.important(least) if before.opened[each]]


def nothing(graph: Graph, least: int) -> Finding:
    """Say that there is nothing to ask about."""
    return Finding(subject=graph.name or NAME, verdict=Verdict.NOT_TESTED, statement=NOTHING(least=least), steps=(ENTER(),))
