"""A run: what was asked of which evidence, with which reader and code, and the findings that came of it."""

from __future__ import annotations

from typing import Any

from counterwatch.core.canonical import digest
from counterwatch.core.finding import Chart, Finding, Problem, Struct
from counterwatch.core.message import Message


class Run(Struct, frozen=True):
    """One call of an instrument. It holds all that is needed to do it again: verification re-runs it and compares.

    `read_with` holds the options of the reader, `asked` the parameters of each check by name, `code` the SHA-256 of every module of
    ours that took part, and `plugins` the version of each third-party package that supplied a check or reader,
    `problems` what a reader must know about the file, `planned` the checks that were chosen, with these parameters, before the
    evidence was sealed, `overview` charts of all subjects together,
    `first` what to do first, the most urgent thing at the top, and `marks` what every page that shows these findings must say of them.
    """

    instrument: str
    evidence: tuple[str, ...]
    reader: str
    findings: tuple[Finding, ...]
    read_with: dict[str, Any] = {}
    asked: dict[str, dict[str, Any]] = {}
    code: dict[str, str] = {}
    plugins: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()
    planned: tuple[str, ...] = ()
    overview: tuple[Chart, ...] = ()
    first: tuple[Message, ...] = ()
    marks: tuple[Message, ...] = ()

    @property
    def unread(self) -> int:
        """How many records of the evidence could not be read."""
        return sum(each.records for each in self.problems)

    @property
    def id(self) -> str:
        """Identity hashes the inputs of the run, never its results."""
        return digest([self.instrument, sorted(self.evidence), self.reader, self.read_with, self.asked])
