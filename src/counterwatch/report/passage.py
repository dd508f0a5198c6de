"""Text from data on a page: isolated, marked with its language where the script tells, and with hidden characters made visible."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

UYGHUR = frozenset("ەېۈۆۇۋڭېھ")
SCRIPTS = (
    ("bo", re.compile(r"[\u0f00-\u0fff]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
)
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
JOINERS = frozenset("\u200c\u200d")


def passage(text: str) -> Markup:
    """Return text from data as an isolated passage: it cannot turn the direction of what is around it, or hide anything."""
    language = language_of_script(text)
    lang = Markup(' lang="{}"').format(language) if language else Markup()
    return Markup('<bdi dir="auto"{}>{}</bdi>').format(lang, visible(text))


def language_of_script(text: str) -> str | None:
    """Return the language that the script of a text tells, so that a reader's fonts and voice fit: `ug`, `bo`, `zh`, `ja`, `ko`."""
    if ARABIC.search(text):
        return "ug" if UYGHUR & set(text) else None
    return next((tag for tag, script in SCRIPTS if script.search(text)), None)


def visible(text: str) -> Markup:
    """Return escaped text in which characters that hide or reorder are shown as their code points."""
    return Markup().join(_shown(each) if is_hidden(each) else escape(each) for each in _runs(text))


def is_hidden(character: str) -> bool:
    """Would this character change or hide others without being seen? Joiners are part of writing."""
    return len(character) == 1 and character not in JOINERS and character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cf", "Cs")


def _shown(character: str) -> Markup:
    return Markup('<span class="hidden-character">U+{:04X}</span>').format(ord(character))


def _runs(text: str) -> list[str]:
    runs, start = [], 0
    for position, character in enumerate(text):
        if is_hidden(character):
            runs += [text[start:position], character]
            start = position + 1
    return [*runs, text[start:]]


def trusted(html: str) -> Markup:
    """Return our own HTML, already escaped where it holds data, as safe. Nothing from a file may come here unescaped."""
    return Markup(html)  # noqa: S704 - the one place where text becomes HTML
