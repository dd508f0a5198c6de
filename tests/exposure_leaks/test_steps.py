"""Each step by itself, on inputs as apps make them: what a standard encoder wrote is read, in odd surroundings too."""

import base64
import email.mime.text
import gzip
import json
import urllib.parse

import pytest
from corpus import PERSONA, bare_deflate, every_letter, grpc, multipart, protobuf

from counterwatch.exposure.leaks.search import Search
from counterwatch.exposure.leaks.steps.containers import strings

MAIL = b"tenzin@example.org"
Ways = set[tuple[str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(PERSONA)


def told(search: Search, data: bytes) -> Ways:
    return {(each.label, each.path) for each in search(data).found}


def mail() -> bytes:
    """Return a letter of several lines whose text is folded base64."""
    text = "An address is in the middle of it: tenzin@example.org, and more follows it. " * 3
    return email.mime.text.MIMEText(text, "plain", "utf-8").as_bytes()


def token() -> bytes:
    """Return a signed token as sessions use it (RFC 7519), without padding."""
    pieces = ({"alg": "HS256", "typ": "JWT"}, {"sub": 7, "email": MAIL.decode()})
    made = [base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in pieces]
    return b"Bearer " + b".".join((*made, base64.urlsafe_b64encode(bytes(range(32))).rstrip(b"=")))


CASES: list[tuple[str, bytes, tuple[str, tuple[str, ...]]]] = [
    ("a letter with folded base64", mail(), ("email#2", ("base64",))),
    ("a token of a session", token(), ("email#2", ("base64",))),
    ("a name and password for a proxy", b"Basic " + base64.b64encode(MAIL + b":secret"), ("email#2", ("base64",))),
    ("letters that JSON escapes", json.dumps(f"é {MAIL.decode()}").replace("@", "\\u0040").encode(), ("email#2", ("json",))),
    ("JSON in JSON in JSON", json.dumps(json.dumps(json.dumps({"n": "阿米娜·图尔荪"}))).encode(), ("name#2", ("json", "json", "json"))),
    ("older escapes of letters", b"n=%u963F%u7C73%u5A1C%B7".replace(b"%B7", b"%u00B7") + b"%u56FE%u5C14%u836A", ("name#2", ("url",))),
    ("bytes in a script", b"\\x74\\x65\\x6e\\x7a\\x69\\x6e@example.org", ("email#2", ("json",))),
    ("escaped twice", urllib.parse.quote(urllib.parse.quote(MAIL)).encode(), ("email#2", ("url", "url"))),
    ("a form", urllib.parse.urlencode({"name": "Mehmet Yılmaz", "x": 1}).encode(), ("name#1", ("form",))),
    ("gzip behind something", b"\x00\x01length" + gzip.compress(2 * (MAIL + b" ")) + b"rest", ("email#2", ("gzip",))),
    ("gzip cut short", gzip.compress(MAIL + b" and much more that follows, long enough to be cut")[:-12], ("email#2", ("gzip",))),
    ("bare deflate in a part with files", multipart(bare_deflate(2 * (MAIL + b" "))), ("email#2", ("multipart", "deflate"))),
    ("bare deflate in a message", grpc(bare_deflate(2 * (MAIL + b" "))), ("email#2", ("protobuf", "deflate"))),
    ("base64 behind letters of its own", b"blobABC" + base64.b64encode(b"{" + MAIL + b"}"), ("email#2", ("base64",))),
    ("hexadecimal behind a digit", b"0xf" + MAIL.hex().encode(), ("email#2", ("hex",))),
    ("letters of 16 bits", "Mehmet Yılmaz".encode("utf-16-le"), ("name#1", ())),
    ("a length that looks like a digit", protobuf(b"13800138000".ljust(50)), ("phone#1", ("protobuf",))),
    ("a name without its marks", b"name=mehmet+yilmaz", ("name#1", ("form",))),
    ("any tag of an address", b"to=tenzin%2Bbank@example.org", ("email#2", ("url",))),
    ("a name in letters", every_letter("阿米娜·图尔荪".encode()), ("name#2", ("json",))),
]  # fmt: skip


@pytest.mark.parametrize(("data", "way"), [pytest.param(data, way, id=name) for name, data, way in CASES])
def test_what_apps_write_is_read(search: Search, data: bytes, way: tuple[str, tuple[str, ...]]) -> None:
    assert told(search, data) == {way}


def test_what_part_tells_with_fewer_steps_is_told_once(search: Search) -> None:
    assert told(search, MAIL + b"&e=" + urllib.parse.quote(MAIL).encode()) == {("email#2", ())}
    assert told(search, MAIL + b" " + base64.b64encode(b"<" + MAIL + b">")) == {("email#2", ())}


def test_a_message_gives_its_strings_and_other_bytes_none() -> None:
    assert b"13800138000" in strings(protobuf(b"13800138000"))
    assert b"13800138000" in strings(grpc(b"13800138000"))
    assert strings(b'{"a": 1}') == strings(b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01") == strings(b"\x00\x01") == []
    assert strings(protobuf(b"13800138000")[:-1]) == []
