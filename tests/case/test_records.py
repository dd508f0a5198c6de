from pathlib import Path

import pytest

from case_examples import SIGNER, files_of, new_case
from counterwatch.case import Case, rebuild_index, verify
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record, Records, WrongUsage

HALF = "\ud800"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new_case(tmp_path)


@pytest.fixture
def records(case: Case) -> CaseRecords:
    return of(case)


def of(case: Case) -> CaseRecords:
    return CaseRecords(case, lambda: SIGNER)


def note(id: str, text: str = "", version: int = 1) -> Record:
    return Record(id=id, kind="note", version=version, data={"text": text}, searchable=("text",))


def ids(records: Records, text: str, kind: str | None = None) -> list[str]:
    return [each.id for each in records.query(text, kind)]


TEXTS = {
    "zh": "他们没收了护照,学校也打来电话。",
    "ja": "警察がパスポートを没収した",
    "ug": "پاسپورتى تارتىۋېلىندى",
    "bo": "ཁོ་ཚོས་ཕྱི་སྐྱོད་ལག་ཁྱེར་བླངས་སོང་།",
    "fr": "On lui a retiré son passeport à l'École",
    "en": "They took the passport 中文",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("护照", {"zh"}),
        ("照", {"zh"}),
        ("电话。", {"zh"}),
        ("没收", {"zh"}),
        ("パス", {"ja"}),
        ("ﾊﾟｽﾎﾟｰﾄ", {"ja"}),
        ("ىۋ", {"ug"}),
        ("تارتىۋ", {"ug"}),
        ("ཕྱི", {"bo"}),
        ("སྐྱོད་ལག", {"bo"}),
        ("སོང་།", {"bo"}),
        ("ÉCOLE", {"fr"}),
        ("passeport retiré", {"fr"}),
        ("PASSPORT 中文", {"en"}),
        ("pass", {"fr", "en"}),
        ("文", {"en"}),
        ('"', set()),
        ("护 照", {"zh"}),
        ("照护", set()),
        ("", set()),
        (" \u200b ", set()),
    ],
)
def test_words_of_any_length_are_found_in_any_script(records: CaseRecords, text: str, found: set[str]) -> None:
    records.append(note(id, text) for id, text in TEXTS.items())
    assert set(ids(records, text)) == found


def test_only_what_a_record_names_as_searchable_is_found(records: CaseRecords) -> None:
    records.append([Record(id="a", kind="note", data={"text": "seen at the border", "person": "Jane Roe"}, searchable=("text",))])
    assert ids(records, "border") == ["a"]
    assert ids(records, "Roe") == ids(records, "Jane") == ids(records, "note") == []


def test_a_corrected_text_is_found_and_the_old_one_is_not(records: CaseRecords) -> None:
    records.append([note("a", "in March"), note("b", "in May")])
    made = records.supersede("a", {"text": "in April"})
    assert (made.version, ids(records, "march"), ids(records, "april")) == (2, [], ["a"])
    assert [each.data["text"] for each in records.history("a")] == ["in March", "in April"]
    assert [(each.id, each.version) for each in records.current("note")] == [("b", 1), ("a", 2)]


def test_a_case_reopened_and_its_index_made_anew_say_the_same(case: Case, records: CaseRecords) -> None:
    records.append(note(id, text) for id, text in TEXTS.items())
    records.supersede("zh", {"text": "护照还了"})
    for prepare in ("nothing", "rebuild", "delete"):
        if prepare == "rebuild":
            rebuild_index(case)
        elif prepare == "delete":
            case.layout.index.unlink()
        again = of(Case.open(case.path))
        assert ids(again, "护照") == ["zh"]
        assert list(again.current("note")) == list(records.current("note"))
    assert verify(case.path).is_good


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Record(id="", kind="note"), "an id is text"),
        (Record(id="a\x00", kind="note"), "an id is text"),
        (Record(id="a\u202eb", kind="note"), "an id is text"),
        (Record(id=HALF, kind="note"), "an id is text"),
        (Record(id="a" * 201, kind="note"), "an id is text"),
        (Record(id="a", kind="A note"), "a kind is a word"),
        (Record(id="a", kind="evidence"), "written by the case itself"),
        (Record(id="a", kind="erasure"), "written by the case itself"),
        (Record(id="a", kind="note", data={"n": float("nan")}), "n is not a finite number"),
        (Record(id="a", kind="note", data={"n": [1.0, float("-inf")]}), "n is not a finite number"),
        (Record(id="a", kind="note", data={"n": 1 << 53}), "more than 53 bits"),
        (Record(id="a", kind="note", data={"n": HALF}), "half of a character"),
        (Record(id="a", kind="note", data={HALF: 1}), "half of a character"),
        (Record(id="a", kind="note", data={"n": {1: 2}}), "a key that is not text"),
        (Record(id="a", kind="note", data={"n": b"x"}), "bytes, which JSON does not know"),
        (Record(id="a", kind="note", data={"n": "x" * 10_000_000}), "bytes, and a record may take"),
        (Record(id="a", kind="note", data={str(n): n for n in range(1_000_000)}), "more than 100,000 values"),
        (Record(id="a", kind="note", data={"text": 1}, searchable=("text",)), "searchable field «text»"),
        (Record(id="a", kind="note", version=2), "where version 1 belongs"),
        (Record(id="there", kind="note"), "where version 2 belongs"),
        (Record(id="there", kind="other", version=2), "cannot become one of the kind «other»"),
    ],
)
def test_what_cannot_be_kept_is_named_and_nothing_of_its_batch_is_written(case: Case, records: CaseRecords, record: Record, said: str) -> None:
    records.append([note("there", "before")])
    before = files_of(case.path)
    with pytest.raises(WrongUsage, match=said):
        records.append([note("good", "fine"), record])
    assert files_of(case.path) == before


def test_data_nested_without_end_are_refused(records: CaseRecords) -> None:
    nested: dict[str, object] = {}
    nested["again"] = nested
    with pytest.raises(WrongUsage, match="nested deeper than 32 levels"):
        records.append([Record(id="a", kind="note", data=nested)])


def test_a_record_that_is_not_there_cannot_be_superseded(case: Case, records: CaseRecords) -> None:
    before = files_of(case.path)
    with pytest.raises(WrongUsage, match="holds no record nobody"):
        records.supersede("nobody", {})
    assert files_of(case.path) == before
    assert list(records.history("nobody")) == list(records.history("")) == []


def test_nothing_to_append_writes_nothing(case: Case, records: CaseRecords) -> None:
    records.append([])
    assert case.head.seq == 1
