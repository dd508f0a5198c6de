"""`cw redact`: areas and terms removed from a PDF or a picture, and proven one by one."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.redactions import say_unsearched, show_made, show_proven
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Template
from counterwatch.files.text import decode

UNREADABLE = 3
PROVED = Template("cli.redact.proved", "wrote {file}: it shows what was removed in area {number:raw}, and nothing of the others")
NO_PROMPT = Template("cli.redact.no_prompt", "one term per line; end with an empty line")
CASE = click.option("--case", type=click.Path(path_type=Path), help="The case, if it is not the folder you are in.")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NEW = click.Path(path_type=Path, dir_okay=False)


class MadeByDefault(click.Group):
    """A group that redacts when it is given a file: `cw redact scan.pdf` is `cw redact file scan.pdf`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, args if args and args[0] in self.commands else ["file", *args])


@click.group(name="redact", cls=MadeByDefault, context_settings={"ignore_unknown_options": True})
def command() -> None:
    """Remove areas and terms from a PDF or picture, and prove later what was removed without showing the rest.

    The copy is nothing but pixels: no text, no metadata, no attachment, no earlier version is left in it.

    \b
    Examples:
      cw redact scan.pdf --region 2:10%,20%,30%,5% -o public.pdf
      cw redact letter.pdf --find-from names.txt -o public.pdf
    """


@command.command(name="file")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--region", "regions", multiple=True, metavar="PAGE:X,Y,W,H", help="An area from the upper left corner, in % or pt (PDF), or px (picture)."
)
@click.option("--find", multiple=True, metavar="TERM", help="A term in the text layer. Others on this machine can see what you type here.")
@click.option("--find-from", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="Terms, one per line; - reads them from stdin.")
@click.option("-o", "--output", required=True, type=NEW, help="The copy: a name that ends in .pdf or .png.")
@click.option("--dpi", type=click.IntRange(36, 600), default=150, show_default=True, help="How finely a PDF is drawn, in pixels per inch.")
@click.option("--note", default="", help="Why, in words that name nobody; kept in the case.")
@click.option("--no-case", is_flag=True, help="Record nothing, even inside a case folder.")
@CASE
@passphrase_option
def redact_file(file: Path, *, find: tuple[str, ...], find_from: Path | None, no_case: bool, case: Path | None, **how: Any) -> None:
    """Write a copy of FILE without the regions and terms; the original is never changed.

    Terms are found in the text layer of a PDF, in any script, whatever the case and width of letters. Text in pictures and scans is not
    searched, and that is said (exit code 3).

    \b
    Examples:
      cw redact photo.jpg --region 1:0%,80%,100%,20% -o public.png
      cw redact letter.pdf --find-from - -o public.pdf < names.txt
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.redact import redact

    terms = [*find, *(_terms(find_from) if find_from else ())]
    place = None if no_case else case or find_case()
    with progress() as bar:
        made = redact(file, find=terms, case=place, progress=bar, **how)
    show_made(made)
    say_next(shlex.join(["cw", "redact", "prove", str(made.record), *(["--case", str(case)] if case else []), "--region", "1", "-o", "opening.json"]))
    if say_unsearched(made):
        exits(UNREADABLE)


def _terms(file: Path) -> list[str]:
    if str(file) != "-":
        return _lines(decode(file.read_bytes(), name=file.name).text)
    if sys.stdin.isatty():
        say(NO_PROMPT())
        return list(_typed())
    return _lines(decode(sys.stdin.buffer.read(), name="-").text)


def _typed() -> Iterator[str]:
    while line := sys.stdin.readline().strip():
        yield line


def _lines(whole: str) -> list[str]:
    return [each.strip() for each in whole.splitlines() if each.strip()]


@command.command(name="prove")
@click.argument("record", type=FILE)
@click.option("--region", required=True, type=click.IntRange(min=1), help="The number of the area in the record.")
@click.option("-o", "--output", required=True, type=NEW, help="The opening: who has it sees what was removed there.")
@click.option("--original", type=FILE, help="The file that was redacted: show, too, that it is that one.")
@click.option("--secrets", type=FILE, help="What opens the record, if it is not beside it or in the case.")
@CASE
@passphrase_option
def prove_region(record: Path, region: int, output: Path, original: Path | None, secrets: Path | None, case: Path | None) -> None:
    """Open one area of RECORD to somebody: it shows what was removed there, and nothing of the others.

    \b
    Examples:
      cw redact prove public.pdf.record.json --region 1 -o opening.json
      cw redact prove public.pdf.record.json --region 3 --original scan.pdf -o opening.json
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.redaction_proof import prove

    prove(record, region, output, secrets=secrets, original=original, case=case or find_case())
    show(text(PROVED(file=str(output), number=region)))
    say_next(f"cw redact check {shlex.quote(str(record))} {shlex.quote(str(output))}")


@command.command(name="check")
@click.argument("record", type=FILE)
@click.argument("opening", type=FILE)
@click.option("--original", type=FILE, help="The file that was redacted, if you have it: does it show these pixels?")
@click.option("--redacted", type=FILE, help="The copy, if you have it: is it the one of the record?")
@click.option("-o", "--output", type=NEW, help="Write what was removed as a picture (.png), to look at it.")
@click.option("--json", "as_json", is_flag=True, help="What was found, as JSON.")
def check_opening(record: Path, opening: Path, original: Path | None, redacted: Path | None, output: Path | None, as_json: bool) -> None:
    """Check what somebody opened: is this what RECORD says was removed? It takes no key.

    \b
    Examples:
      cw redact check public.pdf.record.json opening.json -o removed.png
      cw redact check public.pdf.record.json opening.json --original scan.pdf --redacted public.pdf
    """
    from counterwatch.api.redact import write_new
    from counterwatch.api.redaction_proof import check

    proven = check(record, opening, original=original, redacted=redacted)
    if output:
        write_new(output, proven.picture)
    show_proven(proven, output, as_json=as_json)
