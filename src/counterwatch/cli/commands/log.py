"""`cw log`: the custody history."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import show, text
from counterwatch.core import Template, canonical

LINE = Template("cli.log.line", "{seq:raw}  {time}  {verb}  signed {signer}")
ABOUT = Template("cli.log.about", "{name}  {number}")
NOTE = Template("cli.log.note", "note: {note}")
SOURCE = Template("cli.log.source", "from: {source}")
PURPOSE = Template("cli.log.purpose", "purpose: {purpose}")
INDENT, SHORT = " " * 6, 16


@click.command(name="log")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@click.option("--json", "as_json", is_flag=True, help="One entry per line as JSON.")
@passphrase_option
def command(case: Path, as_json: bool) -> None:
    """Show who held what, when: the custody history of a case.

    \b
    Examples:
      cw log
      cw log --case ../hubei --json
    """
    from counterwatch.api.case import log

    for event in log(case):
        if as_json:
            show(canonical(event).decode())
            continue
        show(text(LINE(seq=event.seq, time=event.time, verb=event.verb, signer=event.signer[:SHORT])))
        for each in event.sealed:
            show(INDENT + text(ABOUT(name=each.evidence.name, number=each.evidence.id[:8])))
            for template, value in ((NOTE, each.evidence.note), (SOURCE, each.evidence.source), (PURPOSE, each.purpose)):
                if value:
                    show(INDENT + text(template(**{template.id.rpartition(".")[2]: value})))
