"""One's own export of a platform: from the file to what it reveals, refused where it is not the export of the persona of the case."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from counterwatch.api.answer import Answer
from counterwatch.api.ask import parameters
from counterwatch.api.case import seal
from counterwatch.api.first_steps import first_steps
from counterwatch.api.fixtures import must_be_fixture
from counterwatch.api.made_by import code_of_all, plugins_of
from counterwatch.api.own import own_case, source_of
from counterwatch.api.persona import persona_of
from counterwatch.api.pseudonym_key import key_for_again, key_of
from counterwatch.case import Case
from counterwatch.core import Evidence, Finding, Message, Run, Template, replace
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.core.registry import Check, checks
from counterwatch.exposure.archive import Archive

if TYPE_CHECKING:
    from counterwatch.exposure.persona import Persona

INSTRUMENT, READER = "archive", "exposure.read_archive"
ASKING = Template("api.archives.asking", "asking: {question}")
NOT_YOURS = Template("api.archives.not_yours", "{name} does not say that it is yours: none of its own account identifiers is one that you entered")
ADD_IT = Template(
    "api.archives.add_it",
    "an export is looked at only for the person it is about; if that is you, enter the address or user name of that account with `cw exposure me`",
)
SILENT = Template("api.archives.silent", "{name} names no account of its own, so nothing shows whose it is")
WHOLE = Template(
    "api.archives.whole", "take the whole export, in which the platform names your account; or a file that a column or a line names you in"
)


def ask_archive(
    file: Path | str,
    *,
    case: Case | Path | str | None = None,
    fixture: bool = False,
    columns: Mapping[str, str] | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
    **options: Any,
) -> Answer:
    """Ask what an export of one's own account reveals; the run is recorded in the case.

    `columns` (role to heading) says that the file is a table of orders or parcels, and what its columns are called.
    Raises `NoCase` without a case, `Refused` where no persona was entered or the export is of an account that is not in it. Nothing of a
    refused export is sealed.
    """
    opened = own_case(case)
    asked = parameters(list(available().values()), options)
    place, name, sha256 = source_of(opened, file)
    marks = (must_be_fixture(sha256, name=name),) if fixture else ()
    persona = None if fixture else persona_of(opened)
    key = key_of(opened)
    archive = read(place, name, key, columns or {})
    if persona is not None:
        must_be_own(archive, persona)
    evidence, _ = seal(opened, file, progress=progress, cancel=cancel)
    return run(archive, evidence, asked, progress, cancel, marks=marks, columns=columns or {}).recorded(opened)


def available() -> dict[str, Check[Any, Any]]:
    """Return every check that reads an export, by name."""
    return dict(checks(Archive))


def read(place: Path | bytes, name: str, key: bytes, columns: Mapping[str, str]) -> Archive:
    """Read an export; other people in it become keyed hashes before anything else happens to them."""
    from counterwatch.exposure.reading.exports import read_archive

    def pseudonym(text: str) -> str:
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:16]

    return read_archive(place, name=name, pseudonym=pseudonym, columns=columns)


def must_be_own(archive: Archive, persona: Persona) -> None:
    """Refuse an export whose own account is not one of the persona."""
    from counterwatch.exposure.leaks.entry import matches

    if not archive.own:
        raise Refused(SILENT(name=archive.name), hint=WHOLE())
    if not matches(persona, archive.own):
        raise Refused(NOT_YOURS(name=archive.name), hint=ADD_IT())


def run(
    archive: Archive, evidence: Evidence, asked: Mapping[str, Mapping[str, Any]], progress: Progress = quiet, cancel: Cancel = never,
    *, marks: tuple[Message, ...] = (), columns: Mapping[str, str] = MappingProxyType({}),
) -> Answer:  # fmt: skip
    """Ask checks of an export; the same arguments always give the same findings."""
    known, findings = available(), list[Finding]()
    for number, (name, params) in enumerate(asked.items()):
        stop_if(cancel)
        progress(ASKING(question=known[name].question), number, len(asked))
        answer = known[name](archive, **params)
        findings += [answer] if isinstance(answer, Finding) else answer
    modules = [*(known[name].module for name in asked), "counterwatch.exposure.reading.exports", __name__]
    found = tuple(replace(each, evidence=(evidence.id,)) for each in findings)
    made = Run(
        instrument=INSTRUMENT, evidence=(evidence.id,), reader=READER, asked={name: dict(params) for name, params in asked.items()},
        read_with=({"fixture": True} if marks else {}) | ({"columns": dict(columns)} if columns else {}),
        code=code_of_all(modules), plugins=plugins_of(modules), problems=archive.problems,
        findings=found, first=first_steps(found), marks=marks,
    )  # fmt: skip
    return Answer(run=made, evidence=(evidence,), said=archive.said)


def again_in(case: Case) -> Callable[..., Run]:
    """Return what does a stored run of a case again."""

    def again(stored: Run, evidence: Sequence[Evidence], places: Sequence[Path | bytes], progress: Progress, cancel: Cancel) -> Run:
        columns: dict[str, str] = stored.read_with.get("columns", {})
        archive = read(places[0], evidence[0].name, key_for_again(case), columns)
        return run(archive, evidence[0], stored.asked, progress, cancel, marks=stored.marks, columns=columns).run

    return again
