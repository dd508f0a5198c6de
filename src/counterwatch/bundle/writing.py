"""Writing a bundle: every byte is hashed in both ways while it is copied, then the lists are written, and the lists of lists are signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from counterwatch.bundle.places import DECLARATION, INFO, INSTRUCTIONS, KEY, MANIFESTS, METHODS, SIGNATURES, TAG_MANIFESTS
from counterwatch.bundle.sinks import Sink
from counterwatch.case.objects import chunks_of
from counterwatch.case.signing import Signer, public_pem
from counterwatch.core.canonical import sha256_hex
from counterwatch.core.progress import Cancel, never, stop_if

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Bag:
    """A bundle under way: BagIt 1.0 (RFC 8493), with two hashes for each file."""

    def __init__(self, sink: Sink, cancel: Cancel = never) -> None:
        self.sink, self.payload, self.bytes, self._cancel = sink, dict[str, tuple[str, ...]](), 0, cancel

    def add(self, path: str, chunks: Iterable[bytes], size: int) -> str:
        """Write a file of the payload, and return its SHA-256."""
        self.payload[path] = self._write(path, chunks, size)
        self.bytes += size
        return self.payload[path][0]

    def file(self, path: str, source: Path) -> str:
        """Copy a file into the payload."""
        with source.open("rb") as file:
            return self.add(path, chunks_of(file), source.stat().st_size)

    def data(self, path: str, data: bytes) -> str:
        """Write some bytes into the payload."""
        return self.add(path, (data,), len(data))

    def finish(self, info: Mapping[str, str], instructions: str, signer: Signer | None) -> str:
        """Write what speaks about the payload, signed or (a copy that must tell nobody's key) not; return the number of the bundle."""
        said = dict(info) | {"Payload-Oxum": f"{self.bytes}.{len(self.payload)}"}
        tags = {DECLARATION: BAGIT, INFO: "".join(f"{name}: {value}\n" for name, value in said.items()).encode()}
        tags |= {INSTRUCTIONS: instructions.encode()}
        tags |= {name: listed(self.payload, number) for number, name in enumerate(MANIFESTS)}
        if signer:
            tags[f"signature/{signer.id}.pem"] = public_pem(signer.public)
        hashes = {path: self._write(path, (data,), len(data)) for path, data in tags.items()}
        lists = {name: listed(hashes, number) for number, name in enumerate(TAG_MANIFESTS)}
        signed = {place: signer.sign(data) for place, data in zip(SIGNATURES, lists.values(), strict=True)} if signer else {}
        for path, data in (lists | signed).items():
            self._write(path, (data,), len(data))
        return sha256_hex(lists[TAG_MANIFESTS[0]])

    def _write(self, path: str, chunks: Iterable[bytes], size: int) -> tuple[str, ...]:
        hashes = [hashlib.new(method) for method in METHODS]

        def hashed() -> Iterator[bytes]:
            for chunk in chunks:
                stop_if(self._cancel)
                for each in hashes:
                    each.update(chunk)
                yield chunk

        self.sink.add(path, hashed(), size)
        return tuple(each.hexdigest() for each in hashes)


def listed(hashes: Mapping[str, tuple[str, ...]], number: int) -> bytes:
    """Return a manifest: a hash and a path in each line, in the order of the paths."""
    return "".join(f"{hashes[path][number]}  {path}\n" for path in sorted(hashes)).encode()


def signer_in(path: str) -> str | None:
    """Return whose public key a file of a bundle is; None where it is none."""
    match = KEY.match(path)
    return match[1] if match else None
