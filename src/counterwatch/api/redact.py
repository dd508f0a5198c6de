"""Redaction: a file with areas and terms removed, as nothing but pixels, and a signed record that commits to what was removed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, seal, signer_of
from counterwatch.api.redaction_record import Secrets, own_signer, record_of
from counterwatch.case import Case
from counterwatch.case.bare.writing import PRIVATE_FILE
from counterwatch.core import Evidence, Template, UnreadableEvidence, WrongUsage, canonical, sha256_hex
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.files.confined.sizes import MOST_BYTES
from counterwatch.files.pixels import DPI, pages_of
from counterwatch.files.redaction.area import AREA_FORM, Area
from counterwatch.files.redaction.looking import refuse_unclean
from counterwatch.files.redaction.making import Outcome, redacted
from counterwatch.files.redaction.terms import compared_term

KINDS = {".pdf": "application/pdf", ".png": "image/png"}
LARGEST = 1 << 30
SECRETS_KIND = "redaction"
NO_AREAS = Template("api.redact.no_areas", "nothing was named that is to be removed")
NAME_SOME = Template(
    "api.redact.name_some", "name areas with --region PAGE:X,Y,WIDTH,HEIGHT, or terms with --find-from FILE (- reads them from stdin)"
)
EXISTS = Template("api.redact.exists", "{file} exists already")
OTHER_NAME = Template("api.redact.other_name", "name another file; nothing is ever overwritten, least of all an original")
OTHER_KIND = Template("api.redact.other_kind", "cannot write {file}: a redacted file is a PDF or a PNG")
NAME_KIND = Template("api.redact.name_kind", "give it a name that ends in .pdf or .png")
SAME = Template("api.redact.same", "the redacted file would be the very file that was given: nothing in it changes")
LOOK_AT_IT = Template("api.redact.look_at_it", "nothing was written; these areas are black in it already")
BIG_INPUT = Template("api.redact.big_input", "{name} has more than {n} byte", "{name} has more than {n} bytes")
BIG_OUTPUT = Template("api.redact.big_output", "the redacted file would have more than {n} byte", "the redacted file would have more than {n} bytes")
SPLIT = Template("api.redact.split", "nothing was written; split the file, or draw it more coarsely with --dpi 100")
DERIVED = Template("api.redact.derived", "redacted from evidence {id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What was written and what was removed; `secrets` is None where they lie in the case, and `signer` is empty where nobody signed."""

    output: Path
    record: Path
    secrets: Path | None
    signer: str
    outcome: Outcome
    searched: bool
    dpi: float


def redact(  # noqa: PLR0913 - what is removed from what, and where it goes, is said by name
    file: Path | str,
    output: Path | str,
    *,
    regions: Sequence[str] = (),
    find: Sequence[str] = (),
    case: Case | Path | str | None = None,
    note: str = "",
    dpi: float = DPI,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Redacted:
    """Write a copy of a PDF or picture that is nothing but pixels, without the regions and the terms, and a record of what was removed.

    In a case, the original is sealed evidence, the copy becomes evidence, and what opens the record is kept in the case; elsewhere it is a
    file beside the copy. The copy is looked at as a stranger would before it gets its name; where anything is wrong, nothing is written.
    """
    target = Path(output)
    areas, terms = [Area.parse(each) for each in regions], [compared_term(each, number) for number, each in enumerate(find, start=1)]
    if not areas and not terms:
        raise WrongUsage(NO_AREAS(), hint=NAME_SOME() if not regions else AREA_FORM())
    _refuse_taken(target)
    opened = None if case is None else open_case(case)
    evidence, name, data = _original(opened, file, progress, cancel)
    with _unfinished(target) as part:
        pages = pages_of(data, name=name, dpi=dpi, with_text=bool(terms), progress=progress, cancel=cancel)
        with part.open("wb") as stream:
            outcome = redacted(pages, stream, name=name, areas=areas, terms=terms, as_png=target.suffix.lower() == ".png")
        written = _looked_at(part, data, outcome, find, cancel)
        signer = signer_of(opened) if opened else own_signer()
        record, secrets = record_of(
            outcome, original=sha256_hex(data), output=written, media_type=KINDS[target.suffix.lower()], dpi=dpi, signer=signer
        )
        _name(part, target, written)
    kept = _keep(target, record, secrets, opened, evidence, note)
    return Redacted(
        output=target, record=record_file(target), secrets=kept, signer=signer.id if signer else "", outcome=outcome, searched=bool(terms), dpi=dpi
    )


def record_file(output: Path) -> Path:
    """Return where the record of a redacted file lies."""
    return output.with_name(output.name + ".record.json")


def secrets_file(output: Path) -> Path:
    """Return where the secrets of a redacted file lie, without a case."""
    return output.with_name(output.name + ".secrets.json")


def _refuse_taken(target: Path) -> None:
    if target.suffix.lower() not in KINDS:
        raise WrongUsage(OTHER_KIND(file=target.name), hint=NAME_KIND())
    for each in (target, record_file(target), secrets_file(target)):
        if os.path.lexists(each):
            raise Refused(EXISTS(file=str(each)), hint=OTHER_NAME())


def _original(case: Case | None, file: Path | str, progress: Progress, cancel: Cancel) -> tuple[Evidence | None, str, bytes]:
    """Return the evidence (in a case), the name and the bytes of what is redacted; in a case they are those that were sealed."""
    path = Path(file)
    if path.exists() and path.stat().st_size > MOST_BYTES:
        raise UnreadableEvidence(BIG_INPUT(name=path.name, n=MOST_BYTES), hint=SPLIT())
    if case is None:
        return None, path.name, path.read_bytes()
    evidence, source = seal(case, file, progress=progress, cancel=cancel)
    return evidence, evidence.name, source if isinstance(source, bytes) else source.read_bytes()


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Give a file of one's own beside the target, and remove it in the end: what was finished has another name by then."""
    part = target.with_name(f".{uuid.uuid4()}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _looked_at(part: Path, original: bytes, outcome: Outcome, find: Sequence[str], cancel: Cancel) -> bytes:
    if part.stat().st_size > LARGEST:
        raise WrongUsage(BIG_OUTPUT(n=LARGEST), hint=SPLIT())
    written = part.read_bytes()
    if written == original:
        raise Refused(SAME(), hint=LOOK_AT_IT())
    refuse_unclean(written, outcome.pages, find, cancel=cancel)
    return written


def _keep(target: Path, record: bytes, secrets: Secrets, case: Case | None, evidence: Evidence | None, note: str) -> Path | None:
    """Write the record, and keep what opens it; after an error, nothing of either is left, nor the redacted file."""
    try:
        write_new(record_file(target), record)
        if case is None or evidence is None:
            return write_new(secrets_file(target), canonical(secrets) + b"\n")
        _enter(case, target, record, secrets, evidence, note)
    except BaseException:
        for each in (target, record_file(target)):
            each.unlink(missing_ok=True)
        raise
    return None


def _enter(case: Case, target: Path, record: bytes, secrets: Secrets, evidence: Evidence, note: str) -> None:
    with case.write("redact", signer=signer_of(case)) as batch:
        derived = batch.seal(target, note=note, source=str(DERIVED(id=evidence.id[:16])))
        batch.record("custody", {"purpose": "", "authority": "", "note": note, "evidence": [evidence.id, derived.id]})
        data = {"original": evidence.id, "output": derived.id, "record": record.decode(), "secrets": msgspec.to_builtins(secrets)}
        batch.record(SECRETS_KIND, data, id=f"{SECRETS_KIND}-{uuid.uuid4()}")


def _name(part: Path, target: Path, data: bytes) -> None:
    """Give a finished file its name, which must still be free."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems, such as those of memory cards, know no second name.
        write_new(target, data)


def write_new(file: Path, data: bytes) -> Path:
    """Write a file that only its owner may read, and that must not be there yet."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
    return file
