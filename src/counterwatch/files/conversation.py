"""Many questions to one limited child process: one that dies is replaced, and only what killed it is to blame."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from counterwatch.core.progress import Cancel, never
from counterwatch.files.child import NOT_HERS, OTHER_PROGRAM, PATIENCE, ChildFailed, Frame, end, feed, frames, started

MOST_QUESTIONS = 10_000
"""After so many, the process is replaced by a new one: its time is limited, and the last question would be blamed for that of all."""


class Conversation:
    """Asks a module of ours in the limited child process; use it in a `with`, after which the process is gone.

    `largest` bounds the bytes of a frame that comes back, `most` how many frames one answer may have.
    """

    def __init__(self, module: str, *, largest: int, most: int, patience: float = PATIENCE, cancel: Cancel = never) -> None:
        self._module, self._largest, self._most, self._patience, self._cancel = module, largest, most, patience, cancel
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def ask(self, request: dict[str, Any], data: bytes) -> list[Frame]:
        """Return the frames of an answer. Raises `ChildFailed` where two processes, one after the other, died of the question or fell silent."""
        with suppress(ChildFailed):
            return self._answer(request, data)
        return self._answer(request, data)

    def _answer(self, request: dict[str, Any], data: bytes) -> list[Frame]:
        try:
            return self._asking(request, data)
        except BaseException:
            # What is left in its pipe belongs to no later question.
            self._end()
            raise

    def _asking(self, request: dict[str, Any], data: bytes) -> list[Frame]:
        if self._asked == MOST_QUESTIONS:
            self._end()
        self._process = self._process or started(self._module)
        self._asked += 1
        feed(self._process, request, data, is_last=False)
        found: list[Frame] = []
        for frame in frames(self._process, largest=self._largest, patience=self._patience, cancel=self._cancel):
            if len(found) == self._most:
                raise ChildFailed(NOT_HERS(), hint=OTHER_PROGRAM())
            found.append(frame)
        return found

    def _end(self) -> None:
        if self._process:
            end(self._process)
        self._process, self._asked = None, 0
