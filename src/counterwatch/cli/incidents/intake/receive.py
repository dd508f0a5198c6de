"""`cw incidents intake receive`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option

UNREADABLE = 3


@click.command(name="receive")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--all", "everything", is_flag=True, help="Name every file that was refused, not the first of each reason.")
@case_option
@passphrase_option
def command(sources: tuple[Path, ...], *, everything: bool, case: Path | None) -> None:
    """Receive what forms saved: files, and all files in folders. Each is sealed as it came, checked, and waits for somebody to look at it.

    Files are opened in a process without network that may write nothing. Attachments are looked at from outside and stay locked up. What is not
    encrypted to an intake of this case is counted, named and not stored. Receiving the same again changes nothing.

    \b
    Examples:
      cw incidents intake receive ~/incoming
      cw incidents intake receive notes-5f0c9a3b.age
    """
    from counterwatch.api.intake_receive import receive
    from counterwatch.cli.intake_reception import show_reception
    from counterwatch.cli.terminal import progress

    with progress() as bar:
        done = receive(the_case(case), sources, progress=bar)
    show_reception(done, everything=everything)
    if done.refused:
        exits(UNREADABLE)
