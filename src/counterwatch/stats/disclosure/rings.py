"""Tables of two ways that close a ring: by a and b, by b and c, and by c and a.

Without a ring, numbers that agree where tables overlap always belong to some whole (Vorob'ev 1962, doi:10.1137/1107014), so that what the tables say
is all that a reader can know. In a ring the three together say more of a count than any program over the printed ones sees.
"""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.stats.disclosure.published import Published, Table


def closes_ring(table: Table, earlier: Sequence[Published]) -> bool:
    """Would a table close a ring of ways with those that were published? Coarser and finer steps of one way are one."""
    roots = [tuple(sorted({axis.root for axis in each.axes})) for each in (*(each.table for each in earlier), table)]
    edges = {each for each in roots[:-1] if len(each) == 2}
    if len(roots[-1]) < 2 or roots[-1] in edges:
        return False
    first, last = roots[-1]
    reached = {first}
    while more := {end for edge in edges if reached & {*edge} for end in edge} - reached:
        reached |= more
    return last in reached
