"""The greeting of QUIC in first packets as the standards make them, by other code than that which reads them."""

from __future__ import annotations

import hmac
import itertools
import pathlib
import random
import shutil
import subprocess

import pytest
from captures_read import part, read
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st
from packets_made import CLIENT, SERVER, hello, ip, pcap, udp

RECEIVER = bytes.fromhex("8394c8f03e515708")
VERSIONS = {
    1: ("38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic", 0),
    0x6B3343CF: ("0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2", 1),
    0xFF00001D: ("afbfec289993d24c9e9786f19c6111e04390a899", "quic", 0),
}


def label(secret: bytes, name: str, size: int) -> bytes:
    told = b"tls13 " + name.encode()
    return HKDFExpand(SHA256(), size, size.to_bytes(2, "big") + bytes([len(told)]) + told + b"\x00").derive(secret)


def initial(
    content: bytes, number: int, version: int = 1, receiver: bytes = RECEIVER, *, keys: bytes = RECEIVER, token: bytes = b"", side: str = "client"
) -> bytes:
    """Return a first packet (RFC 9000, section 17.2.2; RFC 9001, section 5), padded with frames of padding to 1,100 bytes."""
    salt, word, kind = VERSIONS[version]
    secret = label(hmac.digest(bytes.fromhex(salt), keys, "sha256"), f"{side} in", 32)
    key, nonce, header = (label(secret, f"{word} {name}", size) for name, size in (("key", 16), ("iv", 12), ("hp", 16)))
    content += bytes(max(0, 1100 - len(content)))
    first = 0xC0 | kind << 4 | 1
    head = bytes([first]) + version.to_bytes(4, "big") + bytes([len(receiver)]) + receiver + b"\x04wxyz" + bytes([len(token)]) + token
    head += (0x4000 | (2 + len(content) + 16)).to_bytes(2, "big") + number.to_bytes(2, "big")
    mixed = (int.from_bytes(nonce, "big") ^ number).to_bytes(12, "big")
    sealed = AESGCM(key).encrypt(mixed, content, head)
    mask = Cipher(algorithms.AES(header), modes.ECB()).encryptor().update(sealed[2:18])
    hidden = bytes(each ^ other for each, other in zip(head[-2:], mask[1:3], strict=True))
    return bytes([first ^ mask[0] & 15]) + head[1:-2] + hidden + sealed


def crypto(offset: int, piece: bytes) -> bytes:
    return b"\x06" + (0x4000 | offset).to_bytes(2, "big") + (0x4000 | len(piece)).to_bytes(2, "big") + piece


def sent(*datagrams: bytes) -> list[bytes]:
    return [ip(17, udp(each)) for each in datagrams]


def names(packets: list[bytes]) -> list[tuple[str, str]]:
    return [(each.protocol, part(each, "sni").decode()) for each in read(pcap(packets))[0]]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_greeting_is_read_in_every_version(version: int, tmp_path: pathlib.Path) -> None:
    packets = sent(initial(crypto(0, hello()), 0, version))
    assert names(packets) == [("quic", "host.example.org")]
    if program := shutil.which("tshark"):
        (tmp_path / "made.pcap").write_bytes(pcap(packets))
        asked = [program, "-r", str(tmp_path / "made.pcap"), "-Y", "quic", "-T", "fields", "-e", "tls.handshake.extensions_server_name"]
        printed = subprocess.run(asked, check=True, capture_output=True, text=True, timeout=60).stdout
        assert printed.split() == ["host.example.org"]


@given(st.lists(st.integers(1, 2000), max_size=8), st.randoms(use_true_random=False), st.booleans(), st.integers(1, 4))
def test_pieces_in_any_order_over_several_packets_and_datagrams(places: list[int], rng: random.Random, overlap: bool, together: int) -> None:
    message = hello(padding=2000)
    cuts = sorted({0, len(message), *(each % len(message) for each in places)})
    pieces = [(start, message[start : end + 9 * overlap]) for start, end in itertools.pairwise(cuts)]
    rng.shuffle(pieces)
    acknowledged = b"\x02\x05\x00\x01\x02\x00\x01"
    packets = [initial(b"\x01" + acknowledged + b"".join(crypto(*each) for each in pieces[at : at + 2]), at) for at in range(0, len(pieces), 2)]
    datagrams = [b"".join(packets[at : at + together]) for at in range(0, len(packets), together)]
    assert names(sent(*datagrams)) == [("quic", "host.example.org")]


def test_a_client_that_is_sent_away_once_comes_back_with_new_keys() -> None:
    new = bytes.fromhex("f00dcafe")
    retry = b"\xf0\x00\x00\x00\x01\x04wxyz\x04" + new + b"token" + bytes(16)
    again = initial(crypto(0, hello()), 1, receiver=new, keys=new, token=b"token")
    answered = ip(17, udp(retry, ports=(443, 40_000)), source=SERVER, target=CLIENT)
    assert names([*sent(initial(crypto(0, hello()[:50]), 0)), answered, *sent(again)]) == [("quic", "host.example.org")]


def test_what_the_server_sends_is_not_opened_as_if_it_were_the_clients() -> None:
    theirs = initial(crypto(0, hello(b"theirs.example.org")), 0, side="server")
    packets = [ip(17, udp(theirs, ports=(443, 40_000)), source=SERVER, target=CLIENT), *sent(initial(crypto(0, hello()), 0))]
    assert names(packets) == [("quic", "host.example.org")]


def test_bytes_of_a_connection_are_counted_beside_its_greeting() -> None:
    datagrams = [initial(crypto(0, hello()), 0), *(b"\x41" + bytes(999) for _ in range(5))]
    (found,), _ = read(pcap(sent(*datagrams)))
    assert dict(found.unreadable) == {"quic": sum(map(len, datagrams)) - len(hello())}


def test_a_version_that_is_not_known_and_the_middle_of_a_connection_are_counted_as_quic() -> None:
    strange = bytearray(initial(crypto(0, hello()), 0))
    strange[1:5] = b"\x1a\x2a\x3a\x4a"
    for datagram in (bytes(strange), b"\x41" + random.Random(1).randbytes(999)):
        (found,), _ = read(pcap(sent(datagram)))
        assert (found.protocol, found.endpoint.host, dict(found.unreadable)) == ("quic", "198.51.100.7", {"quic": len(datagram)})
