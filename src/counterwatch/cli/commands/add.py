"""`cw add`: seal evidence."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import progress, say_next, show, text, visible
from counterwatch.core import Template

SEALED = Template("cli.add.sealed", "sealed {name}  {number}")
MORE = Template("cli.add.more", "sealed {n} more file; `cw log` lists all", "sealed {n} more files; `cw log` lists all")
LISTED = 40


@click.command(name="add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@click.option("--note", default="", help="What this is, in your own words.")
@click.option("--source", default="", help="Where it came from: an address, a person's role, a device.")
@click.option("--purpose", default="", help="Why it is kept.")
@click.option("--authority", default="", help="By what right: an order, a consent, a mandate.")
@click.option("--as", "verb", type=click.Choice(("add", "collect", "receive")), default="add", show_default=True, help="How it came here.")
@passphrase_option
def command(files: tuple[Path, ...], case: Path, note: str, source: str, purpose: str, authority: str, verb: str) -> None:
    """Seal evidence: hash, who, when, where from.

    \b
    Examples:
      cw add hubei.csv --source "downloaded from the ministry's page"
      cw add photos/*.jpg --note "sent by the witness of 3 March" --as receive --authority "consent, on paper"
    """
    from counterwatch.api.case import add

    with progress() as bar:
        sealed = add(case, files, note=note, source=source, purpose=purpose, authority=authority, verb=verb, progress=bar)
    listed = sealed if len(sealed) <= LISTED else sealed[: LISTED // 2]
    for each in listed:
        show(text(SEALED(name=each.name, number=each.id[:8])))
    if len(sealed) > len(listed):
        show(text(MORE(n=len(sealed) - len(listed))))
    say_next(f"cw figures {shlex.quote(visible(sealed[0].name))}")
