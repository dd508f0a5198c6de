"""`cw new`: make a case."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.terminal import say, say_next, show, text
from counterwatch.core import Template

MADE = Template("cli.new.made", "made the case {folder}; entries are signed with key {key}")
KEEP_KEY = Template("cli.new.keep_key", "write this key number down somewhere else: it tells later who signed")
IS_PLAIN = Template("cli.new.is_plain", "plain: anybody who gets this folder can read what is in it")


@click.command(name="new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--plain", is_flag=True, help="Leave the evidence readable to anybody who has the folder.")
def command(folder: Path, plain: bool) -> None:
    """Make a case: a folder of sealed evidence with a custody log.

    \b
    Examples:
      cw new hubei --plain && cd hubei
      cw new ~/cases/2026-03 --plain
    """
    from counterwatch.api.case import new_case, signer

    new_case(folder, plain=plain)
    show(text(MADE(folder=str(folder), key=signer().id)))
    say(KEEP_KEY())
    say(IS_PLAIN())
    say_next(f"cd {folder} && cw add FILE")
