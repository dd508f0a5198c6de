"""`cw unlock`: keep the keys at hand for a working day."""

from __future__ import annotations

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import say_next, show, text
from counterwatch.core import Template

UNLOCKED = Template("cli.unlock.unlocked", "unlocked for {hours} hours, in memory only; your key to be added to cases of others: {recipient}")


@click.command(name="unlock")
@passphrase_option
def command() -> None:
    """Unlock your keys for twelve hours, so that encrypted cases open without asking; they are made on first use.

    \b
    Examples:
      cw unlock
      cw unlock --passphrase-fd 3 3< passphrase.txt
    """
    from counterwatch.api.keys import HOURS, unlock

    show(text(UNLOCKED(hours=HOURS, recipient=unlock().recipient)))
    say_next("cw lock")
