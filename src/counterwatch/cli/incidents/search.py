"""`cw incidents search`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="search")
@click.argument("words", nargs=-1, required=True)
@click.option("--tactic", "tactics", multiple=True, metavar="CODE", help="Only with this act, or any of a family such as TD.")
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Only in this host country.")
@click.option("--status", "statuses", multiple=True, metavar="CODE", help="Only of this status.")
@click.option("--since", default="", metavar="DATE", help="Only what may have happened on this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only what may have happened on this day or before.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Show so many at most.")
@click.option("--after", default="", metavar="PLACE", help="Go on behind this place, which the page before named.")
@case_option
@passphrase_option
def command(  # noqa: PLR0913 - each is an option
    words: tuple[str, ...],
    *,
    tactics: tuple[str, ...],
    countries: tuple[str, ...],
    statuses: tuple[str, ...],
    since: str,
    until: str,
    limit: int,
    after: str,
    case: Path | None,
) -> None:
    """Find the incidents whose summary, response, place or organisations hold every one of WORDS: parts of words count, in any script.

    Traditional and simplified Chinese find each other. Nobody is found by a name: what the case protects finds nothing.

    \b
    Examples:
      cw incidents search 护照
      cw incidents search passport --country DE --since 2022
    """
    from counterwatch.api.incidents_search import search_incidents, wanted
    from counterwatch.cli.casebook_search import show_matches

    asked = wanted(tactics=tactics, countries=countries, statuses=statuses, since=since, until=until)
    show_matches(search_incidents(the_case(case), " ".join(words), wanted=asked, limit=limit, after=after))
