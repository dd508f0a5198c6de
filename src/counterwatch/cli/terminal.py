"""What the commands say: results on stdout, conversation on stderr, progress only where somebody watches."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import click

from counterwatch.core import Message, Template
from counterwatch.core.errors import CounterwatchError
from counterwatch.core.language import LANGUAGES, Quoted, has_reviewed, language_of, parts
from counterwatch.core.progress import Progress, quiet

HINT = Template("cli.terminal.hint", "hint: {hint}")
UNREVIEWED = Template("cli.terminal.unreviewed", "no native speaker has reviewed this translation yet; LANG=C gives the English")
NEXT = Template("cli.terminal.next", "next: {command}")
SYSTEM = Template("cli.terminal.system", "the operating system refused: {reason}: {file}")
LANGUAGE_VARIABLES = ("CW_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@cache
def interface_language() -> str:
    """Return the language the user's system asks for, English where it is none of ours."""
    asked = next((os.environ[name] for name in LANGUAGE_VARIABLES if os.environ.get(name)), "en")
    return asked if asked in LANGUAGES else language_of(asked)


def text(message: Message) -> str:
    """Return a message in the interface language, with control and direction characters of quoted data shown as escapes."""
    return "".join(visible(part) if isinstance(part, Quoted) else part for part in parts(message, interface_language()))


def visible(data: str) -> str:
    """Return text from data without characters that could move the cursor or turn the reading direction."""
    return "".join(each if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co") else ascii(each)[1:-1] for each in data)


def show(line: str = "") -> None:
    """Print one line of the result."""
    click.echo(line)


def say(message: Message) -> None:
    """Print one sentence of the conversation."""
    click.echo(text(message), err=True)


def say_unreviewed() -> None:
    """Say, once per command, that what was said is a translation nobody has reviewed."""
    if not has_reviewed(interface_language()):
        say(UNREVIEWED())


def say_next(command: str) -> None:
    """Name the next command to try."""
    say(NEXT(command=command))


def say_error(error: CounterwatchError | OSError) -> int:
    """Print what happened and what to do next; return the exit code."""
    if isinstance(error, OSError):
        click.echo(f"cw: {text(SYSTEM(reason=error.strerror or type(error).__name__, file=str(error.filename or '')))}", err=True)
        return 1
    click.echo(f"cw: {text(error.message)}", err=True)
    if error.hint is not None:
        click.echo(f"cw: {text(HINT(hint=error.hint))}", err=True)
    return error.exit_code


@contextmanager
def progress() -> Iterator[Progress]:
    """Give a progress bar on stderr when it is a terminal, and nothing otherwise."""
    if not sys.stderr.isatty():
        yield quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    bar = Bar(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None)

    def update(what: Message, done: int, total: int) -> None:
        # Not before there is something to show: a question may be asked first, and a bar would write over it.
        bar.start()
        bar.update(task, description=text(what).replace("[", "\\["), completed=done, total=total or None)

    try:
        yield update
    finally:
        bar.stop()
