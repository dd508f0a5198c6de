"""Files with secrets in every place where a file can hide them, and what those are."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from papers import Paper, literal, png_chunk, revised, streamed, text, words
from PIL import Image, PngImagePlugin, TiffImagePlugin


def xmp(secret: str) -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{secret.replace('<', '&lt;')}</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


def pdf_with(given: Iterator[str]) -> tuple[bytes, list[str]]:
    """Return a PDF that hides secrets where no reader sees them, and these secrets."""
    used: list[str] = []

    def take() -> str:
        used.append(next(given))
        return used[-1]

    paper = Paper()
    paper.info = paper.add(b"<< /Title %s /Author %s /Keywords %s /Producer %s /Custom %s >>" % tuple(text(take()) for _ in range(5)))
    metadata = paper.add(b"/Type /Metadata /Subtype /XML", stream=xmp(take()))
    attached = paper.add(b"/Type /EmbeddedFile /Filter /FlateDecode", stream=zlib.compress(take().encode()))
    listed = paper.add(b"<< /Type /Filespec /F %s /UF %s /Desc %s /EF << /F %d 0 R >> >>" % (text(take()), text(take()), text(take()), attached))
    script = paper.add(b"<< /S /JavaScript /JS %s >>" % text(f"app.alert('{take()}')"))
    layer = paper.add(b"<< /Type /OCG /Name %s >>" % text(take()))
    outline = paper.add(b"<< /Title %s /Parent 2 0 R >>" % text(take()))
    outlines = paper.add(b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count 1 >>" % (outline, outline))
    value = paper.add(
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T %s /V %s /DV %s /F 2 /Rect [10 10 90 30] >>" % (text(take()), text(take()), text(take()))
    )
    note = paper.add(b"<< /Type /Annot /Subtype /Text /Contents %s /T %s /F 2 /Rect [300 250 320 270] >>" % (text(take()), text(take())))
    link = paper.add(b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI %s >> /Rect [5 5 9 9] /Border [0 0 0] >>" % text(take()))
    thumbnail = paper.add(b"/Width 4 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8", stream=take().encode().ljust(16)[:64])
    paper.add(b"", stream=take().encode())
    paper.add(b"<< /Unused %s >>" % text(take()))
    hidden = [each.encode("ascii", "ignore").decode() for each in (take(), take())]
    drawing = (
        b"/OC /L BDC " + words("layer", 30, 150) + b"EMC /Span << /ActualText %s >> BDC " % text(take()) + words("seen", 30, 200) + b"EMC "
        + words("hidden " + hidden[0], 900, 900) + b"3 Tr " + words("x", 30, 250) + words("white " + hidden[1], 30, 100, color="1 1 1")
    )  # fmt: skip
    number = paper.page(
        drawing,
        extra=b"/Annots [%d 0 R %d 0 R %d 0 R] /Thumb %d 0 R /PieceInfo << /X << /Private %s >> >>" % (value, note, link, thumbnail, text(take())),
        resources=b"/Properties << /L %d 0 R >>" % layer,
    )
    paper.catalog = (
        b"/Metadata %d 0 R /Names << /EmbeddedFiles << /Names [%s %d 0 R] >> >> /OpenAction %d 0 R /Outlines %d 0 R /AcroForm << /Fields [%d 0 R] >> "
        b"/OCProperties << /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >>"
        % (metadata, literal("a"), listed, script, outlines, value, layer, layer)
    )  # fmt: skip
    contents = number - 1
    earlier = take()
    first = paper.data() + b"% " + take().encode() + b"\n"
    old = revised(first, contents, streamed(b"", b"/P << /S %s >> BDC EMC " % text(earlier) + drawing))
    return revised(old, contents, streamed(b"", drawing)) + take().encode(), used


def pictures_with(given: Iterator[str]) -> Iterator[tuple[str, bytes, list[str]]]:
    """Yield pictures with secrets in their metadata: suffix, bytes, secrets."""
    for format, suffix in (("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("TIFF", ".tiff")):
        used = [next(given) for _ in range(12)]
        yield suffix, _picture(format, used), used


def _picture(format: str, used: list[str]) -> bytes:
    image, buffer = Image.new("RGB", (160, 120), (200, 220, 240)), io.BytesIO()
    image.paste((20, 20, 20), (10, 10, 150, 40))
    exif = _exif(used)
    extra: dict[str, object] = {"exif": exif}
    if format == "JPEG":
        extra |= {"comment": used[6].encode(), "xmp": xmp(used[7])}
    elif format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", used[6].encode("ascii", "ignore").decode() or "x")
        info.add_itxt("Description", used[7], zip=False)
        info.add_itxt("XML:com.adobe.xmp", xmp(used[8]).decode())
        extra["pnginfo"] = info
    elif format == "WEBP":
        extra |= {"xmp": xmp(used[7]), "lossless": True}
    else:
        extra |= {"tiffinfo": _tags(used)}
        extra.pop("exif")
    image.save(buffer, format, **extra)
    data = buffer.getvalue()
    if format == "PNG":
        data = data[:33] + png_chunk(b"prVt", used[9].encode()) + data[33:]
    return data + b"".join(each.encode() for each in used[10:]) + used[9].encode() + used[8].encode() + used[7].encode() + used[6].encode()


def _exif(used: list[str]) -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E] = used[0].encode(), used[1].encode(), used[2].encode()
    inner = exif.get_ifd(0x8769)
    inner[0xA431], inner[0x927C] = used[3].encode(), used[4].encode()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (39.0, 28.0, 13.5), "E", (75.0, 59.0, 24.25)
    place[0x1D], place[0x1B] = "2019:03:03", b"ASCII\0\0\0" + used[5].encode()
    return exif


def _tags(used: list[str]) -> TiffImagePlugin.ImageFileDirectory_v2:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, each in zip((315, 33432, 270, 305, 316, 269), used, strict=False):
        tags[tag] = each.encode()
        tags.tagtype[tag] = 1
    tags[700] = xmp(used[6])
    tags.tagtype[700] = 1
    return tags
