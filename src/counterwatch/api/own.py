"""What must hold before one's own things are looked at: a case, a persona, and for traffic a signed word that the device is one's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from counterwatch.api.case import find_case, open_case, seal, signer_of
from counterwatch.api.fixtures import must_be_fixture
from counterwatch.api.persona import persona_of
from counterwatch.case import Case, hash_of
from counterwatch.case.records import CaseRecords
from counterwatch.core import Evidence, Message, Record, Template
from counterwatch.core.errors import NoCase, Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.exposure.persona import Persona
from counterwatch.files.contents import must_be_file

KIND = "own_device"
NO_CASE = Template("api.own.no_case", "what you look at here is about you, so it is kept in a case under your key")
MAKE_CASE = Template("api.own.make_case", "`cw new mine`, then `cw exposure me --case mine`, then this command again with --case mine")
UNDECLARED = Template("api.own.undeclared", "nobody has said yet that {name} was recorded on a device of their own")
DECLARE = Template(
    "api.own.declare", "if it was, and everybody whose traffic is in it agreed, say --own-device: that is recorded in the log under your signature"
)
DECLARED = "recorded on a device of my own; everybody whose traffic it holds agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Something of one's own that may be looked at: the case, the sealed file and its copy, whose it is, and what every page must say."""

    case: Case
    evidence: Evidence
    place: Path | bytes
    persona: Persona = field(default_factory=Persona)
    marks: tuple[Message, ...] = ()


def own_case(case: Case | Path | str | None) -> Case:
    """Return the case that a path lies in; without one, say how to make it."""
    if case is None or (not isinstance(case, Case) and find_case(case) is None):
        raise NoCase(NO_CASE(), hint=MAKE_CASE())
    return open_case(case)


def source_of(case: Case, file: Path | str) -> tuple[Path | bytes, str, str]:
    """Return what is to be looked at before it is sealed: a file or a copy in the case, its name, and the SHA-256 of its content."""
    if Path(file).exists():
        must_be_file(Path(file), name=Path(file).name)
        return Path(file), Path(file).name, hash_of(Path(file))
    evidence, place = seal(case, file)
    return place, evidence.name, evidence.sha256 or evidence.id


def own_traffic(case: Case, file: Path | str, *, own_device: bool, fixture: bool, progress: Progress = quiet, cancel: Cancel = never) -> Own:
    """Return a capture of one's own device, sealed; raises `Refused` where nobody said that it is, or no persona was entered.

    What is no capture is refused before anything of it is kept.
    """
    from counterwatch.exposure.reading.recognising import reader_for

    source, name, sha256 = source_of(case, file)
    if fixture:
        marks = (must_be_fixture(sha256, name=name),)
        evidence, place = seal(case, file, progress=progress, cancel=cancel)
        return Own(case=case, evidence=evidence, place=place, marks=marks)
    persona = persona_of(case)
    reader_for(source, name=name)
    if not own_device and sha256 not in declared(case):
        raise Refused(UNDECLARED(name=name), hint=DECLARE())
    evidence, place = seal(case, file, progress=progress, cancel=cancel)
    if sha256 not in declared(case):
        declare(case, evidence)
    return Own(case=case, evidence=evidence, place=place, persona=persona)


def declared(case: Case) -> set[str]:
    """Return the SHA-256 of every capture that somebody declared to be of a device of their own."""
    sealed = {each.id: each.sha256 or each.id for each in case.evidence()}
    said = CaseRecords(case, lambda: signer_of(case)).current(KIND)
    return {sealed[id] for each in said if (id := str(each.data["evidence"])) in sealed}


def declare(case: Case, evidence: Evidence) -> None:
    """Record, signed, that a capture is of one's own device."""
    record = Record(id=f"{KIND}-{evidence.id[:16]}", kind=KIND, data={"evidence": evidence.id, "says": DECLARED})
    CaseRecords(case, lambda: signer_of(case)).append([record], verb="record")
