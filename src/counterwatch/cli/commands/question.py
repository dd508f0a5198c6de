"""`cw question`: what a source was asked about its figures, and what it answered."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import say_next, show, text
from counterwatch.core import Template

ASKED = Template("cli.question.asked", "recorded as {id}")
LINE = Template("cli.question.line", "{id}  {asked:raw}  {subject}")
WHAT = Template("cli.question.what", "{text} (asked of {to})")
WHAT_ONLY = Template("cli.question.what_only", "{text}")
ANSWER = Template("cli.question.answer", "answered {answered:raw}: {answer}")
OPEN = Template("cli.question.open", "no answer recorded")
NONE = Template("cli.question.none", "no question to a source is recorded in this case")

CASE = "The case, if it is not the folder you are in."


@click.group(name="question")
def command() -> None:
    """Record what a source was asked about its figures, and what it answered."""


@command.command(name="ask")
@click.argument("subject")
@click.argument("words")
@click.option("--to", default="", help="The office that was asked.")
@click.option("--on", default="", metavar="DATE", help="The day it was asked; today where nothing is said.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help=CASE)
@passphrase_option
def ask(subject: str, words: str, to: str, on: str, case: Path) -> None:
    """Record that a source was asked about a series.

    SUBJECT is the series as its finding names it.

    \b
    Example:
      cw question ask "湖北 · 死亡" "Are these values averages over several days?" --to "health commission" --on 2026-03-09
    """
    from counterwatch.api.questions import ask_source

    id = ask_source(case, subject, words, to=to, on=on)
    show(text(ASKED(id=id)))
    say_next(f'cw question answer {id} "..."')


@command.command(name="answer")
@click.argument("id")
@click.argument("words")
@click.option("--on", default="", metavar="DATE", help="The day of the answer; today where nothing is said.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help=CASE)
@passphrase_option
def answer(id: str, words: str, on: str, case: Path) -> None:
    """Record what the source answered; an earlier answer stays in the history."""
    from counterwatch.api.questions import record_answer

    show(text(ASKED(id=record_answer(case, id, words, on=on).id)))
    say_next("cw question list")


@command.command(name="list")
@click.option("--case", type=click.Path(path_type=Path), default=".", help=CASE)
@passphrase_option
def listed(case: Path) -> None:
    """List the questions of a case with their answers."""
    from counterwatch.api.questions import questions

    found = questions(case)
    if not found:
        show(text(NONE()))
    for each in found:
        show(text(LINE(id=each.id, asked=each.asked, subject=each.subject)))
        show("    " + text(WHAT(text=each.text, to=each.to) if each.to else WHAT_ONLY(text=each.text)))
        show("    " + text(ANSWER(answered=each.answered, answer=each.answer) if each.answered else OPEN()))
