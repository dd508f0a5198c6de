"""A chart as a file of its own: SVG with its title on it, on white, for a letter, a slide or a court."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from counterwatch.core import Chart, Message
from counterwatch.core.language import render
from counterwatch.draw.chart import draw
from counterwatch.draw.inert import STACK, SVG
from counterwatch.draw.pieces import INK, QUIET
from counterwatch.draw.words import printable

MARGIN, LINE, LETTER = 12, 19, 7.6
"""Space around, height of a line of the title, and how wide a letter of it is at most on average."""
WORD = re.compile(r"\s*(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+)")
"""A word with the space before it; Chinese breaks after any character."""


def picture(chart: Chart, *, language: str = "en", note: Message | None = None) -> bytes:
    """Return a chart as an SVG file with its title above and, where given, a `note` below, such as what it was made of."""
    drawn = ElementTree.fromstring(draw(chart, language=language))  # noqa: S314 - made by our own renderer a moment ago, without entities
    width, height = (float(drawn.attrib[each]) for each in ("width", "height"))
    above = _broken(printable(render(chart.title, language)), width, 15)
    below = _broken(printable(render(note, language)), width, 11) if note is not None else []
    top = MARGIN + LINE * len(above)
    tall = top + height + LINE * len(below) + MARGIN
    drawn.attrib |= {"width": f"{width + 2 * MARGIN:g}", "height": f"{tall:g}", "viewBox": f"0 0 {width + 2 * MARGIN:g} {tall:g}"}
    content = ElementTree.Element(f"{{{SVG}}}g", transform=f"translate({MARGIN},{top})")
    for part in [each for each in drawn if not each.tag.endswith("}title")]:
        drawn.remove(part)
        content.append(part)
    drawn.append(ElementTree.Element(f"{{{SVG}}}rect", width=f"{width + 2 * MARGIN:g}", height=f"{tall:g}", fill="#ffffff"))
    drawn.extend(_written(text, MARGIN + LINE * row + 10, 15, INK) for row, text in enumerate(above))
    drawn.append(content)
    drawn.extend(_written(text, top + height + LINE * (row + 1) - 4, 11, QUIET) for row, text in enumerate(below))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(drawn, encoding="unicode")}\n'.encode()


def _broken(text: str, width: float, size: int) -> list[str]:
    """Return a text in lines that fit into `width`: too many rather than one too long."""
    lines, used = [""], 0.0
    for word in WORD.findall(text):
        wide = sum(2 if each > "\u2e7f" else 1 for each in word) * LETTER * size / 15
        if lines[-1] and used + wide > width:
            lines.append("")
            used = 0.0
        lines[-1] += word if lines[-1] else word.lstrip()
        used += wide
    return lines


def _written(text: str, down: float, size: int, colour: str) -> ElementTree.Element:
    place = {"x": str(MARGIN), "y": f"{down:g}", "font-size": f"{size}px", "font-family": STACK, "fill": colour}
    element = ElementTree.Element(f"{{{SVG}}}text", place)
    element.text = text
    return element
