"""What OpenSSL encrypts is opened with the keys that it wrote down, in every suite, and read as the protocol that it is."""

from __future__ import annotations

import contextlib
import datetime
import pathlib
import shutil
import ssl
import subprocess

import hpack
import pytest
from captures_read import facts, headers, part, read
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from packets_made import CLIENT, SERVER, SYN, block, ip, pcap, pcapng, sent, tcp

from counterwatch.core import WrongUsage
from counterwatch.exposure.packets.quic import client_keys
from counterwatch.exposure.reading.captures import read_traffic
from counterwatch.exposure.table import Request

SUITES = {
    "TLS 1.3": "",
    "TLS 1.2, AES-128": "ECDHE-ECDSA-AES128-GCM-SHA256",
    "TLS 1.2, AES-256": "ECDHE-ECDSA-AES256-GCM-SHA384",
    "TLS 1.2, ChaCha20": "ECDHE-ECDSA-CHACHA20-POLY1305",
}
BODY = "spoken in confidence, 武汉 ".encode() * 900
POST = b"POST /a HTTP/1.1\r\nHost: sealed.example.org\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sealed.example.org")])
    begins = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    signed = built.not_valid_before(begins).not_valid_after(begins + datetime.timedelta(days=9999)).sign(key, hashes.SHA256())
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


class Session:
    """A client and a server that speak without any network; `packets` is what a capture of it holds."""

    def __init__(self, certificate: pathlib.Path, folder: pathlib.Path, suite: str) -> None:
        here, there = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        there.load_cert_chain(certificate)
        here.check_hostname, here.verify_mode = False, ssl.CERT_NONE
        self.log = folder / "keys.log"
        here.keylog_filename = str(self.log)
        if suite:
            here.maximum_version = ssl.TLSVersion.TLSv1_2
            here.set_ciphers(suite)
        self.wires = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.arrived = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.client = here.wrap_bio(self.arrived[1], self.wires[0], server_hostname="sealed.example.org")
        self.server = there.wrap_bio(self.arrived[0], self.wires[1], server_side=True)
        self.packets, self.numbers = [ip(6, tcp(0, flags=SYN))], [1, 1]
        for _ in range(3):
            for side, each in enumerate((self.client, self.server)):
                with contextlib.suppress(ssl.SSLWantReadError):
                    each.do_handshake()
                self.carry(side)

    def carry(self, side: int) -> None:
        """Move what a side wrote to the other, in segments."""
        data = self.wires[side].read()
        for start in range(0, len(data), 1400):
            piece = data[start : start + 1400]
            ports, ends = ((40_000, 443), (CLIENT, SERVER)) if side == 0 else ((443, 40_000), (SERVER, CLIENT))
            self.packets.append(ip(6, tcp(self.numbers[side], piece, ports=ports), source=ends[0], target=ends[1]))
            self.numbers[side] += len(piece)
        self.arrived[side].write(data)

    def say(self, *said: bytes) -> Session:
        """Let the client say this, and the server answer each time."""
        for each in said:
            self.client.write(each)
            self.carry(0)
            self.server.read(1 << 20)
            self.server.write(b"HTTP/1.1 204 theirs\r\n\r\n")
            self.carry(1)
        return self


@pytest.fixture(params=SUITES)
def spoken(request: pytest.FixtureRequest, certificate: pathlib.Path, tmp_path: pathlib.Path) -> Session:
    return Session(certificate, tmp_path, SUITES[request.param])


def opened(session: Session, packets: list[bytes] | None = None) -> list[Request]:
    return list(read_traffic(pcap(packets or session.packets), name="x", keys=session.log).requests())


def test_a_request_is_read_whole_with_the_keys_and_sealed_without(spoken: Session) -> None:
    spoken.say(POST, POST)
    first, second, sealed = opened(spoken)
    assert first.parts == second.parts
    assert (first.protocol, part(first, "url"), part(first, "body")) == ("https", b"https://sealed.example.org/a", BODY)
    assert (sealed.protocol, part(sealed, "sni")) == ("tls", b"sealed.example.org")
    assert sealed.unreadable.get("encrypted", 0) < 300
    (shut,) = read(pcap(spoken.packets))[0]
    assert shut.unreadable["encrypted"] > 2 * len(BODY)


def test_keys_within_a_capture_and_beside_it_say_the_same(spoken: Session) -> None:
    spoken.say(POST)
    log = spoken.log.read_bytes()
    whole = pcapng(spoken.packets)
    within = block(10, b"KSLT" + len(log).to_bytes(4, "little") + log)
    place = len(pcapng([]))
    assert [facts(each) for each in read(whole[:place] + within + whole[place:])[0]] == [facts(each) for each in opened(spoken)]
    assert [facts(each) for each in read_traffic(whole, name="x", keys=log).requests()] == [facts(each) for each in opened(spoken)]


def test_tshark_opens_the_same(spoken: Session, tmp_path: pathlib.Path) -> None:
    program = shutil.which("tshark")
    if program is None:
        pytest.skip("tshark is not here (apt-get install tshark)")
    spoken.say(POST)
    (tmp_path / "made.pcap").write_bytes(pcap(spoken.packets))
    asked = [program, "-r", str(tmp_path / "made.pcap"), "-o", f"tls.keylog_file:{spoken.log}", "-Y", "http.request", "-T", "fields", "-e"]
    printed = subprocess.run([*asked, "http.request.full_uri"], check=True, capture_output=True, text=True, timeout=60).stdout
    assert printed.split() == [part(opened(spoken)[0], "url").decode()]


def test_nothing_opens_behind_a_gap_and_what_was_read_before_is_kept(spoken: Session) -> None:
    spoken.say(POST, POST)
    lost = [each for each in spoken.packets if each[12:16] == CLIENT]
    found = opened(spoken, [each for each in spoken.packets if each is not lost[-5]])
    assert part(found[0], "body") == BODY
    assert found[-1].protocol == "tls"
    assert found[-1].unreadable["encrypted"] > 4000


def test_the_keys_of_another_session_open_nothing(spoken: Session, certificate: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    spoken.say(POST)
    other = Session(certificate, tmp_path_factory.mktemp("other"), "")
    found = list(read_traffic(pcap(spoken.packets), name="x", keys=other.log).requests())
    assert [facts(each) for each in found] == [facts(each) for each in read(pcap(spoken.packets))[0]]


def test_a_wrong_key_opens_nothing_and_all_is_counted(spoken: Session) -> None:
    spoken.say(POST)
    log = spoken.log.read_text()
    wrong = "\n".join(line[:-2] + ("00" if line[-2:] != "00" else "11") for line in log.splitlines()).encode()
    (found,) = read_traffic(pcap(spoken.packets), name="x", keys=wrong).requests()
    assert (found.protocol, set(found.unreadable)) == ("tls", {"encrypted"})
    assert found.unreadable["encrypted"] > len(BODY)


def test_keys_are_changed_on_the_way(certificate: pathlib.Path, tmp_path: pathlib.Path) -> None:
    # RFC 8446, section 7.2: the next secret is derived from the last. OpenSSL's Python interface cannot ask for it, so it is done by hand.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from counterwatch.exposure.packets.keys import AES_128, Version13, mixed
    from counterwatch.exposure.packets.quic import expanded

    secret, next_secret = bytes(32), expanded(bytes(32), "traffic upd", 32)

    def record(secret: bytes, number: int, content: bytes) -> tuple[bytes, bytes]:
        head = b"\x17\x03\x03" + (len(content) + 16).to_bytes(2, "big")
        return head, AESGCM(expanded(secret, "key", 16)).encrypt(mixed(expanded(secret, "iv", 12), number), content, head)

    opener = Version13(secret, (AES_128,))
    assert opener.open(*record(secret, 0, b"one\x17\x00\x00")) == (23, b"one")
    assert opener.open(*record(secret, 1, b"\x18\x00\x00\x01\x00\x16")) == (22, b"\x18\x00\x00\x01\x00")
    assert opener.open(*record(next_secret, 0, b"two\x17")) == (23, b"two")
    assert opener.open(*record(secret, 2, b"old\x17")) is None


def test_key_logs_open_captures_of_packets_only() -> None:
    with pytest.raises(WrongUsage, match="no packets that keys could open"):
        read_traffic(b'{"log": {"entries": []}}', name="saved.har", keys=b"")


def test_a_capture_with_its_keys_is_read_as_tshark_reads_it(shared: pathlib.Path) -> None:
    path = shared / "data" / "exposure" / "pcap" / "chrome-cloudflare-quic-with-secrets.pcapng"
    found = next(iter(read_traffic(path, name="x").requests()))
    # tshark 4.0.17 prints: frame 12, GET https://cloudflare-quic.com/, sixteen headers of which four begin with a colon.
    assert (found.locator, part(found, "method"), part(found, "url")) == ("packet 12", b"GET", b"https://cloudflare-quic.com/")
    assert [name for name, _ in headers(found)] == [
        "host", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "upgrade-insecure-requests", "user-agent", "accept", "sec-fetch-site",
        "sec-fetch-mode", "sec-fetch-user", "sec-fetch-dest", "accept-encoding", "accept-language",
    ]  # fmt: skip


def test_the_keys_of_the_first_packets_of_quic_are_those_of_the_standards() -> None:
    # RFC 9001, appendix A.1, and RFC 9369, appendix A.1.
    receiver = bytes.fromhex("8394c8f03e515708")
    assert [each.hex() for each in client_keys(1, receiver)] == [
        "1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2",
    ]  # fmt: skip
    assert [each.hex() for each in client_keys(0x6B3343CF, receiver)] == [
        "8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9",
    ]  # fmt: skip


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind: int, flags: int, stream: int, content: bytes = b"") -> bytes:
    return len(content).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + content


def told(path: str, **more: str) -> list[tuple[str, str]]:
    return [(":method", "POST"), (":scheme", "http"), (":authority", "open.example.org"), (":path", path), *more.items()]


@given(st.integers(1, 400), st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.booleans(), st.booleans())
def test_requests_of_http_2_in_frames_and_segments_of_any_size(size: int, bodies: list[bytes], padded: bool, split: bool) -> None:
    encoder, data = hpack.Encoder(), PREFACE + frame(4, 0, 0)
    for number, body in enumerate(bodies):
        stream, block = 2 * number + 1, encoder.encode(told(f"/{number}", cookie="sid=1"))
        if split:
            data += frame(1, 0, stream, block[:3]) + frame(9, 4, stream, block[3:])
        elif padded:
            data += frame(1, 4 | 8 | 32, stream, b"\x05" + bytes(5) + block + bytes(5))
        else:
            data += frame(1, 4, stream, block)
        data += frame(0, 8, stream, b"\x03" + body[:100] + bytes(3)) + frame(0, 1, stream, body[100:])
    found = read(pcap(sent(*[data[each : each + size] for each in range(0, len(data), size)], port=80)))[0]
    assert [(part(each, "url"), part(each, "header:cookie"), part(each, "body")) for each in found] == [
        (b"http://open.example.org/%d" % number, b"sid=1", body) for number, body in enumerate(bodies)
    ]
    assert {(each.endpoint.host, each.endpoint.port, each.protocol) for each in found} == {("open.example.org", 80, "http")}


def test_headers_that_cannot_be_read_end_the_reading_and_are_counted() -> None:
    good = frame(1, 5, 1, hpack.Encoder().encode(told("/a")))
    found = read(pcap(sent(PREFACE + good + frame(1, 5, 3, b"\xff\xff\xff\xff\xff\xff") + b"x" * 50, port=80)))[0]
    assert [part(each, "url") for each in found if part(each, "url")] == [b"http://open.example.org/a"]
    assert sum(each.unreadable.get("truncated", 0) for each in found) >= 50
