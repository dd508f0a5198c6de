"""A second opinion in few lines: does a loss lock out, does a seizure open? Written for reading, and sharing nothing with the closures."""

from __future__ import annotations

from collections.abc import Collection

from counterwatch.exposure.identity.graph import Graph


def opens(graph: Graph, held: Collection[str], without: Collection[str] = ()) -> set[str]:
    """Return the ids that open to whoever holds some things, by going over all ways in until nothing more opens."""
    opened = set(held) - set(without)
    while more := {way.account for way in graph.routes if opened.issuperset(way.needs)} - opened - set(without):
        opened |= more
    return opened


def locks_out(graph: Graph, lost: Collection[str], target: str) -> bool:
    """Return whether a target that could be opened cannot be opened when some things are lost."""
    everything = {each.id for each in graph.factors}
    return target in opens(graph, everything) and target not in opens(graph, everything, without=lost)


def lets_in(graph: Graph, seized: Collection[str], target: str) -> bool:
    """Return whether seizing some things opens a target."""
    return target in opens(graph, seized)
