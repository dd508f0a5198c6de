"""Cases: made, found, filled with evidence and read back as a custody history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from counterwatch.api.gather import files_in
from counterwatch.api.keys import first_identity, own_identity, signer
from counterwatch.case import Case, CustodyEvent, Identity, Signer, hash_of, must_be_free
from counterwatch.core import Evidence, Template, WrongUsage
from counterwatch.core.errors import NoCase
from counterwatch.core.progress import Cancel, Progress, never, quiet

NO_CASE = Template("api.case.no_case", "there is no case in {folder} or above it")
MAKE_CASE = Template("api.case.make_case", "make one with `cw new NAME`, or name one with --case")
NO_SUCH_EVIDENCE = Template("api.case.no_such_evidence", "there is no file {name}, and no evidence of that name or number in the case")
SEE_LOG = Template("api.case.see_log", "`cw log` lists the evidence of the case")
TWO_MATCHES = Template("api.case.two_matches", "{name} could be more than one piece of evidence")
SAY_NUMBER = Template("api.case.say_number", "give the first digits of its SHA-256 instead: {ids}")
SHORTEST_NUMBER = 6


def new_case(path: Path | str, *, plain: bool = False, identity: Identity | None = None, recovery: bool = True) -> Case:
    """Make an empty case in a folder that does not exist or is empty, encrypted to one's own keys unless it is `plain`.

    `take_recovery()` of the result returns the recovery key, once.
    """
    if plain:
        return Case.create(Path(path), plain=True, signer=identity.signer if identity else signer())
    must_be_free(Path(path))
    return Case.create(Path(path), identity=identity or first_identity(), recovery=recovery)


def find_case(start: Path | str = ".") -> Path | None:
    """Return the folder of the case that a path lies in, or `None`."""
    return Case.find(Path(start))


def open_case(path: Case | Path | str = ".", *, identity: Identity | None = None) -> Case:
    """Open the case that a path lies in, for reading; each write takes the lock for itself. What is open stays as it is.

    An encrypted case takes an identity: the one given, the one that is unlocked, or by asking for the passphrase.
    """
    if isinstance(path, Case):
        return path
    found = find_case(path)
    if found is None:
        raise NoCase(NO_CASE(folder=str(path)), hint=MAKE_CASE())
    case = Case.open(found, identity=identity)
    return Case.open(found, identity=own_identity()) if case.is_locked else case


def signer_of(case: Case) -> Signer:
    """Return who signs in a case: the identity it was opened with, else the local key."""
    return case.identity.signer if case.identity else signer()


def add(
    case: Case | Path | str,
    sources: Sequence[Path | str],
    *,
    note: str = "",
    source: str = "",
    purpose: str = "",
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> list[Evidence]:
    """Seal files, and all files in folders, in a case: all of them, or none.

    `source` says where they came from, `purpose` why they are kept. Of a folder, too, only the last part of each file's name is recorded.
    """
    files = files_in(sources)
    opened = open_case(case)
    with opened.write("add", signer=signer_of(opened), progress=progress, cancel=cancel) as batch:
        return batch.seal_all(files, note=note, source=source, purpose=purpose)


def seal(case: Case | Path | str, source: Path | str, *, progress: Progress = quiet, cancel: Cancel = never) -> tuple[Evidence, Path | bytes]:
    """Return evidence and its sealed copy, for a file (sealed now unless it already is) or for a name or number in the case.

    The copy is a file, or its bytes where the case is encrypted: nothing is written in the clear.
    """
    opened = open_case(case)
    if not Path(source).exists():
        evidence = _named(opened, str(source))
        return evidence, opened.evidence_source(evidence.id)
    evidence = _already_sealed(opened, Path(source)) or add(opened, [source], progress=progress, cancel=cancel)[0]
    return evidence, opened.evidence_source(evidence.id)


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


def log(case: Case | Path | str = ".") -> list[CustodyEvent]:
    """Return the custody history of a case, oldest first."""
    return open_case(case).custody()
