"""The scripts of a page, each allowed by its hash and by nothing else: what draws charts that answer, and what holds the page against its seal."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from markupsafe import Markup

from counterwatch.core import canonical
from counterwatch.draw.live import runtime
from counterwatch.draw.locales import number_locale, time_locale
from counterwatch.report.passage import trusted
from counterwatch.report.seal import ESCAPED

POLICY = "default-src 'none'; style-src {style}; script-src {scripts}; img-src data:; base-uri 'none'; form-action 'none'"
LOCALE = Markup('<script type="application/json" id="{}">{}</script>')


def panel() -> Markup:
    """Return the script that holds a page against its seal."""
    return _own("panel.js")


def answering() -> tuple[Markup, ...]:
    """Return the scripts that let charts answer: Vega itself, and when it is asked."""
    return trusted(runtime()), _own("charts.js")


def locales(language: str) -> Markup:
    """Return how charts that answer write numbers and days, as data of the page."""
    both = {"number-locale": number_locale(language), "time-locale": time_locale(language)}
    return Markup().join(LOCALE.format(id, trusted(canonical(each).decode().translate(ESCAPED))) for id, each in both.items())


def policy(style: str, scripts: Sequence[str]) -> str:
    """Return the content security policy of a page: this style, these scripts, no request to anywhere."""
    return POLICY.format(style=_pinned(style), scripts=" ".join(map(_pinned, scripts)))


def _own(name: str) -> Markup:
    return trusted(files("counterwatch.report").joinpath("scripts", name).read_text("utf-8"))


def _pinned(text: str) -> str:
    """Return the hash of a style or script as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
