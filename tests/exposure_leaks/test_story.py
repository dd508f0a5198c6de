"""A morning of one telephone in 24 requests: 22 of them tell something, and two cannot be read by anybody without the keys."""

import base64
import gzip
import hashlib
import json
import zlib
from urllib.parse import quote, quote_plus

import brotli
import pytest
import zstandard
from corpus import bare_deflate, every_letter, multipart, protobuf

from counterwatch.core import Finding, Verdict
from counterwatch.exposure.checks.leak import leak
from counterwatch.exposure.leaks.search import Search
from counterwatch.exposure.leaks.worlds import capture, owner
from counterwatch.exposure.persona import Identifier, Persona
from counterwatch.exposure.table import Endpoint, Request, Watched

PERSONA = Persona(
    region="TR",
    identifiers=(
        Identifier(label="phone#1", kind="phone", value="+905321234567"),
        Identifier(label="email#1", kind="email", value="aygul.t@example.org"),
        Identifier(label="name#1", kind="name", value="Aygül Turan"),
        Identifier(label="name#2", kind="name", value="阿依古丽·吐兰"),
        Identifier(label="device#1", kind="device", value="490154203237518"),
        Identifier(label="device#2", kind="device", value="38400000-8cf0-11bd-b23e-10b96e40000d"),
        Identifier(label="device#3", kind="device", value="9C:B6:D0:1A:2B:3C"),
        Identifier(label="place#1", kind="place", value="41.008238,28.978359"),
        Identifier(label="account#1", kind="account", value="wxid_ay9gul1x", platform="wechat"),
    ),
)
MAIL = b"aygul.t@example.org"


def b64(data: bytes) -> bytes:
    return base64.b64encode(data)


def encrypted(data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(bytes(32)).encrypt(bytes(12), data, None)


Told = tuple[str, str, tuple[str, ...]]
STORY: list[tuple[bytes, Told | None]] = [
    (b"https://a.test/?tel=%2B905321234567", ("phone#1", "", ())),
    (b"https://a.test/?tel=0532+123+45+67", ("phone#1", "", ("form",))),
    (b'{"gsm":"5321234567","t":1}', ("phone#1", "", ())),
    ("tel=０５３２１２３４５６７".encode(), ("phone#1", "", ())),
    (b"h=" + hashlib.sha256(b"+905321234567").hexdigest().encode(), ("phone#1", "sha256", ())),
    (b"h=" + quote(b64(hashlib.md5(b"905321234567").digest())).encode(), ("phone#1", "md5", ("base64",))),
    (b'{"m":"' + MAIL.upper() + b'"}', ("email#1", "", ())),
    (b"e=" + b64(MAIL), ("email#1", "", ("base64",))),
    (b"e=" + hashlib.sha1(hashlib.md5(MAIL).hexdigest().encode()).hexdigest().encode(), ("email#1", "sha1 of md5", ())),
    (b"ey.ab.XYZ" + b64(b'{"sub":"' + MAIL + b'"}'), ("email#1", "", ("base64",))),
    (gzip.compress(b'{"mail":"' + MAIL + b'"}'), ("email#1", "", ("gzip",))),
    (b"name=" + quote_plus("Aygül Turan").encode(), ("name#1", "", ("form",))),
    ('{"ad":"TURAN, AYGÜL"}'.encode(), ("name#1", "", ())),
    (b'{"n":"' + every_letter("阿依古麗".encode() + "·吐蘭".encode()) + b'"}', ("name#2", "", ("json",))),
    ("阿依古丽吐兰".encode("gb18030"), ("name#2", "", ())),
    (protobuf(b"49-015420-323751-8"), ("device#1", "", ())),
    (multipart(brotli.compress(b"imei=490154203237518&" * 5)), ("device#1", "", ("brotli",))),
    (b"gaid=384000008CF011BDB23E10B96E40000D", ("device#2", "", ())),
    (b64(bytes.fromhex("384000008cf011bdb23e10b96e40000d").hex().encode()), ("device#2", "", ("base64",))),
    (b64(zlib.compress(quote(b"mac=9c-b6-d0-1a-2b-3c " * 4).encode())), ("device#3", "", ("base64", "zlib"))),
    (b'{"lat":41.01,"lng":28.98}', ("place#1", "", ())),
    (zstandard.compress(b'{"openid":"' + b64(b"wxid_ay9gul1x") + b'","x":"' + b"a" * 40 + b'"}'), ("account#1", "", ("base64",))),
    (encrypted(b'{"tel":"+905321234567"}'), None),
    (b64(b64(gzip.compress(b64(bare_deflate(MAIL * 3))))), None),
]  # fmt: skip


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(PERSONA)


@pytest.mark.parametrize(("part", "told"), STORY)
def test_each_request_tells_what_it_holds(search: Search, part: bytes, told: Told | None) -> None:
    found = {(each.label, each.digest, tuple(step for step in each.path if step != "multipart")) for each in search(part).found}
    assert found == ({told} if told else set())


def asked() -> list[Finding]:
    requests = [
        Request(locator=f"entry {number}", endpoint=Endpoint(host="log.analytics.example", port=443), protocol="https", parts=(("body", part),))
        for number, (part, _) in enumerate(STORY, 1)
    ]
    return leak(Watched(traffic=capture("morning.har", requests), persona=PERSONA, owner=owner))


def test_the_story_is_told_identifier_by_identifier() -> None:
    overview, *found = asked()
    assert overview.verdict is Verdict.DEPARTS
    assert str(overview.statement).startswith("identifiers that were sent: 9 of 9; recipients: 1; ")
    assert {each.subject.partition(": ")[2].partition(",")[0]: each.numbers["requests"] for each in found} == {
        "phone#1": 6, "email#1": 5, "name#1": 2, "name#2": 2, "device#1": 2, "device#2": 2, "device#3": 1, "place#1": 1, "account#1": 1,
    }  # fmt: skip


def test_a_rounded_place_is_found_as_coarse() -> None:
    (place,) = [each for each in asked() if "place#1" in each.subject]
    assert str(place.statement) == (
        "place#1 was sent to log.analytics.example (Example Analytics, seat XA) in 1 request, as coordinates that agree with it to 2 decimals"
    )
    assert place.numbers["ways, coarse"] == 1
    assert place.numbers["ways, exact"] == 0


def test_a_sentence_names_owner_seat_requests_and_disguise() -> None:
    (mail,) = [each for each in asked() if "email#1" in each.subject]
    assert str(mail.statement) == (
        "email#1 was sent to log.analytics.example (Example Analytics, seat XA) in 5 requests, as it is, and in 3 more ways"
    )
    first = mail.attachments[0].content.decode().splitlines()
    assert first[0] == "identifier,place,part,host,form,digest,steps,exactness"
    assert first[1] == "email#1,entry 7,body,log.analytics.example,as entered,,,exact"
    assert json.dumps(mail.numbers)
