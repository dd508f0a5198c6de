"""One removed area proven without the others: opened by whoever holds the secrets, checked by anybody who holds the record."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case
from counterwatch.api.redact import EXISTS, OTHER_NAME, SECRETS_KIND, write_new
from counterwatch.api.redaction_record import Committed, Opening, RedactionRecord, Secrets, committed_original, drawn_by, read_record, read_secret
from counterwatch.case import Case
from counterwatch.core import Template, WrongUsage, canonical, sha256_hex
from counterwatch.core.errors import Refused, VerificationFailed
from counterwatch.files.confined.sizes import MOST_PIXELS
from counterwatch.files.pixels import pages_of
from counterwatch.files.redaction.commitment import commitment, cut
from counterwatch.files.redaction.writing import png

NO_REGION = Template(
    "api.redaction.no_region",
    "the record has {n} area, and none of the number {number:raw}",
    "the record has {n} areas, and none of the number {number:raw}",
)
COUNT_FROM_1 = Template("api.redaction.count_from_1", "areas are counted from 1, in the order of the record")
NO_SECRETS = Template("api.redaction.no_secrets", "there is nothing here that opens {file}")
WHERE_SECRETS = Template("api.redaction.where_secrets", "give the file of secrets with --secrets, or the case in which it was redacted with --case")
OTHER_RECORD = Template("api.redaction.other_record", "{file} opens another record")
RIGHT_PAIR = Template("api.redaction.right_pair", "give the record and what was made with it")
NOT_THE_ORIGINAL = Template("api.redaction.not_the_original", "{file} is not the file that was redacted")
NEEDS_ORIGINAL = Template("api.redaction.needs_original", "the removed pixels of area {number:raw} were too many to be kept with the secrets")
GIVE_ORIGINAL = Template("api.redaction.give_original", "give the file that was redacted with --original; it must be drawn by {drawn_by}")
NOT_AGAIN = Template("api.redaction.not_again", "area {number:raw} of {file} looks otherwise now than when it was removed")
SAME_DRAWER = Template("api.redaction.same_drawer", "it was drawn by {drawn_by}, and is drawn by {now} here; the same version draws the same pixels")
DOES_NOT_FIT = Template("api.redaction.does_not_fit", "the opening does not fit area {number:raw} of the record")
DO_NOT_BELIEVE = Template("api.redaction.do_not_believe", "what it shows is not what was committed to; do not rely on it")
OTHER_FILE = Template("api.redaction.other_file", "{file} is not the redacted file of this record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a check found: who signed (empty: nobody), whether it was shown which file was redacted, and whether that file shows these pixels."""

    record: RedactionRecord
    region: Committed
    signer: str
    picture: bytes
    names_original: bool | None
    shows_pixels: bool | None


def prove(
    record_file: Path, number: int, output: Path, *, secrets: Path | None = None, original: Path | None = None, case: Case | Path | str | None = None
) -> Opening:
    """Write what opens one area of a record; with the original, also what shows that it is the file that was redacted."""
    record, digest, _ = read_record(record_file)
    region = _region(record, number)
    held = _secrets(record_file, digest, secrets, case)
    if held.record != digest or len(held.regions) != len(record.regions):
        raise WrongUsage(OTHER_RECORD(file=str(secrets or record_file)), hint=RIGHT_PAIR())
    data = original.read_bytes() if original else None
    if data is not None and sha256_hex(data) != held.original:
        raise VerificationFailed(NOT_THE_ORIGINAL(file=str(original)), hint=RIGHT_PAIR())
    secret = held.regions[number - 1]
    packed = secret.pixels or _packed_again(record, region, data)
    opening = Opening(v=1, record=digest, where=region.where, salt=secret.salt, pixels=packed, original_salt=held.original_salt if original else b"")
    if commitment(opening.salt, opening.where, _unpacked(opening)) != region.commitment:
        raise VerificationFailed(
            NOT_AGAIN(number=number, file=str(original or record_file)), hint=SAME_DRAWER(drawn_by=record.drawn_by, now=drawn_by())
        )
    if output.exists():
        raise Refused(EXISTS(file=str(output)), hint=OTHER_NAME())
    write_new(output, canonical(opening) + b"\n")
    return opening


def check(record_file: Path, opening_file: Path, *, original: Path | None = None, redacted: Path | None = None) -> Proven:
    """Check an opening against a record, and against the original and the redacted file where they are given; raises `VerificationFailed`."""
    record, digest, signer = read_record(record_file)
    opening = read_secret(opening_file, Opening)
    if opening.record != digest:
        raise VerificationFailed(OTHER_RECORD(file=opening_file.name), hint=RIGHT_PAIR())
    region = _region(record, opening.where.number)
    pixels = _unpacked(opening)
    if opening.where != region.where or commitment(opening.salt, opening.where, pixels) != region.commitment:
        raise VerificationFailed(DOES_NOT_FIT(number=opening.where.number), hint=DO_NOT_BELIEVE())
    if redacted is not None and sha256_hex(redacted.read_bytes()) != record.output.sha256:
        raise VerificationFailed(OTHER_FILE(file=redacted.name), hint=RIGHT_PAIR())
    data = original.read_bytes() if original else None
    names = _names_original(record, opening, data)
    if names is False:
        raise VerificationFailed(NOT_THE_ORIGINAL(file=str(original)), hint=RIGHT_PAIR())
    shows = None if data is None else _removed_again(record, region, data) == pixels
    if shows is False and (names is None or record.drawn_by == drawn_by()):
        raise VerificationFailed(
            NOT_AGAIN(number=opening.where.number, file=str(original)), hint=SAME_DRAWER(drawn_by=record.drawn_by, now=drawn_by())
        )
    return Proven(record=record, region=region, signer=signer, picture=_picture(opening, pixels), names_original=names, shows_pixels=shows)


def _names_original(record: RedactionRecord, opening: Opening, data: bytes | None) -> bool | None:
    if data is None or not opening.original_salt:
        return None
    return committed_original(opening.original_salt, sha256_hex(data)) == record.original


def _region(record: RedactionRecord, number: int) -> Committed:
    if not 1 <= number <= len(record.regions):
        raise WrongUsage(NO_REGION(n=len(record.regions), number=number), hint=COUNT_FROM_1())
    return record.regions[number - 1]


def _secrets(record_file: Path, digest: str, given: Path | None, case: Case | Path | str | None) -> Secrets:
    beside = record_file.with_name(record_file.name.removesuffix(".record.json") + ".secrets.json")
    if given is not None or beside.exists():
        return read_secret(given or beside, Secrets)
    if case is not None:
        for each in open_case(case).records.current(SECRETS_KIND):
            if each.data["secrets"]["record"] == digest:
                return msgspec.convert(each.data["secrets"], Secrets)
    raise WrongUsage(NO_SECRETS(file=record_file.name), hint=WHERE_SECRETS())


def _packed_again(record: RedactionRecord, region: Committed, data: bytes | None) -> bytes:
    if data is None:
        raise WrongUsage(NEEDS_ORIGINAL(number=region.where.number), hint=GIVE_ORIGINAL(drawn_by=record.drawn_by))
    return zlib.compress(_removed_again(record, region, data))


def _removed_again(record: RedactionRecord, region: Committed, data: bytes) -> bytes:
    """Return what one area of a file removes after those before it on the same page, or nothing where the page has another size."""
    page = next(pages_of(data, name=str(region.where.page), dpi=record.dpi, only=[region.where.page]))
    pixels = page.pixels.copy()
    if pixels.shape[:2] != (region.where.page_height, region.where.page_width):
        return b""
    for each in record.regions[: region.where.number - 1]:
        if each.where.page == region.where.page:
            cut(pixels, each.where.box)
    return cut(pixels, region.where.box)


def _unpacked(opening: Opening) -> bytes:
    """Return the pixels of an opening; those of another number than its description says do not fit."""
    size = opening.where.width * opening.where.height * 3
    if size > MOST_PIXELS * 3:
        return b""
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(opening.pixels, size + 1)
    except zlib.error:
        return b""
    return pixels if len(pixels) == size and unpacking.eof and not unpacking.unused_data else b""


def _picture(opening: Opening, pixels: bytes) -> bytes:
    import numpy as np

    return png(np.frombuffer(pixels, dtype=np.uint8).reshape(opening.where.height, opening.where.width, 3))
