"""Areas as people name them (a page and a box in percent, points or pixels, from the upper left corner) and as pixels of a page."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from counterwatch.core import Template, WrongUsage
from counterwatch.files.pixels import Page

NOT_AN_AREA = Template("files.redaction.not_an_area", '"{text}" is not an area')
AREA_FORM = Template(
    "files.redaction.area_form",
    "write PAGE:X,Y,WIDTH,HEIGHT from the upper left corner as seen, with units: 2:10%,20%,30%,5% or all:72pt,90pt,200pt,20pt or 1:0px,0px,9px,9px",
)
OUTSIDE = Template("files.redaction.outside", "the area {text} lies outside page {page}, which is {width} x {height} {unit}")
NO_PAGE = Template(
    "files.redaction.no_page",
    "the area {text} is on page {page}, and {name} has {n} page",
    "the area {text} is on page {page}, and {name} has {n} pages",
)
LOOK_AGAIN = Template("files.redaction.look_again", "nothing was written; look at the page and name the area again")
NO_POINTS = Template("files.redaction.no_points", "the area {text} is in points, and a picture has no size on paper")
NO_PIXELS = Template("files.redaction.no_pixels", "the area {text} is in pixels, and a page of a PDF has none")
OTHER_UNIT = Template("files.redaction.other_unit", "name it in percent of the page")
FORM = re.compile(r"(all|[0-9]{1,6}):([^,:]+),([^,:]+),([^,:]+),([^,:]+)")
LENGTH = re.compile(r"\s*([0-9]{1,7}(?:\.[0-9]{1,6})?)\s*(%|pt|px)\s*")


class Box(NamedTuple):
    """A rectangle of pixels: left and top edge, width and height, at least one pixel each."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What a person named: a page (0: every page) and four lengths with their units."""

    text: str
    page: int
    lengths: tuple[tuple[float, str], ...]

    @classmethod
    def parse(cls, text: str) -> Area:
        """Return the area that a text names; raises `WrongUsage`."""
        parts = FORM.fullmatch(text.strip())
        lengths = [LENGTH.fullmatch(each) for each in parts.groups()[1:]] if parts else []
        if not parts or not all(lengths) or parts[1].strip("0") == "":
            raise WrongUsage(NOT_AN_AREA(text=text), hint=AREA_FORM())
        found = tuple((float(each[1]), each[2]) for each in lengths if each)
        if not (found[2][0] > 0 and found[3][0] > 0):
            raise WrongUsage(NOT_AN_AREA(text=text), hint=AREA_FORM())
        return cls(text=text, page=0 if parts[1] == "all" else int(parts[1]), lengths=found)

    def is_on(self, page: Page) -> bool:
        return self.page in (0, page.number)

    def box(self, page: Page) -> Box:
        """Return the pixels that the area covers, each one that it touches; raises `WrongUsage` where it lies outside the page."""
        high, wide, _ = page.pixels.shape
        x, y, width, height = (self._pixels(index, page) for index in range(4))
        found = clipped(x, y, x + width, y + height, wide, high)
        if found is None:
            across, down, unit = (*page.points, "pt") if page.points else (wide, high, "px")
            raise WrongUsage(OUTSIDE(text=self.text, page=page.number, width=round(across), height=round(down), unit=unit), hint=LOOK_AGAIN())
        return found

    def _pixels(self, index: int, page: Page) -> float:
        value, unit = self.lengths[index]
        high, wide, _ = page.pixels.shape
        across = float(wide if index % 2 == 0 else high)
        if unit == "%":
            return value * across / 100
        if unit == "px":
            if page.points:
                raise WrongUsage(NO_PIXELS(text=self.text), hint=OTHER_UNIT())
            return value
        if not page.points:
            raise WrongUsage(NO_POINTS(text=self.text), hint=OTHER_UNIT())
        return value * across / page.points[index % 2]


def clipped(left: float, top: float, right: float, bottom: float, wide: int, high: int) -> Box | None:
    """Return the pixels of a page that a rectangle touches, or None where it touches none."""
    # Lengths are decimal and pixels are not: an edge that misses a pixel border by rounding does not reach into the next.
    x, y = max(math.floor(left + 1e-6), 0), max(math.floor(top + 1e-6), 0)
    width, height = min(math.ceil(right - 1e-6), wide) - x, min(math.ceil(bottom - 1e-6), high) - y
    return Box(x, y, width, height) if width > 0 and height > 0 else None
