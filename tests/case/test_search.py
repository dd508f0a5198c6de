"""Searching records: every answer is held against reading all texts one by one, however few or many there are."""

import random
import time
from pathlib import Path

import pytest

from case_examples import SIGNER, new_case
from counterwatch.case import Case, rebuild_index, search, verify
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record, WrongUsage
from counterwatch.text import chinese
from counterwatch.text.chinese import unified
from counterwatch.text.key import key

ALPHABETS = ("ab ", "abcde ", "护照護學学校", "ཕྱིསྐོད་", "پاسىۋ ", "a\"'*%_(-:护", "啊发髮發e\u0301é ")


@pytest.fixture
def records(tmp_path: Path) -> CaseRecords:
    return CaseRecords(new_case(tmp_path), lambda: SIGNER)


def note(id: str, text: str, version: int = 1, kind: str = "note") -> Record:
    return Record(id=id, kind=kind, version=version, data={"text": text}, searchable=("text",))


def holds(record: Record, asked: str) -> bool:
    words, text = unified(key(asked)).split(), unified(key(record.data["text"]))
    return bool(words) and all(word in text for word in words)


@pytest.mark.parametrize("most", [0, 3, search.MOST_TERMS], ids=["every text is read", "some", "terms only"])
def test_every_way_of_asking_finds_what_reading_all_texts_finds(records: CaseRecords, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(search, "MOST_TERMS", most)
    rng = random.Random(7)
    texts = ["".join(rng.choices(rng.choice(ALPHABETS), k=rng.randrange(1, 12))) for _ in range(120)]
    written = [note(f"n{number}", text, kind=rng.choice(("note", "act"))) for number, text in enumerate(texts)]
    for start in range(0, len(written), 30):
        records.append(written[start : start + 30])
    for _ in range(250):
        asked = "".join(rng.choices(rng.choice(ALPHABETS), k=rng.randrange(1, 6)))
        kind = rng.choice((None, "note", "act"))
        expected = [each for each in written if holds(each, asked) and kind in {None, each.kind}]
        assert list(records.query(asked, kind)) == expected, asked
        assert records.count(asked, kind) == len(expected), asked
        assert [each.record for each in records.page(asked, kind, limit=3)] == expected[:3], asked


@pytest.mark.parametrize(
    ("asked", "found"), [("护照", {"tw", "cn"}), ("護照", {"tw", "cn"}), ("头发", {"tw"}), ("髮", {"tw", "dev"}), ("发", {"tw", "dev"})]
)
def test_traditional_and_simplified_chinese_find_each_other_and_stay_as_written(records: CaseRecords, asked: str, found: set[str]) -> None:
    written = [note("tw", "護照和頭髮"), note("cn", "他们没收了护照"), note("dev", "發展")]
    records.append(written)
    assert {each.id for each in records.query(asked)} == found
    assert list(records.current("note")) == written


def test_pages_go_on_behind_a_record_that_was_erased_or_corrected_meanwhile(records: CaseRecords) -> None:
    records.append(note(f"n{number}", "passport") for number in range(6))
    first = records.page("passport", limit=2)
    records.erase("n1", "asked for")
    records.supersede("n3", {"text": "passport, again"})
    rest = records.page("passport", limit=10, after=first[-1].place)
    assert [(each.record.id, each.record.version) for each in rest] == [("n2", 1), ("n4", 1), ("n5", 1), ("n3", 2)]
    assert records.page("passport", after=rest[-1].place) == []


def test_who_asks_for_all_gets_those_of_that_moment_but_for_what_was_erased(records: CaseRecords) -> None:
    records.append(note(f"n{number}", "passport") for number in range(3))
    asked = records.query("passport")
    records.erase("n1", "asked for")
    records.supersede("n2", {"text": "nothing"})
    records.append([note("later", "passport")])
    assert [(each.id, each.version) for each in asked] == [("n0", 1), ("n2", 1)]


def test_an_answer_of_many_pieces_is_whole(records: CaseRecords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.case.records.PIECE", 4)
    records.append(note(f"n{number:02}", "passport") for number in range(10))
    assert [each.id for each in records.query("passport")] == [f"n{number:02}" for number in range(10)]


def test_a_record_is_dated_by_the_entry_that_holds_it(records: CaseRecords) -> None:
    records.append([note("a", "passport")])
    records.supersede("a", {"text": "passport, again"})
    times = [event.time for event in records._case.custody() if event.verb in {"record", "correct"}]
    assert [each.written for each in records.dated("a")] == times
    assert [each.written for each in records.page("passport")] == times[1:]


def test_an_index_made_with_another_dictionary_is_made_anew(records: CaseRecords, monkeypatch: pytest.MonkeyPatch) -> None:
    def edition(number: str) -> None:
        monkeypatch.setattr(chinese, "version", lambda _name: number)
        chinese.form.cache_clear()
        search.text_form.cache_clear()

    edition("0.9")
    case = records._case
    records.append([note("a", "護照")])
    before = case.layout.index.read_bytes()
    monkeypatch.undo()
    chinese.form.cache_clear()
    search.text_form.cache_clear()
    assert verify(case.path).is_good
    assert "made by another version" in " ".join(str(each) for each in verify(case.path).notes)
    assert [each.id for each in records.query("护照")] == ["a"]
    assert case.layout.index.read_bytes() == before
    records.append([note("b", "护照")])
    assert verify(case.path).notes == ()
    assert [each.id for each in records.query("護照")] == ["a", "b"]


def test_an_index_that_went_through_every_write_equals_one_made_anew(records: CaseRecords) -> None:
    records.append(note(f"n{number}", "護照 passport") for number in range(5))
    records.supersede("n1", {"text": "电话"})
    records.supersede("n1", {"text": "電話 passport"})
    records.supersede("n2", {"text": "電話"})
    records.erase("n2", "asked for")
    records.append([note("n2", "passport")])
    # Verification compares every row of every table with those of an index in memory.
    assert verify(records._case.path).is_good
    answers = [each.id for each in records.query("passport")]
    rebuild_index(records._case)
    again = CaseRecords(Case.open(records._case.path))
    assert [each.id for each in again.query("passport")] == answers == ["n0", "n3", "n4", "n1", "n2"]


@pytest.mark.parametrize("after", ["x", "1", "-1-2", "1-2-3", "٣-١", "9" * 40 + "-1", "1-2; DROP TABLE texts", "\ud800"])
def test_a_place_that_is_none_is_refused(records: CaseRecords, after: str) -> None:
    with pytest.raises(WrongUsage, match="is not a place"):
        records.page("a", after=after)


@pytest.mark.parametrize("after", ["9999999999-99999999", "0-0"])
def test_a_place_that_no_record_has_is_only_a_place(records: CaseRecords, after: str) -> None:
    records.append([note("a", "passport")])
    assert [each.record.id for each in records.page("passport", after=after)] == (["a"] if after == "0-0" else [])


@pytest.mark.parametrize("limit", [0, -1])
def test_a_page_without_room_is_refused(records: CaseRecords, limit: int) -> None:
    with pytest.raises(WrongUsage, match="a page cannot hold"):
        records.page("a", limit=limit)


@pytest.mark.parametrize("length", [39, 40, 41, 42, 80])
def test_a_word_of_any_length_is_found_whole(records: CaseRecords, length: int) -> None:
    word = "ab护ཀ" * 20
    records.append([note("whole", f"x{word[:length]}"), note("but one", f"x{word[: length - 1]} {word}"[: length + 1])])
    assert [each.id for each in records.query(word[:length])] == ["whole"]


def test_a_long_word_is_found_in_a_text_that_repeats_itself(records: CaseRecords) -> None:
    records.append([note("a", "a" * 200_000)])
    started = time.process_time()
    assert (records.count("a" * 100_000), records.count("a" * 100_000 + "b")) == (1, 0)
    # As one phrase it took minutes.
    assert time.process_time() - started < 10


def test_long_and_hostile_questions_are_only_text(records: CaseRecords) -> None:
    records.append([note("a", "护" * 3000), note("b", 'NEAR("x" OR *) AND texts:')])
    assert [each.id for each in records.query("护" * 3000)] == ["a"]
    assert records.count("护" * 3001) == records.count("\ud800\x00") == records.count("x' OR '1'='1") == 0
    assert [each.id for each in records.query('NEAR("x" *) texts:')] == ["b"]
    assert len(records.page("护", limit=10**30)) == 1


def test_as_many_words_as_are_allowed_are_all_looked_for_and_more_are_refused(records: CaseRecords) -> None:
    words = [f"{chr(0x4E00 + number)}{'a' * (number % 4)}" for number in range(search.MOST_WORDS)]
    records.append([note("all", " ".join(words)), note("but one", " ".join(words[1:]))])
    assert [each.id for each in records.query(" ".join(words))] == ["all"]
    with pytest.raises(WrongUsage, match="101 words are too many"):
        records.count(" ".join([*words, "more"]))
