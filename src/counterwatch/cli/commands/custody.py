"""`cw custody`: what was done with evidence."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import say_next, show, text
from counterwatch.core import Template
from counterwatch.core.verbs import said

RECORDED = Template("cli.custody.recorded", "recorded: {verb}")


@click.command(name="custody")
@click.argument("verb")
@click.argument("evidence", nargs=-1)
@click.option("--purpose", default="", help="Why it was done.")
@click.option("--authority", default="", help="By what right: an order, a consent, a mandate.")
@click.option("--note", default="", help="Anything else that a reader of the history should know.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@passphrase_option
def command(verb: str, evidence: tuple[str, ...], purpose: str, authority: str, note: str, case: Path) -> None:
    """Record what was done with evidence, and why and by what right.

    VERB is one of collect, receive, view, derive, redact, export, verify, correct, withdraw, seal.
    EVIDENCE is its name in the case, or the first digits of its number.

    \b
    Examples:
      cw custody view hubei.csv --purpose "preparing the submission"
      cw custody export 4f1c09ab --authority "consent of the source, 3 March"
    """
    from counterwatch.api.custody import record

    record(case, verb, evidence, purpose=purpose, authority=authority, note=note)
    show(text(RECORDED(verb=said(verb))))
    say_next("cw log")
