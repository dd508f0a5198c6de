"""A page written exactly as browsers write one out again, cut into named pieces.

A page that opens in a browser is a tree; its file is not at hand there. Written in the form that the HTML standard prescribes for writing a tree
out («serializing HTML fragments»), the file and the tree's own text are the same bytes, so that a page can be held against hashes where it is read.
Comments `<!--@name-->` begin a piece and are not written; inside a script `\\x01name\\x02` does.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
RAW = frozenset({"script", "style"})
OF_SVG = {
    name.lower(): name for name in ("viewBox", "clipPath", "linearGradient", "radialGradient", "gradientUnits", "gradientTransform", "patternUnits")
}
IN_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\xa0"): "&nbsp;"}
IN_ATTRIBUTE = IN_TEXT | {ord('"'): "&quot;"}
PIECE = "@"
BEGINNING = re.compile(r"\A\s*<!doctype html>\s*(<html[^>]*>)\s*(?=<head>)", re.IGNORECASE)
INSIDE = re.compile(r"\x01([^\x02]*)\x02")
"""What begins a piece inside a script, where comments are text."""


class _Writer(HTMLParser):
    """Writes what it reads in the one form; `pieces` are names with the text that belongs to them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, list[str]]] = [("head", [])]
        self._raw = False

    def _write(self, text: str) -> None:
        self.pieces[-1][1].append(text)

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - there is one doctype
        self._write("<!DOCTYPE html>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._raw = tag in RAW
        given = "".join(f' {OF_SVG.get(name, name)}="{(value or "").translate(IN_ATTRIBUTE)}"' for name, value in dict(attrs).items())
        self._write(f"<{OF_SVG.get(tag, tag)}{given}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._raw = False
        if tag not in VOID:
            self._write(f"</{OF_SVG.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        if not self._raw:
            return self._write(data.translate(IN_TEXT))
        first, *rest = INSIDE.split(data)
        self._write(first)
        for name, text in zip(rest[::2], rest[1::2], strict=True):
            self.pieces.append((name, [text]))
        return None

    def handle_comment(self, data: str) -> None:
        if data.startswith(PIECE):
            self.pieces.append((data[1:], []))


def pieces_of(html: str) -> list[tuple[str, str]]:
    """Return a page in the form in which browsers write it out, as names and texts; empty pieces are left out."""
    writer = _Writer()
    writer.feed(BEGINNING.sub(r"<!DOCTYPE html>\1", html).rstrip())
    writer.close()
    found = [(name, "".join(parts)) for name, parts in writer.pieces]
    return [(name, _closed(text)) for name, text in found if text]


def _closed(text: str) -> str:
    # White space after the end of the body would be moved into it.
    return re.sub(r"\s*</body>\s*</html>$", "</body></html>", text)
