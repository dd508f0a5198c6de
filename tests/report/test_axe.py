"""What axe, the usual checker of accessibility, finds in a report: nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from counterwatch.report.brief import brief
from counterwatch.report.formats.html import html
from sample_report import DOCUMENTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = "axe.run(document, {resultTypes: ['violations']})"
RUN += ".then(found => [found.violations.map(each => [each.id, each.nodes[0].html]), found.passes.length])"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-cjk fonts-noto-core")
    if not AXE.exists():
        pytest.skip("axe is not here: npm install --no-save --no-package-lock axe-core")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not here: uv sync --group browser")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


def found_in(browser: Browser, text: str, file: Path, *, width: int = 1200) -> tuple[list[list[str]], int]:
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    page.evaluate(AXE.read_text("utf-8") + ";0")
    violations, passes = page.evaluate(RUN)
    page.close()
    return violations, passes


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_report_has_no_violation(browser: Browser, name: str, language: str, tmp_path: Path) -> None:
    violations, passes = found_in(browser, html(DOCUMENTS[name], language=language).decode(), tmp_path / "report.html")
    assert violations == []
    assert passes > 20


def test_nor_has_it_on_a_phone_or_on_one_page(browser: Browser, tmp_path: Path) -> None:
    assert found_in(browser, html(DOCUMENTS["one"]).decode(), tmp_path / "report.html", width=360)[0] == []
    assert found_in(browser, brief(DOCUMENTS["one"], "fr"), tmp_path / "brief.html")[0] == []


def test_it_would_see_one(browser: Browser, tmp_path: Path) -> None:
    spoiled = html(DOCUMENTS["one"]).decode().replace('<html lang="en"', "<html", 1)
    assert "html-has-lang" in [each[0] for each in found_in(browser, spoiled, tmp_path / "report.html")[0]]
