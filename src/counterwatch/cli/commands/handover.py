"""`cw handover`: a case changes hands, and both sides can show it."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import interface_language, progress, say, say_next, show, text
from counterwatch.cli.verification import OUTCOMES
from counterwatch.core import Template

OFFERED = Template("cli.handover.offered", "offered entry {seq:raw}, {n} exhibit", "offered entry {seq:raw}, {n} exhibits")
WROTE = Template("cli.handover.wrote", "wrote {file}")
IN_THE_CLEAR = Template(
    "cli.handover.in_the_clear", "the case is encrypted, the exhibit list is not: anybody who gets it can read what is named there"
)
COPY_NOW = Template("cli.handover.copy_now", "copy the whole case folder now, and tell the receiver your key number by another way: {key}")
FITS = Template("cli.handover.fits", "this copy is the one that was offered: entry {seq:raw}, signed {key}")
LEVEL = Template("cli.handover.level", "level {level}: {outcome}")
COMPARE = Template(
    "cli.handover.compare", "compare that key number with the one the giver told you; send the receipt back, and tell them yours: {key}"
)
RECORDED = Template("cli.handover.recorded", "recorded the receipt for entry {seq:raw}, dated {time}, signed {key}")
COMPARE_BACK = Template(
    "cli.handover.compare_back", "compare that key number with the one the receiver told you: a signature shows a key, not a person"
)


@click.group(name="handover")
def command() -> None:
    """Hand a case over: offer it, check the copy and sign for it, record the receipt.

    \b
    Examples:
      cw handover offer --purpose "review before filing" --authority "agreement of 3 March"
      cw handover accept receipt-3f2a.json
    """


@command.command(name="offer")
@click.option("--purpose", default="", help="What it is handed over for.")
@click.option("--authority", default="", help="By what right: an order, a consent, an agreement.")
@click.option("--to", "receiver", default="", help="Who receives it: an office or a role.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default="handover", show_default=True, help="Folder for exhibit list and offer.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@passphrase_option
def offer(purpose: str, authority: str, receiver: str, output: Path, case: Path) -> None:
    """Offer a case as it is now: a numbered exhibit list and a signed offer.

    \b
    Examples:
      cw handover offer --purpose "review before filing" --to "legal clinic"
      cw handover offer -o ~/for-the-clinic
    """
    from counterwatch.api.case import open_case
    from counterwatch.api.custody import offer as make

    opened = open_case(case)
    made, files = make(opened, output, purpose=purpose, authority=authority, receiver=receiver, language=interface_language())
    show(text(OFFERED(seq=made.head.seq, n=len(made.exhibits))))
    for each in files:
        show(text(WROTE(file=str(each))))
    if opened.case_file.is_encrypted:
        say(IN_THE_CLEAR())
    say(COPY_NOW(key=made.signer))
    say_next("cw handover accept FOLDER, on the receiver's side")


@command.command(name="accept")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--offer", "offer_file", type=click.Path(path_type=Path), help="The offer, if it came by another way than the copy.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=".", help="Folder for the receipt.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case that was offered, when PATH is a receipt.")
@passphrase_option
def accept(path: Path, offer_file: Path | None, output: Path, case: Path) -> None:
    """Receiver: check the copy in the folder PATH and sign for it. Giver: record the receipt PATH that came back.

    \b
    Examples:
      cw handover accept hubei-copy
      cw handover accept receipt-3f2a.json --case hubei
    """
    record(path, case) if path.is_file() else sign(path, offer_file, output)


def sign(copy: Path, offer_file: Path | None, output: Path) -> None:
    """Check a copy and write the receipt."""
    from counterwatch.api.custody import accept_copy

    with progress() as bar:
        given, receipt, file = accept_copy(copy, output, offer_file=offer_file, progress=bar)
    show(text(FITS(seq=given.head.seq, key=given.signer)))
    for level, outcome in sorted(receipt.levels.items()):
        show("  " + text(LEVEL(level=level, outcome=OUTCOMES[outcome]())))
    show(text(WROTE(file=str(file))))
    say(COMPARE(key=receipt.signer))


def record(file: Path, case: Path) -> None:
    """Record a receipt."""
    from counterwatch.api.custody import accept_receipt

    accepted = accept_receipt(case, file)
    show(text(RECORDED(seq=accepted.seq, time=accepted.time, key=accepted.signer)))
    say(COMPARE_BACK())
    say_next("cw log")
