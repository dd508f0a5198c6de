"""More than 200 planted secrets, and programs that are not ours looking for them in what was written."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from hidden import pdf_with, pictures_with
from secrets_planted import secrets

from counterwatch.api.redact import redact

TOOLS = {
    "pdftotext": (["pdftotext", "-enc", "UTF-8", "{}", "-"], (".pdf",), "poppler-utils"),
    "pdfinfo": (["pdfinfo", "-meta", "-custom", "-js", "{}"], (".pdf",), "poppler-utils"),
    "pdfdetach": (["pdfdetach", "-list", "{}"], (".pdf",), "poppler-utils"),
    "exiftool": (["exiftool", "-a", "-u", "-G1", "-ee", "-v3", "{}"], (".pdf", ".png", ".jpg", ".tiff", ".webp"), "libimage-exiftool-perl"),
    "strings": (["strings", "-n", "4", "-e", "S", "{}"], (".pdf", ".png", ".jpg", ".tiff", ".webp"), "binutils"),
}
STREAM = re.compile(rb"stream\r?\n")


def unpacked(data: bytes) -> bytes:
    """Return a file, and after it everything in it that zlib unpacks, wherever it begins."""
    found = [data]
    for start in [match.end() for match in STREAM.finditer(data)] + [match.end() for match in re.finditer(rb"IDAT|iTXt|zTXt", data)]:
        try:
            found.append(zlib.decompressobj().decompress(data[start:], 50_000_000))
        except zlib.error:
            continue
    return b"\0".join(found)


def spellings(secret: str) -> set[bytes]:
    """Return the bytes that a secret may be in a file, and as hexadecimal text of PDF."""
    plain = {form.encode(encoding) for form in (secret, secret.replace("<", "&lt;")) for encoding in ("utf-8", "utf-16-be", "utf-16-le")}
    return plain | {each.hex().encode() for each in plain} | {each.hex().upper().encode() for each in plain}


def held(data: bytes, planted: list[str]) -> list[str]:
    whole = unpacked(data)
    return [each for each in planted if any(spelled in whole for spelled in spellings(each))]


def told(tool: str, file: Path) -> str | None:
    """Return what an independent program says of a file; None where it is not here or does not read such files."""
    command, suffixes, _ = TOOLS[tool]
    if shutil.which(tool) is None or file.suffix not in suffixes:
        return None
    return subprocess.run([each.format(file) for each in command], capture_output=True, timeout=60, check=False).stdout.decode(errors="replace")


def hidden_files(folder: Path) -> list[tuple[Path, list[str]]]:
    given = iter(secrets(400))
    found = []
    for number in range(8):
        data, used = pdf_with(given)
        (file := folder / f"in{number}.pdf").write_bytes(data)
        found.append((file, used))
    for suffix, data, used in pictures_with(given):
        (file := folder / f"in{suffix}").write_bytes(data)
        found.append((file, used))
    return found


def test_what_nobody_sees_is_in_no_copy(tmp_path: Path) -> None:
    planted = 0
    for number, (file, used) in enumerate(hidden_files(tmp_path)):
        before = held(file.read_bytes(), used)
        # Two are text that is drawn, cut to Latin: they stand in the page and not as planted.
        assert len(before) >= len(used) - 2, [each for each in used if each not in before]
        planted += len(before)
        # Every file as one kind of copy, and each kind of file as both.
        out = file.with_name(file.name + (".pdf", ".png")[number % 2])
        redact(file, out, regions=["1:0%,0%,5%,5%"])
        assert held(out.read_bytes(), used) == []
        read = {tool: told(tool, out) or "" for tool in TOOLS}
        assert [(tool, each) for tool, text in read.items() for each in used if each in text] == []
    assert planted >= 200


@pytest.mark.parametrize("tool", ["exiftool", "pdfinfo", "strings"])
def test_each_program_would_see_them(tmp_path: Path, tool: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not here (apt-get install {TOOLS[tool][2]})")
    read = [(told(tool, file) or "", used) for file, used in hidden_files(tmp_path)]
    found = [each for text, used in read for each in used if each in text]
    assert len(found) >= 4
