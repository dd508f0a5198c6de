"""What a stranger finds in a redacted file: text, annotations, attachments, metadata, and the pixels that are in it."""

from __future__ import annotations

import hashlib
from typing import Any

from counterwatch.files.confined import picture as pictures
from counterwatch.files.confined.frames import Emit
from counterwatch.files.confined.pdf import opened

BAND, ROUNDING = 256, 2
"""Rows that are compared at once, and how far a value may be off."""


def look(data: bytes, emit: Emit) -> None:
    """Send what a file holds besides pixels, and for each page the SHA-256 of its pixels as they are stored, and how much is drawn otherwise."""
    if data.startswith(b"%PDF-"):
        with opened(data) as document:
            emit(kind="held", pages=len(document), held=_held(document))
            for index in range(len(document)):
                _look_at_page(document, index, emit)
        return
    with pictures.opened(data) as found:
        found.load()
        emit(kind="held", pages=getattr(found, "n_frames", 1), held=sorted(map(str, found.info)))
        stored = hashlib.sha256(found.convert("RGB").tobytes()).hexdigest()
        emit(kind="looked", number=1, stored=stored, differ=0, others=0, characters=0)


def _held(document: Any) -> list[str]:
    """Return the names of what a PDF holds besides pages; nothing, for one that is only pixels."""
    from pypdfium2 import raw

    counts = {
        "attachment": document.count_attachments(), "form": document.get_formtype(), "script": raw.FPDFDoc_GetJavaScriptActionCount(document),
        "signature": raw.FPDF_GetSignatureCount(document), "outline": sum(1 for _ in document.get_toc()),
    }  # fmt: skip
    names = [name for name, count in counts.items() if count > 0]
    return names + [name for name, value in document.get_metadata_dict().items() if value]


def _look_at_page(document: Any, index: int, emit: Emit) -> None:
    from pypdfium2 import raw

    page = document[index]
    text = page.get_textpage()
    objects = list(page.get_objects())
    images = [each for each in objects if each.type == raw.FPDF_PAGEOBJ_IMAGE]
    others = len(objects) - len(images) + max(len(images) - 1, 0) + raw.FPDFPage_GetAnnotCount(page)
    stored = _stored(images[0]) if images else None
    digest = "" if stored is None else hashlib.sha256(stored.tobytes()).hexdigest()
    differ = 0 if stored is None else _differ(stored, _drawn(page, stored.shape[1], stored.shape[0]))
    emit(kind="looked", number=index + 1, stored=digest, differ=differ, others=others, characters=text.count_chars())
    text.close()
    page.close()


def _stored(image: Any) -> Any:
    """Return the pixels of a picture as they are stored (height x width x 3)."""
    import numpy as np

    found = image.get_bitmap().to_numpy()
    return np.repeat(found[:, :, None], 3, axis=2) if found.ndim == 2 else np.ascontiguousarray(found[:, :, 2::-1])


def _drawn(page: Any, wide: int, high: int) -> Any:
    """Return a page drawn on exactly as many pixels as its picture has."""
    import pypdfium2
    from pypdfium2 import raw

    bitmap = pypdfium2.PdfBitmap.new_native(wide, high, raw.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, raw.FPDF_REVERSE_BYTE_ORDER)
    return bitmap.to_numpy()


def _differ(stored: Any, drawn: Any) -> int:
    """Return how many values of a drawn page lie outside of what is stored there and one pixel around: sizes on paper are rounded."""
    import numpy as np

    count = 0
    for top in range(0, len(stored), BAND):
        around = np.pad(stored[max(top - 1, 0) : top + BAND + 1], ((int(top == 0), int(top + BAND >= len(stored))), (1, 1), (0, 0)), mode="edge")
        high, wide = min(BAND, len(stored) - top), stored.shape[1]
        shifted = [around[down : down + high, across : across + wide] for down in range(3) for across in range(3)]
        here = drawn[top : top + high].astype(np.int16)
        low, most = np.minimum.reduce(shifted).astype(np.int16), np.maximum.reduce(shifted).astype(np.int16)
        count += int(((here < low - ROUNDING) | (here > most + ROUNDING)).sum())
    return count
