"""`cw exposure`: what one's own things give away, and what falls when one of them is taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.exposure.identity.beginnings import NAMES, template

if TYPE_CHECKING:
    from counterwatch.api.answer import Answer

DEPARTED, UNREADABLE = 5, 3


@click.group(name="exposure")
def command() -> None:
    """Look at your own things: what your traffic and your exports give away, and what stops when one identity goes dark.

    \b
    Examples:
      cw exposure identity --new mine.toml
      cw new mine && cd mine && cw exposure me
      cw exposure traffic capture.pcap --own-device
      cw exposure archive tiktok.zip
    """


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


@command.command(name="me")
@click.option(
    "--file", type=click.Path(path_type=Path), help="Take them from a CSV file with the columns kind, value, platform (- is standard input)."
)
@click.option("--region", default=None, metavar="XX", help="Country of phone numbers without a country code, such as UZ.")
@click.option("--case", type=click.Path(path_type=Path), help="The case; else the one you are in.")
@passphrase_option
def me(file: Path | None, *, region: str | None, case: Path | None) -> None:
    """Enter your own identifiers, once per case; they are kept under your key and never shown again.

    They are looked for in your traffic, and an export must be of one of your accounts. They can be changed until something was looked at.

    \b
    Examples:
      cw exposure me
      cw exposure me --region UZ --file mine.csv
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.own import own_case
    from counterwatch.api.persona import entered_persona, keep_persona, known_persona, must_be_open
    from counterwatch.cli.own import DELETE, ask_entries, ask_region, entries_of, refuse_entry, show_persona, table_from
    from counterwatch.cli.terminal import say, say_next
    from counterwatch.exposure.leaks.entry import doubts

    opened = own_case(case or find_case())
    must_be_open(opened)
    if file is None:
        region = ask_region() if region is None else region
        persona = entered_persona(ask_entries(), region=region, refused=refuse_entry)
    else:
        persona = entered_persona(entries_of(table_from(file)), region=region or "")
    keep_persona(opened, persona)
    for doubt in doubts(persona):
        say(doubt)
    if (known := known_persona(opened)) is not None:
        show_persona(known)
    if file is not None and str(file) != "-":
        say(DELETE())
    say_next("cw exposure traffic FILE --own-device")


@command.command(name="traffic")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--own-device", is_flag=True, help="Declare, under your signature, that this was recorded on a device of your own.")
@click.option("--owners", multiple=True, type=click.Path(path_type=Path), help="A CSV list of your own that says whose a domain is.")
@click.option("--keys", type=click.Path(path_type=Path), help="A key log of TLS (SSLKEYLOGFILE) that your own program wrote; sealed beside it.")
@click.option("--fixture", is_flag=True, help="Look at a public sample file; every page says so.")
@click.option("--case", type=click.Path(path_type=Path), help="The case; else the one you are in.")
@click.option("--json", "as_json", is_flag=True, help="One finding per line as JSON.")
@click.option("--fail-on", type=click.Choice(["departs"]), help="Leave with exit code 5 when something of yours was sent.")
@passphrase_option
def traffic(
    file: Path, *, own_device: bool, owners: tuple[Path, ...], keys: Path | None, fixture: bool, case: Path | None, as_json: bool, fail_on: str | None
) -> None:
    """Who received what from your own device: HAR, mitmproxy flows, PCAP and PCAPNG.

    Looks for your identifiers in what was sent, also encoded or hashed, and says who stands behind each host, and where they sit. What cannot be
    read is counted with its reason. Nothing is asked of any network.

    \b
    Examples:
      cw exposure traffic capture.pcapng --own-device
      cw exposure traffic browser.har --own-device --owners my-list.csv
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.traffic import ask_traffic
    from counterwatch.cli.own import show_own
    from counterwatch.cli.terminal import progress

    with progress() as bar:
        answer = ask_traffic(file, case=case or find_case(), own_device=own_device, fixture=fixture, overlays=owners, keys=keys, progress=bar)
    show_own(answer, as_json=as_json)
    _leave(answer, fail_on)


@command.command(name="archive")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "mapped", multiple=True, metavar="ROLE=COLUMN", help="Read a table of orders: time, party, name, phone, email, address ...")
@click.option("--fixture", is_flag=True, help="Look at a public sample file; every page says so.")
@click.option("--case", type=click.Path(path_type=Path), help="The case; else the one you are in.")
@click.option("--json", "as_json", is_flag=True, help="One finding per line as JSON.")
@click.option("--fail-on", type=click.Choice(["departs"]), help="Leave with exit code 5 when something is revealed.")
@passphrase_option
def archive(file: Path, *, mapped: tuple[str, ...], fixture: bool, case: Path | None, as_json: bool, fail_on: str | None) -> None:
    """What an export of your own account reveals: TikTok, Telegram, WhatsApp, Google Takeout, Facebook, Instagram, orders and parcels.

    Places, devices, contacts (counted, never named), orders, habits. An export that is not of an account you entered with `cw exposure me` is
    refused.

    \b
    Examples:
      cw exposure archive tiktok.zip
      cw exposure archive orders.csv
      cw exposure archive orders.csv --map name=收货人 --map time=下单日期
    """
    from counterwatch.api.archives import ask_archive
    from counterwatch.api.case import find_case
    from counterwatch.cli.own import show_own
    from counterwatch.cli.pairs import pair
    from counterwatch.cli.terminal import progress

    with progress() as bar:
        columns = dict(pair(each, "ROLE=COLUMN", "name=收货人") for each in mapped)
        answer = ask_archive(file, case=case or find_case(), fixture=fixture, columns=columns, progress=bar)
    show_own(answer, as_json=as_json)
    _leave(answer, fail_on)


def _leave(answer: Answer, fail_on: str | None) -> None:
    from counterwatch.core import Verdict

    if answer.run.unread:
        exits(UNREADABLE)
    if fail_on and answer.count()[Verdict.DEPARTS]:
        exits(DEPARTED)
