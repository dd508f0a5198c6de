"""Files as strangers send them to do harm, and harmless ones beside them; all are made here, with the libraries that make such files."""

import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib

from PIL import Image

SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>%s</svg>"


def picture(format: str) -> bytes:
    held = io.BytesIO()
    Image.frombytes("RGB", (40, 30), random.Random(1).randbytes(3_600)).save(held, format)
    return held.getvalue()


def packed(*members: tuple[str, bytes], stored: bool = False) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def locked() -> bytes:
    """Return an archive whose members are marked as encrypted, in both places where that stands."""
    data = bytearray(packed(("a.txt", b"words" * 20)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Return an archive in which two names stand for the same bytes, as in Fifield's bombs."""
    data = bytearray(packed(("a.txt", b"x" * 500), ("b.txt", b"x" * 500)))
    first, second = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def linked() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        entry = zipfile.ZipInfo("notes")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, b"/etc/passwd")
    return held.getvalue()


def office(*more: tuple[str, bytes]) -> bytes:
    return packed(("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", b"<Relationships/>"), ("xl/workbook.xml", b"<workbook/>"), *more)


def pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(b"%d 0 obj %s endobj" % (number, each) for number, each in enumerate(objects, 1)) + b"\ntrailer <<>>\n%%EOF\n"


def tar(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


HARMLESS: dict[str, tuple[str, bytes, str]] = {
    "jpeg": ("a.jpg", picture("JPEG"), "jpeg"), "png": ("a.png", picture("PNG"), "png"), "gif": ("a.gif", picture("GIF"), "gif"),
    "webp": ("a.webp", picture("WEBP"), "webp"), "tiff": ("a.tiff", picture("TIFF"), "tiff"), "bmp": ("a.bmp", picture("BMP"), "bmp"),
    "pdf": ("a.pdf", pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"), "pdf"),
    "zip": ("a.zip", packed(("a.txt", b"words"), ("b/c.jpg", picture("JPEG"))), "zip"),
    "sheet": ("a.xlsx", office(), "office"),
    "svg": ("a.svg", SVG % b"<path d='M0 0'/>", "svg"), "text": ("a.txt", "བོད་ཡིག 护照 پاسپورت".encode(), "text"), "empty": ("a.txt", b"", "empty"),
    "gzip": ("a.gz", gzip.compress(b"words"), "gzip"), "tar": ("a.tar", tar(("a.txt", b"words")), "tar"),
    "nothing": ("a", bytes([1, 2, 3] * 9), "other"),

    "recording": ("a.m4a", b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + bytes(99), "audio"),
    "film": ("a.mp4", b"\x00\x00\x00\x20ftypisom" + bytes(99), "video"),
    "phone": ("a.heic", b"\x00\x00\x00\x20ftypheic" + bytes(99), "heic"), "words of two": ("a.txt", b"MZ and BM are letters of a text", "text"),
}  # fmt: skip
"""Name, bytes, kind: of these nothing is said."""

ZOO: dict[str, tuple[str, bytes, str, set[str]]] = {
    "zip bomb": ("a.zip", packed(("a.txt", bytes(30_000_000))), "zip", {"bomb"}),
    "overlapping bomb": ("a.zip", overlapping(), "zip", {"bomb"}),
    "nested archive": ("a.zip", packed(("inner.zip", packed(("deep.7z", b"7z")))), "zip", {"nested"}),
    "path traversal": ("a.zip", packed(("../../.ssh/authorized_keys", b"key")), "zip", {"paths"}),
    "absolute path": ("a.zip", packed(("/etc/passwd", b"x")), "zip", {"paths"}),
    "symbolic link": ("a.zip", linked(), "zip", {"paths"}),
    "encrypted archive": ("a.zip", locked(), "zip", {"encrypted"}),
    "program in archive": ("a.zip", packed(("invoice.pdf.exe", b"MZ")), "zip", {"programs"}),
    "cut archive": ("a.zip", packed(("a.txt", b"words" * 99))[:60], "zip", {"damaged"}),
    "locked 7z": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "7z", {"unlisted"}),
    "svg with script": ("a.svg", SVG % b"<script>alert(1)</script>", "svg", {"script"}),
    "svg that loads": ("a.svg", SVG % b"<image href='https://example.org/x'/>", "svg", {"external"}),
    "svg handler": ("a.svg", SVG % b"<g onload = 'x()'/>", "svg", {"script"}),
    "svg in utf-16": ("a.svg", (SVG % b"<script/>").decode().encode("utf-16"), "svg", {"script"}),
    "pdf with javascript": ("a.pdf", pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), "pdf", {"javascript"}),
    "pdf with hidden javascript": ("a.pdf", pdf(b"<< /S /J#61v#61Script /J#53 (x) >>"), "pdf", {"javascript"}),
    "pdf that acts": ("a.pdf", pdf(b"<< /OpenAction << /S /Launch /F (cmd.exe) >> >>"), "pdf", {"action"}),
    "pdf with a file": ("a.pdf", pdf(b"<< /EmbeddedFiles 3 0 R >>"), "pdf", {"embedded"}),
    "packed pdf": ("a.pdf", pdf(b"<< /Type /ObjStm >>"), "pdf", {"packed"}),
    "locked pdf": ("a.pdf", pdf(b"<< /Encrypt 3 0 R >>"), "pdf", {"encrypted"}),
    "sheet with external link": ("a.xlsx", office(("xl/externalLinks/externalLink1.xml", b"<x/>")), "office", {"external"}),
    "sheet with macro": ("a.xlsm", office(("xl/vbaProject.bin", b"\xd0\xcf")), "office", {"macro"}),
    "letter with a remote template": ("a.docx", office(("word/_rels/settings.xml.rels", b"<x/>")), "office", {"external"}),
    "picture and archive": ("a.jpg", picture("JPEG") + packed(("a.txt", b"words")), "jpeg", {"polyglot", "trailing"}),
    "picture and page": ("a.gif", picture("GIF") + b"<script>1</script>", "gif", {"polyglot", "trailing"}),
    "picture and document": ("a.png", picture("PNG")[:33] + chunk(b"tEXt", b"a\0%PDF-1.7") + picture("PNG")[33:], "png", {"polyglot"}),
    "picture with more": ("a.png", picture("PNG") + b"more", "png", {"trailing"}),
    "program before an archive": ("a.exe", b"MZ" + bytes(64) + packed(("a.txt", b"words")), "program", {"polyglot", "starts"}),
    "program as picture": ("holiday.jpg", b"MZ\x90\x00\x03" + bytes(64), "program", {"mismatch"}),
    "shortcut": ("report.pdf.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(64), "shortcut", {"starts"}),
    "disguised": ("p\u202egpj.scr", b"MZ\x90\x00\x03" + bytes(64), "program", {"disguised", "starts"}),
    "old letter with macro": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "_VBA_PROJECT".encode("utf-16-le"), "ole", {"macro"}),
    "rich text with a file": ("a.rtf", rb"{\rtf1 {\object\objdata 01}}", "rtf", {"embedded"}),
    "page that runs": ("a.txt", b"<html><body onload='x()'>", "html", {"script"}),
}  # fmt: skip
"""Name, bytes, kind, and what is said of it."""
