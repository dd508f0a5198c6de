"""Whatever is done in whatever order, a case answers as a plain dictionary would."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from case_examples import SIGNER, new_case
from counterwatch.case import Case, rebuild_index, verify
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record, Records
from counterwatch.text.chinese import unified
from counterwatch.text.key import key

IDS = st.sampled_from("abcd")
KINDS = st.sampled_from(["note", "act"])
TEXT = st.text(st.sampled_from("ab护照護學校ཀཁۋې É\n,"), max_size=8)


def compared(text: str) -> str:
    return unified(key(text))


def pages(records: Records, text: str, kind: str | None, limit: int) -> Iterator[list[Record]]:
    after = ""
    while found := records.page(text, kind, limit=limit, after=after):
        yield [each.record for each in found]
        after = found[-1].place


class Model(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.records = CaseRecords(new_case(Path(self.folder.name)), lambda: SIGNER)
        self.model: dict[str, list[Record]] = {}
        self.order: list[Record] = []

    def teardown(self) -> None:
        assert verify(self.records._case.path).is_good
        self.folder.cleanup()

    def write(self, records: list[Record]) -> None:
        self.order += records
        for each in records:
            self.model.setdefault(each.id, []).append(each)

    @rule(drawn=st.dictionaries(IDS, st.tuples(KINDS, TEXT, st.booleans()), min_size=1))
    def append(self, drawn: dict[str, tuple[str, str, bool]]) -> None:
        made = []
        for id, (kind, text, is_searchable) in drawn.items():
            before = self.model.get(id, [])
            data, names = {"text": text, "other": ["b", text]}, ("text",) if is_searchable else ()
            made.append(Record(id=id, kind=before[0].kind if before else kind, version=len(before) + 1, data=data, searchable=names))
        self.records.append(made)
        self.write(made)

    @rule(id=IDS, text=TEXT)
    def supersede(self, id: str, text: str) -> None:
        if before := self.model.get(id):
            made = self.records.supersede(id, {"text": text})
            assert (made.version, made.kind, made.searchable) == (len(before) + 1, before[0].kind, before[-1].searchable)
            self.write([made])

    @rule(id=IDS)
    def erase(self, id: str) -> None:
        if before := self.model.pop(id, []):
            assert self.records.erase(id, "asked for") == len(before)
            self.order = [each for each in self.order if each.id != id]

    @rule()
    def reopen(self) -> None:
        self.records = CaseRecords(Case.open(self.records._case.path), lambda: SIGNER)

    @rule()
    def rebuild(self) -> None:
        rebuild_index(self.records._case)

    @rule()
    def lose_the_index(self) -> None:
        self.records._case.layout.index.unlink(missing_ok=True)

    @rule(text=TEXT, kind=st.none() | KINDS, limit=st.integers(1, 3))
    def query(self, text: str, kind: str | None, limit: int) -> None:
        words = compared(text).split()
        found = [
            each
            for each in self.newest()
            if words and each.searchable and kind in (None, each.kind) and all(word in compared(each.data["text"]) for word in words)
        ]
        assert list(self.records.query(text, kind)) == found
        assert self.records.count(text, kind) == len(found)
        assert [each for page in pages(self.records, text, kind, limit) for each in page] == found

    @invariant()
    def answers_as_a_dictionary_does(self) -> None:
        for id in "abcd":
            assert list(self.records.history(id)) == self.model.get(id, [])
        for kind in ("note", "act"):
            assert list(self.records.current(kind)) == [each for each in self.newest() if each.kind == kind]

    def newest(self) -> list[Record]:
        return [each for each in self.order if each is self.model[each.id][-1]]


TestModel = Model.TestCase
TestModel.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
