"""`cw coordination`: do accounts act together more than shared interests and shared news explain?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from counterwatch.api.ask import all_options
from counterwatch.api.coordination import available
from counterwatch.cli.commands.figures import DEPARTED, UNREADABLE, option_of, pairs
from counterwatch.cli.findings import show_answer
from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.peers import PEERS, WROTE_EDGES, like_peer
from counterwatch.cli.terminal import interface_language, progress, say, show, text, visible
from counterwatch.coordination.table import Posts
from counterwatch.core import Template, Verdict, WrongUsage
from counterwatch.core.language import LANGUAGES

WROTE_GRAPH = Template("cli.coordination.wrote_graph", "wrote {file}: the network of {n} pair", "wrote {file}: the network of {n} pairs")
WROTE_DIARY = Template("cli.coordination.wrote_diary", "wrote {file}: read it before you send any of it")
DISCLOSED = Template("cli.coordination.disclosed", "{pseudonym:raw}  {called:raw}")
EXISTS = Template("cli.coordination.exists", "{file} exists already")
FORCE = Template("cli.coordination.force", "name another file, or add --force to write over it")
IS_LOGGED = Template("cli.coordination.is_logged", "recorded in the log of the case, with your reason: who reads it later can see that you looked")
CASE = "The case, if it is not the folder you are in."


class AskedByDefault(click.Group):
    """A group that asks when it is given a file: `cw coordination posts.csv` is `cw coordination ask posts.csv`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, args if args and args[0] in self.commands else ["ask", *args])


@click.group(name="coordination", cls=AskedByDefault, context_settings={"ignore_unknown_options": True})
def command() -> None:
    """Test public posts: do accounts act together more than shared interests and shared news explain?

    What is found is synchrony. It says nothing about who acts, why, or for whom: alert subscribers, fans, local editions of one
    medium and people who organise a protest act together too.

    \b
    Examples:
      cw coordination posts.csv
      cw coordination posts.jsonl.gz --signal link --window 30s --edges pairs.csv
    """


def command_options(asked: click.Command) -> click.Command:
    """Add an option for every keyword of every check of coordination."""
    for name, option in sorted(all_options(list(available(Posts).values())).items()):
        asked.params.append(option_of(name, option, available(Posts)))
    return asked


@command.command(name="ask")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--signal", "signals", multiple=True, metavar="NAME", help="Look at this only, such as link or hashtag; may be given more than once.")
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="Name a column: account, time, post, text, links, hashtags, object ...")
@click.option("--zone", help="Zone of times that name none, such as Asia/Shanghai; UTC where nothing is said.")
@click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="Order of day and month.")
@click.option("--encoding", help="Encoding of a text file, such as gb18030.")
@click.option("--min-participation", type=click.IntRange(1), default=1, help="Leave out accounts with fewer actions in a layer; default 1.")
@click.option("--handles-as-given", is_flag=True, help="Keep the ids of the file: its publisher has already put pseudonyms there. Is logged.")
@click.option("--compat", type=click.Choice(list(PEERS)), help="Print what this tool or simpler test gives instead.")
@click.option("--edges", type=click.Path(path_type=Path), help="Write the pairs with class, p and q: a CSV or Parquet file.")
@click.option("--graph", type=click.Path(path_type=Path), help="Write the network: a GEXF or GraphML file.")
@click.option("--only", multiple=True, metavar="CHECK", help="Ask only this check; may be given more than once.")
@click.option("--case", type=click.Path(path_type=Path), help="Seal the files and record the findings in this case.")
@click.option("--no-case", is_flag=True, help="Record nothing, even inside a case folder.")
@click.option("--plain-scratch", is_flag=True, help="Let an encrypted case work on the disk in the clear. Is logged.")
@click.option("--force", is_flag=True, help="Overwrite the files of --edges and --graph.")
@click.option("--json", "as_json", is_flag=True, help="One finding per line as JSON.")
@click.option("--all", "everything", is_flag=True, help="Show every finding, not only those that depart.")
@click.option("--fail-on", type=click.Choice(["departs"]), help="Leave with exit code 5 when a finding departs.")
@passphrase_option
def ask(files: tuple[str, ...], *, as_json: bool, everything: bool, fail_on: str | None, **rest: Any) -> None:
    """Test posts (this is what `cw coordination FILE` does).

    Accounts become pseudonyms before anything else sees them. Inside a case folder the files are sealed and the findings recorded;
    elsewhere nothing is written.

    \b
    Examples:
      cw coordination posts.csv
      cw coordination posts.csv --map account=用户 --map time=时间 --signal hashtag --sweep 10s,60s,10m
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.coordination import ask_coordination

    must_be_free([rest["edges"], rest["graph"]], force=rest["force"])
    if rest["compat"]:
        like_peer(files, rest, setup_from(rest))
        return
    said = {name.removeprefix("check_"): value for name, value in rest.items() if name.startswith("check_") and value is not None}
    place = None if rest["no_case"] else rest["case"] or find_case()
    with progress() as bar:
        answer = ask_coordination(
            files, case=place, setup=setup_from(rest), only=rest["only"], options=said, plain_scratch=rest["plain_scratch"], progress=bar
        )
    show_answer(answer, as_json=as_json, everything=everything)
    write_out(answer, rest["edges"], rest["graph"])
    if fail_on and answer.count()[Verdict.DEPARTS]:
        exits(DEPARTED)
    if answer.run.unread:
        exits(UNREADABLE)


ask = command_options(ask)


@command.command(name="diary")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="Name a column: account, time, post, text, reply_to, created ...")
@click.option("--zone", help="Zone of times that name none, such as Asia/Shanghai; UTC where nothing is said.")
@click.option("--days-in", default="UTC", metavar="ZONE", help="Where your days begin, such as Europe/Berlin; UTC where nothing is said.")
@click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="Order of day and month.")
@click.option("--encoding", help="Encoding of a text file, such as gb18030.")
@click.option("--day", metavar="DATE", help="The date of the statement; today where nothing is said.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the diary to this text file instead of the terminal.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the diary.")
@click.option("--case", type=click.Path(path_type=Path), help="Seal the files and record the findings in this case.")
@click.option("--no-case", is_flag=True, help="Record nothing, even inside a case folder.")
@click.option("--force", is_flag=True, help="Overwrite the file of --output.")
@passphrase_option
def diary(files: tuple[str, ...], *, day: str | None, output: Path | None, language: str | None, **rest: Any) -> None:
    """Keep a diary of messages that you received: what to do now, when waves came, and a statement to send.

    The files are exports of replies and mentions addressed to you or your group. The diary names no account and quotes no message.

    \b
    Examples:
      cw coordination diary replies.csv --days-in Europe/Berlin
      cw coordination diary mentions.json -o diary.txt --language fr
    """
    import datetime

    from counterwatch.api.case import find_case
    from counterwatch.api.diary import keep_diary

    must_be_free([output], force=rest["force"])
    date = day or datetime.datetime.now(datetime.UTC).date().isoformat()
    place = None if rest["no_case"] else rest["case"] or find_case()
    with progress() as bar:
        made, answer = keep_diary(files, day=date, case=place, setup=setup_from(rest), progress=bar)
    for sentence in answer.said:
        say(sentence)
    told = made.text(language or interface_language())
    if output is None:
        show(told)
    else:
        output.write_text(told, encoding="utf-8")
        say(WROTE_DIARY(file=str(output)))
    if answer.run.unread:
        exits(UNREADABLE)


@command.command(name="disclose")
@click.argument("pseudonyms", nargs=-1, required=True, metavar="PSEUDONYM...")
@click.option("--reason", required=True, help="Why: it is recorded in the log of the case.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help=CASE)
@passphrase_option
def disclose(pseudonyms: tuple[str, ...], reason: str, case: Path) -> None:
    """Show what pseudonyms of a group are called in the evidence; the log records that you looked, and why.

    Takes pseudonyms from the table of a group, never a name: nothing here looks anybody up.

    \b
    Examples:
      cw coordination disclose 222mzfnoqapcst7o --reason "report to the platform"
      cw coordination disclose 222mzfnoqapcst7o aah6zafnoqapcst2 --reason "asked by counsel" --case hubei
    """
    from counterwatch.api.disclosure import disclose as disclosed

    with progress() as bar:
        found = disclosed(case, pseudonyms, reason=reason, progress=bar)
    for pseudonym, called in found.items():
        show(text(DISCLOSED(pseudonym=pseudonym, called=visible(called))))
    say(IS_LOGGED())


def write_out(answer: Any, edges: Path | None, graph: Path | None) -> None:
    """Write the pairs to the files that were named."""
    from counterwatch.api.pairs_out import write_network, write_pairs

    if edges is not None:
        say(WROTE_EDGES(file=str(edges), n=write_pairs(answer, edges)))
    if graph is not None:
        say(WROTE_GRAPH(file=str(graph), n=write_network(answer, graph)))


def setup_from(said: Mapping[str, Any]) -> Any:
    """Return how the files are to be read, from what the user said."""
    from counterwatch.coordination.mapping import Mapping as Columns
    from counterwatch.coordination.setup import PostsSetup

    columns = Columns(
        columns=pairs(said["mapped"], "account=用户"), zone=said["zone"], date_order=said["date_order"], encoding=said["encoding"]
    )  # fmt: skip
    return PostsSetup(
        mapping=columns, signals=said.get("signals", ()), min_participation=said.get("min_participation", 1),
        as_given=said.get("handles_as_given", False), days_in=said.get("days_in", "UTC"),
    )  # fmt: skip


def must_be_free(files: Sequence[Path | None], *, force: bool) -> None:
    """Refuse to write over a file, before any work is done."""
    for file in files:
        if file is not None and file.exists() and not force:
            raise WrongUsage(EXISTS(file=str(file)), hint=FORCE())
