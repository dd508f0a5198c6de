"""A corpus of planted leaks, made with encoders of the standard library and of others: nothing of what is tested takes part in making it."""

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

import brotli
import numpy as np
import zstandard

from counterwatch.exposure.persona import Identifier, Persona

PERSONA = Persona(
    region="CN",
    identifiers=(
        Identifier(label="phone#1", kind="phone", value="+8613800138000"),
        Identifier(label="phone#2", kind="phone", value="+905321234567"),
        Identifier(label="email#1", kind="email", value="Gul.Nar+shop@gmail.com"),
        Identifier(label="email#2", kind="email", value="tenzin@example.org"),
        Identifier(label="name#1", kind="name", value="Mehmet Yılmaz"),
        Identifier(label="name#2", kind="name", value="阿米娜·图尔荪"),
        Identifier(label="name#3", kind="name", value="བསྟན་འཛིན་ཆོས་སྒྲོན"),
        Identifier(label="id#1", kind="id", value="11010519491231002X"),
        Identifier(label="device#1", kind="device", value="490154203237518"),
        Identifier(label="device#2", kind="device", value="9C:B6:D0:1A:2B:3C"),
        Identifier(label="device#3", kind="device", value="38400000-8cf0-11bd-b23e-10b96e40000d"),
        Identifier(label="place#1", kind="place", value="39.911954,116.377817"),
        Identifier(label="account#1", kind="account", value="wxid_k3tqs81zz2", platform="wechat"),
        Identifier(label="address#1", kind="address", value="17 Juniper Lane, Almaty 050000", platform=""),
    ),
)
WRITTEN: tuple[tuple[str, str], ...] = (
    ("phone#1", "+8613800138000"), ("phone#1", "8613800138000"), ("phone#1", "008613800138000"), ("phone#1", "13800138000"),
    ("phone#1", "138 0013 8000"), ("phone#1", "138-0013-8000"), ("phone#1", "+86 138 0013 8000"), ("phone#1", "+86-138-0013-8000"),
    ("phone#1", "１３８００１３８０００"), ("phone#1", "86-13800138000"), ("phone#2", "0532 123 45 67"), ("phone#2", "05321234567"),
    ("phone#2", "5321234567"), ("phone#2", "+90 532 123 45 67"), ("email#1", "gul.nar+shop@gmail.com"), ("email#1", "Gul.Nar+shop@gmail.com"),
    ("email#1", "gulnar@gmail.com"), ("email#1", "gul.nar@gmail.com"), ("email#1", "gulnar@googlemail.com"), ("email#1", "gul.nar+news@gmail.com"),
    ("email#2", "tenzin@example.org"), ("email#2", "TENZIN@EXAMPLE.ORG"), ("email#2", "Tenzin@example.org"), ("name#1", "Mehmet Yılmaz"),
    ("name#1", "Yılmaz Mehmet"), ("name#1", "YILMAZ, MEHMET".replace("I", "I")), ("name#1", "mehmet.yılmaz"), ("name#2", "阿米娜·图尔荪"),
    ("name#2", "阿米娜•圖爾蓀"), ("name#2", "阿米娜图尔荪"), ("name#2", "图尔荪·阿米娜"), ("name#2", "阿米娜 图尔荪"),
    ("name#3", "བསྟན་འཛིན་ཆོས་སྒྲོན"), ("id#1", "11010519491231002X"), ("id#1", "11010519491231002x"), ("device#1", "490154203237518"),
    ("device#1", "49-015420-323751-8"), ("device#2", "9c:b6:d0:1a:2b:3c"), ("device#2", "9CB6D01A2B3C"), ("device#2", "9c-b6-d0-1a-2b-3c"),
    ("device#2", "9cb6.d01a.2b3c"), ("device#3", "38400000-8CF0-11BD-B23E-10B96E40000D"), ("device#3", "384000008cf011bdb23e10b96e40000d"),
    ("place#1", "39.91195,116.37782"), ("place#1", "lat=39.912&lon=116.378"), ("place#1", '{"lng":116.38,"lat":39.91}'),
    ("place#1", "39.9133454,116.3840472"), ("account#1", "wxid_k3tqs81zz2"), ("address#1", "17 Juniper Lane, Almaty 050000"),
    ("address#1", "17 juniper lane"),
)  # fmt: skip
HASHED: tuple[tuple[str, str], ...] = (
    ("phone#1", "+8613800138000"), ("phone#1", "8613800138000"), ("phone#1", "13800138000"), ("phone#2", "05321234567"),
    ("email#1", "gul.nar+shop@gmail.com"), ("email#1", "gulnar@gmail.com"), ("email#2", "tenzin@example.org"), ("name#2", "阿米娜·图尔荪"),
    ("id#1", "11010519491231002X"), ("device#1", "490154203237518"), ("device#2", "9c:b6:d0:1a:2b:3c"), ("device#2", "9CB6D01A2B3C"),
    ("device#3", "38400000-8cf0-11bd-b23e-10b96e40000d"), ("account#1", "wxid_k3tqs81zz2"),
)  # fmt: skip
PLAIN = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512")


def named(name: str) -> Callable[[bytes], bytes]:
    return lambda data: hashlib.new(name, data).digest()


DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    **{name: named(name) for name in PLAIN},
    "blake2b": lambda data: hashlib.blake2b(data).digest(),
    "blake2b-256": lambda data: hashlib.blake2b(data, digest_size=32).digest(),
    "blake2s": lambda data: hashlib.blake2s(data).digest(),
    "md5 of md5": lambda data: hashlib.md5(hashlib.md5(data).hexdigest().encode()).digest(),
    "sha256 of md5": lambda data: hashlib.sha256(hashlib.md5(data).hexdigest().encode()).digest(),
    "sha256 twice": lambda data: hashlib.sha256(hashlib.sha256(data).digest()).digest(),
}


@dataclass(frozen=True, kw_only=True)
class Plant:
    """What was planted: under which label, as which digest (empty: as it is), inside which steps, and the part that holds it."""

    label: str
    text: str
    digest: str
    path: tuple[str, ...]
    optional: frozenset[int]
    container: str
    part: bytes

    @property
    def paths(self) -> set[tuple[str, ...]]:
        """The right ways to read it: steps that left it readable need not be undone."""
        found: set[tuple[str, ...]] = {()}
        for number, step in enumerate(self.path):
            found = {(*path, step) for path in found} | (found if number in self.optional else set())
        return found


def every_byte(data: bytes) -> bytes:
    return b"".join(b"%%%02X" % each for each in data)


def some_bytes(data: bytes) -> bytes:
    return quote_from_bytes(data, safe="").encode()


def every_letter(data: bytes) -> bytes:
    units = data.decode().encode("utf-16-be")
    return b"".join(b"\\u%02x%02x" % (units[each], units[each + 1]) for each in range(0, len(units), 2))


def some_letters(data: bytes) -> bytes:
    return json.dumps(data.decode()).encode()[1:-1]


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


ENCODERS: dict[str, tuple[tuple[Callable[[bytes], bytes], bool], ...]] = {
    "url": ((every_byte, False), (some_bytes, True)),
    "json": ((every_letter, False), (some_letters, True)),
    "base64": ((base64.b64encode, False), (base64.urlsafe_b64encode, False), (lambda data: base64.b64encode(data).rstrip(b"="), False)),
    "hex": ((lambda data: data.hex().encode(), False), (lambda data: data.hex().upper().encode(), False)),
    "gzip": ((lambda data: gzip.compress(data, mtime=0), False),),
    "zlib": ((zlib.compress, False), (lambda data: zlib.compress(data, 1), False)),
    "deflate": ((bare_deflate, False),),
    "brotli": ((brotli.compress, False),),
    "zstd": ((zstandard.ZstdCompressor(level=3).compress, False),),
}
PACKING = frozenset({"gzip", "zlib", "deflate", "brotli", "zstd"})
TEXTUAL = frozenset({"json"})


def is_text(data: bytes) -> bool:
    try:
        return data.decode().isprintable()
    except UnicodeDecodeError:
        return False


def shows(core: bytes, before: bytes, packed: bytes) -> bool:
    """Return whether a packed stream still shows some of what was packed."""
    windows = (before[each : each + 12] for each in range(max(1, len(before) - 11)))
    return core in packed or len(packed) >= len(before) or any(each in packed for each in windows)


def multipart(data: bytes) -> bytes:
    head = b'Content-Disposition: form-data; name="f"; filename="f"\r\nContent-Type: application/octet-stream\r\n\r\n'
    return b'--x7MA4YWxk\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x7MA4YWxk\r\n' + head + data + b"\r\n--x7MA4YWxk--\r\n"


def varint(number: int) -> bytes:
    return bytes([number & 0x7F | 0x80]) + varint(number >> 7) if number > 0x7F else bytes([number])


def protobuf(data: bytes) -> bytes:
    inner = b"\x0a\x03abc\x12" + varint(len(data)) + data + b"\x18\x96\x01"
    return b"\x08\x07\x1a" + varint(len(inner)) + inner


def grpc(data: bytes) -> bytes:
    message = protobuf(data)
    return b"\0" + len(message).to_bytes(4) + message


BINARY: dict[str, Callable[[bytes], bytes]] = {"body": lambda data: data, "multipart": multipart, "protobuf": protobuf, "grpc": grpc}
TEXT: dict[str, Callable[[bytes], bytes]] = {
    "query": lambda data: b"https://t.example.net/c?v=2&q=" + data + b"&z=end",
    "path": lambda data: b"https://t.example.net/v1/" + data + b"/end",
    "cookie": lambda data: b"sid=8f0a; u=" + data + b"; theme=dark",
    "json body": lambda data: b'{"a":[1,2,{"key":"' + data + b'"}],"b":null}',
    "form": lambda data: b"a=1&value=" + data + b"&b=2",
    "words": lambda data: b"hello " + data + b" world",
}
FORMS: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data,
    lambda data: b'{"uid":"' + data + b'"}',
    lambda data: b"id=" + data + b"&t=1700000000",
    lambda data: b"; ".join([b"event=open", data, b"screen=home", b"event=close", b"screen=settings"]),
)


def plants(seed: int, count: int, depth: int = 3, *, strict: bool = False) -> Iterator[Plant]:
    """Yield planted leaks, `depth` steps deep at most; with `strict`, exactly so deep and each step needed."""
    rng = np.random.default_rng(seed)
    made = 0
    while made < count:
        plant = planted(rng, depth, strict=strict)
        if plant is not None:
            made += 1
            yield plant


def planted(rng: np.random.Generator, depth: int, *, strict: bool) -> Plant | None:
    label, text, digest, data = chosen(rng)
    core, data = data, FORMS[rng.integers(len(FORMS))](data)
    steps, optional = list[str](), set[int]()
    for _ in range(depth if strict else rng.integers(depth + 1)):
        step = str(rng.choice(list(ENCODERS)))
        if step in TEXTUAL and not is_text(data):
            return None
        encode, leaves = ENCODERS[step][rng.integers(len(ENCODERS[step]))]
        before, data = data, encode(data)
        steps.append(step)
        # A compressor may store what is short as it stands, and a digest is in hexadecimal as a rule.
        if leaves or (step in PACKING and shows(core, before, data)) or (digest and step == "hex" and core in before):
            optional.add(len(steps) - 1)
    if strict and optional:
        return None
    containers = {**BINARY, **TEXT} if is_text(data) and b'"' not in data and b"&" not in data else BINARY
    container = str(rng.choice(list(containers)))
    turned = frozenset(len(steps) - 1 - each for each in optional)
    return Plant(
        label=label, text=text, digest=digest, path=tuple(steps[::-1]), optional=turned, container=container, part=containers[container](data)
    )  # fmt: skip


def chosen(rng: np.random.Generator) -> tuple[str, str, str, bytes]:
    """Return a label, a way to write it, the name of a digest or nothing, and the bytes."""
    if rng.random() < 0.6:
        label, text = WRITTEN[rng.integers(len(WRITTEN))]
        return label, text, "", text.encode()
    label, text = HASHED[rng.integers(len(HASHED))]
    name = str(rng.choice(list(DIGESTS)))
    raw = DIGESTS[name](text.encode())
    written = (raw.hex().encode(), raw.hex().upper().encode(), raw)
    return label, text, name, written[rng.integers(len(written))]
