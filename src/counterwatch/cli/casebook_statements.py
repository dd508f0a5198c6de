"""Statements on a terminal: recorded, listed, and one in full with what a reader must know of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.casebook_hand import show_support
from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Found, Message, Template
from counterwatch.incidents.quantity import Quantity
from counterwatch.incidents.statement import Statement, flags

if TYPE_CHECKING:
    from counterwatch.case import Case

RECORDED = Template("cli.casebook_statements.recorded", "recorded {id}")
KNOWN = Template("cli.casebook_statements.known", "{id} is recorded already; nothing was stored")
NOTE = Template("cli.casebook_statements.note", "to know: {flag}")
LINE = Template("cli.casebook_statements.line", "{id}  {date}  {speaker}: «{words}»")
NONE = Template("cli.casebook_statements.none", "no statement is recorded in this case")
NOT_FOUND = Template("cli.casebook_statements.not_found", "no statement holds every one of these words; only its words and the interest are searched")
SPEAKER = Template("cli.casebook_statements.speaker", "said by: {speaker}")
WHEN = Template("cli.casebook_statements.when", "when: {date}")
WORDS = Template("cli.casebook_statements.words", "in these words ({language}): «{words}»")
SEEN = Template("cli.casebook_statements.seen", "told as: own observation")
CONCLUDED = Template("cli.casebook_statements.concluded", "told as: conclusion")
INTEREST = Template("cli.casebook_statements.interest", "interest: {interest}")
NO_INTEREST = Template("cli.casebook_statements.no_interest", "interest: none declared")
SOURCE = Template("cli.casebook_statements.source", "read or heard: {source}")
NUMBER = Template("cli.casebook_statements.number", "number: {range} {unit}, written «{written}»")
METHOD = Template("cli.casebook_statements.method", "come by: {method}")
DOCUMENT = Template("cli.casebook_statements.document", "held in: {document}")
ABOUT = Template("cli.casebook_statements.about", "about: {ids}")
ANSWERS = Template("cli.casebook_statements.answers", "answers: {id}")
FINDING = Template("cli.casebook_statements.finding", "computed again in run {run}")
AT_LEAST = Template("cli.casebook_statements.at_least", "{low} or more")
BETWEEN = Template("cli.casebook_statements.between", "{low} to {high}")
EXACT = Template("cli.casebook_statements.exact", "{low}")
VERSION = Template("cli.casebook_statements.version", "version {version:raw}, written {time}: {reason}")
LONGEST, SHORT = 70, 12


def show_added(made: Statement, *, is_new: bool) -> None:
    """Print that a statement was recorded or was there, and what a reader must know of it."""
    show(visible(text((RECORDED if is_new else KNOWN)(id=made.id))))
    for each in flags(made):
        say(NOTE(flag=each))
    say_next(f"cw incidents statement show {made.id}")


def show_statements(found: Sequence[Statement], none: Template = NONE) -> None:
    """Print a line for each statement, or what is said where there is none."""
    for each in found:
        words = each.words if len(each.words) <= LONGEST else f"{each.words[:LONGEST]}…"
        show(text(LINE(id=each.id, date=each.said.edtf or each.said.as_written, speaker=each.speaker, words=words)))
    if not found:
        say(none())


def show_statement(case: Case, found: Sequence[Found]) -> None:
    """Print the newest version in full, what a reader must know, and why it was corrected."""
    from counterwatch.api.incidents_statements import statement_from

    newest = statement_from(found[-1].record)
    for each in _told(newest):
        show(text(each))
    show_support(case, newest.support)
    for flag in flags(newest):
        show(text(NOTE(flag=flag)))
    for version in found[1:]:
        show(text(VERSION(version=version.record.version, time=version.written, reason=statement_from(version.record).reason)))


def _told(made: Statement) -> list[Message]:
    told = [
        SPEAKER(speaker=made.speaker), WHEN(date=made.said.edtf or made.said.as_written), WORDS(language=made.language, words=made.words),
        {"observation": SEEN(), "conclusion": CONCLUDED()}.get(made.basis), NO_INTEREST() if made.declares_none else None,
        INTEREST(interest=made.interest) if made.interest else None, SOURCE(source=made.source) if made.source else None,
        *(_number(made.number) if made.number else ()), ABOUT(ids=", ".join(made.incidents)) if made.incidents else None,
        ANSWERS(id=made.answers) if made.answers else None, *(FINDING(run=each[:SHORT]) for each in made.findings),
    ]  # fmt: skip
    return [each for each in told if each]


def _number(number: Quantity) -> list[Message | None]:
    low, high = number.low, number.high
    said = AT_LEAST(low=low) if high is None else EXACT(low=low) if low == high else BETWEEN(low=low, high=high)
    return [
        NUMBER(range=said, unit=number.unit, written=number.as_written), METHOD(method=number.method) if number.method else None,
        DOCUMENT(document=number.document[:LONGEST]) if number.document else None,
    ]  # fmt: skip
