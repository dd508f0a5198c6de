"""`cw incidents statement`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option

DEPARTED = 5


@click.group(name="statement")
def command() -> None:
    """Keep statements: who said what, when and in which words, seen or concluded, with which interest, and what speaks for it.

    \b
    Examples:
      cw incidents statement list
      cw incidents statement show said-4f1c09ab12
    """


@command.command(name="add")
@click.option("--office", default="", help="The office or organisation that speaks.")
@click.option("--role", default="", help="The role of a private person who speaks; never a name.")
@click.option("--kind", default="", metavar="KIND", help="What kind of speaker: a term of attributed_by, such as court, ngo, media, target.")
@click.option("--on", default="", metavar="DATE", help="When it was said, as exactly as is known.")
@click.option("--words", default="", help="What was said, in the words of whoever said it.")
@click.option("--language", default="", metavar="TAG", help="The language of the words: en, fr, zh-Hans, ug, bo.")
@click.option("--basis", default="", metavar="BASIS", help="observation, conclusion or unknown.")
@click.option("--interest", default="", help="What the speaker gains by it; none where none was declared.")
@click.option("--source", default="", help="Where the words were read or heard.")
@click.option("--number", default="", metavar="NUMBER", help="A number in it: 6 or 7, more than 130, 1.3 million.")
@click.option("--unit", default="", help="What the number counts.")
@click.option("--method", default="", help="How the number was come by.")
@click.option("--document", default="", metavar="DOCUMENT", help="The document that holds the number: evidence of the case, or a reference.")
@click.option("--about", multiple=True, metavar="ID", help="An incident that it is about.")
@click.option("--response-to", "answers", default="", metavar="ID", help="The incident or statement that it answers, as the named party.")
@click.option("--supported-by", "supporting", multiple=True, metavar="EVIDENCE", help="Sealed evidence that speaks for it.")
@click.option("--contradicted-by", "contradicting", multiple=True, metavar="EVIDENCE", help="Sealed evidence that speaks against it.")
@click.option("--id", default="", metavar="ID", help="An id of your own.")
@case_option
@passphrase_option
def add(*, about: tuple[str, ...], answers: str, supporting: tuple[str, ...], contradicting: tuple[str, ...], case: Path | None, **said: str) -> None:
    """Record a statement. The answer of a named party is one too: --response-to fills the response of the incident.

    \b
    Examples:
      cw incidents statement add --office "statistics office" --kind host_government --on 2026-03-09 --words "..." --number "at least 1.3 million"
      cw incidents statement add --office "the venue" --on 2025-02 --words "..." --language fr --response-to CW-0001
    """
    from counterwatch.api.incidents_links import support_of
    from counterwatch.api.incidents_statements import add_statement
    from counterwatch.cli.casebook_statements import show_added

    opened = the_case(case)
    support = [support_of(opened, each) for each in supporting]
    support += [support_of(opened, each, stance="contradicts") for each in contradicting]
    made, is_new = add_statement(opened, {name: text for name, text in said.items() if text}, about=about, answers=answers, support=support)
    show_added(made, is_new=is_new)


@command.command(name="correct")
@click.argument("id")
@click.option("--set", "said", multiple=True, required=True, metavar="FIELD=VALUE", help="What a field says now, called as the option of add.")
@click.option("--reason", required=True, help="Why, in words that name nobody.")
@case_option
@passphrase_option
def correct(id: str, *, said: tuple[str, ...], reason: str, case: Path | None) -> None:
    """Correct a statement: a new version with a reason; the one before stays.

    \b
    Examples:
      cw incidents statement correct said-4f1c09ab12 --set document=yearbook.pdf --reason "the yearbook was found"
    """
    from counterwatch.api.incidents_statements import correct_statement
    from counterwatch.cli.casebook_hand import fields_of
    from counterwatch.cli.casebook_statements import show_added

    show_added(correct_statement(the_case(case), id, fields_of(said, may_be_empty=True), reason=reason), is_new=True)


@command.command(name="list")
@case_option
@passphrase_option
def listed(case: Path | None) -> None:
    """List the statements of a case.

    \b
    Examples:
      cw incidents statement list
    """
    from counterwatch.api.incidents_statements import statements
    from counterwatch.cli.casebook_statements import show_statements

    show_statements(statements(the_case(case)))


@command.command(name="search")
@click.argument("words", nargs=-1, required=True)
@case_option
@passphrase_option
def search(words: tuple[str, ...], *, case: Path | None) -> None:
    """Find the statements whose words, or the interest of the speaker, hold every one of WORDS: parts of words count, in any script.

    \b
    Examples:
      cw incidents statement search 护照
    """
    from counterwatch.api.incidents_search import search_statements
    from counterwatch.cli.casebook_statements import NOT_FOUND, show_statements

    show_statements(search_statements(the_case(case), " ".join(words)), NOT_FOUND)


@command.command(name="show")
@click.argument("id")
@case_option
@passphrase_option
def shown(id: str, case: Path | None) -> None:
    """Show a statement with what a reader must know of it, and what was corrected.

    \b
    Examples:
      cw incidents statement show said-4f1c09ab12
    """
    from counterwatch.api.incidents_statements import statement_history
    from counterwatch.cli.casebook_statements import show_statement

    opened = the_case(case)
    show_statement(opened, statement_history(opened, id))


@command.command(name="claim")
@click.argument("id")
@click.option("--sentence", default="", help="The sentence to compute, where the words hold more than it.")
@click.option("--json", "as_json", is_flag=True, help="The finding as JSON.")
@click.option("--fail-on", type=click.Choice(["departs"]), help="Leave with exit code 5 when the figure does not follow.")
@case_option
@passphrase_option
def claim(id: str, *, sentence: str, as_json: bool, fail_on: str | None, case: Path | None) -> None:
    """Compute the figure of a statement again, as `cw claim` does; the finding is recorded, and the statement names it.

    \b
    Examples:
      cw incidents statement claim said-4f1c09ab12
      cw incidents statement claim said-4f1c09ab12 --sentence "908 of 1219 is nearly 80 percent"
    """
    from counterwatch.api.incidents_statements import claim_statement
    from counterwatch.cli.findings import show_answer
    from counterwatch.core import Verdict

    answer = claim_statement(the_case(case), id, sentence=sentence)
    show_answer(answer, as_json=as_json, everything=True)
    if fail_on and answer.count()[Verdict.DEPARTS]:
        exits(DEPARTED)
