"""Charts that answer, in a real browser: the same picture as before, values under the pointer, nothing fetched, nothing run that is not pinned."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from counterwatch.core import Chart, Finding, Template, replace
from counterwatch.report.formats.html import html
from sample_report import DOCUMENTS, departing, document_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ElementHandle, Page

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WORDS = "each => [...each.querySelectorAll('svg text')].filter(text => getComputedStyle(text).opacity > 0).map(text => text.textContent).sort()"
LIVE = "document.querySelectorAll('.picture > div > svg').length"
BUBBLE = "(each => each && each.innerText)(document.querySelector('.bubble'))"
TITLE = Template("tests.answering.title", "Two counts")
ATTACK = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\u202e${alert(3)}"


def dots(name: str = "one") -> Chart:
    rows = [{"when": 1_600_000_000_000 + day * 86_400_000, "n": 10 + day, "name": name} for day in range(3)]
    across = {"field": "when", "type": "temporal", "title": "day (UTC)", "scale": {"domain": [1_599_900_000_000, 1_600_300_000_000]}}
    up, which = {"field": "n", "type": "quantitative", "title": "deaths"}, {"field": "name", "type": "nominal"}
    return Chart(
        title=TITLE(), spec={"data": {"values": rows}, "mark": {"type": "point", "size": 200}, "encoding": {"x": across, "y": up, "color": which}}
    )


def with_chart(chart: Chart) -> Finding:
    return replace(departing("Here"), charts=(chart,))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-cjk fonts-noto-core")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not here: uv sync --group browser")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


def shown(browser: Browser, tmp_path: Path, document: Any, language: str = "en", **context: Any) -> tuple[Page, list[str]]:
    path = tmp_path / "report.html"
    path.write_bytes(html(document, language=language))
    page = browser.new_page(timezone_id="Asia/Shanghai", **context)
    said: list[str] = []
    for event in ("request", "console", "pageerror", "dialog"):
        page.on(event, lambda each, event=event: said.append(f"{event} {each}"))
    page.goto(path.as_uri())
    return page, said[1:]


def awake(page: Page) -> ElementHandle:
    picture = page.wait_for_selector(".picture:has(script)")
    assert picture is not None
    picture.hover()
    page.wait_for_selector(".picture > div > svg")
    return picture


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_chart_that_answers_is_the_picture_that_was_there(browser: Browser, tmp_path: Path, language: str) -> None:
    page, said = shown(browser, tmp_path, DOCUMENTS["one"], language)
    pictures = page.query_selector_all(".picture")
    before = [each.evaluate(WORDS) for each in pictures]
    assert (page.evaluate(LIVE), all(before), bool(pictures)) == (0, True, True)
    for each in pictures:
        each.hover()
        page.wait_for_timeout(300)
    assert page.evaluate(LIVE) == len(pictures)
    assert [each.evaluate(WORDS) for each in pictures] == before
    assert said == []


def test_it_tells_values_under_the_pointer_by_day_in_utc(browser: Browser, tmp_path: Path) -> None:
    page, _ = shown(browser, tmp_path, document_of(with_chart(dots())))
    picture = awake(page)
    last = picture.query_selector_all("g.role-mark path")[-1]
    last.hover()
    assert page.evaluate(BUBBLE).split("\n") == ["deaths: 12", "day (UTC): 2020-09-15 12:26", "one"]
    page.mouse.move(0, 0)
    assert page.evaluate(BUBBLE) is None


def test_it_can_be_enlarged_and_goes_back(browser: Browser, tmp_path: Path) -> None:
    page, _ = shown(browser, tmp_path, document_of(with_chart(dots())))
    picture = awake(page)
    before = picture.evaluate(WORDS)
    picture.query_selector_all("g.role-mark path")[1].hover()
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(300)
    assert picture.evaluate(WORDS) == before
    picture.query_selector_all("g.role-mark path")[1].hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    assert words_become(picture, before, same=False)
    page.mouse.dblclick(*middle(picture))
    assert words_become(picture, before, same=True)


def words_become(picture: ElementHandle, before: list[str], *, same: bool) -> bool:
    """Wait for at most five seconds until the words of a picture are the same as before, or others."""
    for _ in range(50):
        if (picture.evaluate(WORDS) == before) == same:
            return True
        time.sleep(0.1)
    return False


def middle(picture: ElementHandle) -> tuple[float, float]:
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_an_attack_in_a_value_is_text(browser: Browser, tmp_path: Path) -> None:
    page, said = shown(browser, tmp_path, document_of(with_chart(dots(ATTACK))))
    picture = awake(page)
    picture.query_selector_all("g.role-mark path")[-1].hover()
    assert "<img src=x onerror=alert(1)>" in page.evaluate(BUBBLE)
    assert page.evaluate("document.querySelectorAll('.bubble img, .bubble script').length") == 0
    assert said == []


def test_charts_of_a_report_full_of_attacks_answer_and_nothing_else_happens(browser: Browser, tmp_path: Path) -> None:
    page, said = shown(browser, tmp_path, DOCUMENTS["hostile"])
    pictures = page.query_selector_all(".picture")
    for each in pictures:
        each.scroll_into_view_if_needed()
        each.hover()
    page.wait_for_function(f"{LIVE} === {len(pictures)}")
    for each in page.query_selector_all(".picture g.role-mark path")[::40]:
        each.hover(force=True)
    assert said == []


def test_with_scripts_off_the_picture_is_there_and_no_word_of_answers(browser: Browser, tmp_path: Path) -> None:
    page, _ = shown(browser, tmp_path, DOCUMENTS["one"], java_script_enabled=False)
    assert page.query_selector(".picture > svg") is not None
    hint = page.query_selector(".answers-hint")
    assert hint is not None
    assert not hint.is_visible()
