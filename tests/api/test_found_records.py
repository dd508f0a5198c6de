"""Records as a person asks for them: a page, an exact number, and the line that holds the words."""

from pathlib import Path

import pytest

from counterwatch.api.records import Hit, erase, matching_line, search, search_all, versions
from counterwatch.case import Case, Signer
from counterwatch.case.records import CaseRecords
from counterwatch.case.search import words_of
from counterwatch.core import Record, WrongUsage

SIGNER = Signer.new()


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case.create(tmp_path / "case", plain=True, signer=SIGNER)
    CaseRecords(made, lambda: SIGNER).append(note(f"n{number}", f"護照 {number}") for number in range(7))
    return made


def note(id: str, text: str | list[str]) -> Record:
    return Record(id=id, kind="note", data={"text": text, "hidden": "护照"}, searchable=("text",))


def test_pages_join_to_all_and_each_says_how_many_there_are(case: Case) -> None:
    seen: list[Hit] = []
    after = ""
    while True:
        page = search(case, "护照", limit=3, after=after)
        assert page.total == 7
        seen += page.hits
        if not (after := page.after):
            break
    assert seen == list(search_all(case, "护照"))
    assert [hit.line for hit in seen] == [f"護照 {number}" for number in range(7)]


def test_a_page_that_ends_with_the_last_record_says_so(case: Case) -> None:
    assert search(case, "护照", limit=7).after == ""
    assert search(case, "护照", limit=6).after != ""


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\x00"])
def test_nothing_to_search_for_is_named(case: Case, text: str) -> None:
    with pytest.raises(WrongUsage, match="no word"):
        search(case, text)
    with pytest.raises(WrongUsage, match="no word"):
        search_all(case, text)


@pytest.mark.parametrize(
    ("text", "asked", "line"),
    [
        ("one\ntwo 護照\nthree", "护照", "two 護照"),
        ("red\nred blue\nblue", "blue red", "red blue"),
        ("red\nblue", "blue red", "red"),
        (["first", "second\u2028École"], "ÉCOLE", "École"),
        ("کتاب\nپاسپورتى", "پاسپور", "پاسپورتى"),
    ],
)
def test_the_line_is_the_one_that_holds_the_words(text: str | list[str], asked: str, line: str) -> None:
    assert matching_line(note("a", text), words_of(asked)) == line


@pytest.mark.parametrize("before", [0, 79, 80, 159, 160, 161, 5000])
def test_of_a_long_line_the_part_with_the_word_is_shown(before: int) -> None:
    line = matching_line(note("a", "x" * before + "护照" + "y" * 1000), ["护照"])
    assert "护照" in line
    assert len(line) < 170


def test_a_part_never_begins_with_a_mark_that_has_lost_its_letter() -> None:
    line = matching_line(note("a", "སྐྱོ" * 200 + "护照" + "སྐྱོ" * 200), ["护照"])
    assert line.startswith("…ས")


def test_a_record_that_was_erased_has_no_versions(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.api.records.signer_of", lambda _case: SIGNER)
    assert [each.record.version for each in versions(case, "n1")] == [1]
    assert erase(case, "n1", reason="asked for") == 1
    with pytest.raises(WrongUsage, match="holds no record n1"):
        versions(case, "n1")
