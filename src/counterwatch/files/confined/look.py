"""What a stranger finds in a redacted file: text, annotations, attachments, metadata, and the pixels that are in it."""

from __future__ import annotations

import hashlib
from typing import Any

from counterwatch.files.confined import picture as pictures
from counterwatch.files.confined.frames import Emit
from counterwatch.files.confined.pdf import opened


def look(data: bytes, emit: Emit) -> None:
    """Send what a file holds besides pixels, and for each page the SHA-256 of its pixels as they are stored and as they are drawn."""
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
        emit(kind="looked", number=1, stored=stored, drawn=stored, others=0, characters=0)


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
    stored = images[0].get_bitmap() if images else None
    size = (images[0].get_px_size() if images else (0, 0))[0]
    drawn = page.render(scale=size / page.get_size()[0], rev_byteorder=True, maybe_alpha=False) if stored else None
    emit(
        kind="looked",
        number=index + 1,
        stored=_hashed(stored, is_reversed=False),
        drawn=_hashed(drawn, is_reversed=True),
        others=others,
        characters=text.count_chars(),
    )
    text.close()
    page.close()


def _hashed(bitmap: Any, *, is_reversed: bool) -> str:
    """Return the SHA-256 of a bitmap as RGB."""
    import numpy as np

    if bitmap is None:
        return ""
    found = bitmap.to_numpy()
    rgb = np.repeat(found[:, :, None], 3, axis=2) if found.ndim == 2 else found[:, :, :3]
    ordered = rgb if is_reversed or found.ndim == 2 else rgb[:, :, ::-1]
    return hashlib.sha256(np.ascontiguousarray(ordered).tobytes()).hexdigest()
