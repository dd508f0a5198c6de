"""`cw letter`: drafts that go with a case."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import interface_language, say, show, text
from counterwatch.core import Template
from counterwatch.core.language import LANGUAGES

WROTE = Template("cli.letter.wrote", "wrote {file}: a draft; what only people know is left blank")
NOT_SEARCHED = Template("cli.letter.not_searched", "{file} was not searched for protected terms")
READ = Template(
    "cli.letter.read", "let somebody read it who knows the law of the place; what leaves this machine in it can be read by whoever gets it"
)


@click.command(name="letter")
@click.argument("kind", metavar="KIND")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write, .html, .docx or .pdf; KIND.docx if not given.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the letter; the interface's own if not given.")
@click.option("--to", default="", help="To whom it goes: an office or a role.")
@click.option("--organisation", default="", help="reply: the organisation that is asked, as the incidents write it.")
@click.option("--until", default="", metavar="DATE", help="By when an answer is asked for.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@passphrase_option
def command(kind: str, output: Path | None, language: str | None, to: str, organisation: str, until: str, case: Path, force: bool) -> None:
    """Draft a letter from a case: what it knows is filled in, what only people know is left blank.

    KIND is exhibits (the list of exhibits), declaration (of the person who collected), platform (a covering letter to a platform or an
    authority) or reply (a request for comment to an organisation that will be named).

    \b
    Examples:
      cw letter exhibits -o exhibits.html
      cw letter declaration -o declaration.docx --language fr
      cw letter platform --to "Trust and Safety" --until 2027-03-31
      cw letter reply --organisation "Example Police Station"
    """
    from counterwatch.api.letters import write_letter

    file = output or Path(f"{kind}.docx")
    spoken = language or interface_language()
    not_checked = write_letter(case, kind, file, language=spoken, to=to, organisation=organisation, until=until, force=force)
    show(text(WROTE(file=str(file))))
    for each in not_checked:
        say(NOT_SEARCHED(file=each))
    say(READ())
