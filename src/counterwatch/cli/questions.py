"""The fifteen questions of the blackout drill on a terminal; the answers become a file that only its owner may read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from counterwatch.cli.terminal import say, text
from counterwatch.core import Message, Template, WrongUsage
from counterwatch.exposure.identity.questions import ACCOUNTS, THINGS, AccountAnswer, ThingAnswer, graph_of, ways_from, written_graph

BEGIN = Template(
    "cli.questions.begin", "Fifteen questions. Use words of your own, such as «work phone»; no names or numbers. Enter alone means: I have none."
)
WHAT = Template("cli.questions.what", "{number}/{of}  {thing}")
WHO = Template("cli.questions.who", "       Who can take it away, such as an office or a company? (Enter: nobody)")
OPENS = Template("cli.questions.opens", "       What opens it? Numbers from the list; + for together, a comma for another way, such as 1+3, 5")
LISTED = Template("cli.questions.listed", "       {number}  {name}")
NOT_A_NUMBER = Template("cli.questions.not_a_number", "       «{text}» is no number of the list")
NO_WAY = Template("cli.questions.no_way", "       an account that nothing opens is left out")
NOTHING = Template("cli.questions.nothing", "no account was named, so there is nothing to ask about")
AGAIN = Template("cli.questions.again", "begin again, and name at least one account that you could hardly do without")
WRITTEN = Template(
    "cli.questions.written", "written to {file}, which only you may read; it is a map of your accounts: keep it in an encrypted case, or delete it"
)
EXISTS = Template("cli.questions.exists", "{file} exists already")
OTHER_NAME = Template("cli.questions.other_name", "name another file; nothing is ever overwritten")


def ask_fifteen(target: Path) -> None:
    """Ask, and write the answers to a new file. Raises `WrongUsage` where the file exists or nothing was answered."""
    if target.exists():
        raise WrongUsage(EXISTS(file=str(target)), hint=OTHER_NAME())
    say(BEGIN())
    things, accounts = _things(), {}
    known = {id: answer.label for id, answer in things.items()}
    for number, each in enumerate(ACCOUNTS, start=len(THINGS) + 1):
        label = _prompt(WHAT(number=number, of=len(THINGS) + len(ACCOUNTS), thing=each.text()))
        if label and (ways := _ways(known)):
            accounts[each.id] = AccountAnswer(label=label, ways=ways)
            known[each.id] = label
    if not accounts:
        raise WrongUsage(NOTHING(), hint=AGAIN())
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(written_graph(graph_of(things, accounts)))
    say(WRITTEN(file=str(target)))


def _things() -> dict[str, ThingAnswer]:
    found = {}
    for number, each in enumerate(THINGS, start=1):
        label = _prompt(WHAT(number=number, of=len(THINGS) + len(ACCOUNTS), thing=each.text()))
        if label:
            found[each.id] = ThingAnswer(label=label, taken_by=_prompt(WHO()) if each.can_be_taken else "")
    return found


def _ways(known: dict[str, str]) -> list[list[str]]:
    for number, name in enumerate(known.values(), start=1):
        click.echo(text(LISTED(number=number, name=name)), err=True)
    while True:
        try:
            ways = ways_from(_prompt(OPENS()), list(known))
        except ValueError as error:
            click.echo(text(NOT_A_NUMBER(text=str(error)[:20])), err=True)
            continue
        if not ways:
            click.echo(text(NO_WAY()), err=True)
        return ways


def _prompt(message: Message) -> str:
    return str(click.prompt(text(message), default="", show_default=False, err=True)).strip()
