"""`cw incidents takedown`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.group(name="takedown")
def command() -> None:
    """Keep a diary of what platforms removed: what, when, with which notice, and whether it came back.

    \b
    Examples:
      cw incidents takedown list
    """


@command.command(name="add")
@click.option("--platform", default="", help="The platform, such as YouTube.")
@click.option("--what", default="", metavar="KIND", help="post, video, page, account, group, app or other; post where nothing is said.")
@click.option("--action", default="", metavar="ACTION", help="removed, suspended, restricted, reduced or demonetised; removed where nothing is said.")
@click.option("--on", default="", metavar="DATE", help="When, as exactly as is known.")
@click.option("--own-account", default="", help="Your own account that it was on, as you want it named.")
@click.option("--other-account", default="", help="The account of somebody else that it was on: kept as a pseudonym of this case only.")
@click.option("--description", default="", help="What it was, in your words.")
@click.option("--link", default="", help="Where it was; only for an account of your own.")
@click.option("--notice", default="", help="What the platform wrote, in its words.")
@click.option("--language", default="", metavar="TAG", help="The language of the notice: en, fr, zh-Hans.")
@click.option("--asked-by", default="", help="The office or organisation that asked for it, where that is known.")
@click.option("--basis", default="", help="On what that rests: the notice, a transparency report, a court order.")
@click.option("--restored", default="", metavar="DATE", help="When it came back.")
@click.option("--before", multiple=True, metavar="EVIDENCE", help="Sealed evidence of it as it was.")
@click.option("--after", multiple=True, metavar="EVIDENCE", help="Sealed evidence that it was gone.")
@click.option("--about", multiple=True, metavar="ID", help="An incident that it belongs to.")
@click.option("--id", default="", metavar="ID", help="An id of your own.")
@case_option
@passphrase_option
def add(*, before: tuple[str, ...], after: tuple[str, ...], about: tuple[str, ...], case: Path | None, **said: str) -> None:
    """Record that a platform took something down.

    \b
    Examples:
      cw incidents takedown add --platform YouTube --what video --on 2025-02-03 --own-account "our channel" --notice "..." --before video.mp4
      cw incidents takedown add --platform YouTube --what account --action suspended --on 2025-02 --after page.html
    """
    from counterwatch.api.incidents_links import support_of
    from counterwatch.api.incidents_takedowns import add_takedown
    from counterwatch.cli.casebook_takedowns import show_added

    opened = the_case(case)
    was, is_gone = ([support_of(opened, each) for each in named] for named in (before, after))
    made, is_new = add_takedown(opened, {name: text for name, text in said.items() if text}, about=about, before=was, after=is_gone)
    show_added(made, is_new=is_new)


@command.command(name="restored")
@click.argument("id")
@click.argument("on", metavar="DATE")
@click.option("--after", multiple=True, metavar="EVIDENCE", help="Sealed evidence that it is there again.")
@case_option
@passphrase_option
def restored(id: str, on: str, *, after: tuple[str, ...], case: Path | None) -> None:
    """Record that what was taken down came back.

    \b
    Examples:
      cw incidents takedown restored gone-4f1c09ab12 2025-02-07 --after page.html
    """
    from counterwatch.api.incidents_links import support_of
    from counterwatch.api.incidents_takedowns import restore_takedown
    from counterwatch.cli.casebook_takedowns import show_takedowns

    opened = the_case(case)
    show_takedowns(opened, [restore_takedown(opened, id, on, after=[support_of(opened, each) for each in after])])


@command.command(name="correct")
@click.argument("id")
@click.option("--set", "said", multiple=True, required=True, metavar="FIELD=VALUE", help="What a field says now; empty behind = clears it.")
@click.option("--reason", required=True, help="Why: what was found out. No names.")
@case_option
@passphrase_option
def correct(id: str, *, said: tuple[str, ...], reason: str, case: Path | None) -> None:
    """Correct a takedown: a new version with a reason; the one before stays in its history.

    Fields are called as the options of `add` are, with _ for -.

    \b
    Examples:
      cw incidents takedown correct gone-4f1c09ab12 --set on=2025-02-04 --set asked_by= --reason "the notice says the 4th"
    """
    from counterwatch.api.incidents_takedowns import correct_takedown
    from counterwatch.cli.casebook_hand import fields_of
    from counterwatch.cli.casebook_takedowns import show_takedowns

    opened = the_case(case)
    show_takedowns(opened, [correct_takedown(opened, id, fields_of(said, may_be_empty=True), reason=reason)])


@command.command(name="list")
@case_option
@passphrase_option
def listed(case: Path | None) -> None:
    """List what was taken down, in the order of the days.

    \b
    Examples:
      cw incidents takedown list
    """
    from counterwatch.api.incidents_takedowns import takedowns
    from counterwatch.cli.casebook_takedowns import show_takedowns

    opened = the_case(case)
    show_takedowns(opened, takedowns(opened))
