"""Bundles that somebody tampered with: at random, with method, and by a hostile friend who signs what was tampered with."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bundle_examples import flipped
from counterwatch.bundle.instructions import instructions
from counterwatch.bundle.sinks import ZipSink
from counterwatch.bundle.writing import Bag
from counterwatch.case import Signer

Files = dict[str, bytes]

HOSTILE = (
    "../outside", "data/../../outside", "/outside", "data/case/../../../outside", "data/case/objects/../../outside", "data\\..\\outside",
    "C:/outside", "data/case/con", "data/derived/nul.csv", "data/derived/aux", "data/derived/COM1.csv", "data/derived/Report.html",
    "data/DERIVED/report.html", "data/derived/.hidden", "data/derived/a b.csv", "data/derived/\u202egnp.csv", "data/derived/é.csv",
    "data/derived/" + "a" * 200, "data/derived/x/y.csv", "data/case/tmp/lock", "data/case/work/index.db-journal", "data/case/keys/../case.json",
    "data/case/ledger/000001.jsonl/x", "signature/../x.pem", "", ".", "data/", "data/derived/%2e%2e%2fx", "data/derived/~", "bagit.txt/x",
    "data/case/objects/00/" + "0" * 64, "evil.sh", "data/derived/report.html\n",
)  # fmt: skip
BOMBS = (
    b"[" * 100_000, b'{"a":' * 50_000, b"[" * 500 + b"]" * 500, b'{"v":' + b"9" * 5000 + b"}", b'"' + b"\\ud800" * 50 + b'"', b"\xff\xfe", b"",
    b"null", b"[1e400]", b'{"case":' + b'{"x":' * 900 + b"1" + b"}" * 900 + b"}", b"\x00" * 1000, b'{"slots":9007199254740993}',
)  # fmt: skip
JSON_FILES = (".json", ".jsonl")


def write_folder(files: Files, place: Path) -> Path:
    """Write files into a folder as far as the file system takes their names; a hostile name stays inside the folder all the same."""
    place.mkdir()
    for path, data in files.items():
        target = Path(os.path.normpath(place / path.lstrip("/").replace("..", "__").replace("\\", "_")))
        if target == place or len(target.name.encode()) > 255 or "\0" in path:
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except (NotADirectoryError, FileExistsError, IsADirectoryError):
            continue
    return place


def write_zip(files: Files, place: Path) -> Path:
    """Write files as a ZIP file in the form of a bundle, with their names as they are."""
    with place.open("xb") as file:
        sink = ZipSink(file)
        for path, data in files.items():
            sink.add(path, [data], len(data))
        sink.close()
    return place


def rebagged(files: Files, signer: Signer, *, copy: Any = "whole", info: dict[str, str] | None = None) -> Files:
    """Return a bundle with this payload whose lists are true and signed."""

    class Held:
        def __init__(self) -> None:
            self.files: Files = {}

        def add(self, path: str, chunks: Any, size: int) -> None:
            self.files[path] = b"".join(chunks)
            assert len(self.files[path]) == size

    held = Held()
    bag = Bag(held)
    for path, data in files.items():
        if path.startswith("data/"):
            bag.data(path, data)
    said = info or {
        name: value for name, value in (line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines()) if name != "Payload-Oxum"
    }
    bag.finish(said, instructions(copy, is_encrypted=False), signer)
    return held.files


def mutated(files: Files, rng: random.Random) -> Files:
    """Return the files with one to three things changed."""
    made = dict(files)
    for _ in range(rng.choice((1, 1, 2, 3))):
        rng.choice(CHANGES)(made, rng)
    return made


def _some(files: Files, rng: random.Random) -> str:
    return rng.choice(sorted(files)) if files else "bagit.txt"


def _flip(files: Files, rng: random.Random) -> None:
    path = _some(files, rng)
    files[path] = flipped(files[path], rng) if files.get(path) else b"x"


def _cut(files: Files, rng: random.Random) -> None:
    path = _some(files, rng)
    files[path] = files.get(path, b"")[: rng.randrange(1 + len(files.get(path, b"")))]


def _grow(files: Files, rng: random.Random) -> None:
    path = _some(files, rng)
    files[path] = files.get(path, b"") + rng.randbytes(rng.randrange(1, 50))


def _remove(files: Files, rng: random.Random) -> None:
    files.pop(_some(files, rng), None)


def _swap(files: Files, rng: random.Random) -> None:
    one, other = _some(files, rng), _some(files, rng)
    files[one], files[other] = files.get(other, b""), files.get(one, b"")


def _add(files: Files, rng: random.Random) -> None:
    files[rng.choice(HOSTILE)] = rng.choice((b"x", b"#!/bin/sh\ntouch outside\n", b"<script>alert(1)</script>", *BOMBS[:2]))


def _rename(files: Files, rng: random.Random) -> None:
    path = _some(files, rng)
    files[rng.choice(HOSTILE)] = files.pop(path, b"")


def _list_more(files: Files, rng: random.Random) -> None:
    """List a hostile name, with a hash that fits or not."""
    name = rng.choice(("manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"))
    hash = rng.randbytes(32 if "256" in name else 64).hex()
    line = f"{hash}  {rng.choice(HOSTILE)}\n".encode()
    files[name] = files.get(name, b"") + line * rng.choice((1, 1, 1, 5000))


def _bomb(files: Files, rng: random.Random) -> None:
    path = rng.choice([each for each in files if each.endswith(JSON_FILES)] or ["data/case/case.json"])
    bomb = rng.choice(BOMBS)
    files[path] = rng.choice((bomb, files.get(path, b"") + bomb + b"\n", bomb + b"\n" + files.get(path, b"")))


def _object_bomb(files: Files, rng: random.Random) -> None:
    path = rng.choice([each for each in files if "/objects/" in each] or ["data/case/case.json"])
    files[path] = rng.choice(BOMBS)


def _edit_json(files: Files, rng: random.Random) -> None:
    """Change a value somewhere in a line of JSON, and write it in canonical form again."""
    path = rng.choice([each for each in files if each.endswith(JSON_FILES) or "/objects/" in each] or ["data/case/case.json"])
    lines = files.get(path, b"").split(b"\n")
    place = rng.randrange(len(lines))
    try:
        value = json.loads(lines[place])
    except ValueError:
        return
    lines[place] = json.dumps(_edited(value, rng), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    files[path] = b"\n".join(lines)


WILD: tuple[Any, ...] = (
    -1,
    0,
    1 << 53,
    10**30,
    "",
    "x" * 10_000,
    "../../x",
    None,
    [],
    {},
    [[]],
    "0" * 64,
    True,
    1.5,
    "\u202e",
    "<script>",
    {"gone": "0" * 64},
    "9" * 4000,
)


def _edited(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict) and value and rng.random() < 0.85:
        name = rng.choice(sorted(value))
        if rng.random() < 0.15:
            return {each: value[each] for each in value if each != name} | ({} if rng.random() < 0.5 else {"extra": 1})
        return value | {name: _edited(value[name], rng)}
    if isinstance(value, list) and value and rng.random() < 0.85:
        place = rng.randrange(len(value))
        return [*value[:place], _edited(value[place], rng), *value[place + 1 :]] if rng.random() < 0.7 else value * 2
    return rng.choice(WILD)


def _ledger(files: Files, rng: random.Random) -> None:
    """Remove, repeat or move lines of the ledger, or drop its end."""
    path = rng.choice([each for each in files if each.startswith("data/case/ledger/")] or ["data/case/case.json"])
    if rng.random() < 0.5:
        number = path.rpartition("/")[2][:6]
        for each in [each for each in files if f"/ledger/{number}" in each]:
            del files[each]
        return
    lines = files.get(path, b"").splitlines(keepends=True)
    rng.shuffle(lines)
    files[path] = b"".join(lines * rng.choice((1, 2)))


def _info(files: Files, rng: random.Random) -> None:
    lines = (
        "Counterwatch-Bundle: 2", "Counterwatch-Bundle: 1e9", "Counterwatch-Bundle: " + "9" * 100, "Counterwatch-Bundle: -1", " folded", "\x00",
        "Counterwatch-Copy: travel", "Counterwatch-Copy: redacted", "Counterwatch-Copy: other", "External-Identifier: ../../x",
        "Payload-Oxum: 9" + "9" * 50 + ".1", "Payload-Oxum: x", "Counterwatch-Head: 1", "Counterwatch-Bundle:1",
    )  # fmt: skip
    files["bag-info.txt"] = rng.choice((files.get("bag-info.txt", b""), b"")) + rng.choice(lines).encode() + b"\n"


CHANGES: tuple[Callable[[Files, random.Random], None], ...] = (
    _flip, _cut, _grow, _remove, _swap, _add, _rename, _list_more, _bomb, _object_bomb, _edit_json, _edit_json, _ledger, _info,
)  # fmt: skip


def tampered_zip(whole: bytes, rng: random.Random) -> bytes:
    """Return an archive with a trick of the format in it."""
    return rng.choice(TRICKS)(whole, rng)


def _repacked(whole: bytes, rng: random.Random) -> bytes:
    """Pack the same files with another program, as it likes, with one more that leads elsewhere or is a link."""
    out = io.BytesIO()
    method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", method) as new:
        for each in old.namelist():
            new.writestr(each, old.read(each))
        extra = zipfile.ZipInfo(rng.choice([each for each in HOSTILE if each]))
        extra.external_attr = rng.choice((0o120777 << 16, 0o100644 << 16, 0o010644 << 16))
        if rng.random() < 0.7:
            new.writestr(extra, "/etc/passwd")
    return out.getvalue()


def _bombed(whole: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("bagit.txt", b"\0" * 5_000_000)
    return out.getvalue()


def _numbers(whole: bytes, rng: random.Random) -> bytes:
    """Write a wild number over some field of a header, the list or its end."""
    made = bytearray(whole)
    end = len(made) - 22
    start = struct.unpack("<I", made[end + 16 : end + 20])[0]
    place = rng.choice((rng.randrange(0, 30), rng.randrange(start, len(made) - 4), rng.randrange(end, len(made) - 4)))
    made[place : place + 4] = struct.pack("<I", rng.choice((0, 1, 0xFFFF, 0xFFFFFFFF, 0x7FFFFFFF, rng.randrange(1 << 32))))
    return bytes(made)


def _around(whole: bytes, rng: random.Random) -> bytes:
    junk = rng.choice((b"#!/bin/sh\n", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.4", rng.randbytes(100), whole[:500]))
    return rng.choice((junk + whole, whole + junk, whole + whole, whole[: rng.randrange(len(whole))], whole[rng.randrange(len(whole)) :]))


def _commented(whole: bytes, rng: random.Random) -> bytes:
    comment = rng.randbytes(rng.randrange(1, 60))
    return whole[:-2] + struct.pack("<H", len(comment)) + comment


def _flipped(whole: bytes, rng: random.Random) -> bytes:
    return flipped(whole, rng)


def _other_crc(whole: bytes, rng: random.Random) -> bytes:
    """Change a content and its checksum together."""
    at = whole.index(b"PK\x03\x04", rng.randrange(len(whole) // 2))
    size, named, extra = struct.unpack("<I", whole[at + 18 : at + 22])[0], *struct.unpack("<HH", whole[at + 26 : at + 30])
    begin = at + 30 + named + extra
    content = flipped(whole[begin : begin + size], rng) if 0 < size < len(whole) else b""
    old, new = whole[at + 14 : at + 18], struct.pack("<I", zlib.crc32(content))
    return (whole[:begin] + content + whole[begin + len(content) :]).replace(old, new)


TRICKS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _repacked,
    _repacked,
    _bombed,
    _numbers,
    _numbers,
    _around,
    _commented,
    _flipped,
    _other_crc,
)
