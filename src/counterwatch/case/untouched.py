"""Whether an object was touched since a signed entry listed it: a file system says when a file last changed, and lets nobody set that.

An entry lists what its writer wrote or had looked at, and its checkpoint is written after all of it. So an object whose file has not changed
since then is as it was, but for what no file system notices; that is the business of `verify`.
"""

from __future__ import annotations

import os
from functools import cached_property

from counterwatch.case.holdings import Holdings


class Untouched:
    """Says of an object, by its name, whether its file is as it was when the newest entry that lists it was closed."""

    def __init__(self, held: Holdings) -> None:
        self._held, self._closed = held, dict[int, int]()

    def __call__(self, name: str) -> bool:
        segment = self._listed.get(name)
        if segment is None or os.name != "posix":
            return False
        # In the same moment is not before it: then the object is looked at.
        return 0 < self._changed(name) < self._closing(segment)

    def _changed(self, name: str) -> int:
        return _changed(self._held.layout.object(name))

    def _closing(self, segment: int) -> int:
        if segment not in self._closed:
            self._closed[segment] = _changed(self._held.layout.checkpoint(segment))
        return self._closed[segment]

    @cached_property
    def _listed(self) -> dict[str, int]:
        return {name: placed.segment for placed in self._held.entries for name in placed.entry.objects}


def _changed(path: os.PathLike[str]) -> int:
    """Return when a file or its attributes last changed, in nanoseconds; 0 where there is none."""
    try:
        return os.lstat(path).st_ctime_ns
    except OSError:
        return 0
