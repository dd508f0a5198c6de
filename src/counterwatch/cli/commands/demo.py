"""`cw demo`: the whole path on real packaged data."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.findings import show_findings
from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import interface_language, progress, say, show, text
from counterwatch.cli.verification import show_levels
from counterwatch.core import Template, Verdict
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.language import LANGUAGES

DATA = Template(
    "cli.demo.data", "sealed {name}: {rows} rows of COVID-19 cases and deaths that {countries} countries published (Johns Hopkins CSSE, CC BY 4.0)"
)
ANSWER = Template(
    "cli.demo.answer",
    "asked {asked} questions of {series} series: {departs} answers depart, {consistent} are consistent, {not_tested} could not be tested",
)
SOME = Template("cli.demo.some", "the most striking:")
POSTS = Template(
    "cli.demo.posts",
    "sealed {name}: posts of the campaign for the German election of 2021, with numbers in place of accounts and pages (Righetti et al., MIT)",
)
DRILL = Template("cli.demo.drill", "sealed {name}: invented accounts that hang on one digital ID, for the blackout drill")
CASEBOOK = Template("cli.demo.casebook", "sealed {name}: {rows} incidents of transnational repression from public sources, coded for counterwatch")
CLAIM = Template("cli.demo.claim", "and a published sentence, computed again:")
MEANING = Template(
    "cli.demo.meaning", "«Departs» accuses nobody: averages, totals spread over days and capacity limits look the same. The report lists what to ask."
)
REPORT = Template("cli.demo.report", "wrote {file}: open it in any browser, it needs no network")
VERIFIED = Template("cli.demo.verified", "verified the case, and computed every finding again:")
TRY = Template("cli.demo.try", "Try next:")
TRY_FLIP = Template("cli.demo.try_flip", "change one byte of any file in {folder}, then see it named: cw verify {folder}")
TRY_HAND = Template("cli.demo.try_hand", "check the case without this program: {file}")
TRY_OWN = Template("cli.demo.try_own", "ask your own file: cw figures FILE.csv")
TRY_ME = Template("cli.demo.try_me", "look at your own things: cw exposure identity --new mine.toml, then docs/guide/self-audit.md")
TRY_CASE = Template("cli.demo.try_case", "keep it: cw new NAME && cd NAME && cw add ../FILE.csv && cw figures FILE.csv && cw report")
SHOWN = 5


@click.command(name="demo")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the report.")
@passphrase_option
def command(folder: Path | None, language: str | None) -> None:
    """Real packaged data through checks, report and verification: see what the tool does.

    \b
    Examples:
      cw demo
      cw demo my-demo --language fr
    """
    from counterwatch.api.demo import demo

    with progress() as bar:
        made = demo(folder, language=language or interface_language(), progress=bar)
    show(text(DATA(name=made.evidence.name, rows=made.rows, countries=made.countries)))
    count = made.answer.count()
    verdicts = {"departs": count[Verdict.DEPARTS], "consistent": count[Verdict.CONSISTENT], "not_tested": count[Verdict.NOT_TESTED]}
    show(text(ANSWER(asked=len(made.answer), series=made.series, **verdicts)))
    show(text(SOME()))
    show_findings(made.striking(SHOWN))
    show(text(POSTS(name=made.posts.evidence[0].name)))
    show_findings(made.layers())
    show(text(DRILL(name=made.drill.evidence[0].name)))
    show_findings([each for each in made.drill if each.check == "exposure.lockout"])
    book = made.casebook
    show(text(CASEBOOK(name=book.evidence[0].name, rows=made.incidents)))
    show_findings(book)
    show(text(CLAIM()))
    show_findings(made.claim)
    say(MEANING())
    show(text(REPORT(file=str(made.report))))
    show(text(VERIFIED()))
    show_levels(made.verification)
    _suggest(made.folder)
    if not made.verification.is_good:
        exits(VerificationFailed.exit_code)


def _suggest(folder: Path) -> None:
    for message in (TRY(), TRY_FLIP(folder=str(folder)), TRY_HAND(file=str(folder / "VERIFY.txt")), TRY_OWN(), TRY_ME(), TRY_CASE()):
        say(message)
