"""The page as a real browser shows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from counterwatch.report.formats.html import html
from sample_report import DOCUMENTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDER = "[...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > innerWidth + 1)"
WIDER += ".filter(each => !each.closest('.wide, .picture, pre'))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-cjk fonts-noto-core")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not here: uv sync --group browser")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture(params=DOCUMENTS)
def opened(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, list[str], list[str]]]:
    path = tmp_path / "report.html"
    path.write_bytes(html(DOCUMENTS[request.param]))
    page = browser.new_page(viewport={"width": 360, "height": 740})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda problem: said.append(str(problem)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(path.as_uri())
    yield page, asked, said
    page.close()


def test_it_asks_for_nothing_says_nothing_and_fits_a_phone(opened: tuple[Page, list[str], list[str]]) -> None:
    page, asked, said = opened
    assert asked == [page.url]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate(f"{WIDER}.map(each => each.outerHTML.slice(0, 80))") == []


def test_the_first_key_leads_to_the_findings(opened: tuple[Page, list[str], list[str]]) -> None:
    page, _, _ = opened
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#findings-section")


def test_folded_lists_are_open_on_paper(opened: tuple[Page, list[str], list[str]]) -> None:
    page, _, _ = opened
    page.emulate_media(media="print")
    heights = page.evaluate("[...document.querySelectorAll('details:not(.problems)')].map(each => each.lastElementChild.offsetHeight)")
    assert all(height > 10 for height in heights)


def test_every_page_of_paper_says_internal(opened: tuple[Page, list[str], list[str]]) -> None:
    page, _, _ = opened
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.strip')).position") == "fixed"
    assert page.evaluate("getComputedStyle(document.querySelector('.strip')).display") != "none"
