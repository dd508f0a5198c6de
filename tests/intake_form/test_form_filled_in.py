"""The form filled in by hand in a browser: what is saved is what was typed, and what is cleared is gone."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from counterwatch.incidents.intake.limits import ANSWERS
from counterwatch.incidents.intake.words import words
from form_in_browser import Opened, form_on, launched, telephone
from forms_of_intake import INTAKE, form

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser
TYPED = {
    "what": "Two men came.\n两名男子来到门口。\nئىككى ئەر كەلدى.\nམི་གཉིས་སླེབས་བྱུང་།", "when": "2022年10月", "where": "Berlin 🏙", "how": "à la porte",
    "who_targeted": "a student", "persons": "6–8", "by_whom": "ئورگان", "harm": "fear", "known": "seen", "contact": "",
}  # fmt: skip
MARK = "NOBODY-MAY-FIND-THIS"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as running:
        yield running


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with telephone(browser) as opened:
        yield opened


@pytest.fixture
def shown(context: BrowserContext, tmp_path: pathlib.Path) -> Iterator[Opened]:
    with form_on(context, tmp_path) as opened:
        yield opened


def tab_to(shown: Opened, id: str) -> None:
    """Press Tab until a field has the focus, as somebody without a mouse does."""
    for _ in range(60):
        shown.page.keyboard.press("Tab")
        if shown.page.evaluate("document.activeElement.id || document.activeElement.value") == id:
            return
    raise AssertionError(f"Tab never came to {id}")


def test_with_the_keyboard_alone_it_is_filled_in_and_saved(shown: Opened) -> None:
    tab_to(shown, "none")
    for _ in range(2):
        shown.page.keyboard.press("ArrowDown")
    tab_to(shown, "confirm")
    shown.page.keyboard.press("Space")
    for name in ANSWERS:
        tab_to(shown, name)
        shown.page.keyboard.insert_text(TYPED[name])
    tab_to(shown, "save")
    told, contents = shown.saved(press="Enter")
    assert told["answers"] == TYPED
    assert told["consent"] == {"scope": "statistics", "confirmed": True, "shown": ["en"]}
    assert (told["language"], told["intake"], told["form"], contents) == ("en", INTAKE.id, form().built.build, [])
    assert re.fullmatch(r"notes-[0-9a-f]{8}\.age", shown.name)
    assert shown.name in shown.page.inner_text("#said")
    assert shown.page.evaluate("document.activeElement.id") == "said"


def test_files_are_added_by_keyboard_taken_out_again_and_saved_as_they_are(shown: Opened, tmp_path: pathlib.Path) -> None:
    files = {"པར་.jpg": b"\xff\xd8" + bytes(range(256)) * 300, "leave me.txt": b"out", "a.bin": b""}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    tab_to(shown, "choose")
    with shown.page.expect_file_chooser() as chooser:
        shown.page.keyboard.press("Enter")
    chooser.value.set_files([tmp_path / name for name in files])
    assert [line.inner_text().splitlines()[0] for line in shown.page.locator("#chosen li").all()] == list(files)
    shown.page.click("#chosen li:nth-child(2) button")
    shown.page.fill("#what", "x")
    told, contents = shown.saved()
    assert [each["name"] for each in told["attachments"]] == ["པར་.jpg", "a.bin"]
    assert contents == [files["པར་.jpg"], b""]


def test_files_beyond_the_limits_are_refused_by_name(shown: Opened, tmp_path: pathlib.Path) -> None:
    (tmp_path / "large.bin").write_bytes(bytes(20_000_001))
    shown.page.set_input_files("#files", tmp_path / "large.bin")
    assert shown.page.inner_text("#files_said") == "Not added: together they are larger than 20 MB."
    for number in range(21):
        (tmp_path / f"{number}.txt").write_bytes(b"x")
    shown.page.set_input_files("#files", [tmp_path / f"{number}.txt" for number in range(21)])
    assert shown.page.inner_text("#files_said") == "Not added: at most 20 files."
    assert shown.page.locator("#chosen li").count() == 20


def test_attachments_of_twenty_megabytes_are_saved(shown: Opened, tmp_path: pathlib.Path) -> None:
    data = bytes(range(256)) * 78_125
    (tmp_path / "whole.bin").write_bytes(data)
    shown.page.set_input_files("#files", tmp_path / "whole.bin")
    shown.page.fill("#what", "x")
    _, contents = shown.saved()
    assert contents == [data]


def test_nothing_is_saved_before_it_is_said_what_happened(shown: Opened) -> None:
    shown.page.fill("#what", " \n ")
    shown.page.click("#save")
    for place in ("#said", "#what_help .left"):
        assert "first write what happened" in shown.page.inner_text(place)
    assert shown.page.evaluate("document.activeElement.id") == "what"
    assert shown.given == []


def test_the_same_file_can_be_saved_again_until_something_changes(shown: Opened) -> None:
    shown.page.fill("#what", "x")
    with shown.page.expect_download() as first:
        shown.page.click("#save")
    with shown.page.expect_download() as again:
        shown.page.click("#again")
    paths = [pathlib.Path(each.value.path()) for each in (first, again)]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    shown.page.fill("#what", "y")
    assert not shown.page.is_visible("#again")
    assert shown.page.inner_text("#said") == ""


def test_text_beyond_its_limit_is_not_taken_and_the_end_is_announced(shown: Opened) -> None:
    shown.page.focus("#when")
    shown.page.keyboard.insert_text("x" * 280)
    assert shown.page.inner_text("#when_help .left") == "Characters left: 20"
    shown.page.keyboard.insert_text("y" * 50)
    assert shown.page.input_value("#when") == "x" * 280 + "y" * 20


def fill(shown: Opened, folder: pathlib.Path) -> None:
    """Fill everything in with words that can be looked for, in Uyghur, and save."""
    shown.speak("ug")
    for name in ANSWERS:
        shown.page.fill(f"#{name}", f"{MARK} {name}")
    (folder / f"{MARK}.txt").write_text(MARK)
    shown.page.set_input_files("#files", folder / f"{MARK}.txt")
    shown.page.check("input[value=pseudonymous]")
    shown.saved()


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_clear_and_leave_leaves_a_table_of_multiplication_and_nothing_else(shown: Opened, tmp_path: pathlib.Path, way: str) -> None:
    fill(shown, tmp_path)
    if way == "button":
        shown.page.click("#leave")
    else:
        shown.page.keyboard.press("Escape")
        shown.page.keyboard.press("Escape")
    left = shown.page.content()
    assert MARK not in left
    assert [text for tag in ("en", "ug") for text in words(tag).texts.values() if text in left and len(text) > 4] == []
    assert shown.page.locator("body > *").count() == shown.page.locator("table").count() == 1
    cells = shown.page.locator("td").all_inner_texts()
    assert cells == [str(row * column) for row in range(1, 11) for column in range(1, 11)]
    assert shown.page.title() == "1 × 1"
    assert shown.page.locator("head > *").count() == 1
    assert shown.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    assert shown.said == []


def test_what_was_typed_is_in_no_storage_and_gone_after_loading_again(shown: Opened, tmp_path: pathlib.Path) -> None:
    fill(shown, tmp_path)
    assert shown.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, history.length]") == [0, 0, "", 2]
    assert shown.page.context.storage_state() == {"cookies": [], "origins": []}
    shown.page.reload()
    assert [each.input_value() for each in shown.page.locator("textarea").all()] == [""] * len(ANSWERS)
    assert shown.page.is_checked("input[value=none]")
    assert shown.page.locator("#chosen li").count() == 0


def test_one_escape_or_those_that_end_the_choice_of_a_character_keep_everything(shown: Opened) -> None:
    shown.page.fill("#what", MARK)
    shown.page.keyboard.press("Escape")
    shown.page.evaluate(
        "for (let at = 0; at < 3; at++) document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', isComposing: true, bubbles: true}))"
    )
    assert shown.page.input_value("#what") == MARK


def test_leaving_while_it_encrypts_saves_nothing(shown: Opened, tmp_path: pathlib.Path) -> None:
    (tmp_path / "large.bin").write_bytes(bytes(19_000_000))
    shown.page.set_input_files("#files", tmp_path / "large.bin")
    shown.page.fill("#what", MARK)
    # One turn: the press of both buttons comes before the first piece is encrypted.
    shown.page.evaluate("document.getElementById('save').click(); document.getElementById('leave').click()")
    shown.page.wait_for_timeout(3_000)
    assert shown.given == []
    assert shown.said == []
    assert MARK not in shown.page.content()
