"""Cases: made, found, filled with evidence and read back as a custody history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from counterwatch.case import Case, CustodyEvent, Signer, hash_of
from counterwatch.core import Evidence, Template, WrongUsage
from counterwatch.core.errors import NoCase
from counterwatch.core.progress import Cancel, Progress, never, quiet

NO_CASE = Template("api.case.no_case", "there is no case in {folder} or above it")
MAKE_CASE = Template("api.case.make_case", "make one with `cw new NAME --plain`, or name one with --case")
NOT_YET = Template("api.case.not_yet", "this version makes plain cases only")
USE_PLAIN = Template(
    "api.case.use_plain", "`cw new {name} --plain` makes a case whose files anybody with the folder can read; keep it on an encrypted disk"
)
NO_SUCH_EVIDENCE = Template("api.case.no_such_evidence", "there is no file {name}, and no evidence of that name or number in the case")
SEE_LOG = Template("api.case.see_log", "`cw log` lists the evidence of the case")
TWO_MATCHES = Template("api.case.two_matches", "{name} could be more than one piece of evidence")
SAY_NUMBER = Template("api.case.say_number", "give the first digits of its SHA-256 instead: {ids}")
SHORTEST_NUMBER = 6


def signer() -> Signer:
    """Return the local signing key; it is made on first use."""
    return Signer.load()


def new_case(path: Path | str, *, plain: bool = False) -> Case:
    """Make an empty case in a folder that does not exist or is empty."""
    if not plain:
        raise WrongUsage(NOT_YET(), hint=USE_PLAIN(name=str(path)))
    return Case.create(Path(path), plain=True, signer=signer())


def find_case(start: Path | str = ".") -> Path | None:
    """Return the folder of the case that a path lies in, or `None`."""
    return Case.find(Path(start))


def open_case(path: Path | str = ".") -> Case:
    """Open the case that a path lies in, for reading; each write takes the lock for itself."""
    found = find_case(path)
    if found is None:
        raise NoCase(NO_CASE(folder=str(path)), hint=MAKE_CASE())
    return Case.open(found)


def add(
    case: Path | str,
    sources: Sequence[Path | str],
    *,
    note: str = "",
    source: str = "",
    purpose: str = "",
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> list[Evidence]:
    """Seal files in a case: all of them, or none. `source` says where they came from, `purpose` why they are kept."""  # fmt: skip
    with open_case(case).write("add", signer=signer(), progress=progress, cancel=cancel) as batch:
        return [batch.seal(Path(each), note=note, source=source, purpose=purpose) for each in sources]


def seal(case: Path | str, source: Path | str, *, progress: Progress = quiet, cancel: Cancel = never) -> tuple[Evidence, Path | bytes]:
    """Return evidence and its sealed copy, for a file (sealed now unless it already is) or for a name or number in the case.

    The copy is a file, or its bytes where the case is encrypted: nothing is written in the clear.
    """
    opened = open_case(case)
    if not Path(source).exists():
        evidence = _named(opened, str(source))
        return evidence, opened.evidence_source(evidence.id)
    evidence = _already_sealed(opened, Path(source)) or add(opened.path, [source], progress=progress, cancel=cancel)[0]
    return evidence, open_case(case).evidence_source(evidence.id)


def _already_sealed(case: Case, file: Path) -> Evidence | None:
    known = {each.sha256: each for each in case.evidence()}
    return known.get(hash_of(file)) if known and file.is_file() else None


def _named(case: Case, name: str) -> Evidence:
    by_id = {each.id: each for each in case.evidence() if each.name == name or (len(name) >= SHORTEST_NUMBER and each.id.startswith(name))}
    if not by_id:
        raise WrongUsage(NO_SUCH_EVIDENCE(name=name), hint=SEE_LOG())
    if len(by_id) > 1:
        raise WrongUsage(TWO_MATCHES(name=name), hint=SAY_NUMBER(ids=", ".join(each[:12] for each in by_id)))
    return next(iter(by_id.values()))


def log(case: Path | str = ".") -> list[CustodyEvent]:
    """Return the custody history of a case, oldest first."""
    return open_case(case).custody()
