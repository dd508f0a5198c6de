"""`cw log`: the custody history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.cli.erasures import erased_there
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import show, text
from counterwatch.core import Message, Template, canonical
from counterwatch.core.verbs import said

if TYPE_CHECKING:
    from counterwatch.case import CustodyEvent, Handled
    from counterwatch.case.kinds import Custody, Rescued

LINE = Template("cli.log.line", "{seq:raw}  {time}  {verb}, signed by {signer}")
ABOUT = Template("cli.log.about", "{name}  {number}")
NOTE = Template("cli.log.note", "note: {note}")
SOURCE = Template("cli.log.source", "from: {source}")
PURPOSE = Template("cli.log.purpose", "purpose: {purpose}")
AUTHORITY = Template("cli.log.authority", "by right of: {authority}")
RECEIVER = Template("cli.log.receiver", "to: {receiver}")
ABOUT_IT = Template("cli.log.about_it", "evidence {numbers}")
EXHIBITS = Template("cli.log.exhibits", "{n} exhibit, listed in object {number}", "{n} exhibits, listed in object {number}")
RECEIPT = Template("cli.log.receipt", "receipt for entry {about:raw}, dated {time}, signed {signer}")
ANCHOR = Template("cli.log.anchor", "entry {about:raw} was fixed outside the case: {form}")
PRINTED = Template("cli.log.printed", "printed or mailed")
TIME_STAMP = Template("cli.log.time_stamp", "a time-stamp (RFC 3161)")
CALENDAR = Template("cli.log.calendar", "a calendar (OpenTimestamps)")
FORMS = {"printed": PRINTED, "rfc3161": TIME_STAMP, "opentimestamps": CALENDAR}
RESCUED = Template("cli.log.rescued", "from the damaged case {case}, founded by {founder}, up to its entry {about:raw}")
DEFECTS = Template("cli.log.defects", "there: {file}: {reason}")
LEFT = Template("cli.log.left", "left out: {name} {what}")
CAME = Template("cli.log.came", "was entry {about:raw} there: {time}  {verb}, signed by {signer}")
CAME_UNSIGNED = Template("cli.log.came_unsigned", "came along though no intact signed entry lists it (entry {about:raw})")
CLOCK = Template("cli.log.clock", "the clock was set back: the entry before is dated {time}")
CRITERION = Template("cli.log.criterion", "{answer}  {name}")
INDENT, SHORT = " " * 6, 16


@click.command(name="log")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@click.option("--criteria", "as_criteria", is_flag=True, help="Hold the case against the Berkeley Protocol's criteria for preservation.")
@click.option("--json", "as_json", is_flag=True, help="One entry per line as JSON.")
@passphrase_option
def command(case: Path, as_criteria: bool, as_json: bool) -> None:
    """Show who held what, when: the custody history of a case.

    \b
    Examples:
      cw log
      cw log --case ../hubei --json
      cw log --criteria
    """
    if as_criteria:
        show_criteria(case, as_json=as_json)
        return
    from counterwatch.api.case import log

    for event in log(case):
        if as_json:
            show(canonical(event).decode())
            continue
        show(text(LINE(seq=event.seq, time=event.time, verb=said(event.verb), signer=event.signer[:SHORT])))
        if event.clock_was:
            show(INDENT + text(CLOCK(time=event.clock_was)))
        came = sum(len(each.sealed) for each in event.rescued), sum(len(each.custody) for each in event.rescued)
        # What came along with a rescue is shown under the entry it was in.
        for message in (*evidence_of(event.sealed[: len(event.sealed) - came[0]]), *said_of(event.custody[: len(event.custody) - came[1]])):
            show(INDENT + text(message))
        for message in (*exchanged_in(event), *rescued_in(event)):
            show(INDENT + text(message))
        for each in event.rescued:
            show(INDENT + text(came_from(each.was)))
            for message in (*evidence_of(each.sealed), *said_of(each.custody)):
                show(2 * INDENT + text(message))


def evidence_of(sealed: Iterable[Handled]) -> Iterator[Message]:
    """Yield what is said about each piece of evidence."""
    for each in sealed:
        yield ABOUT(name=each.evidence.name, number=each.evidence.id[:8])
        yield from (*filled(NOTE, each.evidence.note), *filled(SOURCE, each.evidence.source), *filled(PURPOSE, each.purpose))


def said_of(custody: Iterable[Custody]) -> Iterator[Message]:
    """Yield why something was done and by what right."""
    for each in custody:
        if each.evidence:
            yield ABOUT_IT(numbers=", ".join(id[:8] for id in each.evidence))
        yield from (*filled(PURPOSE, each.purpose), *filled(AUTHORITY, each.authority), *filled(NOTE, each.note))


def exchanged_in(event: CustodyEvent) -> Iterator[Message]:
    """Yield what was offered, received and fixed outside."""
    for offer in event.offers:
        yield EXHIBITS(n=offer.count, number=offer.exhibits[:8])
        yield from (*filled(RECEIVER, offer.receiver), *filled(PURPOSE, offer.purpose), *filled(AUTHORITY, offer.authority))
    for receipt in event.receipts:
        yield RECEIPT(about=receipt.seq, time=receipt.time, signer=receipt.signer[:SHORT])
    for anchor in event.anchors:
        yield ANCHOR(about=anchor.seq, form=FORMS[anchor.form]())
        yield from filled(NOTE, anchor.note)


def rescued_in(event: CustodyEvent) -> Iterator[Message]:
    """Yield the story of a rescue."""
    for story in event.rescues:
        yield RESCUED(case=story.case, founder=story.founder[:SHORT], about=story.seq)
        yield from (DEFECTS(file=each.file, reason=each.reason) for each in story.defects)
        yield from (LEFT(name=name[:SHORT], what=what) for name, what in story.objects.items())
        yield from (message for said in erased_there(story) for message in said)


def came_from(was: Rescued) -> Message:
    """Say in which entry of the damaged case something was."""
    return CAME(about=was.seq, time=was.time, verb=said(was.verb), signer=was.signer[:SHORT]) if was.is_signed else CAME_UNSIGNED(about=was.seq)


def filled(template: Template, value: str) -> tuple[Message, ...]:
    """Return the sentence, or nothing where there is nothing to say."""
    return (template(**{next(iter(template.fields)): value}),) if value else ()


def show_criteria(case: Path, *, as_json: bool) -> None:
    """Print each criterion with the answer and what it rests on."""
    from counterwatch.api.custody import criteria

    for each in criteria(case):
        if as_json:
            show(canonical(each).decode())
            continue
        show(text(CRITERION(answer=each.answer, name=each.name)))
        show(INDENT + text(each.why))
