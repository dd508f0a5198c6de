"""Captures of packets: names of servers and addresses are those that tshark finds, in every sample."""

from __future__ import annotations

import collections
import json
import pathlib
import shutil
import subprocess
from collections.abc import Callable

import pytest
from captures_read import facts, part, read, said
from packets_made import START, hello, ip, pcap, pcapng, records, sent, udp

from counterwatch.exposure.reading.captures import read_traffic
from counterwatch.exposure.table import Request

SAMPLES = (
    "CVE-2018-6794.pcap",
    "badcurveball.pcap",
    "browsers-x509.pcapng",
    "chrome-cloudflare-quic-with-secrets.pcapng",
    "http1-with-cookies.pcapng",
    "http1.pcapng",
    "https-connect.pcap",
    "quic-tls-handshake.pcapng",
    "socks-https-example.pcap",
    "tcpdump-geneve.pcap",
    "tls-alpn-h2.pcap",
    "tls-sni.pcapng",
)
NAMES = {
    # What tshark 4.0.17 finds, each connection once; where it is installed, it is asked again.
    "CVE-2018-6794.pcap": (0, ()),
    "badcurveball.pcap": (1, ("bad.curveballtest.com",)),
    "http1.pcapng": (0, ()),
    "quic-tls-handshake.pcapng": (1, ("www.google.com",)),
    "socks-https-example.pcap": (3, ("www.example.com",)),
    "tls-sni.pcapng": (79, None),
}
"""How many connections name a server, and the names where they are few."""


def samples(shared: pathlib.Path) -> pathlib.Path:
    return shared / "data" / "exposure" / "pcap"


def names(requests: list[Request]) -> collections.Counter[str]:
    return collections.Counter(part(each, "sni").decode() for each in requests if part(each, "sni"))


def tshark(path: pathlib.Path, wanted: str, *fields: str) -> list[tuple[str, ...]]:
    """Return the fields of each packet that is wanted."""
    program = shutil.which("tshark")
    if program is None:
        pytest.skip("tshark is not here (apt-get install tshark)")
    asked = [word for field in fields for word in ("-e", field)]
    printed = subprocess.run([program, "-r", path, "-Y", wanted, "-T", "fields", *asked], check=True, capture_output=True, text=True, timeout=120)
    return [tuple(line.split("\t")) for line in printed.stdout.splitlines()]


@pytest.mark.parametrize("name", SAMPLES)
def test_names_of_servers_are_those_that_tshark_finds_in_as_many_connections(shared: pathlib.Path, name: str) -> None:
    path = samples(shared) / name
    connection = ("ip.src", "ipv6.src", "tcp.srcport", "udp.srcport")
    found = {each for each in tshark(path, "tls.handshake.type == 1", "tls.handshake.extensions_server_name", *connection) if each[0]}
    for source in (path, path.read_bytes()):
        assert names(list(read_traffic(source, name=name).requests())) == collections.Counter(each[0] for each in found)


@pytest.mark.parametrize("name", SAMPLES)
def test_requests_in_the_open_are_those_that_tshark_finds(shared: pathlib.Path, name: str) -> None:
    path = samples(shared) / name
    found = tshark(path, "http.request && http.request.method != CONNECT", "http.request.method", "http.request.full_uri")
    requests = [each for each in read_traffic(path, name=name).requests() if each.protocol == "http" and part(each, "method") != b"CONNECT"]
    assert sorted((part(each, "method").decode(), part(each, "url").decode()) for each in requests) == sorted(found)


@pytest.mark.parametrize("name", SAMPLES)
def test_names_of_servers_are_those_that_the_samples_come_with(shared: pathlib.Path, name: str) -> None:
    expected = json.loads((samples(shared) / f"{name}.expected.json").read_text())
    listed = {(each["domain"], int(each["dstport"])) for each in expected if each.get("domain")}
    found = [(part(each, "sni").decode(), each.endpoint.port) for each in read_traffic(samples(shared) / name, name=name).requests()]
    assert {name for name, _ in listed} <= {name for name, _ in found}


@pytest.mark.parametrize("name", NAMES)
def test_names_of_servers_are_those_that_tshark_found_once(shared: pathlib.Path, name: str) -> None:
    count, listed = NAMES[name]
    found = names(list(read_traffic(samples(shared) / name, name=name).requests()))
    assert found.total() == count
    assert listed is None or set(found) == set(listed)


def test_seventeen_names_and_more_travel_by_quic(shared: pathlib.Path) -> None:
    requests = list(read_traffic(samples(shared) / "tls-sni.pcapng", name="x").requests())
    quic = [each for each in requests if each.protocol == "quic"]
    assert len({part(each, "sni") for each in quic}) >= 17
    assert all(each.unreadable["quic"] > 0 for each in quic)


def test_a_stream_through_a_proxy_is_told_by_whom_it_is_for(shared: pathlib.Path) -> None:
    socks = list(read_traffic(samples(shared) / "socks-https-example.pcap", name="x").requests())
    assert {(each.endpoint.host, each.endpoint.port) for each in socks} == {("www.example.com", 443)}
    opened, sealed = read_traffic(samples(shared) / "https-connect.pcap", name="x").requests()
    assert (opened.endpoint.host, part(opened, "method"), part(opened, "url")) == ("10.9.8.7", b"CONNECT", b"ts01-b.cloudsink.net:443")
    assert (sealed.endpoint.host, sealed.protocol, dict(sealed.unreadable)) == ("ts01-b.cloudsink.net", "tls", {"encrypted": 131})


PACKETS = [
    *sent(records(hello()), bytes(100)),
    ip(17, udp(b"\x00" * 2 + b"\x01\x00\x00\x01" + b"\x00" * 6 + b"\x01a\x03ORG\x00\x00\x01\x00\x01", ports=(5, 53))),
]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("magic", [0xA1B2C3D4, 0xA1B23C4D])
def test_both_byte_orders_and_clocks_of_pcap_say_the_same(order: str, magic: int) -> None:
    found, traffic = read(pcap(PACKETS, order=order, magic=magic))
    assert [(each.protocol, each.endpoint.host, each.time) for each in found] == [
        ("dns", "198.51.100.7", (START + 3) * 1000),
        ("tls", "host.example.org", START * 1000),
    ]
    assert found[0].parts == (("dns", b"a.org"),)
    assert traffic.problems == []


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [6, 2])
def test_blocks_of_pcapng_say_the_same_as_records_of_pcap(order: str, kind: int) -> None:
    assert [facts(each) for each in read(pcapng(PACKETS, order=order, kind=kind))[0]] == [facts(each) for each in read(pcap(PACKETS))[0]]
    assert [each.endpoint for each in read(pcapng(PACKETS, order=order, kind=3))[0]] == [each.endpoint for each in read(pcap(PACKETS))[0]]


ETHERNET = bytes(12) + b"\x08\x00"
WRAPPED = {
    "loopback of BSD": (0, b"\x02\x00\x00\x00"),
    "loopback of the other byte order": (0, b"\x00\x00\x00\x02"),
    "loopback of OpenBSD": (108, b"\x00\x00\x00\x02"),
    "Ethernet": (1, ETHERNET),
    "virtual network": (1, bytes(12) + b"\x81\x00\x00\x05\x08\x00"),
    "virtual network within one": (1, bytes(12) + b"\x88\xa8\x00\x05\x81\x00\x00\x06\x08\x00"),
    "PPP": (9, b"\xff\x03\x00\x21"),
    "bare": (12, b""),
    "version 4": (228, b""),
    "any device": (113, bytes(14) + b"\x08\x00"),
    "any device, second version": (276, b"\x08\x00" + bytes(18)),
    "wireless": (105, b"\x08\x01" + bytes(22) + b"\xaa\xaa\x03\x00\x00\x00\x08\x00"),
    "wireless with quality": (105, b"\x88\x01" + bytes(24) + b"\xaa\xaa\x03\x00\x00\x00\x08\x00"),
    "radiotap": (127, b"\x00\x00\x08\x00\x00\x00\x00\x00" + b"\x08\x01" + bytes(22) + b"\xaa\xaa\x03\x00\x00\x00\x08\x00"),
    "iPhone": (258, (108).to_bytes(4, "little") + b"\x01" + bytes(3) + (12).to_bytes(4, "little") + b"rvi0" + bytes(92)),
    "iPhone with frames": (258, (108).to_bytes(4, "little") + b"\x01" + bytes(3) + b"\x01" + bytes(3) + b"rvi0" + bytes(92) + ETHERNET),
}
"""The kind of link, and what stands before every packet."""

PPPOE = bytes(12) + b"\x88\x64\x11\x00\x00\x01"
MADE: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "PPP over Ethernet": (1, lambda packet: PPPOE + (len(packet) + 2).to_bytes(2, "big") + b"\x00\x21" + packet),
    "firewall": (239, lambda packet: b"\x02\x00\x00\x07\x06\x00\x0a\x00ab\x00\x00" + (len(packet) + 4).to_bytes(2, "little") + b"\x09\x00" + packet),
    "Geneve": (101, lambda packet: ip(17, udp(b"\x00\x00\x65\x58\x00\x00\x01\x00" + ETHERNET + packet, ports=(9, 6081)))),
    "VXLAN": (101, lambda packet: ip(17, udp(b"\x08\x00\x00\x00\x00\x00\x01\x00" + ETHERNET + packet, ports=(9, 4789)))),
    "generic routing": (101, lambda packet: ip(47, b"\x20\x00\x08\x00" + bytes(4) + packet)),
    "version 4 in version 4": (101, lambda packet: ip(4, packet)),
}
CARRIERS = [*WRAPPED, *MADE]


def carried(what: str, packets: list[bytes]) -> bytes:
    """Return a capture of packets as a link or a tunnel carries them."""
    link, wrap = MADE.get(what) or (WRAPPED[what][0], lambda packet: WRAPPED[what][1] + packet)
    return pcap([wrap(each) for each in packets], link=link)


@pytest.mark.parametrize("what", CARRIERS)
def test_every_kind_of_link_and_tunnel_says_the_same(what: str) -> None:
    found, traffic = read(carried(what, PACKETS))
    assert [facts(each) for each in found] == [facts(each) for each in read(pcap(PACKETS))[0]]
    assert traffic.problems == []


@pytest.mark.parametrize("what", CARRIERS)
def test_tshark_finds_the_name_there_too(what: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "made.pcap"
    path.write_bytes(carried(what, PACKETS))
    assert tshark(path, "tls.handshake.type == 1", "tls.handshake.extensions_server_name") == [("host.example.org",)]
    assert tshark(path, "dns", "dns.qry.name") == [("a.ORG",)]


def test_addresses_of_version_6_with_headers_in_between() -> None:
    here, there = bytes.fromhex("20010db8000000000000000000000002"), bytes.fromhex("20010db8000000000000000000000007")
    question = udp(b"\x00" * 2 + b"\x01\x00\x00\x01" + b"\x00" * 6 + b"\x01a\x03org\x00\x00\x01\x00\x01", ports=(5000, 53))
    behind = b"\x3c\x00" + bytes(6) + b"\x11\x00" + bytes(6) + question
    (found,), _ = read(pcap([ip(0, behind, source=here, target=there)]))
    assert (found.endpoint.host, found.endpoint.port, found.parts) == ("2001:db8::7", 53, (("dns", b"a.org"),))


def test_fragments_are_counted() -> None:
    found, traffic = read(pcap([ip(17, bytes(64), cut=0x2000), ip(17, bytes(64), cut=8)]))
    assert found == []
    assert said(traffic) == [("exposure.packets.fragment", "packet 1", 1), ("exposure.packets.fragment", "packet 2", 1)]


def test_a_kind_of_link_that_is_not_read_is_named() -> None:
    _, traffic = read(pcap(PACKETS, link=147))
    assert {each.message.id for each in traffic.problems} == {"exposure.packets.link"}
    assert sum(each.records for each in traffic.problems) == len(PACKETS)
