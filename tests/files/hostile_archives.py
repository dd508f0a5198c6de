"""Archives that mean harm, made in memory."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib


def zipped(**contents: bytes) -> bytes:
    """Return a ZIP file; dots and slashes of names are given by the caller in a dict."""
    return zip_of(contents)


def zip_of(contents: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in contents.items():
            made.writestr(name, data)
    return out.getvalue()


def zip_link(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o120777 << 16
        made.writestr(info, "/etc/passwd")
        made.writestr("fine.txt", "fine")
    return out.getvalue()


def zip_device(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o020666 << 16
        made.writestr(info, "")
        made.writestr("fine.txt", "fine")
    return out.getvalue()


def zip_marked(contents: dict[str, bytes], *, flags: int = 0, method: int | None = None) -> bytes:
    """Return a ZIP file whose first entry of the table of contents has other flags or another method."""
    data = bytearray(zip_of(contents, zipfile.ZIP_STORED))
    for signature, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(signature)
        struct.pack_into("<H", data, place + at, struct.unpack_from("<H", data, place + at)[0] | flags)
        if method is not None:
            struct.pack_into("<H", data, place + at + 2, method)
    return bytes(data)


def overlapping(count: int, kernel: int = 1 << 20) -> bytes:
    """Return a ZIP file all of whose members are the same bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(b"0" * kernel) + packer.flush()
    crc = zlib.crc32(b"0" * kernel)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), kernel, 1, 0) + b"a" + body
    table = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), kernel, 4, 0, 0, 0, 0, 0, 0) + b"%04d" % each
        for each in range(count)
    )
    return local + table + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(table), len(local), 0)


def many(count: int) -> bytes:
    """Return a ZIP file with a table of contents of many empty members, its own count wrong."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    table = entry * count
    return b"PK\x03\x04" + table + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(table), 4, 0)


def tar_of(contents: dict[str, bytes], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz" if packed else "w") as made:
        for name, data in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return out.getvalue()


def tar_kind(kind: bytes, name: str = "evil") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        made.addfile(info)
        fine = tarfile.TarInfo("fine.txt")
        fine.size = 4
        made.addfile(fine, io.BytesIO(b"fine"))
    return out.getvalue()


def tar_long_name(size: int) -> bytes:
    """Return a packed tar file whose first header says that a name of `size` bytes follows."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, size
    return gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"a" * size)


def tar_negative() -> bytes:
    """Return a tar file whose member has a negative size, so that a reader goes back and reads it again, for ever."""
    info = tarfile.TarInfo("fine.txt")
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" * 10 + b"\xfe\x00"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % (sum(header[:512]))
    return bytes(header[:512]) + b"\0" * 1024


def nested(depth: int, inside: bytes = b"text") -> bytes:
    data = zip_of({"deep.txt": inside})
    for each in range(depth - 1):
        data = zip_of({f"inner{each}.zip": data, f"beside{each}.txt": b"beside"})
    return data
