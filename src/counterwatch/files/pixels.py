"""A PDF or a picture as the pixels that a reader sees, page by page, drawn in the limited child process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.files.child import NOT_HERS, OTHER_PROGRAM, ChildFailed, Frame, answers
from counterwatch.files.confined.sizes import MOST_BYTES, MOST_CHARACTERS, MOST_PAGES, MOST_PIXELS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI = 150.0
DRAWING = Template("files.pixels.drawing", "drawing pages")
REFUSED = Template("files.pixels.refused", "cannot draw {name}: {why}")
REASONS = {
    "encrypted": Template("files.pixels.encrypted", "it is encrypted"),
    "damaged": Template("files.pixels.damaged", "it is damaged or cut off"),
    "unknown": Template("files.pixels.unknown", "it is neither a PDF nor a PNG, JPEG, TIFF or WebP picture"),
    "page": Template("files.pixels.page", "page {page} is damaged or cut off"),
    "pages": Template("files.pixels.pages", "it has more than {most} pages"),
    "pixels": Template("files.pixels.pixels", "page {page} has more than {most} pixels"),
    "text": Template("files.pixels.text", "a page of it holds more than {most} characters"),
    "memory": Template("files.pixels.memory", "it asks for more memory than is given"),
    "bytes": Template("files.pixels.bytes", "it has more than {most} bytes"),
}
HINTS = {
    "encrypted": Template("files.pixels.decrypt", "open it with its password and print it to a new PDF; redact that"),
    "unknown": Template("files.pixels.convert", "save or print it as PDF first; redact that"),
    "pages": Template("files.pixels.split", "split it and redact the parts"),
}
MOST = {"pages": MOST_PAGES, "pixels": MOST_PIXELS, "text": MOST_CHARACTERS, "bytes": MOST_BYTES}
CHARACTER = 20
"""Bytes that describe a character and its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it is shown: `pixels` (height x width x 3, from the top); `points` is its size on paper, where it has one.

    `text` (n x 5) holds the characters of the text layer: code, left, top, right and bottom in eighths of a pixel; None where it was not asked for.
    """

    number: int
    count: int
    pixels: NDArray[np.uint8]
    points: tuple[float, float] | None
    dpi: float | None
    has_pictures: bool
    text: NDArray[np.int32] | None = None
    unmapped: int = 0


def is_pdf(data: bytes) -> bool:
    """Say whether a file calls itself a PDF: readers look for the mark in its first 1,024 bytes."""
    return b"%PDF-" in data[:1024]


def pages_of(
    data: bytes,
    *,
    name: str,
    dpi: float = DPI,
    with_text: bool = False,
    only: Sequence[int] = (),
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Iterator[Page]:
    """Yield the pages of a file; `only` names some of them by number. Raises `UnreadableEvidence` and `ChildFailed`."""
    if len(data) > MOST_BYTES:
        raise _refused(name, "bytes", 0)
    what = "pdf" if is_pdf(data) else "picture"
    request = {"what": what, "dpi": dpi, "text": with_text, "only": list(only)}
    with answers(request, data, largest=max(MOST_PIXELS * 3, MOST_CHARACTERS * CHARACTER), cancel=cancel) as frames:
        yield from _pages(_heard(frames, name), len(only), progress)


def _heard(frames: Iterator[Frame], name: str) -> Iterator[Frame]:
    for head, body in frames:
        if head["kind"] == "refused":
            raise _refused(name, str(head.get("code")), int(head.get("page", 0)))
        yield head, body


def _refused(name: str, code: str, page: int) -> UnreadableEvidence:
    template = REASONS.get(code, REASONS["damaged"])
    given: dict[str, int] = {"page": page, "most": MOST.get(code, 0)}
    why: Message = template(**{field: given[field] for field in template.fields})
    return UnreadableEvidence(REFUSED(name=name, why=why), hint=HINTS[code]() if code in HINTS else OTHER_PROGRAM())


def _pages(frames: Iterator[Frame], chosen: int, progress: Progress) -> Iterator[Page]:
    count, done, text = 0, 0, None
    for head, body in frames:
        try:
            if head["kind"] == "document":
                count = int(head["pages"])
                progress(DRAWING(), 0, chosen or count)
            elif head["kind"] == "text":
                text = (_characters(body), int(head["unmapped"]))
            else:
                done += 1
                yield _page(head, body, count, text)
                text = None
                progress(DRAWING(), done, chosen or count)
        except (KeyError, TypeError, ValueError) as error:
            raise ChildFailed(NOT_HERS(), hint=OTHER_PROGRAM()) from error
    if done != (chosen or count):
        raise ChildFailed(NOT_HERS(), hint=OTHER_PROGRAM())


def _characters(body: bytearray) -> NDArray[np.int32]:
    import numpy as np

    return np.frombuffer(body, dtype=np.int32).reshape(-1, 5)


def _page(head: dict[str, Any], body: bytearray, count: int, text: tuple[NDArray[np.int32], int] | None) -> Page:
    import numpy as np

    pixels = np.frombuffer(body, dtype=np.uint8).reshape(int(head["height"]), int(head["width"]), 3)
    points = head["points"]
    return Page(
        number=int(head["number"]), count=count, pixels=pixels, points=(float(points[0]), float(points[1])) if points else None,
        dpi=float(head["dpi"]) if head["dpi"] else None, has_pictures=bool(head["has_pictures"]),
        text=text[0] if text else None, unmapped=text[1] if text else 0,
    )  # fmt: skip
