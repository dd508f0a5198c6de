"""Progress and cancellation for long calls: the caller decides how they look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from counterwatch.core.errors import Cancelled
from counterwatch.core.message import Message, Template

STOPPED = Template("core.progress.stopped", "stopped at your request; nothing of this call was kept")


class Progress(Protocol):
    """Called with what is being done, how much of it is done and how much there is (0: not known)."""

    def __call__(self, what: Message, done: int, total: int) -> None: ...


Cancel = Callable[[], bool]
"""Asked now and then; returns true when the user wants to stop."""


def quiet(what: Message, done: int, total: int) -> None:
    """Show nothing."""


def never() -> bool:
    """Never cancel."""
    return False


def stop_if(cancel: Cancel) -> None:
    """Raise `Cancelled` when the user asked for it."""
    if cancel():
        raise Cancelled(STOPPED())
