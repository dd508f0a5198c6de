"""A file redacted: page by page, areas cut out and committed to, what is left written as pixels."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from counterwatch.core import Template, WrongUsage
from counterwatch.files.pixels import DPI, Page
from counterwatch.files.redaction.area import LOOK_AGAIN, NO_PAGE, Area, Box
from counterwatch.files.redaction.commitment import Description, commitment, cut, fresh_salt
from counterwatch.files.redaction.terms import boxes_of
from counterwatch.files.redaction.writing import PdfOfPixels, png

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_AREAS = 100_000
TOO_MANY = Template("files.redaction.too_many", "the terms stand in more than {most} places")
LONGER_TERMS = Template("files.redaction.longer_terms", "nothing was written; give longer terms, or split the file")
NOTHING = Template("files.redaction.nothing", "there is nothing to redact: no area was named, and no term stands in a text layer of {name}")
NAME_AREAS = Template("files.redaction.name_areas", "nothing was written; text in pictures and scans is not searched: name areas with --region")
ONE_PICTURE = Template("files.redaction.one_picture", "{name} has {n} page, and a PNG holds one", "{name} has {n} pages, and a PNG holds one")
NAME_PDF = Template("files.redaction.name_pdf", "give the output a name that ends in .pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """One area that was removed: where it was, its secret salt, what was there (compressed), and the commitment to it."""

    description: Description
    salt: bytes
    pixels: bytes
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One page of the output: the SHA-256 of its pixels, whether a text layer was searched, and what of it was not."""

    number: int
    sha256: str
    was_searched: bool
    has_pictures: bool
    unmapped: int
    dpi: float | None


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What was removed and written, and in how many places each term was found."""

    found: list[int]
    removed: list[Removed] = field(default_factory=list)
    pages: list[Written] = field(default_factory=list)


def redacted(pages: Iterator[Page], out: BinaryIO, *, name: str, areas: Sequence[Area], terms: Sequence[str], as_png: bool = False) -> Outcome:
    """Write the pages without the areas and the compared terms; raises where nothing is to be removed, or an area is nowhere."""
    outcome = Outcome(found=[0] * len(terms))
    writer = None if as_png else PdfOfPixels(out)
    for page in pages:
        if page.number == 1:
            _refuse_impossible(page, name, areas, as_png=as_png)
        pixels = _without(page, areas, terms, outcome)
        if writer is None:
            out.write(png(pixels))
        else:
            writer.add(pixels, page.points or (page.pixels.shape[1] * 72 / DPI, page.pixels.shape[0] * 72 / DPI))
    if not outcome.removed:
        raise WrongUsage(NOTHING(name=name), hint=NAME_AREAS())
    if writer is not None:
        writer.finish()
    return outcome


def _refuse_impossible(page: Page, name: str, areas: Sequence[Area], *, as_png: bool) -> None:
    if as_png and page.count > 1:
        raise WrongUsage(ONE_PICTURE(name=name, n=page.count), hint=NAME_PDF())
    for area in areas:
        if area.page > page.count:
            raise WrongUsage(NO_PAGE(text=area.text, page=area.page, name=name, n=page.count), hint=LOOK_AGAIN())


def _without(page: Page, areas: Sequence[Area], terms: Sequence[str], outcome: Outcome) -> NDArray[np.uint8]:
    """Return the pixels of a page that stay; what went is added to the outcome."""
    named = [each.box(page) for each in areas if each.is_on(page)]
    pixels = page.pixels.copy()
    for box in dict.fromkeys([*named, *_found(page, terms, outcome)]):
        outcome.removed.append(_removed(pixels, box, page, len(outcome.removed) + 1))
        if len(outcome.removed) > MOST_AREAS:
            raise WrongUsage(TOO_MANY(most=MOST_AREAS), hint=LONGER_TERMS())
    outcome.pages.append(
        Written(
            number=page.number, sha256=hashlib.sha256(pixels.tobytes()).hexdigest(), was_searched=page.text is not None and len(page.text) > 0,
            has_pictures=page.has_pictures, unmapped=page.unmapped, dpi=page.dpi,
        )
    )  # fmt: skip
    return pixels


def _found(page: Page, terms: Sequence[str], outcome: Outcome) -> list[Box]:
    boxes = []
    for index, lines in boxes_of(page, terms):
        outcome.found[index] += 1
        boxes += lines
    return boxes


def _removed(pixels: NDArray[np.uint8], box: Box, page: Page, number: int) -> Removed:
    high, wide, _ = pixels.shape
    described = Description(number=number, page=page.number, page_width=wide, page_height=high, **box._asdict())
    salt, gone = fresh_salt(), cut(pixels, box)
    return Removed(description=described, salt=salt, pixels=zlib.compress(gone), commitment=commitment(salt, described, gone))
