"""The report on paper: every statement can be read and followed, and every letter is there."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterwatch.core import WrongUsage
from counterwatch.core.language import parts
from counterwatch.report import paper
from counterwatch.report.formats.pdf import pdf
from counterwatch.report.passage import is_hidden
from sample_report import DOCUMENTS, PLACES, departing, document_of, many

MAKE = "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import sample_report as s; from counterwatch.report.formats.pdf import pdf; "
MAKE += "print(hashlib.sha256(pdf(s.hostile(), language='zh-Hant')).hexdigest())"
NO_FONT = "\U000f1234"
"""A character for private use: no font of a machine has a letter for it."""


@pytest.fixture(autouse=True)
def _can_draw() -> None:
    try:
        paper.library()
    except WrongUsage as problem:
        pytest.skip(str(problem))


def opened(data: bytes) -> Any:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not here: uv sync --group pdf")
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(data: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here: apt-get install poppler-utils")
    (tmp_path / "report.pdf").write_bytes(data)
    said = subprocess.run(["pdftotext", "-raw", str(tmp_path / "report.pdf"), "-"], check=True, capture_output=True)
    return said.stdout.decode()


def bare(text: str) -> str:
    """Letters without the white space, page numbers and line ends that paper puts between them."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans", "zh-Hant"])
def test_pdftotext_finds_every_statement(language: str, tmp_path: Path) -> None:
    document = document_of(*(departing(place, number + 1) for number, place in enumerate(PLACES) if place.isascii() or "省" in place))
    text = bare(text_of(pdf(document, language=language), tmp_path))
    for finding in document.findings:
        assert bare("".join(parts(finding.statement, language))) in text


def test_pdftotext_finds_the_statements_that_are_listed_only(tmp_path: Path) -> None:
    document = many(90)
    text = text_of(pdf(document), tmp_path)
    text = bare(re.sub(r"\n\d+ / \d+\n\f(INTERNAL, DO NOT SHARE\n)?|INTERNAL, DO NOT SHARE\n", "\n", text))
    said = [bare("".join(parts(each.statement))) for each in document.findings if each.subject.split()[0] not in ("ئۈرۈمچى", "ལྷ་ས།")]
    assert len(said) > 60
    # A sentence that runs over the end of a page has the foot of the page in it.
    assert sum(each not in text for each in said) <= len(said) // 50


@pytest.mark.parametrize("name", ["empty", "one", "hostile"])
def test_no_letter_is_missing(name: str) -> None:
    """Every glyph that any page draws is in its embedded font, is not `.notdef`, and has an outline unless it is a space."""
    glyphs = list(drawn(opened(pdf(DOCUMENTS[name], language="zh-Hant"))))
    assert glyphs
    assert [each for each in glyphs if not each[2]] == []


def drawn(reader: Any) -> Iterator[tuple[str, int, bool]]:
    """Yield font, glyph number and whether the font really has that glyph, for every glyph of every page."""
    fonts: dict[str, set[int]] = {}
    objects: dict[str, Any] = {}
    for page in reader.pages:
        _collect(page.get("/Resources", {}), page.get_contents(), reader, fonts, objects)
    for name, used in fonts.items():
        has = _glyphs(objects[name])
        yield from ((name, each, each != 0 and each in has) for each in sorted(used))


def _collect(resources: Any, content: Any, reader: Any, fonts: dict[str, set[int]], objects: dict[str, Any]) -> None:
    from pypdf.generic import ContentStream

    known = {str(name): each.get_object() for name, each in resources.get("/Font", {}).get_object().items()} if "/Font" in resources else {}
    objects |= {str(each["/BaseFont"]): each for each in known.values()}
    current = ""
    for operands, operator in ContentStream(content, reader).operations if content is not None else ():
        if operator == b"Tf":
            current = str(known[str(operands[0])]["/BaseFont"])
        elif operator in (b"Tj", b"TJ"):
            pieces = operands[0] if operator == b"TJ" else operands
            for piece in pieces:
                if not isinstance(piece, int | float):
                    data = piece.original_bytes
                    fonts.setdefault(current, set()).update(int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2))
    for inner in (resources.get("/XObject") or {}).values():
        form = inner.get_object()
        if form.get("/Subtype") == "/Form":
            _collect(form.get("/Resources", {}), form, reader, fonts, objects)


def _glyphs(font: Any) -> set[int]:
    """Return the numbers of the glyphs of an embedded font that draw something, or are as wide as a space."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.ttLib import TTFont

    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    embedded = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
    assert embedded is not None, "the font is not embedded"
    face = TTFont(io.BytesIO(embedded.get_object().get_data()), fontNumber=0)
    glyphs, spaces = face.getGlyphSet(), _spaces(font)
    found = set()
    for number, name in enumerate(face.getGlyphOrder()):
        pen = RecordingPen()
        glyphs[name].draw(pen)
        if pen.value or number in spaces:
            found.add(number)
    return found


def _spaces(font: Any) -> set[int]:
    """Return the glyphs that stand for white space, marks without ink and joiners, as the font's own table of characters says."""
    table = font["/ToUnicode"].get_object().get_data().decode()
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", table)
    return {
        int(glyph, 16) for glyph, text in pairs if not re.sub(r"[\s\u200b-\u200f\u2060\ufe0f\u00ad]", "", bytes.fromhex(text).decode("utf-16-be"))
    }


def test_a_character_without_a_letter_is_shown_as_its_code_point_and_counted(tmp_path: Path) -> None:
    text = text_of(pdf(document_of(departing(f"Bayern {NO_FONT}"))), tmp_path)
    assert "[U+F1234]" in text
    assert "1 character has no letter" in " ".join(text.split())


def test_it_is_tagged_has_bookmarks_and_says_its_language() -> None:
    reader = opened(pdf(DOCUMENTS["one"], language="fr"))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    kinds = list(structure(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/P", "/Figure", "/Caption"} <= {str(each["/S"]) for each in kinds}
    assert all(each.get("/Alt") for each in kinds if each["/S"] == "/Figure")
    assert len(list(reader.outline)) > 0


def structure(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object()
        if isinstance(each, dict) and "/S" in each:
            yield each
            yield from structure(each)


def test_every_font_is_embedded_as_a_subset_and_named_in_the_colophon(tmp_path: Path) -> None:
    data = pdf(DOCUMENTS["hostile"])
    fonts = [each for page in opened(data).pages for each in page["/Resources"].get("/Font", {}).get_object().values()]
    names = {str(each.get_object()["/BaseFont"]) for each in fonts}
    assert len(names) > 4
    assert all(re.match(r"/[A-Z]{6}\+", each) for each in names)
    said = bare(text_of(data, tmp_path))
    # The base name of a font is its family with the weight, and «Bold» or «Italic» belongs to the family's own fonts.
    families = {re.sub(r"-(Bold|Italic|Light|Medium|Semi-Bold|Ultra-Bold)+$", "", each.partition("+")[2]).replace("-", "") for each in names}
    assert [each for each in families if each not in said] == []
    assert bare(f"Pango {paper.pango_version()}") in said


def test_the_bytes_do_not_depend_on_time_zone_locale_folder_or_hash_seed(tmp_path: Path) -> None:
    worlds = [
        {"TZ": "Pacific/Kiritimati", "LANG": "fr_FR.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LANG": "zh_TW.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "77"},
    ]
    tests = str(Path(__file__).resolve().parents[1])
    made = [
        subprocess.run([sys.executable, "-c", MAKE, tests], env={**os.environ, **world}, cwd=place, check=True, capture_output=True, text=True).stdout
        for world, place in zip(worlds, (tmp_path, Path("/")), strict=True)
    ]
    assert made[0] == made[1]
    assert len(made[0].strip()) == hashlib.sha256().digest_size * 2


def test_nothing_is_fetched(caplog: pytest.LogCaptureFixture) -> None:
    pdf(DOCUMENTS["hostile"])
    assert [each.getMessage() for each in caplog.records if "fetch" in each.getMessage() or "load" in each.getMessage()] == []


def test_what_hides_is_shown_on_paper_too(tmp_path: Path) -> None:
    text = text_of(pdf(document_of(departing("invoice\u202egpj.exe"))), tmp_path)
    assert "U+202E" in text
    assert not any(is_hidden(each) for each in text.replace("\f", "").replace("\n", ""))
