"""A picture as a reader sees it: turned as its camera said, in the colours that its profile means, without anything that is transparent."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterwatch.files.confined.frames import Emit
from counterwatch.files.confined.sizes import MOST_PAGES, MOST_PIXELS, Refused

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")


def draw(data: bytes, emit: Emit, *, only: Sequence[int]) -> None:
    """Send the pixels (RGB, rows from the top) of each picture in a file."""
    with opened(data) as picture:
        count = getattr(picture, "n_frames", 1)
        if count > MOST_PAGES:
            raise Refused("pages")
        emit(kind="document", pages=count)
        for number in only or range(1, count + 1):
            _draw_frame(picture, number, emit)


def opened(data: bytes) -> Image.Image:
    """Open a picture; what is none of the formats that are read, or too large, is refused before a pixel of it is unpacked."""
    from PIL import Image, UnidentifiedImageError

    # What a library warns of is refused here, or none of the user's concern.
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Refused("unknown") from error
    except Image.DecompressionBombError as error:
        raise Refused("pixels", 1) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused("damaged") from error
    return picture


def _draw_frame(picture: Image.Image, number: int, emit: Emit) -> None:
    from PIL import Image, ImageOps

    try:
        picture.seek(number - 1)
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("pixels", number)
        picture.load()
        seen = as_seen(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError as error:
        raise Refused("pixels", number) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        raise Refused("page", number) from error
    emit(kind="page", number=number, width=seen.width, height=seen.height, points=None, dpi=None, has_pictures=True, body=seen.tobytes())


def as_seen(picture: Image.Image) -> Image.Image:
    """Return a picture in RGB, on white where it is transparent."""
    from PIL import Image

    if picture.mode in {"I", "F"} or picture.mode.startswith("I;"):
        return _from_deep(picture).convert("RGB")
    if "A" in picture.getbands() or "a" in picture.getbands() or "transparency" in picture.info:
        over = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over).convert("RGB")
    return _in_its_colours(picture)


def _from_deep(picture: Image.Image) -> Image.Image:
    """Return grey of eight bits: sixteen by their upper half, others between the darkest and the lightest."""
    import numpy as np
    from PIL import Image

    deep: Any = np.nan_to_num(np.asarray(picture).astype(float))
    low, high = (0.0, 65535.0) if picture.mode.startswith("I;") else (float(deep.min()), float(deep.max()))
    return Image.fromarray(np.clip((deep - low) * 255 / max(high - low, 1e-9), 0, 255).astype(np.uint8))


def _in_its_colours(picture: Image.Image) -> Image.Image:
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None
        if turned is not None:
            return turned
    return picture.convert("RGB")
