"""HAR files: what mitmproxy reads in them is read here, and what the format or a program lost is counted."""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib

import pytest
from captures_read import facts, headers, part, read, said
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import UnreadableEvidence
from counterwatch.exposure.reading.captures import read_traffic
from counterwatch.exposure.reading.opening import Opened

SAMPLES = ("charles", "chrome", "insomnia", "postdata", "safari", "with-bom")


def har(*requests: dict[str, object], **more: object) -> bytes:
    entries = [{"startedDateTime": "2026-03-01T10:00:00Z", "request": each, "response": {}} for each in requests]
    return json.dumps({"log": {"version": "1.2", **more, "entries": entries}}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def get(url: str = "https://a.example.org/", **more: object) -> dict[str, object]:
    return {"method": "GET", "url": url, "headers": [], **more}


@pytest.mark.parametrize("name", SAMPLES)
def test_method_url_headers_and_body_are_those_that_mitmproxy_reads(shared: pathlib.Path, name: str) -> None:
    folder = shared / "data" / "exposure" / "har"
    expected = json.loads((folder / f"{name}.expected.mitmproxy.json").read_text())
    for source in (folder / f"{name}.har", (folder / f"{name}.har").read_bytes()):
        found = list(read_traffic(source, name=name).requests())
        assert len(found) == len(expected)
        for request, flow in zip(found, expected, strict=True):
            told, listed = flow["request"], headers(request)
            # mitmproxy adds a content-length where the file has none; nothing is made up here.
            listed_there = [(key.lower(), value) for key, value in told["headers"]]
            added = 0 if any(key == "content-length" for key, _ in listed) else 1
            assert part(request, "method").decode() == told["method"]
            assert (request.protocol, request.endpoint.host, request.endpoint.port) == (told["scheme"], told["host"], told["port"])
            assert "/" + part(request, "url").decode().split("/", 3)[3] == told["path"]
            assert len(listed) + added == len(listed_there)
            assert listed == [each for each in listed_there if not (added and each[0] == "content-length")]
            assert hashlib.sha256(part(request, "body")).hexdigest() == told["contentHash"]
            assert request.time == pytest.approx(told["timestamp_start"] * 1000, abs=1)


def test_files_that_mitmproxy_refuses_are_refused_by_name(shared: pathlib.Path) -> None:
    folder = shared / "data" / "exposure" / "har"
    with pytest.raises(UnreadableEvidence, match=r"brokenfile\.har begins like a HAR file and holds no list of entries"):
        read_traffic(folder / "brokenfile.har", name="brokenfile.har")
    with pytest.raises(UnreadableEvidence, match=r"broken_headers\.json is no capture"):
        read_traffic(folder / "broken_headers.json", name="broken_headers.json")


def test_a_broken_entry_is_a_problem_and_the_others_are_read() -> None:
    found, traffic = read(har(get(), get(headers=[["Content-Type"]]), get("/no/host"), {"url": 5}, get("http://b.example.org:81/")))
    assert [(each.locator, each.endpoint.host, each.endpoint.port) for each in found] == [
        ("entry 1", "a.example.org", 443),
        ("entry 5", "b.example.org", 81),
    ]
    assert said(traffic) == [
        ("exposure.har.broken", "entry 2", 1),
        ("exposure.har.no_host", "entry 3", 1),
        ("exposure.har.broken", "entry 4", 1),
    ]


def test_signs_that_replaced_bytes_of_a_body_are_counted_as_lost() -> None:
    found, _ = read(har(get(postData={"text": "a\ufffd\ufffdb"}), get(bodySize=700), get(postData={"text": "abc"}, bodySize=3)))
    assert [dict(each.unreadable) for each in found] == [{"binary lost": 2}, {"binary lost": 700}, {}]


def test_half_a_character_and_bytes_that_are_no_utf8_do_not_lose_the_entry() -> None:
    whole = har(get(postData={"text": "aMARKb"}))
    for broken in (b"\\ud83d", b"\xff", b"\xed\xa0\x80"):
        (found,), traffic = read(whole.replace(b"MARK", broken))
        assert set(part(found, "body").decode()) == set("a\ufffdb")
        assert dict(found.unreadable) == {"binary lost": part(found, "body").decode().count("\ufffd")}
        assert traffic.problems == []


def test_bodies_come_as_text_as_base64_and_as_fields() -> None:
    data = bytes(range(256))
    posted = [{"text": base64.b64encode(data).decode(), "encoding": "base64"}, {"params": [{"name": "phone", "value": "+86 1"}]}, {"text": "早"}]
    assert [part(each, "body") for each in read(har(*(get(postData=each) for each in posted)))[0]] == [data, b"phone=%2B86+1", "早".encode()]


def test_cookies_are_read_where_their_header_was_left_out() -> None:
    listed = [{"name": "sid", "value": "1"}, {"name": "t", "value": "2"}]
    shown, hidden = read(har(get(cookies=listed, headers=[{"name": "cookie", "value": "sid=1"}]), get(cookies=listed)))[0]
    assert (part(shown, "cookies"), part(hidden, "cookies")) == (b"", b"sid=1; t=2")


def test_only_what_was_sent_over_a_web_socket_is_read() -> None:
    messages = [
        {"type": "send", "opcode": 1, "data": "out"},
        {"type": "receive", "opcode": 1, "data": "in"},
        {"type": "send", "opcode": 2, "data": "AP8="},
    ]
    data = json.loads(har(get("wss://a.example.org/s")))
    data["log"]["entries"][0]["_webSocketMessages"] = messages
    (found,), _ = read(json.dumps(data).encode())
    assert [each for each in found.parts if each[0].startswith("message")] == [("message 1", b"out"), ("message 3", b"\x00\xff")]


def test_a_file_that_breaks_off_keeps_what_stands_before() -> None:
    whole = har(get("https://one.example.org/"), get("https://two.example.org/"), get("https://three.example.org/"))
    begins = whole.index(b"three")
    found, traffic = read(whole[:begins])
    assert [each.endpoint.host for each in found] == ["one.example.org", "two.example.org"]
    assert said(traffic) == [("exposure.har.stops_cut", "entry 3", 0)]


def test_entries_of_a_list_elsewhere_are_not_taken_for_those_of_the_log() -> None:
    found, _ = read(har(get(), pages=[{"entries": [get("https://decoy.example.org/")], "log": {"entries": [1]}}], comment='"log": {"entries": ['))
    assert [each.endpoint.host for each in found] == ["a.example.org"]


@given(st.lists(st.text(), max_size=6), st.integers(1, 60))
def test_entries_are_found_whatever_stands_in_them_and_however_the_file_is_cut_into_blocks(texts: list[str], size: int) -> None:
    class Slow(Opened):
        def block(self, most: int = 0) -> bytes:
            return super().block(min(size, most))

    from counterwatch.exposure.reading.entries import entries, find_entries
    from counterwatch.exposure.reading.opening import opened

    told = [{"request": {"text": each, "}": ["]", {each: None}]}} for each in texts]
    data = json.dumps({"log": {"pages": [], "entries": told}}, ensure_ascii=False).encode("utf-8", "replace")
    with opened(data, name="x") as file:
        slow = Slow(name="x", total=file.total, raw=file.raw, unpacked=file.unpacked, packed=False)
        assert [json.loads(each) for each in entries(find_entries(slow))] == json.loads(data)["log"]["entries"]


def test_reading_again_gives_the_same_and_does_not_double_the_problems() -> None:
    traffic = read_traffic(har(get(), {"url": 5}, get()), name="x")
    first, told = [facts(each) for each in traffic.requests()], list(traffic.problems)
    assert ([facts(each) for each in traffic.requests()], traffic.problems) == (first, told)
    assert len(told) == 1


def test_problems_quote_nothing_of_the_file() -> None:
    _, traffic = read(har(get("secret-of-mine/"), {"url": ["secret-of-mine"]}, get(headers=["secret-of-mine"])))
    assert len(traffic.problems) == 3
    assert "secret" not in repr(traffic.problems)


@pytest.mark.parametrize(("code", "key"), [("har-headers", "headers"), ("har-headers", "cookies")])
def test_an_entry_with_more_than_is_read_is_passed_over_by_the_code_of_the_bound(code: str, key: str) -> None:
    many = get() | {key: [["a", "b"]] * 200_000}
    found, traffic = read(har(many, get()))
    assert [each.locator for each in found] == ["entry 2"]
    assert [(each.place, each.records, code in str(each.message)) for each in traffic.problems] == [("entry 1", 1, True)]


@given(st.text(st.characters(exclude_categories=[])))
def test_text_of_any_characters_is_read_with_halves_replaced(text: str) -> None:
    for plain in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
        whole = har(get(postData={"text": "MARK"})).replace(b'"MARK"', plain.encode("utf-8", "surrogatepass"))
        ((found,), traffic) = read(whole)
        pairs = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        told = part(found, "body").decode()
        assert (told.replace("\ufffd", ""), traffic.problems) == (pairs.replace("\ufffd", ""), [])
        assert ("\ufffd" in told) == ("\ufffd" in pairs)


def test_a_request_that_is_shown_shows_nothing_of_what_was_sent() -> None:
    (found,), _ = read(har(get(headers=[{"name": "cookie", "value": "secret-of-mine"}], postData={"text": "secret-of-mine"})))
    assert "secret" not in repr(found)
