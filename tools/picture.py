"""Take the picture of the README: `uv run --group browser python tools/picture.py counterwatch-demo/report.html`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parent.parent / "docs" / "_static" / "report.png"
WIDTH, HEIGHT = 920, 1180


def main(report: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(Path(report).resolve().as_uri())
        page.locator("article").first.scroll_into_view_if_needed()
        top = page.locator("article").first.bounding_box() or {"y": 0}
        page.evaluate("y => window.scrollTo(0, window.scrollY + y - 24)", top["y"])
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
