"""The form as a browser shows it: silent, in six languages, within the width of a telephone, without a character that has no shape."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from counterwatch.incidents.intake.limits import TAGS
from counterwatch.incidents.intake.words import words
from form_in_browser import Opened, form_on, launched, telephone
from forms_of_intake import form

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser
WIDER = "[...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > innerWidth + 1).map(each => each.id)"
WORDS = "[...document.querySelectorAll('[data-t]')].map(each => [each.dataset.t, each.textContent])"
# Draws every character alone, in the font of the page, and returns those that look like one that no font has (U+0378 is not assigned).
SHAPELESS = """characters => {
    const canvas = document.createElement('canvas'), brush = canvas.getContext('2d', {willReadFrequently: true});
    canvas.width = canvas.height = 96;
    const drawn = text => {
        brush.clearRect(0, 0, 96, 96);
        brush.font = '40px ' + getComputedStyle(document.querySelector('h1')).fontFamily;
        brush.fillText(text, 24, 60);
        return brush.getImageData(0, 0, 96, 96).data.join();
    };
    const missing = drawn('\\u0378'), nothing = drawn(' ');
    return [...characters].filter(each => drawn(each) === missing || (drawn(each) === nothing && each.trim()));
}"""
INVISIBLE = "\u200b\u00a0"


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


def test_it_asks_for_nothing_and_says_nothing_in_any_language(shown: Opened) -> None:
    for tag in TAGS:
        shown.speak(tag)
    assert shown.asked == [shown.page.url]
    assert shown.said == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_is_there_and_fits_a_telephone(shown: Opened, tag: str) -> None:
    shown.speak(tag)
    texts, written = words(tag).texts, shown.page.evaluate(WORDS)
    assert len(written) >= 50
    assert [key for key, text in written if texts[key].replace("{count}", "20").replace("{size}", "20") not in text] == []
    assert not [key for key, text in written if "undefined" in text or "{" in text]
    assert shown.page.evaluate("document.documentElement.scrollWidth") == 360
    assert shown.page.evaluate(WIDER) == []
    assert shown.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [tag, words(tag).dir]
    assert shown.page.title() == texts["label_title"]


@pytest.mark.parametrize("tag", TAGS)
def test_no_character_is_without_a_shape(shown: Opened, tag: str) -> None:
    shown.speak(tag)
    characters = {each for text in words(tag).texts.values() for each in text} | set(words(tag).name)
    assert shown.page.evaluate(SHAPELESS, "".join(sorted(characters - set(INVISIBLE)))) == [], "install fonts-noto-core and fonts-noto-cjk"


def test_a_character_without_a_shape_would_be_seen(shown: Opened) -> None:
    assert shown.page.evaluate(SHAPELESS, "a\u0379\u0f00\u07ff") == ["\u0379"]


@pytest.mark.parametrize("tag", [tag for tag in TAGS if not words(tag).is_reviewed])
def test_what_nobody_reviewed_stands_beside_english_and_is_marked(shown: Opened, tag: str) -> None:
    shown.speak(tag)
    pairs = shown.page.evaluate(
        """[...document.querySelectorAll('[data-t^=danger], [data-t^=consent]')].map(each => [each.dataset.t, [...each.children].map(
            part => [part.lang, part.dir, part.textContent])])"""
    )
    assert len(pairs) > 15
    for key, parts in pairs:
        assert parts == [["en", "ltr", words("en").texts[key]], [tag, words(tag).dir, f"{words(tag).texts[key]}\u00a0°"]], key
    assert shown.page.is_visible("#legend")
    assert shown.page.is_visible("#unchecked")
    shown.speak("en")
    assert not shown.page.is_visible("#legend")
    assert not shown.page.is_visible("#unchecked")
    assert shown.page.locator(".beside:visible").filter(has_text="°").count() == 0


def test_changing_the_language_or_the_choice_takes_the_tick_away(shown: Opened) -> None:
    for change in ("#languages button[lang=fr]", "input[value=internal]"):
        shown.page.check("#confirm")
        shown.page.click(change)
        assert not shown.page.is_checked("#confirm")


@pytest.mark.parametrize(("asked", "tag"), [("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans"), ("ug-CN", "ug"), ("bo", "bo"), ("fr-CA", "fr"), ("de", "en")])
def test_it_opens_in_the_language_of_the_browser(browser: Browser, tmp_path: pathlib.Path, asked: str, tag: str) -> None:
    (tmp_path / "form.html").write_bytes(form().page)
    page = browser.new_page(locale=asked)
    page.goto((tmp_path / "form.html").as_uri())
    assert page.get_attribute("html", "lang") == tag
    page.close()


def test_without_scripts_it_says_why_it_cannot_work_and_takes_no_word(browser: Browser, tmp_path: pathlib.Path) -> None:
    (tmp_path / "form.html").write_bytes(form().page)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "form.html").as_uri())
    said = page.inner_text("body")
    assert all(words(tag).texts["danger_script"] in said for tag in TAGS)
    assert page.locator("textarea:visible, button:visible, input:visible").count() == 0
    context.close()


@pytest.mark.parametrize("missing", ["TransformStream", "crypto", "BigInt"])
def test_in_a_browser_that_cannot_encrypt_it_says_so_and_takes_no_word(browser: Browser, tmp_path: pathlib.Path, missing: str) -> None:
    (tmp_path / "form.html").write_bytes(form().page)
    page = browser.new_page()
    page.add_init_script(f"Object.defineProperty(window, '{missing}', {{value: undefined}})")
    page.goto((tmp_path / "form.html").as_uri())
    page.wait_for_timeout(500)
    assert page.is_visible("#idle")
    assert page.locator("textarea:visible, button:visible, input:visible").count() == 0
    page.close()


def test_a_script_that_somebody_adds_does_not_run(browser: Browser, tmp_path: pathlib.Path) -> None:
    added = b"<script>document.documentElement.id = 'added'</script><img src=x onerror=\"document.documentElement.id = 'added'\"></body>"
    (tmp_path / "form.html").write_bytes(form().page.replace(b"</body>", added))
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "form.html").as_uri())
    assert page.get_attribute("html", "id") is None
    assert len([each for each in said if "Content Security Policy" in each]) >= 2
    page.close()
