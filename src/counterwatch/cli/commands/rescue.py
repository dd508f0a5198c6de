"""`cw rescue`: what is intact of a damaged case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.cli.commands.new import KEEP_RECOVERY, RECOVERY
from counterwatch.cli.erasures import erased_there
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Template

if TYPE_CHECKING:
    from counterwatch.case.kinds import Rescue

SAVED = Template("cli.rescue.saved", "saved {n} object into {folder}", "saved {n} objects into {folder}")
ENTRIES = Template("cli.rescue.entries", "entries that stand as signed: {numbers}")
NO_ENTRIES = Template("cli.rescue.no_entries", "no entry of the ledger stands as signed")
ENTRIES_OUT = Template("cli.rescue.entries_out", "entries left out: {numbers}")
OBJECT_OUT = Template("cli.rescue.object_out", "left out: {name} {what}")
MORE_OUT = Template("cli.rescue.more_out", "and {n} more object; cw log --json lists it", "and {n} more objects; cw log --json lists them")
UNSIGNED = Template(
    "cli.rescue.unsigned", "{n} group of records came along that no intact entry lists", "{n} groups of records came along that no intact entry lists"
)
TRY_UNSIGNED = Template(
    "cli.rescue.try_unsigned", "what the lost entries listed may still be there: --unsigned takes it along, marked as vouched for by nobody"
)
ONLY_YOU = Template(
    "cli.rescue.only_you", "the new case is encrypted to you alone: cw key add lets others read it, as they could read the damaged one"
)
UNTOUCHED = Template("cli.rescue.untouched", "the damaged folder was not touched: keep it; a copy held by somebody else may be whole")
MORE_ERASED = Template(
    "cli.rescue.more_erased",
    "and {n} more entry there that erased something on purpose; cw log shows it",
    "and {n} more entries there that erased something on purpose; cw log shows them",
)
LISTED = 20


@click.command(name="rescue")
@click.argument("damaged", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--unsigned", is_flag=True, help="Also take records that no intact signed entry lists, marked so.")
@passphrase_option
def command(damaged: Path, new: Path, unsigned: bool) -> None:
    """Copy what is intact of a damaged case into a new one, with the story in its ledger.

    \b
    Examples:
      cw rescue hubei hubei-rescued
      cw rescue hubei hubei-rescued --unsigned
    """
    from counterwatch.api.custody import rescue
    from counterwatch.case.intact import spans

    with progress() as bar:
        case, saved = rescue(damaged, new, unsigned=unsigned, progress=bar)
    show(text(SAVED(n=len(saved.objects), folder=str(case.path))))
    if key := case.take_recovery():
        show(text(RECOVERY(key=key)))
        say(KEEP_RECOVERY())
        say(ONLY_YOU())
    show(text(ENTRIES(numbers=spans(saved.entries)) if saved.entries else NO_ENTRIES()))
    if saved.story.entries:
        show(text(ENTRIES_OUT(numbers=spans(list(saved.story.entries)))))
    left = sorted(saved.story.objects.items())
    for name, what in left[:LISTED]:
        show("  " + text(OBJECT_OUT(name=name[:16], what=what)))
    if len(left) > LISTED:
        show("  " + text(MORE_OUT(n=len(left) - LISTED)))
    show_erased(saved.story)
    if saved.unsigned:
        show(text(UNSIGNED(n=saved.unsigned)))
    elif saved.story.entries:
        say(TRY_UNSIGNED())
    say(UNTOUCHED())
    say_next(f"cw verify {new}")


def show_erased(story: Rescue) -> None:
    """Print what had been erased on purpose before, so that nobody takes it for lost."""
    erased = list(erased_there(story))
    for message in (each for said in erased[:LISTED] for each in said):
        show("  " + text(message))
    if len(erased) > LISTED:
        show("  " + text(MORE_ERASED(n=len(erased) - LISTED)))
