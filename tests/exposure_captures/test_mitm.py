"""Flow files: what mitmproxy 11.0.2 printed of the samples stands here beside what is read."""

from __future__ import annotations

import hashlib
import pathlib

import pytest
from captures_read import headers, part, read, said
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import UnreadableEvidence
from counterwatch.exposure.reading.captures import read_traffic
from counterwatch.exposure.reading.tnetstrings import read_value, written

NOTHING = "e3b0c442"
READ_BY_MITMPROXY = {
    "dumpfile-10.mitm": [("GET", "https://example.com/", 2, NOTHING, 1621870806.728884)],
    "flow_corrupted_gzip_body.mitm": [("GET", "http://127.0.0.1:5000/", 3, NOTHING, 1731596382.2106874)],
    # It makes up a second copy of each handshake of a WebSocket of this version, and one where there is none; these are those in the file.
    "dumpfile-7-websocket.mitm": [
        ("GET", "http://echo.websocket.org/?encoding=text", 15, NOTHING, 1612375499.0264843),
        ("GET", "https://echo.websocket.org/?encoding=text", 15, NOTHING, 1612375506.0812519),
        ("GET", "https://echo.websocket.org/?encoding=text", 15, NOTHING, 1612375511.4797928),
    ],
    "flow_diff_data.mitm": [
        ("POST", "https://jnn-pa.googleapis.com/$rpc/google.internal.waa.v1.Waa/Generate", 18, "1e5216b2", 1694320682.923315),
        ("GET", "https://www.vskills.in/certification/tutorial/wp-content/plugins/wpfor", 15, NOTHING, 1694320761.143838),
        ("GET", "https://s0.2mdn.net/simgad/15064852172826283141", 12, NOTHING, 1694320775.804731),
        ("POST", "https://clients4.google.com/chrome-sync/command/?client=Google+Chrome&", 13, "2c72c517", 1694320785.2616792),
        ("GET", "https://slack.com/beacon/timing?ver=1694215648&session_age=1446&sessio", 16, NOTHING, 1694321903.573645),
    ],
}


def http(version: object = 21, **more: object) -> dict[str, object]:
    sent = {"method": b"GET", "scheme": b"https", "host": b"a.example.org", "port": 443, "path": b"/", "headers": [], "content": b"", **more}
    return {"version": version, "type": "http", "request": sent}


@pytest.mark.parametrize("name", READ_BY_MITMPROXY)
def test_requests_are_those_that_mitmproxy_reads(shared: pathlib.Path, name: str) -> None:
    path = shared / "data" / "exposure" / "mitm" / name
    for source in (path, path.read_bytes()):
        found = [each for each in read_traffic(source, name=name).requests() if part(each, "method")]
        told = [
            (part(each, "method").decode(), part(each, "url").decode()[:70], len(headers(each)), hashlib.sha256(part(each, "body")).hexdigest()[:8])
            for each in found
        ]
        assert told == [each[:4] for each in READ_BY_MITMPROXY[name]]
        assert [each.time for each in found] == [round(each[4] * 1000) for each in READ_BY_MITMPROXY[name]]


def test_streams_and_web_sockets_of_the_samples_tell_what_the_client_sent(shared: pathlib.Path) -> None:
    folder = shared / "data" / "exposure" / "mitm"
    streams = [each for each in read((folder / "flow_diff_data.mitm").read_bytes())[0] if each.protocol == "tcp"]
    assert [(each.locator, each.endpoint.host, each.endpoint.port, each.readable) for each in streams] == [
        ("flow 5", "mtalk.google.com", 5228, 188),
        ("flow 6", "mtalk.google.com", 5228, 188),
    ]
    sockets = [each for each in read((folder / "dumpfile-7-websocket.mitm").read_bytes())[0] if each.protocol in ("ws", "wss")]
    assert [(each.protocol, each.parts[0]) for each in sockets] == [
        ("ws", ("message 1", b"Rock it with HTML5 WebSocket")),
        ("ws", ("message 1", b"Rock it with HTML5 WebSocket")),
        ("wss", ("message 1", b"Rock it with HTML5 WebSocket")),
    ]


def test_the_version_that_is_too_old_is_refused_with_its_number(shared: pathlib.Path) -> None:
    with pytest.raises(UnreadableEvidence, match=r"format 0\.10, which is older"):
        read_traffic(shared / "data" / "exposure" / "mitm" / "dumpfile-010.mitm", name="dumpfile-010.mitm")


def test_a_newer_version_is_read_with_one_remark() -> None:
    found, traffic = read(written(http(22)) + written(http(22)))
    assert len(found) == 2
    assert said(traffic) == [("exposure.mitm.newer", "flow 1", 0)]


def test_a_broken_flow_is_a_problem_and_the_others_are_read() -> None:
    found, traffic = read(written(http()) + written(http(port=b"x" * 3)) + written(http([0, 9])) + written(http(host=b"b.example.org")))
    assert [each.endpoint.host for each in found] == ["a.example.org", "b.example.org"]
    assert said(traffic) == [("exposure.mitm.broken", "flow 2", 1), ("exposure.mitm.too_old_here", "flow 3", 1)]


def test_a_file_that_breaks_off_keeps_what_stands_before() -> None:
    whole = written(http()) + written(http(host=b"b.example.org"))
    found, traffic = read(whole[:-9])
    assert [each.endpoint.host for each in found] == ["a.example.org"]
    assert said(traffic) == [("exposure.mitm.stops_cut", "flow 2", 0)]


def test_a_body_that_mitmproxy_did_not_keep_is_counted_as_lost() -> None:
    (found,), _ = read(written(http(content=None, headers=[[b"Content-Length", b"900"]])))
    assert dict(found.unreadable) == {"binary lost": 900}


def test_a_stream_that_was_passed_on_unopened_is_encrypted() -> None:
    server = {"address": ["a.example.org", 443]}
    (found,), _ = read(written({"version": 21, "type": "tcp", "server_conn": server, "messages": [[True, b"\x16\x03\x01" + b"x" * 97, 1.0]]}))
    assert (found.parts, dict(found.unreadable)) == ((), {"encrypted": 100})


def test_addresses_of_old_formats_are_read() -> None:
    server = {"address": {"address": [b"old.example.org", 5222], "use_ipv6": False}}
    (found,), _ = read(written({"version": [1, 0, 2], "type": "tcp", "server_conn": server, "messages": [[True, b"hello", 1482157523.0]]}))
    assert (found.endpoint.host, found.endpoint.port, found.parts) == ("old.example.org", 5222, (("message 1", b"hello"),))


def test_a_server_known_by_its_address_is_called_by_the_name_the_client_used() -> None:
    (found,), _ = read(written(http(host=b"192.0.2.9", headers=[[b"Host", b"shop.example.org:443"]])))
    assert (found.endpoint.host, part(found, "url")) == ("shop.example.org", b"https://192.0.2.9/")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.binary() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_as_typed_netstring_is_read_the_same(value: object) -> None:
    assert read_value(written(value)) == value


def test_a_flow_of_more_values_than_are_read_is_a_problem() -> None:
    found, traffic = read(written(http(headers=[[b"a", b"b"]] * 400_000)) + written(http()))
    assert [each.locator for each in found] == ["flow 2"]
    assert said(traffic) == [("exposure.mitm.broken", "flow 1", 1)]
