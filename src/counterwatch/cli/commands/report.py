"""`cw report`: the findings of a case as one page."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Template, WrongUsage
from counterwatch.core.language import LANGUAGES

WROTE = Template("cli.report.wrote", "wrote {file}, {size} kB, from ledger entry {seq:raw}")
EXISTS = Template("cli.report.exists", "{file} exists already")
FORCE = Template("cli.report.force", "choose another name, or overwrite it with --force")
INTERNAL = Template("cli.report.internal", "internal: every page says that it must not be shared; --public leaves that out")


@click.command(name="report")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default="report.html", show_default=True, help="File to write; its ending picks the format."
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the report; the interface's own if not given.")
@click.option("--public", is_flag=True, help="Leave out the line INTERNAL, DO NOT SHARE.")
@click.option("--title", default="", help="Title of the report.")
@click.option("--since", default="", metavar="HEAD", help="Begin with what changed since then: a head that a report prints, an entry, or a day.")
@click.option("--rerun", is_flag=True, help="Compute every finding again and say in the report whether it came out the same.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@passphrase_option
def command(output: Path, language: str | None, public: bool, title: str, since: str, rerun: bool, case: Path, force: bool) -> None:
    """Write the findings of a case as one page that a stranger can check again.

    \b
    Examples:
      cw report -o report.html
      cw report -o rapport.html --language fr --public
      cw report -o report-2.html --since 2026-06-30
    """
    from counterwatch.api.report import write_report
    from counterwatch.cli.terminal import interface_language

    if output.exists() and not force:
        raise WrongUsage(EXISTS(file=str(output)), hint=FORCE())
    with progress() as bar:
        head = write_report(
            case, output, language=language or interface_language(), public=public, title=title, rerun=rerun, since=since, progress=bar
        )
    show(text(WROTE(file=str(output), size=round(output.stat().st_size / 1000), seq=head.seq)))
    if not public:
        say(INTERNAL())
    say_next(f"cw verify {output}")
