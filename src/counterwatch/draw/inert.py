"""SVG that can do nothing: known elements and attributes only, no script, no link, ids of its own, a title for those who cannot see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
SHAPES = ("svg", "g", "path", "line", "rect", "circle", "ellipse", "polygon", "polyline", "text", "tspan", "title", "desc")
ELEMENTS = frozenset((*SHAPES, "defs", "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop"))
PLACES = ("id", "width", "height", "viewBox", "transform", "d", "points", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry")
PAINTS = (
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
)
TEXTS = ("text-anchor", "font-size", "font-weight", "font-style", "font-family")
GRADIENTS = ("stop-color", "stop-opacity", "offset", "gradientUnits", "gradientTransform", "patternUnits")
ATTRIBUTES = frozenset((*PLACES, *PAINTS, *TEXTS, *GRADIENTS, "stroke-miterlimit", "opacity", "clip-path"))
WITHIN = re.compile(r"url\(#([A-Za-z0-9_-]+)\)")
STACK = (
    "Liberation Sans, Arial, Helvetica, Noto Sans, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Noto Serif Tibetan, Noto Naskh Arabic, sans-serif"
)


def inert(svg: str, *, title: str, prefix: str) -> str:
    """Return `svg` as an element of a page: accessible by `title`, with ids that begin with `prefix`."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)  # noqa: S314 - made by our own renderer a moment ago, without entities
    # The renderer counts its ids over the life of a process: counted per chart, the same chart is the same bytes again.
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    _clean(root, prefix, {id: f"{prefix}-{number}" for number, id in enumerate(dict.fromkeys(ids), 1)})
    heading = ElementTree.Element(f"{{{SVG}}}title", id=f"{prefix}-title")
    heading.text = title
    root.insert(0, heading)
    root.attrib |= {"role": "img", "aria-labelledby": f"{prefix}-title", "class": "chart"}
    return ElementTree.tostring(root, encoding="unicode")


def _clean(element: ElementTree.Element, prefix: str, ids: Mapping[str, str]) -> None:
    for child in list(element):
        if child.tag.removeprefix(f"{{{SVG}}}") in ELEMENTS:
            _clean(child, prefix, ids)
        else:
            element.remove(child)
    element.attrib = {name: _own(name, value, prefix, ids) for name, value in element.attrib.items() if name in ATTRIBUTES and _stays_inside(value)}


def _own(name: str, value: str, prefix: str, ids: Mapping[str, str]) -> str:
    if name == "id":
        return ids[value]
    if name == "font-family":
        return STACK
    return WITHIN.sub(lambda found: f"url(#{ids.get(found[1], f'{prefix}-none')})", value)


def _stays_inside(value: str) -> bool:
    return "url(" not in WITHIN.sub("", value)
