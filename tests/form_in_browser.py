"""A real browser, and the form in it as somebody opens it from a disk."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from forms_of_intake import SECRET, form
from intake_submissions import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass
class Opened:
    """A form in a browser, with every request it made, every word of its console and every file it gave to save."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    def speak(self, tag: str) -> None:
        self.page.click(f'#languages button[lang="{tag}"]')

    def saved(self, *, press: str = "") -> tuple[dict[str, Any], list[bytes]]:
        """Save, by a key where one is named, and open what the browser was given."""
        with self.page.expect_download() as coming:
            self.page.keyboard.press(press) if press else self.page.click("#save")
        self.name = coming.value.suggested_filename
        return opened(pathlib.Path(coming.value.path()).read_bytes(), SECRET)


@contextmanager
def launched() -> Iterator[Browser]:
    """Run Chromium, or skip the test with what is needed."""
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-cjk fonts-noto-core")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not here: uv sync --group browser")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@contextmanager
def telephone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    yield context
    context.close()


@contextmanager
def form_on(context: BrowserContext, folder: pathlib.Path) -> Iterator[Opened]:
    """Open the form in six languages, from the disk."""
    path = folder / "form.html"
    path.write_bytes(form().page)
    made = Opened(context.new_page())
    made.page.on("request", lambda request: made.asked.append(request.url))
    made.page.on("console", lambda message: made.said.append(message.text))
    made.page.on("pageerror", lambda problem: made.said.append(str(problem)))
    made.page.on("download", lambda download: made.given.append(download.suggested_filename))
    # From the beginning: a chooser that opens before the browser knows that somebody waits for it is lost.
    made.page.on("filechooser", lambda chooser: None)
    made.page.goto(path.as_uri())
    made.page.wait_for_selector("main", state="visible")
    yield made
    made.page.close()
