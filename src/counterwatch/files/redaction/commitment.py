"""A commitment to what was removed: SHA-256 of a fresh salt, a description and the pixels, each of which is shown only when it is opened.

    SHA-256( salt, 32 bytes | description, canonical JSON | pixels, three bytes each (red, green, blue), rows from the top )

Areas are removed one after the other: where two overlap, what an earlier one removed is black for the later one, so that opening one shows
nothing of another.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Annotated

import msgspec

from counterwatch.core import canonical
from counterwatch.core.finding import Struct
from counterwatch.files.redaction.area import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SALT = 32
FILL = 0
"""What is painted over an area: black."""
Number = Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
Edge = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]


class Description(Struct, frozen=True):
    """Where the removed pixels were: the number of the area, its page, the size of that page in pixels, and the box."""

    number: Number
    page: Number
    page_width: Number
    page_height: Number
    x: Edge
    y: Edge
    width: Number
    height: Number

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.height)


def fresh_salt() -> bytes:
    """Return 256 bits that nobody can guess."""
    return secrets.token_bytes(SALT)


def commitment(salt: bytes, description: Description, pixels: bytes) -> str:
    """Return the commitment to the removed pixels of one area, as 64 hexadecimal digits."""
    digest = hashlib.sha256(salt)
    digest.update(canonical(description))
    digest.update(pixels)
    return digest.hexdigest()


def cut(pixels: NDArray[np.uint8], box: Box) -> bytes:
    """Return the pixels of a box as bytes and paint it over."""
    area = pixels[box.y : box.y + box.height, box.x : box.x + box.width]
    removed = area.tobytes()
    area[...] = FILL
    return removed
