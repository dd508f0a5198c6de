"""`cw add`: seal evidence."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import progress, say_next, show, text, visible
from counterwatch.core import Template

SEALED = Template("cli.add.sealed", "sealed {name}  {number}")


@click.command(name="add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@click.option("--note", default="", help="What this is, in your own words.")
@click.option("--source", default="", help="Where it came from: an address, a person's role, a device.")
@click.option("--purpose", default="", help="Why it is kept.")
@passphrase_option
def command(files: tuple[Path, ...], case: Path, note: str, source: str, purpose: str) -> None:
    """Seal evidence: hash, who, when, where from.

    \b
    Examples:
      cw add hubei.csv --source "downloaded from the ministry's page"
      cw add photos/*.jpg --note "sent by the witness of 3 March"
    """
    from counterwatch.api.case import add

    with progress() as bar:
        sealed = add(case, files, note=note, source=source, purpose=purpose, progress=bar)
    for each in sealed:
        show(text(SEALED(name=each.name, number=each.id[:8])))
    say_next(f"cw figures {visible(sealed[0].name)}")
