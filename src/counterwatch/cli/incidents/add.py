"""`cw incidents add`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option

if TYPE_CHECKING:
    from counterwatch.case import Case


@click.command(name="add")
@click.option("--set", "said", multiple=True, metavar="FIELD=VALUE", help="Say a field instead of being asked, called as a column of a sheet.")
@click.option("--attach", "files", multiple=True, metavar="FILE", help="A file that shows it, sealed at once; or evidence of the case.")
@click.option("--resume", is_flag=True, help="Go on with the incident that is not finished.")
@click.option("--discard", is_flag=True, help="Throw away the incident that is not finished; what was sealed stays sealed.")
@case_option
@passphrase_option
def command(said: tuple[str, ...], *, files: tuple[str, ...], resume: bool, discard: bool, case: Path | None) -> None:
    """Record an incident by hand: nine questions, each may be skipped; or all at once with --set.

    What was answered is kept after each answer, encrypted in an encrypted case: --resume goes on after a power cut. A further act of an incident
    that is there says the id of that incident as its event.

    \b
    Examples:
      cw incidents add
      cw incidents add --set date=2022-10 --set tactic=DA.assault --set host_country=DE --attach photo.jpg
      cw incidents add --set event=CW-0001 --set tactic=DG.doxxing
    """
    from counterwatch.cli.casebook_add import add_asked, add_said, discard_draft, refuse_together

    refuse_together(said=bool(said), files=bool(files), resume=resume, discard=discard)
    opened: Case = the_case(case)
    if discard:
        discard_draft(opened)
    elif said:
        add_said(opened, said, files)
    else:
        add_asked(opened, files, resume=resume)
