"""Terms in a text layer: found in any script and spelling, gone from the copy for people and for programs, and what was not searched is said."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import Paper, text, words
from PIL import Image, ImageDraw

from counterwatch.api.redact import redact
from counterwatch.core import WrongUsage
from counterwatch.files.pixels import Page, pages_of
from counterwatch.files.redaction.terms import boxes_of, compared_term

SCRIPTS = {
    "Latin": ("Noto Sans", "witness", "Aynur Tohti", "was there"),
    "Cyrillic": ("Noto Sans", "свидетель", "Светлана Иванова", "была там"),
    "Han": ("Noto Sans CJK SC", "目击者", "王小明", "在场"),
    "Arabic": ("Noto Naskh Arabic", "شاھىت", "ئاينۇر توختى", "بار"),
    "Tibetan": ("Noto Serif Tibetan", "མ", "ངག་དབང", "ན"),
}


def drawn(font: str, parts: list[str], colors: list[str]) -> bytes:
    """Return a PDF with three shaped pieces of text, each part in its colour."""
    import vl_convert

    lines = "".join(
        f'<text x="{x}" y="70" fill="{color}" font-size="26" font-family="{font}">{part}</text>'
        for x, part, color in zip((40, 250, 560), parts, colors, strict=True)
    )
    return bytes(vl_convert.svg_to_pdf(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="700" height="120"><rect width="700" height="120" fill="white"/>{lines}</svg>'
    ))  # fmt: skip


def page_of(characters: str) -> Page:
    """Return a page with one character every ten pixels, in lines of fifty."""
    table = [[ord(each), i % 50 * 80, i // 50 * 160, i % 50 * 80 + 80, i // 50 * 160 + 120] for i, each in enumerate(characters)]
    return Page(
        number=1, count=1, pixels=np.zeros((2000, 500, 3), np.uint8), points=None, dpi=None, has_pictures=False,
        text=np.array(table, np.int32).reshape(-1, 5),
    )  # fmt: skip


def found(characters: str, term: str) -> int:
    return len({index for index, _ in boxes_of(page_of(characters), [compared_term(term, 1)])})


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_is_gone_in_every_script(tmp_path: Path, script: str) -> None:
    font, before, name, after = SCRIPTS[script]
    if shutil.which("fc-list") is None or font not in subprocess.run(["fc-list"], capture_output=True, text=True, check=True).stdout:
        pytest.skip(f"{font} is not here (apt-get install fonts-noto-core fonts-noto-cjk)")
    (tmp_path / "in.pdf").write_bytes(drawn(font, [before, name, after], ["#00a000", "#0000ff", "#00a000"]))
    made = redact(tmp_path / "in.pdf", tmp_path / "out.pdf", find=[name.swapcase()])
    assert made.outcome.found == [1]
    one, other = (next(pages_of((tmp_path / each).read_bytes(), name=each)).pixels.astype(int) for each in ("in.pdf", "out.pdf"))
    blue = [(each[:, :, 2] - each[:, :, 1] > 60).sum() for each in (one, other)]
    green = [(each[:, :, 1] - each[:, :, 2] > 60).sum() for each in (one, other)]
    assert blue[0] > 300
    assert blue[1] == 0
    # The margin may touch the letters beside it, and no more.
    assert green[1] > 0.6 * green[0] > 100


@given(
    st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd")), min_size=1, max_size=12),
    st.lists(st.sampled_from([" ", "\n", "-\r\n", "\u00ad", "\u200b", ""]), min_size=12),
)
def test_a_term_is_found_across_spaces_line_ends_hyphens_and_case(term: str, between: list[str]) -> None:
    spread = "".join(each + gap for each, gap in zip(term, between, strict=False))
    assert found(f"a b {spread} c", term) == 1
    assert found(f"a b {spread} c", term.swapcase().swapcase()) == 1


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("ＡＹＮＵＲ", "aynur"), ("ﬁnch", "FINCH"), ("STRASSE", "straße"), ("Cafe\u0301", "café"), ("ﺗﻮﺧﺘﻰ", "توختى"), ("ىتخوت", "توختى"),
        ("+86 139-1234 5678", "+8613912345678"), ("\ud83d\ude00x", "😀X"), ("ｶﾞ", "ガ"), ("ΑΘΗΝΑΣ", "Αθηνάς".replace("ά", "α")),
    ],
)  # fmt: skip
def test_a_term_is_found_however_it_is_written(written: str, term: str) -> None:
    assert found("xx " + written + " yy", term) == 1


def test_a_line_whose_pieces_are_stored_in_another_order_is_read_as_it_is_seen() -> None:
    page = page_of("Tohti Aynur ")
    moved = page.text.copy() if page.text is not None else np.zeros((0, 5), np.int32)
    moved[:6, [1, 3]] += 480
    moved[6:, [1, 3]] -= 480
    assert [index for index, _ in boxes_of(replace(page, text=moved), [compared_term("aynur tohti", 1)])] == [0]


def test_another_word_is_not_found() -> None:
    assert found("Tohtu Aynar 王小民", "王小明") == 0


def test_each_line_of_a_broken_term_is_covered_by_itself() -> None:
    boxes = [box for _, lines in boxes_of(page_of("x" * 47 + "Ayn" + "ur" + "x" * 40), [compared_term("aynur", 1)]) for box in lines]
    assert [(box.x // 10 * 10, box.y) for box in boxes] == [(460, 0), (0, 17)]
    assert max(box.width for box in boxes) <= 40


def test_a_term_of_nothing_is_refused() -> None:
    with pytest.raises(WrongUsage, match="term 3 holds no letter"):
        compared_term(" -\u200b", 3)


def test_text_in_forms_comments_and_stamps_is_found_where_it_is_seen(tmp_path: Path) -> None:
    paper = Paper()
    resources = b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    look = paper.add(b"/Type /XObject /Subtype /Form /BBox [0 0 200 30] " + resources, stream=words("Aynur Tohti", 5, 8, color="0 0 1"))
    field = paper.add(b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (Aynur Tohti) /F 4 /Rect [50 50 250 80] /AP << /N %d 0 R >> >>" % look)
    stamp = paper.add(b"<< /Type /Annot /Subtype /FreeText /Contents (Aynur Tohti) /F 4 /Rect [50 150 250 180] /AP << /N %d 0 R >> >>" % look)
    paper.page(words("page", 50, 250), extra=b"/Annots [%d 0 R %d 0 R]" % (field, stamp))
    paper.catalog = b"/AcroForm << /Fields [%d 0 R] >>" % field
    (tmp_path / "in.pdf").write_bytes(paper.data())
    made = redact(tmp_path / "in.pdf", tmp_path / "out.pdf", find=["Aynur Tohti"])
    assert made.outcome.found == [2]
    one, other = (next(pages_of((tmp_path / each).read_bytes(), name=each)).pixels.astype(int) for each in ("in.pdf", "out.pdf"))
    assert [int((each[:, :, 2] - each[:, :, 1] > 60).sum()) > 500 for each in (one, other)] == [True, False]
    assert (other[:, :, 2] - other[:, :, 1] > 60).sum() == 0


def test_what_has_no_text_layer_is_said_not_to_be_searched(tmp_path: Path) -> None:
    scan = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(scan, "JPEG")
    paper = Paper()
    picture = paper.add(
        b"/Type /XObject /Subtype /Image /Width 40 /Height 40 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", stream=scan.getvalue()
    )
    inside = b"/XObject << /I %d 0 R >>" % picture
    paper.page(words("Aynur Tohti", 20, 20))
    paper.page(b"q 100 0 0 100 0 0 cm /I Do Q", resources=inside)
    paper.page(b"q 100 0 0 100 0 0 cm /I Do Q " + words("text", 20, 200), resources=inside)
    (tmp_path / "in.pdf").write_bytes(paper.data())
    made = redact(tmp_path / "in.pdf", tmp_path / "out.pdf", find=["Aynur", "nobody"])
    assert made.outcome.found == [1, 0]
    assert [each.was_searched for each in made.outcome.pages] == [True, False, True]
    assert [each.has_pictures for each in made.outcome.pages] == [False, True, True]


def test_terms_that_stand_nowhere_write_nothing(tmp_path: Path) -> None:
    paper = Paper()
    paper.page(words("text", 20, 20))
    (tmp_path / "in.pdf").write_bytes(paper.data())
    with pytest.raises(WrongUsage, match="nothing to redact"):
        redact(tmp_path / "in.pdf", tmp_path / "out.pdf", find=["nobody"])
    assert [each.name for each in tmp_path.iterdir()] == ["in.pdf"]


def test_programs_that_read_text_find_none(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here (apt-get install poppler-utils)")
    names = [f"Aynur{number} Tohti{number}" for number in range(40)]
    paper = Paper()
    for start in range(0, 40, 10):
        paper.page(b"".join(words(f"line {row} {names[start + row]} end", 20, 280 - 25 * row) for row in range(10)))
    paper.info = paper.add(b"<< /Title %s >>" % text(names[0]))
    (tmp_path / "in.pdf").write_bytes(paper.data())
    redact(tmp_path / "in.pdf", tmp_path / "out.pdf", find=names)
    told = [subprocess.run(["pdftotext", tmp_path / each, "-"], capture_output=True, text=True, check=True).stdout for each in ("in.pdf", "out.pdf")]
    assert sum(each in told[0] for each in names) == 40
    assert told[1].strip() == ""


def test_reading_letters_from_the_pixels_finds_none(tmp_path: Path) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not here (apt-get install tesseract-ocr)")
    names = ["Zarifa", "Ostrovik", "Wajida", "Vandermoor", "Quentin", "Jaworski"]
    paper = Paper()
    paper.page(b"".join(words(f"the witness {each} was there", 20, 270 - 40 * row, size=18) for row, each in enumerate(names)))
    (tmp_path / "in.pdf").write_bytes(paper.data())
    redact(tmp_path / "in.pdf", tmp_path / "out.pdf", find=names, dpi=200)
    told = []
    for each in ("in.pdf", "out.pdf"):
        page = next(pages_of((tmp_path / each).read_bytes(), name=each, dpi=200))
        Image.fromarray(page.pixels).save(tmp_path / "page.png")
        told.append(subprocess.run(["tesseract", tmp_path / "page.png", "-"], capture_output=True, text=True, check=True).stdout)
    assert sum(each in told[0] for each in names) >= 5
    assert told[1].count("witness") >= 4
    assert not any(each[:4].lower() in told[1].lower() for each in names)


def test_a_code_that_was_covered_is_read_by_nobody(tmp_path: Path) -> None:
    import segno

    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg is not here (apt-get install zbar-tools)")
    segno.make("https://example.org/witness/41").save(str(tmp_path / "code.png"), scale=5, border=4)
    sheet = Image.new("RGB", (500, 400), "white")
    ImageDraw.Draw(sheet).text((20, 20), "ticket", fill="black")
    sheet.paste(code := Image.open(tmp_path / "code.png").convert("RGB"), (100, 100))
    sheet.save(tmp_path / "in.jpg", quality=95)
    redact(tmp_path / "in.jpg", tmp_path / "out.png", regions=[f"1:100px,100px,{code.width}px,{code.height}px"])
    told = [subprocess.run(["zbarimg", "-q", tmp_path / each], capture_output=True, text=True, check=False).stdout for each in ("in.jpg", "out.png")]
    assert "witness/41" in told[0]
    assert told[1] == ""
