"""Published sentences: from what was said to a finding, with or without a case."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from counterwatch.api.answer import Answer
from counterwatch.api.ask import parameters
from counterwatch.api.case import open_case, seal
from counterwatch.api.made_by import code_of_all, plugins_of
from counterwatch.case import Case
from counterwatch.core import Evidence, Finding, Run, Template, UnreadableEvidence, replace
from counterwatch.core.canonical import sha256_hex
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.registry import Check, checks
from counterwatch.figures.claims.claim import Claim
from counterwatch.figures.claims.reading import claim_of
from counterwatch.files.contents import contents

INSTRUMENT, READER = "claims", "figures.claim_of"
NOT_TEXT = Template("api.claims.not_text", "{name} is not text in UTF-8")
NAMED = "sentence-{digest}.txt"
SHORT = 8


def ask_claim(text: str, *, case: Case | Path | str | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Answer:
    """Compute a published sentence again: does the stated figure follow from the numbers beside it?

    With a `case` the sentence is sealed as a small text file, named for its content, and the run is recorded.
    """
    try:
        content = text.strip().encode()
    except UnicodeEncodeError as error:
        raise UnreadableEvidence(NOT_TEXT(name=NAMED.format(digest="?"))) from error
    digest = sha256_hex(content)
    evidence = Evidence(id=digest, name=NAMED.format(digest=digest[:SHORT]), size=len(content), sha256=digest, media_type="text/plain")
    asked = parameters(list(available().values()), {})
    if case is None:
        return run(content, evidence, asked)
    opened = open_case(case)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / evidence.name
        file.write_bytes(content)
        sealed, copy = seal(opened, file, progress=progress, cancel=cancel)
    return run(contents(copy, name=sealed.name), sealed, asked).recorded(opened)


def available() -> dict[str, Check[Any, Any]]:
    """Return every check that reads a published sentence, by name."""
    return dict(checks(Claim))


def run(content: bytes, evidence: Evidence, asked: Mapping[str, Mapping[str, Any]]) -> Answer:
    """Ask checks of a sentence; the same arguments always give the same findings."""
    try:
        sentence = claim_of(content.decode())
    except UnicodeDecodeError as error:
        raise UnreadableEvidence(NOT_TEXT(name=evidence.name)) from error
    known = available()
    findings: list[Finding] = []
    for name, params in asked.items():
        answer = known[name](sentence, **params)
        findings += [answer] if isinstance(answer, Finding) else answer
    modules = [*(known[name].module for name in asked), claim_of.__module__, __name__]
    made = Run(
        instrument=INSTRUMENT, evidence=(evidence.id,), reader=READER, asked={name: dict(params) for name, params in asked.items()},
        code=code_of_all(modules), plugins=plugins_of(modules), findings=tuple(replace(each, evidence=(evidence.id,)) for each in findings),
    )  # fmt: skip
    return Answer(run=made, evidence=(evidence,))


def again(stored: Run, evidence: Sequence[Evidence], places: Sequence[Path | bytes], progress: Progress, cancel: Cancel) -> Run:  # noqa: ARG001
    """Do a stored run again from its own sentence, for verification; it takes no time worth telling."""
    return run(contents(places[0], name=evidence[0].name), evidence[0], stored.asked).run
