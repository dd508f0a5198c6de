"""A release on a terminal: each table as it is printed, what stays out and why, and what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Template
from counterwatch.incidents.publication.printed import grid, withheld

if TYPE_CHECKING:
    from counterwatch.api.publication import Release
    from counterwatch.incidents.publication.gate import Reply

TABLE = Template("cli.publication.table", "{unit} by {by}")
REST, TOTAL = Template("cli.publication.rest", "other or undisclosed"), Template("cli.publication.total", "total")
HIDDEN = Template("cli.publication.hidden", "withheld: {of} ({printed}): {why}")
KEPT = Template("cli.publication.kept", "{share:.0%} of the counts that are large enough are printed")
BODIES = Template("cli.publication.bodies", "{n} row about organisations", "{n} rows about organisations")
PERSONS = Template("cli.publication.persons", "{n} row of persons", "{n} rows of persons")
STAYS = Template("cli.publication.stays", "stays out (this number is for you, not for the release): {why}")
NOT_CHECKED = Template("cli.publication.not_checked", "not checked for protected terms: {file}")
NOTHING = Template("cli.publication.nothing", "nothing was written or stored")
WROTE = Template(
    "cli.publication.wrote", "wrote {folder} with {n} file, recorded as a release", "wrote {folder} with {n} files, recorded as a release"
)
REPLY = Template("cli.publication.reply", "{organisation}: asked {asked}, answered {answered}")
SHOWN = 40


def show_release(made: Release) -> None:
    """Print what goes out, what does not and why."""
    for each in made.tables:
        show(text(TABLE(unit=each.table.unit, by=", ".join(axis.name for axis in each.table.axes))))
        for line in grid(each, rest=text(REST()), total=text(TOTAL()), names={}):
            show(visible("  ".join(f"{part:>10}" for part in line)))
        say(KEPT(share=each.kept))
        for of, printed, why in list(withheld(each))[:SHOWN]:
            say(HIDDEN(of=of, printed=printed, why=why))
    for template, number in ((BODIES, made.bodies), (PERSONS, made.persons)):
        if number:
            show(text(template(n=number)))
    for message in made.held:
        say(STAYS(why=message))
    for file in made.not_checked:
        say(NOT_CHECKED(file=file))
    if made.folder is None:
        say(NOTHING())
    else:
        show(text(WROTE(folder=str(made.folder), n=len(made.files))))
        say_next(f"sha256sum -c hashes.txt (in {made.folder}), then look at index.html")


def show_reply(reply: Reply) -> None:
    """Print what is recorded of an organisation."""
    show(text(REPLY(organisation=reply.organisation, asked=reply.asked or None, answered=reply.answered or None)))
    say_next("cw incidents publish --dry-run")
