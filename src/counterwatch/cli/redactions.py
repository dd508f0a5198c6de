"""What `cw redact` says: what was removed, what was not searched, what an opening shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, show, text
from counterwatch.core import Template, canonical

if TYPE_CHECKING:
    from counterwatch.api.redact import Redacted
    from counterwatch.api.redaction_proof import Proven

WROTE = Template("cli.redact.wrote", "wrote {file}: {n} area removed", "wrote {file}: {n} areas removed")
AREA = Template("cli.redact.area", "area {number:raw}: page {page:raw}, {width:raw} x {height:raw} pixels at {x:raw}, {y:raw}")
MORE = Template("cli.redact.more", "and {n} more area", "and {n} more areas")
NOT_FOUND = Template("cli.redact.not_found", "term {number:raw} stands in no text layer: it was not removed anywhere")
FOUND = Template("cli.redact.found", "term {number:raw} was found in {n} place", "term {number:raw} was found in {n} places")
NOT_SEARCHED = Template(
    "cli.redact.not_searched",
    "not searched, because there is no text layer: page {pages:raw}",
    "not searched, because there is no text layer: pages {pages:raw}",
)
PICTURES = Template(
    "cli.redact.pictures", "the text in pictures was not searched: page {pages:raw}", "the text in pictures was not searched: pages {pages:raw}"
)
UNMAPPED = Template(
    "cli.redact.unmapped",
    "letters without a known meaning were not searched: page {pages:raw}",
    "letters without a known meaning were not searched: pages {pages:raw}",
)
COARSER = Template(
    "cli.redact.coarser",
    "drawn more coarsely, because it is very large: page {pages:raw}",
    "drawn more coarsely, because they are very large: pages {pages:raw}",
)
LOOK = Template("cli.redact.look", "look at every page before you give it to anybody: only you know what else tells who somebody is")
RECORD = Template("cli.redact.record", "record, which may be shown: {file}")
SIGNED = Template("cli.redact.signed", "signed with key {signer}")
UNSIGNED = Template("cli.redact.unsigned", "not signed: there is no key of yours that is unlocked; `cw unlock` makes or opens one")
SECRETS = Template("cli.redact.secrets", "what opens the record: {file}; keep it as you keep the original, and give it to nobody")
IN_CASE = Template("cli.redact.in_case", "what opens the record is kept in the case")
FITS = Template("cli.redact.fits", "area {number:raw} on page {page:raw}: these are the pixels that were removed")
IS_ORIGINAL = Template("cli.redact.is_original", "the file given is the one that was redacted")
NOT_NAMED = Template("cli.redact.not_named", "which file was redacted was not opened; the one given shows the same pixels there")
DRAWN_OTHERWISE = Template("cli.redact.drawn_otherwise", "another version draws the file here, and its pixels differ; the opening itself fits")
PICTURE = Template("cli.redact.picture", "wrote {file}: what was removed there, to be looked at")
UNSIGNED_RECORD = Template("cli.redact.unsigned_record", "the record is not signed: anybody could have written it")
WHICH_KEY = Template("cli.redact.which_key", "compare the number of the key by voice or on paper: it tells that its holder signed, not who that is")
LISTED = 20


def show_made(made: Redacted) -> None:
    """Print what was removed and written."""
    removed = made.outcome.removed
    show(text(WROTE(file=str(made.output), n=len(removed))))
    for each in removed[:LISTED]:
        where = each.description
        show("  " + text(AREA(number=where.number, page=where.page, width=where.width, height=where.height, x=where.x, y=where.y)))
    if len(removed) > LISTED:
        show("  " + text(MORE(n=len(removed) - LISTED)))
    for number, count in enumerate(made.outcome.found, start=1):
        show(text(FOUND(number=number, n=count) if count else NOT_FOUND(number=number)))
    show(text(RECORD(file=str(made.record))))
    show(text(SIGNED(signer=made.signer[:16]) if made.signer else UNSIGNED()))
    show(text(SECRETS(file=str(made.secrets)) if made.secrets else IN_CASE()))
    say(LOOK())


def say_unsearched(made: Redacted) -> bool:
    """Say what was not searched, where terms were given, and whether there is anything."""
    pages = made.outcome.pages
    _say_pages(COARSER, [each.number for each in pages if each.dpi and each.dpi < made.dpi - 0.5])
    if not made.searched:
        return False
    unsearched = [each.number for each in pages if not each.was_searched]
    pictured = [each.number for each in pages if each.was_searched and each.has_pictures]
    unmapped = [each.number for each in pages if each.unmapped]
    for template, numbers in ((NOT_SEARCHED, unsearched), (PICTURES, pictured), (UNMAPPED, unmapped)):
        _say_pages(template, numbers)
    return bool(unsearched or pictured or unmapped)


def _say_pages(template: Template, numbers: Sequence[int]) -> None:
    if numbers:
        say(template(n=len(numbers), pages=", ".join(map(str, numbers[:LISTED])) + ("…" if len(numbers) > LISTED else "")))


def show_proven(proven: Proven, output: Path | None, *, as_json: bool) -> None:
    """Print what an opening was found to show."""
    if as_json:
        show(
            canonical(
                {"where": proven.region.where, "signer": proven.signer, "is_original": proven.names_original, "shows": proven.shows_pixels}
            ).decode()
        )
        return
    show(text(FITS(number=proven.region.where.number, page=proven.region.where.page)))
    if proven.shows_pixels is not None:
        show(text(IS_ORIGINAL() if proven.names_original else NOT_NAMED()))
    if proven.shows_pixels is False:
        show(text(DRAWN_OTHERWISE()))
    show(text(SIGNED(signer=proven.signer) if proven.signer else UNSIGNED_RECORD()))
    if proven.signer:
        say(WHICH_KEY())
    if output:
        show(text(PICTURE(file=str(output))))
