"""The panel inside a report: its own check, run by node on a thousand changed files and by a browser on pages that it shows."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from counterwatch.core.language import LANGUAGES
from counterwatch.report.formats.html import html
from counterwatch.report.seal import signed
from sample_report import DOCUMENTS
from sealed_pages import DOCUMENT, FLIPS, SIGNER, flipped, page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PANEL = files("counterwatch.report").joinpath("scripts", "panel.js").read_text("utf-8")
DRIVER = """
const fs = require("fs"), { webcrypto } = require("crypto");
(async () => {
  const whole = fs.readFileSync(process.argv[2]), flips = JSON.parse(fs.readFileSync(process.argv[3]));
  const said = async (data) => { const { state, pieces, findings, fingerprint } = await seal.check(new TextDecoder().decode(data), webcrypto.subtle);
    return { state, pieces, findings, fingerprint }; };
  const found = [await said(whole)];
  for (const [at, value] of flips) { const copy = Buffer.from(whole); copy[at] = value; found.push(await said(copy)); }
  console.log(JSON.stringify(found));
})();
"""
PAGE = page()
TEXT = "'<!DOCTYPE ' + document.doctype.name + '>' + document.documentElement.outerHTML"
SHOWN = "[...document.querySelectorAll('#panel [data-state]')].filter(each => !each.hidden).map(each => each.dataset.state)"


def by_node(tmp_path: Path, data: bytes, flips: list[tuple[int, int]]) -> list[dict[str, object]]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here: apt-get install nodejs")
    for name, content in (("panel.js", PANEL + DRIVER), ("flips.json", json.dumps(flips))):
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "page.html").write_bytes(data)
    said = subprocess.run([node, *(str(tmp_path / each) for each in ("panel.js", "page.html", "flips.json"))], check=True, capture_output=True)
    found: list[dict[str, object]] = json.loads(said.stdout)
    return found


def test_it_names_each_of_a_thousand_flipped_bytes(tmp_path: Path) -> None:
    flips = [(at, data[at]) for at, data in flipped(PAGE)]
    whole, *rest = by_node(tmp_path, PAGE, flips)
    if whole["state"] == "unchecked":
        pytest.skip("this node has no Ed25519")
    assert (whole["state"], whole["fingerprint"]) == ("consistent", SIGNER.id)
    assert len(rest) == FLIPS
    assert {str(each["state"]) for each in rest} == {"changed"}
    assert all(each["pieces"] for each in rest)
    subjects = {each.subject for each in DOCUMENT.findings}
    touched = {str(subject) for each in rest for _, subject in each["findings"]}  # type: ignore[attr-defined]
    assert touched == subjects


def test_it_names_the_same_as_the_command(tmp_path: Path) -> None:
    from test_seal import named

    chosen = list(flipped(PAGE, 200, seed=3))
    _, *rest = by_node(tmp_path, PAGE, [(at, data[at]) for at, data in chosen])
    differing = [
        (at, said["pieces"], named(data)) for (at, data), said in zip(chosen, rest, strict=True) if said["pieces"] != named(data) and is_text(data)
    ]
    assert differing == []


def is_text(data: bytes) -> bool:
    """What is not UTF-8 reaches a browser as other text, of other length: there both name the place, but not always the same pieces."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_it_never_says_verified() -> None:
    for language in LANGUAGES:
        shown = html(DOCUMENT, language=language).decode()
        panel = shown[shown.index('<div id="panel"') : shown.index("</header>")]
        assert "verified" not in panel.lower()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-cjk fonts-noto-core")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not here: uv sync --group browser")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


def opened(browser: Browser, file: Path, *, scripts: bool = True) -> Page:
    shown: Page = browser.new_context(java_script_enabled=scripts).new_page()
    shown.add_init_script(f"document.addEventListener('DOMContentLoaded', () => {{ window.written = {TEXT}; }}, {{capture: true, once: true}})")
    shown.goto(file.as_uri())
    return shown


def state(shown: Page) -> list[str]:
    shown.wait_for_function(f"!{SHOWN}.some(each => each === 'working' || each === 'off')")
    found: list[str] = shown.evaluate(SHOWN)
    return found


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_browser_writes_the_page_out_as_it_stands_in_the_file(browser: Browser, name: str, language: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(html(DOCUMENTS[name], language=language))
    shown = opened(browser, file)
    assert shown.evaluate("window.written") == file.read_bytes().decode()
    assert state(shown) == ["unsigned"]


@pytest.mark.browser
def test_it_says_consistent_and_the_fingerprint_to_compare(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)
    shown = opened(browser, file)
    assert state(shown) == ["consistent"]
    assert shown.inner_text("#panel [data-state=consistent] .fingerprint") == SIGNER.id
    assert "Compare it with the fingerprint you got elsewhere" in shown.inner_text("#panel")


@pytest.mark.browser
def test_it_names_a_dozen_flips_or_they_change_nothing_that_is_shown(browser: Browser, tmp_path: Path) -> None:
    """A flip that the browser reads as the same page, such as the case of a tag's name, is without meaning there."""
    meaningless = 0
    for number, (_, data) in enumerate(flipped(PAGE, 14, seed=8)):
        file = tmp_path / f"{number}.html"
        file.write_bytes(data)
        shown = opened(browser, file)
        if shown.evaluate("window.written") == PAGE.decode():
            meaningless += 1
            continue
        # Where the script itself was changed, its hash is not the pinned one, it does not run, and the page says that nothing was checked.
        shown.wait_for_timeout(300)
        assert shown.evaluate(SHOWN) in (["changed"], ["off"], []), number
        shown.close()
    assert meaningless <= 2


@pytest.mark.browser
def test_without_scripts_the_page_is_complete_and_says_that_nothing_was_checked(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)
    shown = opened(browser, file, scripts=False)
    assert "complete without them" in shown.inner_text("#panel")
    for finding in DOCUMENT.findings:
        assert finding.subject in shown.inner_text("body")


@pytest.mark.browser
def test_where_a_browser_lacks_the_means_it_says_not_checkable_here(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)
    shown = browser.new_page()
    shown.add_init_script("crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))")
    shown.goto(file.as_uri())
    assert state(shown) == ["unchecked"]
    assert "not checkable here" in shown.inner_text("#panel [data-state=unchecked]")
    shown.close()
    shown = browser.new_page()
    shown.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined})")
    shown.goto(file.as_uri())
    assert state(shown) == ["unable"]


@pytest.mark.browser
def test_a_page_edited_in_the_browser_and_saved_says_so_when_it_is_opened_again(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)
    shown = opened(browser, file, scripts=True)
    shown.evaluate("document.querySelector('article .statement').textContent = 'Nothing departs.'")
    (tmp_path / "saved.html").write_text(shown.evaluate(TEXT), encoding="utf-8")
    again = opened(browser, tmp_path / "saved.html")
    assert state(again) == ["changed"]
    assert DOCUMENT.findings[0].subject in again.inner_text("#panel-touched")


@pytest.mark.browser
def test_hostile_names_in_the_list_of_what_was_touched_stay_text(browser: Browser, tmp_path: Path) -> None:
    data = signed(html(DOCUMENTS["hostile"]), key=SIGNER.public, sign=SIGNER.sign)
    file = tmp_path / "report.html"
    file.write_bytes(data.replace(b"times as much", b"times as many"))
    shown = browser.new_page()
    said: list[str] = []
    shown.on("dialog", lambda dialog: said.append(dialog.message))
    shown.on("pageerror", lambda problem: said.append(str(problem)))
    shown.goto(file.as_uri())
    assert state(shown) == ["changed"]
    assert "<img src=x onerror=alert(1)>" in shown.inner_text("#panel-touched")
    assert shown.query_selector("#panel-touched img, #panel-touched script") is None
    assert said == []
