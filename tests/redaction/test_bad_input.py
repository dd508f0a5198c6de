"""Hostile, damaged and impossible files: named, bounded, and nothing half-written."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from papers import Paper, bomb, locked, png_chunk, words
from PIL import Image

from counterwatch.api.redact import redact
from counterwatch.core import CounterwatchError, Message, UnreadableEvidence, WrongUsage
from counterwatch.core.errors import Cancelled, Refused, VerificationFailed
from counterwatch.files.child import ChildFailed, answers
from counterwatch.files.pixels import pages_of
from counterwatch.files.redaction.looking import refuse_unclean
from counterwatch.files.redaction.making import Written
from counterwatch.files.redaction.writing import PdfOfPixels, png

REGION = ["1:0%,0%,50%,50%"]


def saved(format: str) -> bytes:
    buffer, noise = io.BytesIO(), np.random.default_rng(1).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(noise).save(buffer, format)
    return buffer.getvalue()


def paper() -> bytes:
    made = Paper()
    made.page(words("Aynur Tohti", 20, 200))
    return made.data()


def many_pages(count: int) -> bytes:
    made = Paper()
    contents = made.add(b"", stream=b"0 0 9 9 re f")
    for _ in range(count):
        made.pages.append(made.add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 20 20] /Contents %d 0 R >>" % contents))
    return made.data()


def refused(folder: Path, data: bytes, error: type[CounterwatchError] = UnreadableEvidence, *, out: str = "out.pdf") -> str:
    (folder / "in").write_bytes(data)
    with pytest.raises(error) as caught:
        redact(folder / "in", folder / out, regions=REGION)
    assert [each.name for each in folder.iterdir()] == ["in"]
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (locked(), "it is encrypted"),
        (bomb(60_000, 60_000), "more than 120,000,000 pixels"),
        (bomb(2_000_000_000, 2), "cannot draw"),
        (b"", "neither a PDF nor"),
        (b"%PDF-1.7\n", "damaged or cut off"),
        (b"GIF89a" + bytes(30), "neither a PDF nor"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "neither a PDF nor"),
        (b"PK\x03\x04" + bytes(99), "neither a PDF nor"),
        (Paper().data(), "damaged"),
    ],
    ids=["locked", "bomb", "wide", "empty", "head", "gif", "svg", "zip", "no-page"],
)
def test_what_cannot_be_drawn_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in refused(tmp_path, data, CounterwatchError)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_a_picture_that_is_cut_off_anywhere_writes_nothing(tmp_path: Path, format: str) -> None:
    data = saved(format)
    for share in (0.02, 0.1, 0.5, 0.9):
        refused(tmp_path, data[: int(len(data) * share)], CounterwatchError)


def test_a_changed_file_is_drawn_or_named_and_never_half_written(tmp_path: Path) -> None:
    draw, drawn = random.Random(3), 0
    for data in (paper(), saved("PNG"), saved("JPEG"), saved("WEBP"), saved("TIFF")):
        for _ in range(4):
            changed = bytearray(data)
            for _ in range(draw.choice((1, 4, 30))):
                changed[draw.randrange(len(changed))] = draw.randrange(256)
            (tmp_path / "in").write_bytes(changed)
            try:
                redact(tmp_path / "in", tmp_path / "out.pdf", regions=REGION)
            except CounterwatchError:
                assert [each.name for each in tmp_path.iterdir()] == ["in"]
            else:
                drawn += 1
                assert len(list(tmp_path.iterdir())) == 4
                for each in tmp_path.iterdir():
                    each.unlink()
    assert drawn >= 2


def test_a_huge_page_is_drawn_more_coarsely_and_its_area_is_right(tmp_path: Path) -> None:
    made = Paper()
    made.page(b"1 0 0 rg 0 7200 7200 7200 re f", box="0 0 14400 14400")
    (tmp_path / "in.pdf").write_bytes(made.data())
    outcome = redact(tmp_path / "in.pdf", tmp_path / "out.pdf", regions=REGION).outcome
    assert outcome.pages[0].dpi is not None
    assert outcome.pages[0].dpi < 40
    page = next(pages_of((tmp_path / "out.pdf").read_bytes(), name="out", dpi=5))
    assert page.pixels[200, 200].tolist() == [0, 0, 0]
    assert page.pixels[200, 800].tolist() == [255, 0, 0] or page.pixels[800, 200].tolist() == [255, 255, 255]


def test_a_document_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    assert "more than 10,000 pages" in refused(tmp_path, many_pages(10_001))


def test_many_pages_are_counted_and_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(many_pages(300))
    seen: list[tuple[int, int]] = []

    def told(what: Message, done: int, total: int) -> None:
        seen.append((done, total))

    redact(tmp_path / "in.pdf", tmp_path / "out.pdf", regions=["all:0%,0%,10%,10%"], progress=told)
    assert seen == [(done, 300) for done in range(301)]
    seen.clear()
    with pytest.raises(Cancelled):
        redact(tmp_path / "in.pdf", tmp_path / "two.pdf", regions=REGION, progress=told, cancel=lambda: bool(seen) and seen[-1][0] >= 100)
    assert not list(tmp_path.glob("*two*")) + list(tmp_path.glob(".*"))


@pytest.mark.parametrize("made", ["itself", "link", "second name", "dangling"])
def test_nothing_is_overwritten_least_of_all_the_original(tmp_path: Path, made: str) -> None:
    (source := tmp_path / "in.pdf").write_bytes(data := paper())
    out = tmp_path / "out.pdf"
    makers: dict[str, Callable[[], object]] = {
        "itself": lambda: None, "link": lambda: out.symlink_to(source), "second name": lambda: os.link(source, out),
        "dangling": lambda: out.symlink_to(tmp_path / "nowhere.pdf"),
    }  # fmt: skip
    makers[made]()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Refused, match="exists already"):
        redact(source, source if made == "itself" else out, regions=REGION)
    assert source.read_bytes() == data
    assert sorted(tmp_path.iterdir()) == before


def test_a_copy_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    Image.new("RGB", (30, 30), "white").save(tmp_path / "in.png")
    redact(tmp_path / "in.png", tmp_path / "one.png", regions=REGION)
    with pytest.raises(Refused, match="very file that was given"):
        redact(tmp_path / "one.png", tmp_path / "two.png", regions=REGION)
    assert not list(tmp_path.glob("*two*"))


@pytest.mark.parametrize(("regions", "find", "said"), [([], [], "nothing was named"), (["x"], [], "not an area"), ([], ["-"], "term 1 holds no")])
def test_no_area_and_no_term_is_named(tmp_path: Path, regions: list[str], find: list[str], said: str) -> None:
    (tmp_path / "in.pdf").write_bytes(paper())
    with pytest.raises(WrongUsage, match=said):
        redact(tmp_path / "in.pdf", tmp_path / "out.pdf", regions=regions, find=find)


def test_a_name_that_is_no_pdf_or_png_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(paper())
    with pytest.raises(WrongUsage, match="a PDF or a PNG"):
        redact(tmp_path / "in.pdf", tmp_path / "out.jpg", regions=REGION)


@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_terms_that_are_words_of_a_file_format_are_no_fault(tmp_path: Path, suffix: str) -> None:
    terms = ["obj", "1", "Page", "0000000", "IHDR", "endstream", "\udcff"]
    made = Paper()
    made.page(words(" ".join(terms[:-1]), 20, 200))
    (tmp_path / "in.pdf").write_bytes(made.data())
    found = redact(tmp_path / "in.pdf", tmp_path / f"out{suffix}", find=terms[:-1]).outcome.found
    assert min(found) >= 1
    with pytest.raises(WrongUsage, match="term 7 holds no"):
        redact(tmp_path / "in.pdf", tmp_path / f"two{suffix}", find=terms)


@pytest.mark.parametrize("chunk", [b"tEXt", b"eXIf", b"iCCP", b"tIME"])
def test_a_picture_with_another_chunk_is_thrown_away(chunk: bytes) -> None:
    import hashlib

    pixels = np.zeros((4, 4, 3), np.uint8)
    page = Written(number=1, sha256=hashlib.sha256(pixels.tobytes()).hexdigest(), was_searched=False, has_pictures=True, unmapped=0, dpi=None)
    data = png(pixels)
    refuse_unclean(data, [page], [])
    for changed in (data[:33] + png_chunk(chunk, b"a\0b") + data[33:], data + png_chunk(chunk, b"a\0b"), data + b"tail"):
        with pytest.raises(VerificationFailed):
            refuse_unclean(changed, [page], [])


@pytest.mark.parametrize("answer", ["huge", "silent", "foreign"])
def test_a_child_that_answers_wrongly_is_ended(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    says = {
        "huge": 'sys.stdout.buffer.write((30).to_bytes(4,\'big\') + b\'{"kind":"page","size":99999999}\'[:30])',
        "silent": "sys.exit(0)",
        "foreign": "sys.stdout.buffer.write((2).to_bytes(4,'big') + b'[]')",
    }[answer]
    monkeypatch.setattr("counterwatch.files.child.BOOT", f"import sys; {says}; sys.stdout.flush()")
    with answers({"what": "pdf"}, b"x", largest=100) as frames, pytest.raises(ChildFailed):
        next(frames)


@pytest.mark.parametrize("wrong", ["pixel", "count", "text", "metadata", "second revision"])
def test_a_copy_that_is_not_only_the_meant_pixels_is_thrown_away(wrong: str) -> None:
    import hashlib

    pixels = np.random.default_rng(2).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    writer = PdfOfPixels(out := io.BytesIO())
    writer.add(pixels, (60, 40))
    writer.finish()
    data = out.getvalue()
    page = Written(number=1, sha256=hashlib.sha256(pixels.tobytes()).hexdigest(), was_searched=False, has_pictures=True, unmapped=0, dpi=None)
    refuse_unclean(data, [page], ["Aynur"])
    if wrong == "pixel":
        pixels[3, 3, 0] ^= 1
        page = Written(number=1, sha256=hashlib.sha256(pixels.tobytes()).hexdigest(), was_searched=False, has_pictures=True, unmapped=0, dpi=None)
    changed = {
        "text": data + "Aynur".encode("utf-16-be"), "metadata": data.replace(b"/Type /Catalog", b"/Type /Catalog /Metadata 9 0 R"),
        "second revision": data + b"trailer << /Prev 1 >>",
    }.get(wrong, data)  # fmt: skip
    with pytest.raises(VerificationFailed):
        refuse_unclean(changed, [page, page] if wrong == "count" else [page], ["Aynur"])
