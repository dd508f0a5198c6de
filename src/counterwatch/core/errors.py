"""Errors that say what happened, where, and what to do next; each kind has its exit code."""

from __future__ import annotations

from typing import ClassVar

from counterwatch.core.message import Message


class CounterwatchError(Exception):
    """Something the user can act on: a message, a hint and the exit code of the command that met it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: Message, *, hint: Message | None = None) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return str(self.message) if self.hint is None else f"{self.message} (hint: {self.hint})"


class WrongUsage(CounterwatchError):
    """The request itself cannot be understood: an unknown column, an ambiguous date order that nobody can answer."""

    exit_code = 2


class UnreadableEvidence(CounterwatchError):
    """A file, or a row of it, cannot be read as what it is said to be."""

    exit_code = 1


class VerificationFailed(CounterwatchError):
    """Something stored is not what was stored."""

    exit_code = 4


class Refused(CounterwatchError):
    """A guard rail: this would turn the tool into what it documents, or destroy evidence."""

    exit_code = 6


class NoCase(CounterwatchError):
    """There is no case here."""

    exit_code = 10


class CaseBusy(CounterwatchError):
    """Another writer holds the case; the message says who."""

    exit_code = 1


class Cancelled(CounterwatchError):
    """The user stopped a long call; nothing of it was kept."""

    exit_code = 130
