"""Tables that a report shows as they are: what was published and why counts are withheld, who said what, and who was asked to answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from counterwatch.api.incidents import KIND, incident_from
from counterwatch.api.incidents_replies import replies_of
from counterwatch.api.incidents_statements import statements
from counterwatch.api.publication import names_of, releases
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Message, Template
from counterwatch.core.language import render
from counterwatch.incidents.publication.files import REST, TABLE, TOTAL, said_of
from counterwatch.incidents.publication.gate import Reply, reply_key
from counterwatch.incidents.publication.printed import grid, restored, withheld
from counterwatch.incidents.statement import Statement
from counterwatch.report.document import Sheet

RELEASE = Template("api.report_tables.release", "Release {number:raw}: {what}")
NOT_PRINTED = Template("api.report_tables.not_printed", "{printed}, {why}: {n} count", "{printed}, {why}: {n} counts")
ALL_PRINTED = Template("api.report_tables.all_printed", "no count had to be withheld")
REPLIES = Template("api.report_tables.replies", "Who was named, asked and heard")
ORGANISATION = Template("api.report_tables.organisation", "Named organisation")
ASKED, ANSWERED = Template("api.report_tables.asked", "Asked"), Template("api.report_tables.answered", "Answered")
ANSWER = Template("api.report_tables.answer", "Its answer")
NOT_ASKED = Template("api.report_tables.not_asked", "no question is recorded")
NO_ANSWER = Template("api.report_tables.no_answer", "no answer is recorded")
UNHEARD = Template(
    "api.report_tables.unheard",
    "To {n} named organisation no question is recorded: ask it before you publish.",
    "To {n} named organisations no question is recorded: ask them before you publish.",
)
STATEMENTS = Template("api.report_tables.statements", "Who said what, on what, and with which interest")
SPEAKER, DAY = Template("api.report_tables.speaker", "Who"), Template("api.report_tables.day", "When")
WORDS, BASIS = Template("api.report_tables.words", "In these words"), Template("api.report_tables.basis", "On what")
INTEREST, SUPPORT = Template("api.report_tables.interest", "Interest"), Template("api.report_tables.support", "For and against")
BASES = {
    "observation": Template("api.report_tables.observation", "own observation"),
    "conclusion": Template("api.report_tables.conclusion", "a conclusion"),
    "unknown": Template("api.report_tables.unknown", "not recorded"),
}
NONE_DECLARED = Template("api.report_tables.none_declared", "declares none")
FOR_AGAINST = Template("api.report_tables.for_against", "{support} for, {against} against")
OF_PERSONS = Template(
    "api.report_tables.of_persons",
    "{n} statement of a private person is left out of this public report.",
    "{n} statements of private persons are left out of this public report.",
)


def published_tables(case: Case) -> tuple[Sheet, ...]:
    """Return every table of every release as it was printed, with the rule and how many counts are withheld for which reason."""
    return tuple(sheet for number, release in enumerate(releases(case), 1) for sheet in _of_release(case, number, release))


def _of_release(case: Case, number: int, release: dict[str, object]) -> Iterator[Sheet]:
    tables, language = [restored(each) for each in release["tables"]], str(release["language"])  # type: ignore[attr-defined]
    names = names_of(case, tables, language)
    for each in tables:
        header, *rows = grid(each, rest=render(REST(), language), total=render(TOTAL(), language), names=names)
        why = Counter((printed, reason) for _, printed, reason in ((of, printed, str(reason.id)) for of, printed, reason in withheld(each)))
        reasons = {reason.id: reason for _, _, reason in withheld(each)}
        said = [NOT_PRINTED(printed=printed, why=reasons[id], n=count) for (printed, id), count in sorted(why.items())] or [ALL_PRINTED()]
        what = TABLE(unit=each.table.unit, by=", ".join(axis.name for axis in each.table.axes))
        yield Sheet(title=RELEASE(number=number, what=what), header=tuple(header), rows=tuple(map(tuple, rows)), said=(*said_of([each]), *said))


def heard(case: Case, *, public: bool) -> tuple[Sheet, ...]:
    """Return who was named, asked and heard, and who said what; in a public report what private persons said is left out and counted."""
    # One at a time: a casebook of 100,000 incidents need not lie in memory for its names.
    told = map(incident_from, CaseRecords(case).current(KIND))
    named = {reply_key(act.organisation) for each in told for act in each.acts if act.organisation}
    replies, said = replies_of(case), statements(case)
    shown = [each for each in said if not (public and each.is_person)]
    sheets = [_replies(replies, len(named - replies.keys()))] if replies or named else []
    return (*sheets, *([_statements(shown, len(said) - len(shown))] if said else []))


def _replies(replies: dict[str, Reply], unheard: int) -> Sheet:
    rows = [
        (each.organisation, each.asked or NOT_ASKED(), each.answered or NO_ANSWER(), each.text or "—")
        for each in sorted(replies.values(), key=lambda reply: reply.organisation)
    ]
    header = (ORGANISATION(), ASKED(), ANSWERED(), ANSWER())
    return Sheet(title=REPLIES(), header=header, rows=tuple(rows), said=(UNHEARD(n=unheard),) if unheard else ())


def _statements(said: list[Statement], left_out: int) -> Sheet:
    header = (SPEAKER(), DAY(), WORDS(), BASIS(), INTEREST(), SUPPORT())
    rows = tuple(
        (each.speaker, each.said.as_written, each.words, BASES[each.basis](), _interest(each), _support(each))
        for each in sorted(said, key=lambda statement: (statement.said.start, statement.id))
    )
    return Sheet(title=STATEMENTS(), header=header, rows=rows, said=(OF_PERSONS(n=left_out),) if left_out else ())


def _interest(said: Statement) -> Message | str:
    return NONE_DECLARED() if said.declares_none else said.interest or BASES["unknown"]()


def _support(said: Statement) -> Message:
    against = sum(each.stance == "contradicts" for each in said.support)
    return FOR_AGAINST(support=len(said.support) - against, against=against)
