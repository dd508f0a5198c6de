"""The pages of a PDF as a reader sees them: pixels, and the text layer with the place of each character."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from counterwatch.files.confined.frames import Emit
from counterwatch.files.confined.sizes import MOST_CHARACTERS, MOST_DRAWN, MOST_PAGES, Refused

PASSWORD = 4
WHOLE = 1 << 24
"""A page is laid on a device of so many units, which makes places of fractions of a page."""
DEPTH = 6
"""How deep inside other drawings a picture is looked for."""


def draw(data: bytes, emit: Emit, *, dpi: float, with_text: bool, only: Sequence[int]) -> None:
    """Send, for each page, the text if it is asked for, and the pixels (RGB, rows from the top)."""
    with opened(data) as document:
        count = len(document)
        if count > MOST_PAGES:
            raise Refused("pages")
        emit(kind="document", pages=count)
        for number in only or range(1, count + 1):
            with _damaged_at(number):
                _draw_page(document, number, emit, dpi=dpi, with_text=with_text)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """Open a PDF; one that takes a password, or is none, is refused."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if getattr(error, "err_code", None) == PASSWORD else "damaged") from error
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


@contextmanager
def _damaged_at(number: int) -> Iterator[None]:
    import pypdfium2

    try:
        yield
    except (pypdfium2.PdfiumError, ctypes.ArgumentError, ValueError) as error:
        raise Refused("page", number) from error


def _draw_page(document: Any, number: int, emit: Emit, *, dpi: float, with_text: bool) -> None:
    page = flattened(document, number - 1)
    try:
        wide, high = page.get_size()
        if not (wide > 0 and high > 0):
            raise Refused("page", number)
        scale = min(dpi / 72, (MOST_DRAWN / (wide * high)) ** 0.5)
        pixels = _pixels(page, scale)
        (high_px, wide_px, _), has_pictures = pixels.shape, _has_pictures(page)
        if with_text:
            _send_text(page, wide_px, high_px, emit)
        emit(
            kind="page", number=number, width=wide_px, height=high_px, points=[wide, high], dpi=scale * 72, has_pictures=has_pictures,
            body=memoryview(pixels).cast("B"),
        )  # fmt: skip
    finally:
        page.close()


def flattened(document: Any, index: int) -> Any:
    """Return a page whose forms and annotations are part of the page, so that their text is found where it is seen."""
    from pypdfium2 import raw

    page = document[index]
    done = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    if done != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _pixels(page: Any, scale: float) -> Any:
    import numpy as np

    bitmap = page.render(scale=scale, rev_byteorder=True, maybe_alpha=False)
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])


def _has_pictures(page: Any) -> bool:
    from pypdfium2 import raw

    return next(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEPTH), None) is not None


def _send_text(page: Any, width: int, height: int, emit: Emit) -> None:
    """Send an array of int32, five for each character: its code and the left, top, right and bottom edge in eighths of a pixel."""
    import numpy as np

    codes, boxes, unmapped = _characters(page)
    places = _on_device(page, boxes) * np.array([width, height, width, height]) * 8
    limited = np.clip(np.nan_to_num(places), -1e9, 1e9)
    edges = np.concatenate([np.floor(np.minimum(limited[:, :2], limited[:, 2:])), np.ceil(np.maximum(limited[:, :2], limited[:, 2:]))], axis=1)
    table = np.concatenate([codes[:, None], edges], axis=1).astype(np.int32)
    emit(kind="text", characters=len(table), unmapped=unmapped, body=table.tobytes())


def _characters(page: Any) -> tuple[Any, Any, int]:
    """Return the codes of the characters, their boxes on the page (left, bottom, right, top) and how many have no known meaning."""
    import numpy as np
    from pypdfium2 import raw

    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text)
    if count > MOST_CHARACTERS:
        raise Refused("text")
    codes, boxes, unmapped, loose, edges = (
        np.zeros(max(count, 0)),
        np.zeros((max(count, 0), 4)),
        0,
        raw.FS_RECTF(),
        [ctypes.c_double() for _ in range(4)],
    )
    for each in range(count):
        codes[each] = raw.FPDFText_GetUnicode(text, each)
        unmapped += raw.FPDFText_HasUnicodeMapError(text, each) == 1
        raw.FPDFText_GetLooseCharBox(text, each, loose)
        raw.FPDFText_GetCharBox(text, each, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        # Letters reach beyond their own field: both boxes are covered.
        boxes[each] = min(left, loose.left), min(bottom, loose.bottom), max(right, loose.right), max(top, loose.top)
    text.close()
    return codes, boxes, unmapped


def _on_device(page: Any, boxes: Any) -> Any:
    """Return boxes in fractions of the page as it is shown, turned and cropped, from its upper left corner."""
    import numpy as np

    origin, right, up = (_device_point(page, *each) for each in ((0, 0), (1000, 0), (0, 1000)))
    turn = np.array([right - origin, up - origin]) / 1000
    return np.concatenate([boxes[:, :2] @ turn + origin, boxes[:, 2:] @ turn + origin], axis=1) / WHOLE


def _device_point(page: Any, x: float, y: float) -> Any:
    import numpy as np
    from pypdfium2 import raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, WHOLE, WHOLE, 0, x, y, across, down)
    return np.array([across.value, down.value], dtype=float)
