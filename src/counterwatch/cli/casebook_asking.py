"""Typing an incident: one question after the other, each answer kept at once, and what is missing at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.line import line
from counterwatch.cli.terminal import interface_language, say, show, text
from counterwatch.core import CounterwatchError, Message, Template
from counterwatch.core.country import country_name
from counterwatch.incidents.asking import Choice, Question, definition_of, is_short, take, terms_of
from counterwatch.incidents.corrected import Rows
from counterwatch.incidents.draft import Draft
from counterwatch.incidents.persons import persons
from counterwatch.incidents.questions import FIRST
from counterwatch.incidents.rows import TERMS
from counterwatch.incidents.vocabulary import REVIEWED
from counterwatch.incidents.when import when

if TYPE_CHECKING:
    from counterwatch.core import Evidence

BEGIN = Template(
    "cli.casebook_asking.begin",
    "Nine questions. Enter skips one, ? explains, < goes back, - clears an answer; Ctrl-C stops, and what was answered is kept.",
)
ASKED = Template("cli.casebook_asking.asked", "{number}/{of}  {question}")
MORE = Template("cli.casebook_asking.more", "{question}  ({more})")
NOW = Template("cli.casebook_asking.now", "so far: {answer}; Enter leaves it so")
CHOICE = Template("cli.casebook_asking.choice", "{number}  {label}")
DEFINED = Template("cli.casebook_asking.defined", "{label}: {definition}")
PICK = Template("cli.casebook_asking.pick", "give a number, or another word")
TAKEN = Template("cli.casebook_asking.taken", "taken as: {answer}")
KEPT_AS = Template("cli.casebook_asking.kept_as", "kept as written; which days it means cannot be told, so it counts under no time")
AT_LEAST = Template("cli.casebook_asking.at_least", "{low} or more")
FROM_TO = Template("cli.casebook_asking.from_to", "{low} to {high}")
SEALED = Template("cli.casebook_asking.sealed", "sealed {name}  {number}")
FILES = Template("cli.casebook_asking.files", "{n} file", "{n} files")
WRONG = Template("cli.casebook_asking.wrong", "not taken: {reason}")
READY = Template("cli.casebook_asking.ready", "This is what would be recorded:")
TOLD = Template("cli.casebook_asking.told", "{question}  {answer}")
MISSING = Template("cli.casebook_asking.missing", "Not said (a number answers it now; all can be said later with `cw incidents correct`):")
NOTHING_MISSING = Template("cli.casebook_asking.nothing_missing", "Everything that is asked was answered.")
SAVE = Template("cli.casebook_asking.save", "Enter records it; a number answers one more; < goes back")
NO_NUMBER = Template("cli.casebook_asking.no_number", "«{text}» is no number of the list")
UNREVIEWED_TERMS = Template(
    "cli.casebook_asking.unreviewed_terms", "these words were not yet reviewed by somebody who works in the field in this language"
)
SHORT, WIDE = 8, 60
Attach = Callable[[str], "Sequence[Evidence]"]


class Asking:
    """One session: what is kept after each answer, how files are sealed, and what makes a row under the rules of the case."""

    def __init__(self, draft: Draft, *, keep: Callable[[Draft], None], attach: Attach, make: Rows) -> None:
        self.draft, self._keep, self._attach, self._make = draft, keep, attach, make
        self._vocabulary, self._language = make({}).vocabulary, interface_language()

    def run(self) -> Draft:
        """Ask until somebody says that it is right, and return what was said."""
        say(BEGIN())
        while True:
            while self.draft.at < len(FIRST):
                self._first(self.draft.at)
            if self._is_right():
                return self.draft

    def _first(self, number: int) -> None:
        goes_back = self._ask(FIRST[number], ASKED(number=number + 1, of=len(FIRST), question=_asked(FIRST[number])))
        self._set(self.draft.saying({}, at=max(number - 1, 0) if goes_back else number + 1))

    def _is_right(self) -> bool:
        """Show what is there and what is missing; return whether it is to be recorded."""
        show(text(READY()))
        for each in self.draft.told():
            show("  " + text(TOLD(question=each.text, answer=self._answer(each))))
        missing = self.draft.missing()
        say(MISSING() if missing else NOTHING_MISSING())
        self._list([Choice(number=number, answer="", label=each.text) for number, each in enumerate(missing, 1)])
        say(SAVE())
        while (typed := line()) not in ("", "<"):
            if typed.isdecimal() and 1 <= int(typed) <= len(missing):
                self._ask(missing[int(typed) - 1], _asked(missing[int(typed) - 1]))
                return False
            say(NO_NUMBER(text=typed[:WIDE]))
        if typed == "<":
            self._set(self.draft.saying({}, at=len(FIRST) - 1))
        return not typed

    def _ask(self, question: Question, asked: Message) -> bool:
        """Ask one question until it has an answer or is skipped; return whether to go back."""
        say(asked)
        if self.draft.answered(question):
            say(NOW(answer=self._answer(question)))
        offered: list[Choice] = terms_of(question, self._vocabulary, self._language) if is_short(question, self._vocabulary) else []
        self._list(offered)
        while (typed := line()) not in ("", "<"):
            if typed == "?":
                self._explain(question)
            elif question.kind == "files":
                self._seal(typed)
            elif typed == "-":
                self._set(self.draft.saying(dict.fromkeys(question.fields, "")))
                return False
            elif (found := self._take(question, self._picked(offered, typed))) is None:
                return False
            else:
                offered = found
        return typed == "<"

    def _take(self, question: Question, typed: str) -> list[Choice] | None:
        """Take an answer and return None, or say why not and return what may have been meant."""
        taken = take(question, typed, self.draft.cells, self._make, self._language)
        if taken.fault:
            say(WRONG(reason=taken.fault))
        elif taken.choices:
            self._list(taken.choices)
            say(PICK())
        else:
            self._set(self.draft.saying(taken.cells))
            self._say_taken(question, typed)
            return None
        return list(taken.choices)

    def _seal(self, typed: str) -> None:
        try:
            sealed = self._attach(typed.strip("'\"").replace("\\ ", " "))
        except (CounterwatchError, OSError) as error:
            say(WRONG(reason=error.message if isinstance(error, CounterwatchError) else str(error.strerror)))
            return
        self._set(self.draft.with_evidence(tuple(each.id for each in sealed)))
        for each in sealed:
            say(SEALED(name=each.name, number=each.id[:SHORT]))

    def _explain(self, question: Question) -> None:
        say(question.help)
        if question.kind != "term":
            return
        every = terms_of(question, self._vocabulary, self._language)
        self._list(every)
        for each in every:
            if definition := definition_of(question, each.answer, self._vocabulary):
                say(DEFINED(label=each.label, definition=definition))
        if self._language not in REVIEWED:
            say(UNREVIEWED_TERMS())

    def _say_taken(self, question: Question, typed: str) -> None:
        """Say what an answer was taken for, where that is not what was typed."""
        if question.fields[0] == "date":
            date = when(self.draft.cells["date"])
            say(TAKEN(answer=date.edtf) if date.start else KEPT_AS())
        elif (answer := self._answer(question)) != typed:
            say(TAKEN(answer=answer))

    def _answer(self, question: Question) -> str:
        if question.kind == "files":
            return text(FILES(n=len(self.draft.attached)))
        said = [self.draft.cells.get(name, "") for name in question.fields]
        if question.kind in ("place", "country"):
            return ", ".join(filter(None, (*said[1:], country_name(said[0], self._language))))
        if question.kind == "term":
            term = self._vocabulary.term(TERMS[question.fields[0]], said[0])
            return term.label(self._language) if term else said[0]
        return _range(said[0]) if question.fields[0] == "persons_affected" else said[0]

    def _list(self, choices: Sequence[Choice]) -> None:
        for each in choices:
            say(CHOICE(number=f"{each.number:>4}", label=each.label))

    def _set(self, draft: Draft) -> None:
        if draft != self.draft:
            self.draft = draft
            self._keep(draft)

    @staticmethod
    def _picked(offered: Sequence[Choice], typed: str) -> str:
        """Return the answer that a number of the list stands for; anything else as it was typed."""
        return next((each.answer for each in offered if typed.isdecimal() and each.number == int(typed)), typed)


def _asked(question: Question) -> Message:
    return MORE(question=question.text, more=question.more) if question.more else question.text


def _range(written: str) -> str:
    found = persons(written)
    if found is None or found.low == found.high:
        return str(found.low) if found else ""
    return text(AT_LEAST(low=found.low) if found.high is None else FROM_TO(low=found.low, high=found.high))
