"""Pages of pixels as a file: a PDF that holds nothing else, or a PNG. No clock, no name, no identifier goes into it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
CATALOG, PAGES, FIRST = 1, 2, 3
PER_PAGE = 3
LEVEL = 4
"""How hard pixels are compressed: beyond this, pages of text take twice the time for a tenth of the size."""


class PdfOfPixels:
    """Writes a PDF page by page: each is one picture, compressed without loss, and the line that draws it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._places, self._at = stream, dict[int, int](), 0
        self._pages = 0
        self._write(HEADER)

    def add(self, pixels: NDArray[np.uint8], points: tuple[float, float]) -> None:
        """Add a page of a size on paper, in points (1/72 inch)."""
        number = FIRST + PER_PAGE * self._pages
        self._pages += 1
        size = b"%.4f %.4f" % points
        self._object(
            number,
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s] /Contents %d 0 R /Resources << /XObject << /P %d 0 R >> >> >>"
            % (PAGES, size, number + 1, number + 2),
        )
        self._stream_object(number + 1, b"", b"%.4f 0 0 %.4f 0 0 cm /P Do" % points)
        self._picture(number + 2, pixels)

    def finish(self) -> None:
        """Write what makes the pages a document."""
        self._object(CATALOG, b"<< /Type /Catalog /Pages %d 0 R >>" % PAGES)
        kids = b" ".join(b"%d 0 R" % (FIRST + PER_PAGE * each) for each in range(self._pages))
        self._object(PAGES, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (self._pages, kids))
        start, size = self._at, FIRST + PER_PAGE * self._pages
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for number in range(1, size):
            self._write(b"%010d 00000 n \n" % self._places[number])
        self._write(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, CATALOG, start))

    def _picture(self, number: int, pixels: NDArray[np.uint8]) -> None:
        high, wide, _ = pixels.shape
        grey = is_grey(pixels)
        data = compressed(pixels[:, :, 0] if grey else pixels)
        space, colors = (b"/DeviceGray", 1) if grey else (b"/DeviceRGB", 3)
        described = b" /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /FlateDecode" % (
            wide,
            high,
            space,
        )
        predicted = b" /DecodeParms << /Predictor 15 /Colors %d /BitsPerComponent 8 /Columns %d >>" % (colors, wide)
        self._stream_object(number, described + predicted, data)

    def _stream_object(self, number: int, described: bytes, data: bytes) -> None:
        self._object(number, b"<<%s /Length %d >>\nstream\n%s\nendstream" % (described, len(data), data))

    def _object(self, number: int, data: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._at += len(data)


def is_grey(pixels: NDArray[np.uint8]) -> bool:
    """Is every pixel as red as it is green and blue?"""
    red, green, blue = pixels[:, :, 0], pixels[:, :, 1], pixels[:, :, 2]
    return bool((red == green).all() and (green == blue).all())


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels as a PNG of three kinds of chunk: header, pixels, end."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=LEVEL)
    return buffer.getvalue()


def compressed(pixels: NDArray[np.uint8]) -> bytes:
    """Return the pixels as the data of a PNG, which PDF reads as they are (Flate, PNG predictors)."""
    data, at, found = png(pixels), 8, []
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == b"IDAT":
            found.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(found)
