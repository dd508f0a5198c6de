"""Decoding along a path with the libraries alone, from every place where a step may begin: says whether a path that is told is a true one."""

import base64
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard
from corpus import DIGESTS, HASHED, WRITTEN, Plant

ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[\"\\/bfnrt]")
HOLDERS = frozenset({"multipart", "protobuf"})
"""What holds a part as it is: nothing is undone."""


def unescaped(data: bytes) -> Iterator[bytes]:
    text = ESCAPED.sub(lambda found: json.loads(f'"{found[0]}"'), data.decode("utf-8", "surrogateescape"))
    yield text.encode("utf-8", "surrogateescape")


def percent(data: bytes) -> Iterator[bytes]:
    yield re.sub(rb"%([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), data)


def hexadecimal(data: bytes) -> Iterator[bytes]:
    for run in re.findall(rb"[0-9a-fA-F]{2,}", data):
        for first in range(2):
            digits = run[first:]
            yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def base64_runs(data: bytes) -> Iterator[bytes]:
    for run in re.findall(rb"[A-Za-z0-9+/_-]{2,}", data):
        for first in range(4):
            letters = run[first:]
            letters = letters if len(letters) % 4 != 1 else letters[:-1]
            yield base64.b64decode(letters.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(letters) % 4))


def unpacked(unpack: Callable[[bytes], bytes], mark: bytes = b"") -> Callable[[bytes], Iterator[bytes]]:
    def step(data: bytes) -> Iterator[bytes]:
        for start in range(len(data)):
            if data.startswith(mark, start):
                try:
                    yield unpack(data[start:])
                except (zlib.error, brotli.error, zstandard.ZstdError, EOFError, OSError):
                    continue

    return step


STEPS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "url": percent,
    "json": unescaped,
    "hex": hexadecimal,
    "base64": base64_runs,
    "gzip": unpacked(lambda data: zlib.decompressobj(31).decompress(data), gzip.compress(b"")[:2]),
    "zlib": unpacked(lambda data: zlib.decompressobj().decompress(data), b"\x78"),
    "deflate": unpacked(lambda data: zlib.decompressobj(-15).decompress(data)),
    "brotli": unpacked(lambda data: brotli.Decompressor().process(data)),
    "zstd": unpacked(lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data), b"\x28\xb5\x2f\xfd"),
}


def along(data: bytes, path: tuple[str, ...]) -> Iterator[bytes]:
    """Yield everything that bytes are once the steps of a path are undone, wherever in them a step begins."""
    if not path:
        yield data
    elif path[0] in HOLDERS:
        yield from along(data, path[1:])
    else:
        for each in STEPS[path[0]](data):
            yield from along(each, path[1:])


def meant(plant: Plant) -> frozenset[bytes]:
    """Return what was planted as bytes that may stand there, in small letters: the identifier as it is written, or its digest."""
    if plant.digest:
        raw = [DIGESTS[plant.digest](text.encode()) for label, text in HASHED if label == plant.label]
        return frozenset(each.lower() for made in raw for each in (made, made.hex().encode()))
    texts = [text for label, text in WRITTEN if label == plant.label]
    numbers = [bytes.fromhex(text) for text in texts if re.fullmatch(r"[0-9a-f]{32}", text)]
    return frozenset(each.lower() for each in (*(text.encode() for text in texts), *numbers))


def is_true(plant: Plant, path: tuple[str, ...]) -> bool:
    """Return whether decoding along a path really gives what was planted."""
    return any(each in read.lower() for read in along(plant.part, path) for each in meant(plant))
