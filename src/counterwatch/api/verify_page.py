"""Verification of a report: is it what its own findings give, is every piece as its seal has it, and who signed that?"""

from __future__ import annotations

from pathlib import Path

from counterwatch.case import Defect, LevelResult, Outcome, Verification
from counterwatch.case.defect import Touched
from counterwatch.case.signing import is_signed_by, signer_id
from counterwatch.core import Message, Template
from counterwatch.core.errors import CounterwatchError
from counterwatch.report.embedded import says_what_it_carries
from counterwatch.report.seal import FORMAT, Sealed, changed, key_of, taken_apart, touched

PAGE = Template("api.verify.page", "the page says what the findings inside it say")
PIECES = Template("api.verify.pieces", "every piece of the page has the hash that its seal states")
SIGNED = Template("api.verify.signed", "the seal is signed by the key that it names")
CHANGED_PAGE = Template("api.verify.changed_page", "the page was changed: it is not what its own findings give")
UNREADABLE = Template("api.verify.unreadable", "its findings cannot be read: {reason}")
CHANGED_PIECE = Template("api.verify.changed_piece", "changed since it was sealed: {piece}")
CHANGED_FINDING = Template("api.verify.changed_finding", "changed since it was sealed: what shows or carries the finding {check} on {subject}")
CHANGED_SEAL = Template("api.verify.changed_seal", "the seal or its signature was changed: the key that it names did not sign it")
NO_SEAL = Template("api.verify.no_seal", "the seal is missing or damaged; every report of this version has one")


def verify_page(file: Path) -> Verification:
    """Check a report against itself: level 0 against the findings inside it, 1 piece by piece, 2 its signature. Nothing is changed.

    That another key signed, or that the case says something else, it cannot see: compare the key, or verify the case.
    """
    page = file.read_bytes()
    found, name = taken_apart(page), file.name
    first, wrong, is_old = _against_findings(page, name, is_sealed=found is not None)
    if found is None or found.seal is None or found.seal.format != FORMAT:
        # A page that no older or newer program made has lost its seal.
        lost = () if is_old else (Defect(file=name, message=NO_SEAL()),)
        outcome = Outcome.NOT_CHECKED if is_old else Outcome.FAIL
        levels = (first, *(_level(number, each, outcome) for number, each in ((1, PIECES()), (2, SIGNED()))))
        return Verification(levels=levels, defects=(*wrong, *lost), notes=(), head=None, founder="")
    pieces, key = changed(found), key_of(found.seal)
    defects = [_defect(name, each, found) for each in pieces]
    signed = _signature(found, key)
    levels = (
        first,
        _level(1, PIECES(), Outcome.FAIL if pieces else Outcome.PASS, len(found.seal.pieces)),
        _level(2, SIGNED(), signed, int(signed is not Outcome.NOT_CHECKED)),
    )
    defects += [Defect(file=name, message=CHANGED_SEAL())] if signed is Outcome.FAIL else []
    told = defects or list(wrong)
    return Verification(levels=levels, defects=tuple(told), notes=(), head=None, founder=signer_id(key) if signed is Outcome.PASS else "")


def _against_findings(page: bytes, name: str, *, is_sealed: bool) -> tuple[LevelResult, tuple[Defect, ...], bool]:
    """Hold a page against the findings inside it; where a seal can name what was changed, findings that cannot be read stop nothing."""
    try:
        good = says_what_it_carries(page)
    except CounterwatchError as problem:
        if not is_sealed:
            raise
        return _level(0, PAGE(), Outcome.FAIL, 1), (Defect(file=name, message=UNREADABLE(reason=problem.message)),), False
    if good is None or (not good and not is_sealed and not _is_of_now(page)):
        return _level(0, PAGE(), Outcome.NOT_CHECKED), (), True
    defects = () if good else (Defect(file=name, message=CHANGED_PAGE()),)
    return _level(0, PAGE(), Outcome.PASS if good else Outcome.FAIL, 1), defects, False


def _is_of_now(page: bytes) -> bool:
    """Was a page made since pages are sealed? One from before has no place for what its seal says."""
    return b'id="panel"' in page


def _signature(found: Sealed, key: bytes) -> Outcome:
    if not key and not found.signature and found.is_unsigned:
        return Outcome.NOT_CHECKED
    return Outcome.PASS if len(key) == 32 and is_signed_by(key, found.signature, found.message) else Outcome.FAIL


def _level(number: int, name: Message, outcome: Outcome, count: int = 0) -> LevelResult:
    return LevelResult(number=number, name=name, outcome=outcome, count=count)


def _defect(file: str, piece: str, found: Sealed) -> Defect:
    assert found.seal is not None
    hit = touched([piece], found.seal)
    if not hit:
        return Defect(file=file, message=CHANGED_PIECE(piece=piece))
    check, subject = hit[0]
    number = int(piece[1:])
    return Defect(
        file=file,
        message=CHANGED_FINDING(check=check, subject=subject),
        findings=(Touched(run="", finding=str(number), check=check, subject=subject),),
    )
