"""PDF files and pictures made by hand, with secrets in every place that such files have."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass, field


def text(value: str) -> bytes:
    """Return a text string of PDF, in UTF-16."""
    return b"<" + ("\ufeff" + value).encode("utf-16-be").hex().encode() + b">"


def literal(value: str) -> bytes:
    """Return Latin text as the operand of `Tj`."""
    return b"(" + value.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def words(value: str, x: float, y: float, *, size: float = 14, color: str = "0 0 0") -> bytes:
    """Return the drawing of one line of Latin text."""
    return b"BT %s rg /F %g Tf %g %g Td %s Tj ET\n" % (color.encode(), size, x, y, literal(value))


@dataclass
class Paper:
    """A PDF that is put together object by object; 1 is the catalog and 2 the tree of pages."""

    objects: dict[int, bytes] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    catalog: bytes = b""
    info: int = 0

    def add(self, data: bytes, *, stream: bytes | None = None) -> int:
        number = len(self.objects) + 3
        self.objects[number] = data if stream is None else streamed(data, stream)
        return number

    def page(self, drawing: bytes, *, box: str = "0 0 400 300", extra: bytes = b"", resources: bytes = b"") -> int:
        contents = self.add(b"/Filter /FlateDecode", stream=zlib.compress(drawing))
        number = self.add(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R %s /Resources << /Font << /F %s >> %s >> >>"
            % (box.encode(), contents, extra, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", resources)
        )
        self.pages.append(number)
        return number

    def data(self, *, trailer: bytes = b"") -> bytes:
        kids = b" ".join(b"%d 0 R" % each for each in self.pages)
        fixed = {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % self.catalog,
            2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self.pages), kids),
        }
        info = b"/Info %d 0 R " % self.info if self.info else b""
        return assembled(b"%PDF-1.7\n", {**fixed, **self.objects}, info + trailer)


def streamed(entries: bytes, stream: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(stream), stream)


def assembled(start: bytes, objects: dict[int, bytes], trailer: bytes, *, previous: int | None = None) -> bytes:
    """Return a PDF, or one that is continued with objects of a later revision."""
    out, places = io.BytesIO(), {}
    out.write(start)
    for number, data in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    at = out.tell()
    out.write(b"xref\n" + (b"0 1\n0000000000 65535 f \n" if previous is None else b""))
    for number, place in sorted(places.items()):
        out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    back = b"" if previous is None else b"/Prev %d " % previous
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s%s >>\nstartxref\n%d\n%%%%EOF\n" % (max(places) + 200, back, trailer, at))
    return out.getvalue()


def revised(first: bytes, number: int, replaced: bytes) -> bytes:
    """Return a PDF with one object replaced in a later revision; the earlier one stays in the file."""
    previous = int(first.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    return assembled(first, {number: replaced}, b"", previous=previous)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says it is very large, and unpacks to zeros."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", zlib.compress(bytes(10_000_000), 9)) + png_chunk(b"IEND", b"")


def locked() -> bytes:
    """Return a PDF that takes a password which nobody knows."""
    paper = Paper()
    paper.page(words("hidden", 20, 20))
    keys = b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (b"11" * 32, b"22" * 32)
    return paper.data(trailer=keys)
