"""Segments in any order, repeated and overlapping, give the stream that was sent; what is missing is counted."""

from __future__ import annotations

import base64
import gzip
import itertools
import random
import zlib
from collections.abc import Callable

import pytest
from captures_read import facts, part, read
from hypothesis import given
from hypothesis import strategies as st
from packets_made import CLIENT, FIN, SERVER, SYN, hello, ip, pcap, pcapng, records, sent, tcp, udp

from counterwatch.exposure.packets.plain import looks_like_chance

BODY = b'{"text": "' + b"spoken in the open, " * 40 + b'"}'
POST = b"POST /a?b=c HTTP/1.1\r\nHost: open.example.org\r\nCookie: sid=1\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
CHUNKED = (
    b"PUT / HTTP/1.1\r\nHost: open.example.org\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nWiki\r\n10\r\n0123456789abcdef\r\n0\r\nX: y\r\n\r\n"
)


def split(data: bytes, places: list[int]) -> list[tuple[int, bytes]]:
    cuts = sorted({0, len(data), *(each % len(data) for each in places)})
    return [(start, data[start:end]) for start, end in itertools.pairwise(cuts)]


@given(
    st.sampled_from([POST, records(hello(padding=3000), 700), CHUNKED, POST + POST]),
    st.lists(st.integers(0, 1 << 16), max_size=12),
    st.randoms(use_true_random=False),
    st.sampled_from([0, (1 << 32) - 50, (1 << 31) - 9]),
)
def test_segments_in_any_order_give_what_was_sent(data: bytes, places: list[int], rng: random.Random, first: int) -> None:
    pieces = split(data, places)
    # Repeats that reach into their neighbours, as after a lost acknowledgement.
    pieces += [(max(0, start - 3), data[max(0, start - 3) : start + len(piece) + 2]) for start, piece in rng.sample(pieces, len(pieces) // 2)]
    rng.shuffle(pieces)
    packets = [ip(6, tcp(first, flags=SYN, ports=(40_000, 80)))]
    packets += [ip(6, tcp(first + 1 + start, piece, ports=(40_000, 80))) for start, piece in pieces]
    ordered = sent(data, first=first, port=80)
    found, traffic = read(pcap(packets))
    whole = [(each.endpoint, each.protocol, each.parts, dict(each.unreadable)) for each in read(pcap(ordered))[0]]
    assert [(each.endpoint, each.protocol, each.parts, dict(each.unreadable)) for each in found] == whole
    assert traffic.problems == []


def test_bodies_in_one_piece_and_in_chunks() -> None:
    (posted,), _ = read(pcap(sent(POST, port=80)))
    assert (posted.endpoint.host, posted.endpoint.port, posted.locator) == ("open.example.org", 80, "packet 2")
    assert posted.parts == (
        ("method", b"POST"),
        ("url", b"http://open.example.org/a?b=c"),
        ("header:host", b"open.example.org"),
        ("header:cookie", b"sid=1"),
        ("header:content-length", b"%d" % len(BODY)),
        ("body", BODY),
    )
    chunked, posted_again = read(pcap(sent(CHUNKED + POST, port=80)))[0]
    assert (part(chunked, "body"), part(posted_again, "body")) == (b"Wiki0123456789abcdef", BODY)


@pytest.mark.parametrize("size", [1, 2, 7, 100, 10_000])
def test_a_request_is_the_same_in_segments_of_any_size(size: int) -> None:
    both = CHUNKED + POST
    segments = [both[each : each + size] for each in range(0, len(both), size)]
    assert [each.parts for each in read(pcap(sent(*segments, port=80)))[0]] == [each.parts for each in read(pcap(sent(both, port=80)))[0]]


def test_a_body_longer_than_is_held_is_told_in_pieces_and_nothing_of_it_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    from counterwatch.exposure.packets import http1
    from counterwatch.exposure.reading.limits import Limit

    monkeypatch.setattr(http1, "BODY", Limit(code="x", most=100))
    found = read(pcap(sent(POST, CHUNKED, port=80)))[0]
    assert b"".join(part(each, "body") for each in found) == BODY + b"Wiki0123456789abcdef"
    assert [part(each, "method") for each in found if part(each, "method")] == [b"POST", b"PUT"]
    assert all(each.readable <= 400 for each in found)


def test_a_gap_that_nothing_fills_is_counted_and_the_next_request_is_read() -> None:
    packets = [ip(6, tcp(0, flags=SYN, ports=(5, 80))), ip(6, tcp(1, POST[:300], ports=(5, 80)))]
    packets += [ip(6, tcp(1 + 400, POST[400:], ports=(5, 80))), ip(6, tcp(1 + len(POST), POST, ports=(5, 80)))]
    found, _ = read(pcap(packets))
    assert sum(each.unreadable.get("truncated", 0) for each in found) >= 100
    assert part(found[-1], "body") == BODY


def test_packets_that_were_kept_too_short_are_counted_as_cut() -> None:
    whole = sent(POST, port=80)
    found, _ = read(pcap([whole[0], whole[1][:140]], lengths=[len(whole[0]), len(whole[1])]))
    assert (part(found[0], "url"), dict(found[0].unreadable)) == (b"http://open.example.org/a?b=c", {"truncated": len(POST) - 100})


def test_what_the_server_sends_is_never_told() -> None:
    answer = [ip(6, tcp(1, b"HTTP/1.1 200 OK\r\n\r\nsecret of theirs", ports=(80, 40_000)), source=SERVER, target=CLIENT)]
    for packets in (sent(POST, port=80) + answer, answer + sent(POST, port=80, open=False), answer):
        assert all(b"theirs" not in data for each in read(pcap(packets))[0] for _, data in each.parts)
    assert part(read(pcap(answer + sent(POST, port=80, open=False)))[0][0], "body") == BODY


def test_a_second_connection_between_the_same_ports_is_another_one() -> None:
    first = sent(records(hello(b"one.example.org")), bytes(10))
    second = sent(records(hello(b"two.example.org")), bytes(20), first=77_000)
    closed = [*first, ip(6, tcp(1 + len(records(hello(b"one.example.org"))) + 10, flags=FIN))]
    for packets in (first + second, closed + second):
        assert [(each.endpoint.host, dict(each.unreadable)) for each in read(pcap(packets))[0]] == [
            ("one.example.org", {"encrypted": 15}),
            ("two.example.org", {"encrypted": 25}),
        ]


def test_repeated_segments_of_a_sealed_stream_are_counted_once() -> None:
    packets = sent(records(hello()), bytes(100), bytes(50))
    (once,), (twice,) = read(pcap(packets))[0], read(pcap([*packets, *packets[2:]]))[0]
    assert dict(once.unreadable) == dict(twice.unreadable) == {"encrypted": 155}


def test_a_client_that_refuses_the_certificate_of_a_proxy_is_pinned() -> None:
    (found,), _ = read(pcap(sent(records(hello()), b"\x15\x03\x03\x00\x02\x02\x30")))
    assert dict(found.unreadable) == {"pinned": 12}


def test_a_greeting_that_hides_another_is_told_of() -> None:
    (found,), traffic = read(pcap(sent(records(hello(encrypted=True)))))
    assert (found.endpoint.host, part(found, "alpn")) == ("host.example.org", b"h2")
    assert [each.message.id for each in traffic.problems] == ["exposure.packets.hidden"]


def test_a_greeting_that_is_cut_is_told_as_far_as_it_is_there() -> None:
    (found,), _ = read(pcap(sent(records(hello(padding=200) + bytes(0))[:-9])))
    assert (found.endpoint.host, found.protocol) == ("host.example.org", "tls")


SOCKS_5 = b"\x05\x01\x00" + b"\x05\x01\x00\x03\x0edeep.host.test" + b"\x01\xbb"
WRAPPED = {
    "SOCKS5": [SOCKS_5],
    "SOCKS5 with a password": [b"\x05\x02\x00\x02", b"\x01\x02me\x03key", SOCKS_5[3:]],
    "SOCKS4": [b"\x04\x01\x01\xbb\xc6\x33\x64\x08me\x00"],
    "SOCKS4a": [b"\x04\x01\x01\xbb\x00\x00\x00\x01me\x00deep.host.test\x00"],
    "CONNECT": [b"CONNECT deep.host.test:443 HTTP/1.1\r\nHost: x\r\n\r\n"],
    "mail": [b"EHLO me\r\n", b"STARTTLS\r\n"],
    "SOCKS5 within CONNECT": [b"CONNECT inner.test:1080 HTTP/1.1\r\n\r\n", SOCKS_5],
}


# A client waits for the answer of a mail server before it greets.
@pytest.mark.parametrize(("what", "joined"), [(what, joined) for what in WRAPPED for joined in (False, True) if what != "mail" or not joined])
def test_a_greeting_behind_a_proxy_is_found(what: str, joined: bool) -> None:
    segments = [*WRAPPED[what], records(hello())]
    found, _ = read(pcap(sent(*([b"".join(segments)] if joined else segments), port=1080)))
    assert (found[-1].protocol, found[-1].endpoint.host) == ("tls", "host.example.org")
    assert found[-1].endpoint.port == (1080 if what == "mail" else 443)


def test_the_address_that_a_proxy_is_asked_for_is_told_where_no_name_is() -> None:
    (found,), _ = read(pcap(sent(WRAPPED["SOCKS4"][0], b"\x17\x03\x03\x00\x20" + bytes(32), port=1080)))
    assert (found.endpoint.host, found.endpoint.port, found.endpoint.is_address) == ("198.51.100.8", 443, True)


def test_messages_of_a_web_socket_are_unmasked() -> None:
    head = b"GET /s HTTP/1.1\r\nHost: open.example.org\r\nUpgrade: websocket\r\n\r\n"
    text, key = "早上好 ".encode() * 40, b"\x01\x80\xff\x37"
    masked = bytes(each ^ key[place % 4] for place, each in enumerate(text))
    frame = b"\x81\xfe" + len(text).to_bytes(2, "big") + key + masked
    ping = b"\x89\x80" + key
    found, _ = read(pcap(sent(head, frame[:100], frame[100:] + ping + frame, port=80)))
    assert [(each.protocol, part(each, "message")) for each in found[1:]] == [("ws", text), ("ws", text)]


def test_a_stream_of_no_known_protocol_is_told_as_it_is_unless_it_looks_like_chance() -> None:
    rng = random.Random(1)
    (plain,), (sealed,) = read(pcap(sent(b"id=12345 " * 30, port=9)))[0], read(pcap(sent(rng.randbytes(3000), port=9)))[0]
    assert (plain.parts, dict(plain.unreadable)) == ((("stream", b"id=12345 " * 30),), {})
    assert (sealed.parts, dict(sealed.unreadable)) == ((), {"own encryption": 3000})


@given(st.integers(0, 1 << 30), st.integers(1024, 9000))
def test_text_does_not_look_like_chance_nor_does_what_can_be_unpacked(seed: int, size: int) -> None:
    data = random.Random(seed).randbytes(size)
    assert not looks_like_chance(base64.b64encode(data))
    assert not looks_like_chance(data.hex().encode())
    assert not looks_like_chance(gzip.compress(data))
    assert not looks_like_chance(b"head" + zlib.compress(data.hex().encode()))


def test_chance_looks_like_chance(record_property: Callable[[str, object], None]) -> None:
    seen = {size: sum(looks_like_chance(random.Random(seed).randbytes(size)) for seed in range(1000)) / 1000 for size in (64, 256, 1024, 9000)}
    record_property("share of encrypted streams that are seen as such, by bytes", seen)
    assert seen[64] > 0.85
    assert min(seen[size] for size in (256, 1024, 9000)) > 0.995


def test_datagrams_of_no_known_protocol_are_told() -> None:
    (found,), _ = read(pcap([ip(17, udp(b"hello there", ports=(5000, 4000)))]))
    assert (found.protocol, found.parts, found.endpoint.port) == ("udp", (("stream", b"hello there"),), 4000)


def test_more_connections_than_are_followed_are_told_before_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    from counterwatch.exposure.packets import listening
    from counterwatch.exposure.reading.limits import Limit

    monkeypatch.setattr(listening, "STREAMS", Limit(code="stream-count", most=20))
    packets = []
    for each in range(40):
        begun = sent(records(hello(b"h%d.example.org" % each)))
        packets += [packet[:20] + (40_000 + each).to_bytes(2, "big") + packet[22:] for packet in begun]
    found, traffic = read(pcap(packets))
    assert {each.endpoint.host for each in found} == {f"h{each}.example.org" for each in range(40)}
    assert any(each.message.id == "exposure.packets.evicted" for each in traffic.problems)


def test_what_all_connections_hold_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from counterwatch.exposure.packets import listening
    from counterwatch.exposure.reading.limits import Limit

    monkeypatch.setattr(listening, "HELD", Limit(code="stream-held", most=50_000))
    head = b"POST / HTTP/1.1\r\nHost: a.example.org\r\nContent-Length: 90000\r\n\r\n"
    packets = []
    for each in range(40):
        begun = sent(head + b"x" * 4000, port=80)
        packets += [packet[:20] + (40_000 + each).to_bytes(2, "big") + packet[22:] for packet in begun]
    found, _ = read(pcap(packets))
    assert len(found) == 40
    assert all(len(part(each, "body")) == 4000 and each.unreadable["truncated"] == 86_000 for each in found)


def test_reading_again_gives_the_same() -> None:
    from counterwatch.exposure.reading.captures import read_traffic

    traffic = read_traffic(pcap(sent(POST, port=80)), name="x")
    assert [facts(each) for each in traffic.requests()] == [facts(each) for each in traffic.requests()]


def test_the_same_ports_by_tcp_and_udp_are_two_exchanges() -> None:
    both = [*sent(records(hello())), ip(17, udp(b" hello there", ports=(40_000, 443)))]
    assert sorted(each.protocol for each in read(pcap(both))[0]) == ["tls", "udp"]


def test_encryption_in_the_middle_of_a_stream_is_not_said_to_be_the_programs_own() -> None:
    chance = random.Random(3).randbytes(3000)
    (found,), _ = read(pcap(sent(chance, open=False)))
    assert dict(found.unreadable) == {"encrypted": 3000}


def test_very_many_tiny_segments_in_the_wrong_order_are_read_to_their_end() -> None:
    data = POST * 3
    pieces = [ip(6, tcp(1 + start, data[start : start + 1], ports=(40_000, 80))) for start in range(len(data))]
    found, _ = read(pcap([ip(6, tcp(0, flags=SYN, ports=(40_000, 80))), *reversed(pieces)]))
    assert sum(each.readable + each.unreadable.get("truncated", 0) for each in found) >= len(data)


def test_a_clock_that_cannot_be_is_no_time() -> None:
    (simple,), _ = read(pcapng([ip(17, udp(b"hello there"))], kind=3))
    assert simple.time is None


def test_the_second_greeting_is_read_where_the_first_was_not_captured() -> None:
    (found,), _ = read(pcap(sent(b"\x14\x03\x03\x00\x01\x01" + records(hello()), bytes(50), open=False)))
    assert (found.endpoint.host, dict(found.unreadable)) == ("host.example.org", {"encrypted": 50 + 11})


def test_what_waits_behind_a_gap_when_the_greeting_is_whole_is_counted_once() -> None:
    greeting = records(hello())
    late = [(1000, bytes(100)), (1100, bytes(50)), (2000, bytes(10))]
    packets = [ip(6, tcp(0, flags=SYN)), *(ip(6, tcp(number, data)) for number, data in late), ip(6, tcp(1, greeting))]
    (found,), _ = read(pcap(packets))
    assert dict(found.unreadable) == {"encrypted": 2010 - 1 - len(greeting) + 5}
