"""Questions to a source about its figures, with the day they were put and the answer: what turns a departure into something to be discussed."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from pathlib import Path

from counterwatch.api.case import open_case, signer_of
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record, Template, WrongUsage
from counterwatch.figures.setup import Questioned

KIND = "question"
NOT_A_DATE = Template("api.questions.not_a_date", "{text} is not a date")
DATE = Template("api.questions.date", "write it as year, month and day, such as 2026-03-09")
NONE_SUCH = Template("api.questions.none_such", "there is no question {id} in this case")
LIST = Template("api.questions.list", "`cw question list` shows them with their numbers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about one series: what was asked, of whom and when; the answer and its day are empty until one is recorded."""

    id: str
    subject: str
    text: str
    to: str
    asked: str
    answer: str
    answered: str


def ask_source(case: Case | Path | str, subject: str, text: str, *, to: str = "", on: str = "") -> str:
    """Record that a source was asked about a series, and return the number of the question."""
    opened = open_case(case)
    id = f"question-{uuid.uuid4().hex[:8]}"
    data = {"subject": subject, "text": text, "to": to, "asked": _day(on), "answer": "", "answered": ""}
    CaseRecords(opened, lambda: signer_of(opened)).append([Record(id=id, kind=KIND, data=data, searchable=("text", "answer"))], verb=KIND)
    return id


def record_answer(case: Case | Path | str, id: str, answer: str, *, on: str = "") -> Question:
    """Record what a source answered; an earlier answer stays in the history of the question."""
    opened = open_case(case)
    found = {each.id: each for each in questions(opened)}
    if id not in found:
        raise WrongUsage(NONE_SUCH(id=id), hint=LIST())
    was = found[id]
    data = {"subject": was.subject, "text": was.text, "to": was.to, "asked": was.asked, "answer": answer, "answered": _day(on)}
    CaseRecords(opened, lambda: signer_of(opened)).supersede(id, data, verb=KIND)
    return Question(id=id, **data)


def questions(case: Case | Path | str = ".") -> list[Question]:
    """Return the questions of a case in the order in which they were put."""
    opened = open_case(case)
    fields = ("subject", "text", "to", "asked", "answer", "answered")
    return [
        Question(id=each.id, **{name: str(each.data.get(name, "")) for name in fields})
        for each in CaseRecords(opened, lambda: signer_of(opened)).current(KIND)
    ]


def questioned(case: Case) -> tuple[Questioned, ...]:
    """Return which series a source was asked about, for the grades of a run."""
    return tuple(Questioned(subject=each.subject, asked=each.asked, answer=each.answer) for each in questions(case))


def _day(text: str) -> str:
    if not text:
        return datetime.datetime.now(datetime.UTC).date().isoformat()
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise WrongUsage(NOT_A_DATE(text=text), hint=DATE()) from error
