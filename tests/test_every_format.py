"""Promises that every output format keeps, found through the registry: nothing here is edited when one is added."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.util import find_spec

import msgspec
import pytest

from counterwatch.core import registry
from counterwatch.core.language import LANGUAGES, parts
from counterwatch.core.registry import Format
from counterwatch.report.document import Document
from counterwatch.report.passage import is_hidden
from sample_report import DOCUMENTS, HOSTILE

FORMATS = registry.formats()
PAGES = {name: each for name, each in FORMATS.items() if each.suffix == ".html"}
DATA = {name: each for name, each in FORMATS.items() if each.suffix == ".json"}
PAPER = pytest.mark.skipif(find_spec("weasyprint") is None, reason="weasyprint is not here: uv sync --group pdf")
every_format = pytest.mark.parametrize(
    "format", [pytest.param(each, marks=[PAPER] if each.suffix == ".pdf" else []) for each in FORMATS.values()], ids=FORMATS
)
every_page = pytest.mark.parametrize("format", PAGES.values(), ids=PAGES)
every_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


class Seen(HTMLParser):
    """All elements, attributes and text of a page, as a browser would see them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.texts.append(f"<!--{data}")


def bare(text: str) -> str:
    """Text without white space, and with hidden characters named, as pages show them."""
    named = "".join(f"U+{ord(each):04X}" if is_hidden(each) else each for each in text)
    return re.sub(r"\s+", "", named)


def is_long(format: Format, name: str) -> bool:
    """Paper of these takes ten seconds; `test_paper` makes it of the hostile one twice, in two worlds."""
    return format.suffix == ".pdf" and name in ("five hundred", "hostile")


@pytest.mark.parametrize(
    ("format", "document"),
    [
        pytest.param(
            format, document, id=f"{name}-{of}",
            marks=([PAPER] if format.suffix == ".pdf" else []) + ([pytest.mark.slow] if is_long(format, name) else []),
        )
        for of, format in FORMATS.items() for name, document in DOCUMENTS.items()
    ],
)  # fmt: skip
def test_any_document_gives_the_same_bytes_twice(format: Format, document: Document) -> None:
    made = format.function(document)
    assert made
    assert format.function(document) == made


@every_format
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_written(format: Format, language: str) -> None:
    assert format.function(DOCUMENTS["one"], language=language)


@every_page
@every_document
def test_a_page_asks_for_nothing_outside_itself(format: Format, document: Document) -> None:
    page = format.function(document)
    for tag, attributes in Seen(page).elements:
        assert tag not in (
            "link",
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "image",
            "img",
            "foreignobject",
            "use",
            "a" if not attributes.get("href") else "",
        )
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in ("src", "srcset", "action", "ping", "background", "xlink:href", "style")
            assert name != "href" or (value or "").startswith("#")
            assert "url(" not in (value or "") or re.fullmatch(r"url\(#[\w-]+\)", value or "")
    style = page.decode().partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


@every_page
@every_document
def test_every_statement_of_every_finding_can_be_read(format: Format, document: Document) -> None:
    text = bare("".join(Seen(format.function(document)).texts))
    for finding in document.findings:
        assert bare("".join(parts(finding.statement))) in text
        assert bare(finding.subject) in text


@every_page
def test_no_element_and_no_attribute_comes_from_data(format: Format) -> None:
    hostile, harmless = Seen(format.function(DOCUMENTS["hostile"])), Seen(format.function(DOCUMENTS["five hundred"]))
    assert {tag for tag, _ in hostile.elements} <= {tag for tag, _ in harmless.elements}
    assert {name for _, each in hostile.elements for name in each} <= {name for _, each in harmless.elements for name in each}
    # One for each chart, then the findings, the panel, two locales and two scripts for charts that answer, the seal, the signature.
    data, code = "application/json", None
    scripts = [each.get("type") for tag, each in hostile.elements if tag == "script"]
    charts = sum(tag == "svg" for tag, _ in hostile.elements)
    assert charts > 0
    assert scripts == [data] * charts + [data, code, data, data, code, code, data, data]
    assert sum(tag == "style" for tag, _ in hostile.elements) == 1


@every_page
def test_an_attribute_never_holds_what_data_says(format: Format) -> None:
    values = {value for _, each in Seen(format.function(DOCUMENTS["hostile"])).elements for value in each.values() if value}
    for text in HOSTILE:
        assert not any(text in value for value in values)


@pytest.mark.parametrize("format", DATA.values(), ids=DATA)
@every_document
def test_data_read_back_equal(format: Format, document: Document) -> None:
    assert msgspec.json.decode(format.function(document), type=Document) == document
