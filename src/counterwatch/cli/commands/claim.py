"""`cw claim`: compute a published sentence again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from counterwatch.cli.findings import show_answer
from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option

DEPARTED = 5


@click.command(name="claim")
@click.argument("sentence")
@click.option("--case", type=click.Path(path_type=Path), help="Seal the sentence and record the finding in this case.")
@click.option("--no-case", is_flag=True, help="Record nothing, even inside a case folder.")
@click.option("--json", "as_json", is_flag=True, help="The finding as JSON.")
@click.option("--fail-on", type=click.Choice(["departs"]), help="Leave with exit code 5 when the figure does not follow.")
@passphrase_option
def command(sentence: str, *, case: Path | None, no_case: bool, as_json: bool, fail_on: str | None) -> None:
    """Compute a published sentence again: does its figure follow from the numbers beside it?

    SENTENCE is in English, French or Chinese; - reads it from standard input. Inside a case folder the sentence is sealed and the finding is
    recorded; elsewhere nothing is written.

    \b
    Examples:
      cw claim "908 of 1219 is nearly 80 percent"
      cw claim "在1,219个案件中，有908个被拒，将近八成" --json
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.claims import ask_claim
    from counterwatch.core import Verdict

    text = sys.stdin.read() if sentence == "-" else sentence
    answer = ask_claim(text, case=None if no_case else case or find_case())
    show_answer(answer, as_json=as_json, everything=True)
    if fail_on and answer.count()[Verdict.DEPARTS]:
        exits(DEPARTED)
