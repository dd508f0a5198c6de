"""`cw report`: the findings of a case as one page."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Template, WrongUsage
from counterwatch.core.language import LANGUAGES

WROTE = Template("cli.report.wrote", "wrote {file}, {size} kB, from ledger entry {seq:raw}")
WROTE_FIGURES = Template("cli.report.wrote_figures", "wrote {n} chart to {folder}", "wrote {n} charts to {folder}")
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
@click.option("--brief", is_flag=True, help="One page for an editor instead of the whole report, as .html or .pdf.")
@click.option(
    "--figures",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write each chart as SVG, PNG and CSV with its caption and source, and the findings as one table.",
)
@click.option("--rerun", is_flag=True, help="Compute every finding again and say in the report whether it came out the same.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@passphrase_option
def command(  # noqa: PLR0913, PLR0917 - each is something that a user may say
    output: Path,
    language: str | None,
    public: bool,
    title: str,
    since: str,
    brief: bool,
    figures: Path | None,
    rerun: bool,
    case: Path,
    force: bool,
) -> None:
    """Write the findings of a case as one page that a stranger can check again.

    \b
    Examples:
      cw report -o report.html
      cw report -o rapport.html --language fr --public
      cw report -o report.pdf
      cw report -o brief.pdf --brief --figures figures
      cw report -o report-2.html --since 2026-06-30
    """
    from counterwatch.api.report import write_report
    from counterwatch.cli.terminal import interface_language

    if output.exists() and not force:
        raise WrongUsage(EXISTS(file=str(output)), hint=FORCE())
    with progress() as bar:
        head = write_report(
            case,
            output,
            language=language or interface_language(),
            public=public,
            title=title,
            rerun=rerun,
            since=since,
            brief=brief,
            figures=figures,
            force=force,
            progress=bar,
        )
    show(text(WROTE(file=str(output), size=round(output.stat().st_size / 1000), seq=head.seq)))
    if not public:
        say(INTERNAL())
    if figures:
        show(text(WROTE_FIGURES(n=sum(1 for each in figures.glob("*-[0-9]*.txt")), folder=str(figures))))
    say_next(f"cw verify {output}" if output.suffix == ".html" and not brief else "cw report -o report.html")
