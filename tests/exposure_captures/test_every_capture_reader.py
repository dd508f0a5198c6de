"""Promises of every reader of traffic: any bytes give requests or an error that says what to do. A new reader needs no edit here."""

from __future__ import annotations

import codecs
import functools
import gzip
import json
import pathlib
import struct
import tracemalloc
from collections.abc import Callable

import pytest
from captures_read import facts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packets_made import block, hello, ip, pcap, pcapng, records, sent, udp

from counterwatch.core import CounterwatchError
from counterwatch.core.registry import Reader, readers
from counterwatch.exposure.reading.captures import read_traffic
from counterwatch.exposure.reading.recognising import reader_for
from counterwatch.exposure.reading.tnetstrings import written
from counterwatch.exposure.table import Request, Traffic

READERS = list(readers(Traffic).values())
PCAP_HEAD = b"\xd4\xc3\xb2\xa1" + struct.pack("<HHiIII", 2, 4, 0, 0, 262_144, 1)
SECTION = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
DEEP = b'{"log": {"entries": [{"request": ' + b'{"a":' * 200_000
LONG = pcap(sent(records(hello()), *(each.to_bytes(2, "big") * 40 for each in range(99))))
NAMED = {"url": "https://a.example.org/", "method": "GET", "headers": []}

INTERFACE = block(1, struct.pack("<HHI", 1, 0, 0))

STRANGE = {
    "empty": b"",
    "one zero": b"\x00",
    "zeros": b"\x00" * 5000,
    "white space": b" \r\n\t\n",
    "byte order mark only": codecs.BOM_UTF8,
    "UTF-16": '{"log": {"entries": []}}'.encode("utf-16"),
    "HTML": b"<!DOCTYPE html><html>",
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "ZIP start": b"PK\x03\x04" + b"\x00" * 60,
    "Zstandard start": b"\x28\xb5\x2f\xfd" + b"\x07" * 40,
    "gzip start": b"\x1f\x8b\x08\x00",
    "gzip of zeros": gzip.compress(b"\x00" * 100_000),
    "cut gzip of a capture": gzip.compress(LONG)[:-12],
    "gzip of a capture with something else behind": gzip.compress(LONG) + b"\x1f\x8bnothing",
    "control signs": bytes(range(256)) * 20,
    "HAR: log is a number": b'{"log": 7}',
    "HAR: entries is a word": b'{"log": {"entries": "many"}}',
    "HAR: entries of numbers": b'{"log": {"entries": [1, 2]}}',
    "HAR: entries open": b'{"log": {"entries": [',
    "HAR: open string": b'{"log": {"entries": [{"a": "' + b"x" * 3_000_000,
    "HAR: only brackets": b'{"log": {"entries": [' + b"[" * 3_000_000,
    "HAR: 200,000 deep": DEEP,
    "HAR: 200,000 deep before the entries": b'{"log": {"a": ' + b"[" * 200_000,
    "HAR: deep strings of quotes": b'{"log": {"entries": [' + b'"\\"' * 500_000,
    "HAR: headers of nothing": json.dumps({"log": {"entries": [{"request": NAMED | {"headers": [None, 1]}}]}}).encode(),
    "HAR: a time that is none": json.dumps({"log": {"entries": [{"request": NAMED, "startedDateTime": "x"}]}}).encode(),
    "flows: length of zero": b"0:}",
    "flows: twelve digits": b"999999999999:4:type;4:http;",
    "flows: thirteen digits": b"9999999999999:4:type;4:http;",
    "flows: not an object": b"12:4:type,1:a,,]",
    "flows: 200,000 deep": written({"version": 21, "request": None})[:-1] + b"9:" * 200_000,
    "flows: nested": b"%d:1:a;%b}" % (4 + 900_000, b"5:" * 450_000),
    "flows: number of a million digits": b"1000025:7:version;1000009:" + b"9" * 1_000_009 + b"#}",
    "PCAP: head only": PCAP_HEAD,
    "PCAP: half a head": PCAP_HEAD[:11],
    "PCAP: a packet of 2 GiB": PCAP_HEAD + struct.pack("<IIII", 0, 0, 1 << 31, 1 << 31) + b"abcd",
    "PCAP: a packet of 262,145 bytes": PCAP_HEAD + struct.pack("<IIII", 0, 0, 262_145, 262_145) + bytes(262_145),
    "PCAP: zeros after the head": PCAP_HEAD + bytes(2_000_000),
    "PCAP: ones after the head": PCAP_HEAD + b"\xff" * 100_000,
    "PCAPNG: block length 0": SECTION + struct.pack("<II", 6, 0) + bytes(100),
    "PCAPNG: block length 4 GiB": SECTION + struct.pack("<II", 6, 0xFFFFFFFC) + bytes(100),
    "PCAPNG: odd block length": SECTION + struct.pack("<II", 6, 33) + bytes(100),
    "PCAPNG: lengths that disagree": SECTION + struct.pack("<II", 6, 32) + bytes(20) + struct.pack("<I", 36),
    "PCAPNG: packet without an interface": SECTION + block(6, struct.pack("<IIIII", 7, 0, 0, 4, 4) + b"abcd"),
    "PCAPNG: a packet of 2 GiB": SECTION + INTERFACE + block(6, struct.pack("<IIIII", 0, 0, 0, 1 << 31, 4) + b"abcd"),
    "PCAPNG: 5,000 interfaces": SECTION + INTERFACE * 5_000,
    "PCAPNG: strange clock": SECTION + block(1, struct.pack("<HHIHHB3x", 1, 0, 0, 9, 1, 255)) + block(6, struct.pack("<5I", 0, 9, 9, 4, 4) + b"abcd"),
    "PCAPNG: unknown byte order": b"\x0a\x0d\x0d\x0a" + struct.pack("<II", 28, 0x12345678) + bytes(40),
    "packets of chance": pcap([bytes(each * 7 % 256 for each in range(size)) for size in range(120)], link=1),
    "tunnels without end": pcap([functools.reduce(lambda inner, _: ip(4, inner), range(40), b"x")]),
    "HTTP: a length of many digits": pcap(sent(b"GET / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nx", port=80)),
    "HTTP: broken chunks": pcap(sent(b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nzz\r\n", port=80)),
    "HTTP: a head without end": pcap(sent(*[b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 8_000] * 10, port=80)),
    "HTTP: hosts that are none": pcap(sent(*[b"GET http://[::/%d HTTP/1.1\r\nHost: [:\xff:\r\n\r\n" % each for each in range(3)], port=80)),
    "TLS: a greeting of lies": pcap(sent(b"\x16\x03\x01\xff\xff\x01\xff\xff\xff\x03\x03" + b"\xff" * 500)),
    "QUIC: a beginning of lies": pcap([ip(17, udp(b"\xc3\x00\x00\x00\x01" + bytes([size]) + b"\xff" * 1200)) for size in range(256)]),
    "DNS: names of lies": pcap([ip(17, udp(bytes(4) + b"\xff\xff" + bytes(6) + bytes([size]) * 80, ports=(9, 53))) for size in range(256)]),
}


def outcome(make: Callable[[], Traffic]) -> list[Request] | CounterwatchError:
    """Return what was read, or the error that said in words what happened and what to do."""
    try:
        traffic = make()
        found = list(traffic.requests())
    except CounterwatchError as error:
        said = error
    else:
        return _read(traffic, found)
    assert str(said.message), "an error says what happened"
    assert said.hint is not None, f"an error says what to do next: {said}"
    return said


def _read(traffic: Traffic, found: list[Request]) -> list[Request]:
    assert all(str(each.message) for each in traffic.problems)
    assert all(0 <= each.offset <= traffic.size for each in found)
    return found


def alike(one: list[Request] | CounterwatchError, other: list[Request] | CounterwatchError) -> bool:
    if isinstance(one, CounterwatchError) or isinstance(other, CounterwatchError):
        return str(one) == str(other)
    return [facts(each) for each in one] == [facts(each) for each in other]


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_reads_its_own_sample(reader: Reader) -> None:
    assert reader.sample is not None, "a reader comes with a sample of what it reads"
    traffic = reader_for(reader.sample(), name="evidence").function(reader.sample(), name="evidence")
    assert reader_for(reader.sample(), name="evidence.other") is reader, "a reader is known by what it reads, not by the name of the file"
    found = list(traffic.requests())
    assert found
    assert all(each.locator and each.endpoint.host and each.protocol for each in found)
    assert traffic.problems == []
    assert traffic.said
    assert traffic.size == len(reader.sample())


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_a_file_its_bytes_and_gzip_of_it_say_the_same_and_so_does_a_second_reading(reader: Reader, tmp_path: pathlib.Path) -> None:
    assert reader.sample is not None
    path = tmp_path / "evidence"
    path.write_bytes(reader.sample())
    traffic = read_traffic(path, name="evidence")
    first = list(traffic.requests())
    for again in (
        traffic.requests(),
        *(read_traffic(each, name="evidence").requests() for each in (reader.sample(), gzip.compress(reader.sample()))),
    ):
        assert alike(list(again), first)


@pytest.mark.parametrize("what", STRANGE)
def test_strange_bytes_give_requests_or_a_named_error_in_little_memory(what: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "evidence"
    path.write_bytes(STRANGE[what])
    outcome(lambda: read_traffic(b'{"log": {"entries": []}}', name="evidence"))
    tracemalloc.start()
    from_file = outcome(lambda: read_traffic(path, name="evidence"))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < (64 << 20) + 8 * len(STRANGE[what])
    assert alike(outcome(lambda: read_traffic(STRANGE[what], name="evidence")), from_file)


STOPPED = {
    "HAR: 200,000 deep": "json-depth",
    "PCAP: a packet of 2 GiB": "packet-size",
    "PCAP: a packet of 262,145 bytes": "packet-size",
    "PCAP: zeros after the head": "packet-empty",
    "PCAP: ones after the head": "packet-size",
    "PCAPNG: block length 0": "block-size",
    "PCAPNG: block length 4 GiB": "block-size",
    "PCAPNG: a packet of 2 GiB": "packet-size",
    "PCAPNG: 5,000 interfaces": "block-interfaces",
}


@pytest.mark.parametrize("what", STOPPED)
def test_a_limit_that_is_met_is_told_by_its_code(what: str) -> None:
    traffic = read_traffic(STRANGE[what], name="evidence")
    list(traffic.requests())
    assert any(STOPPED[what] in str(each.message) for each in traffic.problems)


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_a_sample_that_is_cut_gives_what_stands_before(reader: Reader) -> None:
    assert reader.sample is not None
    sample = reader.sample()
    whole = [facts(each) for each in read_traffic(sample, name="evidence").requests()]
    for end in range(0, len(sample), max(1, len(sample) // 60)):
        found = outcome(lambda end=end: read_traffic(sample[:end], name="evidence"))  # type: ignore[misc]
        if not isinstance(found, CounterwatchError):
            assert [facts(each) for each in found] == whole[: len(found)]


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_sample_gives_requests_or_a_named_error(reader: Reader, data: st.DataObject) -> None:
    assert reader.sample is not None
    damaged = bytearray(reader.sample())
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), max_size=4)):
        damaged[place] = byte
    outcome(lambda: read_traffic(bytes(damaged), name="evidence"))
    outcome(lambda: reader.function(bytes(damaged), name="evidence"))


CONVERSATION = sent(
    b"POST / HTTP/1.1\r\nHost: a.example.org\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", b"\x05\x01\x00", records(hello())
)


@pytest.mark.parametrize("write", [pcap, pcapng])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_packets_give_requests_and_never_an_error(write: Callable[..., bytes], data: st.DataObject) -> None:
    packets = [bytearray(each) for each in CONVERSATION]
    for number, place, byte in data.draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 300), st.integers(0, 255)), max_size=6)):
        packets[number][place % len(packets[number])] = byte
    link = data.draw(st.sampled_from([0, 1, 9, 101, 105, 113, 127, 276]))
    assert isinstance(outcome(lambda: read_traffic(write(map(bytes, packets), link=link), name="evidence")), list)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=300) | st.text(alphabet='{}[]",:0123456789;~!#^\\ entrislogqu', max_size=200).map(str.encode))
def test_any_bytes_give_requests_or_a_named_error(data: bytes) -> None:
    for each in (data, b'{"log": {"entries": [' + data, b"%d:%b}" % (len(data), data), pcap([data], link=1), pcap([ip(17, data), ip(6, data)])):
        outcome(lambda each=each: read_traffic(each, name="evidence"))  # type: ignore[misc]


def test_a_gibibyte_of_zeros_in_a_megabyte_of_gzip_is_refused_and_one_behind_a_head_is_given_up(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "zeros.gz"
    zeros = gzip.compress(bytes(64 << 20), compresslevel=9)
    for head in (b"", PCAP_HEAD, b'{"log": {"entries": [{"a": "'):
        path.write_bytes(gzip.compress(head) + zeros * 16)
        tracemalloc.start()
        outcome(lambda: read_traffic(path, name="zeros.gz"))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 512 << 20


@pytest.mark.parametrize("what", ["cut gzip of a capture", "gzip of a capture with something else behind"])
def test_what_stands_before_a_packed_file_breaks_is_kept_and_the_break_is_told(what: str) -> None:
    traffic = read_traffic(STRANGE[what], name="evidence")
    assert [each.endpoint.host for each in traffic.requests()] == ["host.example.org"]
    assert {each.message.id for each in traffic.problems} & {"exposure.faults.cut", "exposure.opening.damaged"}
