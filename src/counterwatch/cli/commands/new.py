"""`cw new`: make a case."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import say, say_next, show, text
from counterwatch.core import Template

RECOVERY = Template("cli.new.recovery", "recovery key, shown this once and kept nowhere: {key}")
KEEP_RECOVERY = Template(
    "cli.new.keep_recovery", "write it on paper and keep it away from this machine: it opens the case when your keys or passphrase are lost"
)
MADE = Template("cli.new.made", "made the case {folder}; entries are signed with key {key}")
KEEP_KEY = Template("cli.new.keep_key", "write this key number down somewhere else: it tells later who signed")
IS_PLAIN = Template("cli.new.is_plain", "plain: anybody who gets this folder can read what is in it")


@click.command(name="new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--plain", is_flag=True, help="Leave the evidence readable to anybody who has the folder.")
@click.option("--no-recovery", is_flag=True, help="Make no recovery key: your own keys alone open the case.")
@passphrase_option
def command(folder: Path, plain: bool, no_recovery: bool) -> None:
    """Make a case: a folder of sealed evidence with a custody log.

    \b
    Examples:
      cw new hubei && cd hubei
      cw new ~/cases/2026-03 --plain
    """
    from counterwatch.api.case import new_case

    case = new_case(folder, plain=plain, recovery=not no_recovery)
    show(text(MADE(folder=str(folder), key=case.founder)))
    if key := case.take_recovery():
        show(text(RECOVERY(key=key)))
        say(KEEP_RECOVERY())
    say(KEEP_KEY())
    if plain:
        say(IS_PLAIN())
    say_next(f"cd {folder} && cw add FILE")
