"""The report on paper: a tagged PDF with bookmarks and its own fonts; a function of the document, the language, the fonts and Pango."""

from __future__ import annotations

import gc
import importlib
import io
import re
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from importlib.resources import files
from types import ModuleType
from typing import Any, NoReturn

from markupsafe import Markup

from counterwatch.core import Template, WrongUsage
from counterwatch.report.document import Document
from counterwatch.report.speech import Speech

MISSING = Template("report.paper.missing", "a PDF needs the library weasyprint, which is not installed")
INSTALL = Template("report.paper.install", "pip install counterwatch[pdf], or write the report as .html and print it from a browser")
NO_PANGO = Template("report.paper.no_pango", "weasyprint cannot draw here: {reason}")
INSTALL_PANGO = Template(
    "report.paper.install_pango",
    "it takes Pango and HarfBuzz: on Debian apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk",
)
DRAWN_WITH = Template(
    "report.paper.drawn_with",
    "Set in {fonts}, laid out by WeasyPrint {weasyprint} with Pango {pango}: with the same fonts and the same Pango it has the same bytes.",
)
UNDRAWN = Template(
    "report.paper.undrawn",
    "{n} character has no letter in the fonts of the machine that made this and is shown as its code point.",
    "{n} characters have no letter in the fonts of the machine that made this and are shown as their code points.",
)
DATA_ELSEWHERE = Template("report.paper.data_elsewhere", "Paper cannot be computed again: the same report as .html carries its findings as data.")
TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)
JOINING = re.compile("[\u200d\ufe0f]")
CONTROLS = frozenset(map(chr, range(33))) | {"\x7f"}
PLACE = "<!--what it took-->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """What the fonts of this machine give for the characters of a report: the fonts with their revisions, and characters that none has."""

    fonts: tuple[str, ...]
    undrawn: frozenset[str]


def printed(document: Document, language: str) -> bytes:
    """Return the report as PDF/UA. Raises `WrongUsage` with what to install where nothing can draw it."""
    from counterwatch.report.page import page_of_paper

    weasyprint, say = library(), Speech(language)
    html = page_of_paper(document, say, colophon=Markup(PLACE))  # noqa: S704 - our own mark, without data
    found = letters(html + said(say, Letters(fonts=(), undrawn=frozenset("x"))))
    html = html.replace(PLACE, said(say, found))
    return laid_out(weasyprint, with_code_points(html, found))


def with_code_points(html: str, found: Letters) -> str:
    """Return a page on which each character that no font has is shown as its code point."""
    return html.translate({ord(each): f"[U+{ord(each):04X}]" for each in found.undrawn})


def said(say: Speech, found: Letters) -> Markup:
    """Return the paragraphs of the colophon that only paper has."""
    import weasyprint

    lines = [DRAWN_WITH(fonts=", ".join(found.fonts), weasyprint=weasyprint.__version__, pango=pango_version())]
    lines += [UNDRAWN(n=len(found.undrawn))] if found.undrawn else []
    return Markup().join(Markup("<p>{}</p>").format(say(each)) for each in [*lines, DATA_ELSEWHERE()])


def letters(text: str) -> Letters:
    """Return how each distinct character of an HTML text would be drawn, by drawing all of them once in every kind of passage."""
    plain = unescape(TAG.sub(" ", text))
    # An emoji that is joined to another may come from another font than alone.
    line = escape(" ".join([*sorted(set(plain) - CONTROLS), *sorted({each for each in plain.split() if JOINING.search(each)})]))
    style = files("counterwatch.report").joinpath("templates", "paper.css").read_text("utf-8")
    kinds = "".join(f"<{tag}>{line}</{tag}>" for tag in ("p", "h2", "pre")) + f'<p class="chart">{line}</p>'
    kinds += "".join(
        f'<p lang="{tag}">{line}</p><h2 lang="{tag}">{line}</h2>' for tag in ("zh-Hant", "ja", "ko", "bo", "ug") if f'lang="{tag}"' in text
    )
    drawn = library().HTML(string=f'<html lang="en"><style>{style}</style>{kinds}', url_fetcher=refuse).render()
    drawn.write_pdf()
    used = drawn.fonts.values()
    return Letters(fonts=tuple(sorted({_named(each) for each in used})), undrawn=frozenset(chr(code) for each in used for code in each.missing))


@cache
def library() -> ModuleType:
    """Return WeasyPrint. Raises `WrongUsage` with what to install where it, or what it draws with, is not there."""
    try:
        return importlib.import_module("weasyprint")
    except ImportError as error:
        raise WrongUsage(MISSING(), hint=INSTALL()) from error
    except OSError as error:
        raise WrongUsage(NO_PANGO(reason=str(error).splitlines()[0]), hint=INSTALL_PANGO()) from error


def pango_version() -> str:
    """Return the version of the Pango in use."""
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    """Fetch nothing: a report carries all that it needs."""
    raise ValueError(url)


def laid_out(weasyprint: ModuleType, html: str) -> bytes:
    """Return a page as PDF/UA."""
    # A million boxes that all stay until the end: looking for garbage among them takes a sixth of the time and finds none.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return bytes(weasyprint.HTML(string=html, url_fetcher=refuse).write_pdf(pdf_variant="pdf/ua-1"))
    finally:
        if was_on:
            gc.enable()


def _named(font: Any) -> str:
    """Return the family of a font with its revision, as the font itself states them."""
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font.file_content), fontNumber=0, lazy=True)
    return f"{font.family} {opened['head'].fontRevision:.3f}"
