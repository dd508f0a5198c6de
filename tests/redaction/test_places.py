"""What goes is where its reader sees it: on turned and cropped pages, in turned pictures, in any unit."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from papers import Paper, words
from PIL import Image

from counterwatch.api.redact import redact
from counterwatch.core import WrongUsage
from counterwatch.files.pixels import pages_of

Pixels = NDArray[np.uint8]
WIDE, HIGH = 400, 300
CROP = (40, 30, 340, 280)
RED, BLUE, GREEN = "1 0 0", "0 0 1", "0 1 0"


def pixels_of(file: Path) -> list[Pixels]:
    return [page.pixels for page in pages_of(file.read_bytes(), name=file.name)]


def is_red(pixels: Pixels) -> Pixels:
    return np.asarray((pixels[:, :, 0].astype(int) - pixels[:, :, 1] > 40), dtype=np.uint8)


def is_blue(pixels: Pixels) -> Pixels:
    return np.asarray((pixels[:, :, 2].astype(int) - pixels[:, :, 0] > 40) & (pixels[:, :, 2].astype(int) - pixels[:, :, 1] > 40), dtype=np.uint8)


def is_green(pixels: Pixels) -> Pixels:
    return np.asarray((pixels[:, :, 1].astype(int) - pixels[:, :, 0] > 40), dtype=np.uint8)


def seen_at(x: float, y: float, width: float, height: float, turn: int, crop: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    """Return where a rectangle of the page's own space is seen, from the upper left corner (ISO 32000-1, 8.3.2.3 and table 30)."""
    left, bottom, right, top = crop
    a, b, wide, high = x - left, y - bottom, right - left, top - bottom
    return {
        0: (a, high - b - height, width, height),
        90: (b, a, height, width),
        180: (wide - a - width, b, width, height),
        270: (high - b - height, wide - a - width, height, width),
    }[turn]


def turned(drawing: bytes, turn: int, *, is_cropped: bool) -> bytes:
    paper = Paper()
    crop = b"/CropBox [%d %d %d %d]" % CROP if is_cropped else b""
    paper.page(drawing, box=f"0 0 {WIDE} {HIGH}", extra=b"/Rotate %d %s" % (turn, crop))
    return paper.data()


@pytest.mark.parametrize(
    ("turn", "is_cropped", "unit"),
    [
        pytest.param(turn, is_cropped, unit, marks=[] if is_cropped == (unit == "pt") else pytest.mark.slow)
        for turn, is_cropped, unit in itertools.product((0, 90, 180, 270), (False, True), ("pt", "%"))
    ],
)
def test_an_area_is_where_it_is_seen_on_a_turned_and_cropped_page(tmp_path: Path, turn: int, is_cropped: bool, unit: str) -> None:
    source, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(turned(f"{RED} rg 100 60 90 40 re f {GREEN} rg 220 160 50 70 re f\n".encode(), turn, is_cropped=is_cropped))
    crop = CROP if is_cropped else (0, 0, WIDE, HIGH)
    seen = seen_at(100, 60, 90, 40, turn, crop)
    size = (crop[2] - crop[0], crop[3] - crop[1]) if turn % 180 == 0 else (crop[3] - crop[1], crop[2] - crop[0])
    lengths = [each if unit == "pt" else each / size[index % 2] * 100 for index, each in enumerate(seen)]
    # A pixel around it, where the edge is blended with the paper.
    redact(source, out, regions=["1:" + ",".join(f"{each:.4f}{unit}" for each in lengths)])
    before, after = pixels_of(source)[0], pixels_of(out)[0]
    assert is_red(before).sum() > 10_000
    assert is_red(after).sum() <= 4 * sum(seen[2:]) * 150 / 72
    assert is_green(after).sum() == is_green(before).sum() > 10_000
    changed = (before != after).any(axis=2)
    assert (after[changed] == 0).all()
    assert changed.sum() <= (seen[2] * 150 / 72 + 2) * (seen[3] * 150 / 72 + 2)


@pytest.mark.parametrize(("turn", "is_cropped"), list(itertools.product((0, 90, 180, 270), (False, True))))
def test_a_term_is_covered_where_it_is_seen_on_a_turned_and_cropped_page(tmp_path: Path, turn: int, is_cropped: bool) -> None:
    source, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    drawing = words("keep this", 80, 220, color=GREEN) + words("Aynur Tohti", 120, 150, color=BLUE) + words("and that", 90, 80, color=GREEN)
    source.write_bytes(turned(drawing, turn, is_cropped=is_cropped))
    made = redact(source, out, find=["AYNUR tohti"])
    before, after = pixels_of(source)[0], pixels_of(out)[0]
    assert made.outcome.found == [1]
    assert is_blue(before).sum() > 500
    assert is_blue(after).sum() == 0
    assert is_green(after).sum() == is_green(before).sum() > 500


def reach(marked: Pixels) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(marked)
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())


def test_another_program_sees_the_same_page(tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not here (apt-get install poppler-utils)")
    source, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(turned(words("keep this", 80, 220, color=GREEN) + words("Aynur Tohti", 120, 150, color=BLUE), 90, is_cropped=True))
    redact(source, out, find=["Aynur Tohti"])
    drawn = []
    for file in (source, out):
        subprocess.run(["pdftoppm", "-r", "150", "-cropbox", "-png", "-singlefile", file, file.with_suffix("")], check=True, timeout=60)
        drawn.append(np.asarray(Image.open(file.with_suffix(".png")).convert("RGB")))
    assert drawn[0].shape == drawn[1].shape
    assert is_blue(drawn[0]).sum() > 500
    assert is_blue(drawn[1]).sum() == 0
    assert np.abs(np.subtract(reach(is_green(drawn[0])), reach(is_green(drawn[1])))).max() <= 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_area_is_where_it_is_seen_in_a_picture_that_its_camera_turned(tmp_path: Path, orientation: int) -> None:
    source, out = tmp_path / "in.jpg", tmp_path / "out.png"
    stored = Image.new("RGB", (64, 48), "white")
    stored.paste((255, 0, 0), (48, 0, 64, 16))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(source, exif=exif, quality=95, subsampling=0)
    # Where each corner of the stored picture goes (EXIF 2.32, table 6): row 0 and column 0 are seen there.
    wide, high = (64, 48) if orientation < 5 else (48, 64)
    is_right, is_low = {1: (1, 0), 2: (0, 0), 3: (0, 1), 4: (1, 1), 5: (0, 1), 6: (1, 1), 7: (1, 0), 8: (0, 0)}[orientation]
    x, y = (wide - 16) * is_right, (high - 16) * is_low
    redact(source, out, regions=[f"1:{x}px,{y}px,16px,16px"])
    pixels = np.asarray(Image.open(out))
    assert pixels.shape == (high, wide, 3)
    assert (pixels[y : y + 16, x : x + 16] == 0).all()
    rest = pixels.copy()
    rest[y : y + 16, x : x + 16] = 255
    assert (rest > 200).all()


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("1:100%,0%,5%,5%", "lies outside page 1"),
        ("1:0pt,301pt,5pt,5pt", "lies outside page 1"),
        ("2:0%,0%,5%,5%", "has 1 page"),
        ("1:0px,0px,5px,5px", "in pixels"),
        ("0:0%,0%,5%,5%", "not an area"),
        ("1:0%,0%,0%,5%", "not an area"),
        ("1:0,0,5,5", "not an area"),
        ("1:0%,0%,5%", "not an area"),
        ("1:-1%,0%,5%,5%", "not an area"),
        ("1:nan%,0%,5%,5%", "not an area"),
    ],
)
def test_an_area_that_is_nowhere_is_named(tmp_path: Path, region: str, said: str) -> None:
    source = tmp_path / "in.pdf"
    source.write_bytes(turned(words("x", 20, 20), 0, is_cropped=False))
    with pytest.raises(WrongUsage, match=said):
        redact(source, tmp_path / "out.pdf", regions=[region])
    assert [each.name for each in tmp_path.iterdir()] == ["in.pdf"]


def test_points_of_a_picture_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.png"
    Image.new("RGB", (20, 20)).save(source)
    with pytest.raises(WrongUsage, match="no size on paper"):
        redact(source, tmp_path / "out.png", regions=["1:0pt,0pt,5pt,5pt"])


def test_what_is_transparent_is_not_in_the_copy(tmp_path: Path) -> None:
    hidden = Image.new("RGBA", (40, 40), (10, 200, 30, 0))
    hidden.paste((200, 10, 30, 255), (0, 0, 10, 10))
    hidden.save(tmp_path / "in.png")
    redact(tmp_path / "in.png", tmp_path / "out.png", regions=["1:0px,0px,10px,10px"])
    pixels = np.asarray(Image.open(tmp_path / "out.png"))
    assert (pixels[:10, :10] == 0).all()
    assert (pixels[10:] == 255).all()
    assert (pixels[:, 10:] == 255).all()


def test_every_page_of_a_picture_with_several_is_kept(tmp_path: Path) -> None:
    pages = [Image.new(mode, (30, 20), color) for mode, color in (("RGB", "red"), ("L", 99), ("1", 1), ("CMYK", (0, 255, 0, 0)), ("I;16", 0x8000))]
    pages[0].save(tmp_path / "in.tiff", save_all=True, append_images=pages[1:])
    redact(tmp_path / "in.tiff", tmp_path / "out.pdf", regions=["all:0%,0%,50%,100%"])
    centres = [tuple(int(value) for value in page[10, 25]) for page in pixels_of(tmp_path / "out.pdf")]
    assert len(centres) == 5
    assert centres[:3] == [(255, 0, 0), (99, 99, 99), (255, 255, 255)]
    assert centres[4] == (128, 128, 128) or centres[4] == (127, 127, 127)
    assert all((page[:, :15] == 0).all() for page in pixels_of(tmp_path / "out.pdf"))
    with pytest.raises(WrongUsage, match="a PNG holds one"):
        redact(tmp_path / "in.tiff", tmp_path / "out.png", regions=["all:0%,0%,50%,100%"])


def test_colours_are_those_that_the_profile_means() -> None:
    from PIL import ImageCms

    buffer = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (8, 8), (12, 130, 240)).save(buffer, "PNG", icc_profile=profile)
    page = next(pages_of(buffer.getvalue(), name="x"))
    assert np.abs(page.pixels.astype(int) - [12, 130, 240]).max() <= 1
