"""`cw exposure`: what one's own things give away, and what falls when one of them is taken."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.exposure.identity.beginnings import NAMES, template

DEPARTED, UNREADABLE = 5, 3


@click.group(name="exposure")
def command() -> None:
    """Look at your own things: what hangs on one identity, and what stops when it goes dark."""


@command.command(name="identity")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--revoke", metavar="ID", default="", help="Ask about the loss of one thing, account or authority of the file.")
@click.option("--seize", metavar="ID", default="", help="Ask what opens to whoever holds one thing, account or authority.")
@click.option("--target", metavar="ID", default="", help="Ask for the smallest sets of one account.")
@click.option("--important", type=click.IntRange(0, 3), default=2, show_default=True, help="Importance from which an account counts.")
@click.option("--template", "beginning", type=click.Choice(NAMES), help="Print a file to begin with, and ask nothing.")
@click.option("--new", "is_new", is_flag=True, help="Answer fifteen questions, write the answers to FILE, and ask about them.")
@click.option("--case", type=click.Path(path_type=Path), help="Seal the file and record the findings in this case.")
@click.option("--no-case", is_flag=True, help="Record nothing, even inside a case folder.")
@click.option("--json", "as_json", is_flag=True, help="One finding per line as JSON.")
@click.option("--fail-on", type=click.Choice(["departs"]), help="Leave with exit code 5 when something important hangs on a single thing.")
@passphrase_option
def identity(  # noqa: PLR0913 - each is an option of the command
    file: Path | None,
    *,
    revoke: str,
    seize: str,
    target: str,
    important: int,
    beginning: str | None,
    is_new: bool,
    case: Path | None,
    no_case: bool,
    as_json: bool,
    fail_on: str | None,
) -> None:
    """The blackout drill: switch one identity off in your own graph, and see what stops and what to do now.

    FILE (TOML or CSV) holds your accounts, what opens each, and who can take that away. Use words of your own for them, not names or numbers.

    \b
    Examples:
      cw exposure identity docs/examples/one-digital-id.toml
      cw exposure identity --new mine.toml
      cw exposure identity --template email > mine.toml
      cw exposure identity mine.toml --revoke number
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.identity import ask_identity, drill
    from counterwatch.cli.drill import NO_FILE, NO_FILE_HINT, show_drill
    from counterwatch.cli.questions import ask_fifteen
    from counterwatch.cli.terminal import progress, show
    from counterwatch.core import Verdict, WrongUsage

    if beginning is not None:
        show(template(beginning))
        return
    if file is None:
        raise WrongUsage(NO_FILE(), hint=NO_FILE_HINT())
    if is_new:
        ask_fifteen(file)
    with progress() as bar:
        place = None if no_case else case or find_case()
        answer = ask_identity(file, case=place, progress=bar, revoke=revoke, seize=seize, target=target, important=important)
    show_drill(answer, None if as_json else drill(file, revoke=revoke, case=place))
    if answer.run.unread:
        exits(UNREADABLE)
    if fail_on and answer.count()[Verdict.DEPARTS]:
        exits(DEPARTED)
