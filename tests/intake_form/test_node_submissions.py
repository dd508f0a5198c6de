"""What the program of a form encrypts in Node is what Python opens."""

from __future__ import annotations

import pathlib
import random
import shutil

import pytest

from forms_of_intake import SECRET, form
from intake_submissions import Submission, build_of, encrypted, encrypting, expected, opened, submission

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="there is no Node here (20 or newer: apt-get install nodejs)")
MOST = {0: 20_000_000, 1: 8_000_000, 2: 1_000_000}
"""Bytes of attachments of a few submissions; the others stay small."""


def said(**changed: object) -> dict[str, object]:
    return {"language": "en", "scope": "none", "ticked": False, "answers": {"what": "x"}, **changed}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    file = tmp_path_factory.mktemp("form") / "form.html"
    file.write_bytes(form().page)
    return file


def test_two_hundred_submissions_come_out_as_they_went_in(page: pathlib.Path) -> None:
    rng, build = random.Random(8), build_of(form().page)
    with encrypting(page) as running:
        for number in range(200):
            each = submission(rng, most_bytes=MOST.get(number, 30_000))
            told, contents = opened(encrypted(running, each), SECRET)
            assert told == expected(each, build)
            assert contents == [data for _, data in each.files]


def test_what_no_envelope_may_hold_is_taken_out_or_cut(page: pathlib.Path) -> None:
    what = "a\r\nb\rc\0\x07\x7f\td" + "\ud800" + "e" * 30_000
    files = (("..\\a/b\nc.txt", b"1"), ("", b""), ("n" * 300 + ".pdf", b"2"))
    each = Submission(said=said(answers={"what": what, "where": "w" * 301, "of no question": "x"}), files=files)
    with encrypting(page) as running:
        told, contents = opened(encrypted(running, each), SECRET)
    assert told["answers"]["what"] == "a\nb\nc\td\ufffd" + "e" * (20_000 - 8)
    assert told["answers"]["where"] == "w" * 300
    assert set(told["answers"]) == {"what", "when", "where", "how", "who_targeted", "persons", "by_whom", "harm", "known", "contact"}
    assert [each["name"] for each in told["attachments"]] == [".._a_b_c.txt", "file", "n" * 100 + "n" * 16 + ".pdf"]
    assert contents == [b"1", b"", b"2"]


@pytest.mark.parametrize("tag", ["fr", "zh-Hans", "zh-Hant", "ug", "bo"])
def test_consent_in_a_language_that_nobody_reviewed_is_not_confirmed(page: pathlib.Path, tag: str) -> None:
    with encrypting(page) as running:
        told, _ = opened(encrypted(running, Submission(said=said(language=tag, scope="statistics", ticked=True), files=())), SECRET)
    assert told["consent"] == {"scope": "statistics", "confirmed": False, "shown": sorted([tag, "en"])}


def test_consent_in_a_language_that_was_reviewed_is_confirmed_by_the_tick(tmp_path: pathlib.Path) -> None:
    reviewed = form("en", "bo").page.replace(b'"reviewed":false', b'"reviewed":true')
    (tmp_path / "form.html").write_bytes(reviewed)
    with encrypting(tmp_path / "form.html") as running:
        told, _ = opened(encrypted(running, Submission(said=said(language="bo", scope="internal", ticked=True), files=())), SECRET)
    assert reviewed != form("en", "bo").page
    assert told["consent"] == {"scope": "internal", "confirmed": True, "shown": ["bo"]}


@pytest.mark.parametrize("ticked", [True, False])
def test_consent_in_english_is_confirmed_by_the_tick_alone(page: pathlib.Path, *, ticked: bool) -> None:
    with encrypting(page) as running:
        told, _ = opened(encrypted(running, Submission(said=said(scope="internal", ticked=ticked), files=())), SECRET)
    assert told["consent"] == {"scope": "internal", "confirmed": ticked, "shown": ["en"]}


@pytest.mark.parametrize("files", [(("a", bytes(20_000_001)),), tuple((str(number), b"") for number in range(21))], ids=["too large", "too many"])
def test_more_than_a_form_may_hold_is_not_encrypted(page: pathlib.Path, files: tuple[tuple[str, bytes], ...]) -> None:
    with pytest.raises(SystemExit), encrypting(page) as running:
        assert encrypted(running, Submission(said=said(), files=files)) == b""


def test_the_same_submission_twice_gives_two_files_of_one_length(page: pathlib.Path) -> None:
    short, long = (Submission(said=said(answers={"what": "x" * count}), files=()) for count in (1, 20_000))
    with encrypting(page) as running:
        made = [encrypted(running, each) for each in (short, short, long)]
    assert made[0] != made[1]
    assert [len(each) for each in made] == [65_736] * 3
