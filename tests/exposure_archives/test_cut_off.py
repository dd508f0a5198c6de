"""An export that breaks off, or is damaged, keeps the rows before: those and no others, and it is said that they are part of something."""

import gzip
import io
import json
import pathlib
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from test_platforms import zip_of

from counterwatch.api.archives import ask_archive, must_be_own
from counterwatch.api.case import new_case, open_case
from counterwatch.api.persona import entered_persona, keep_persona
from counterwatch.api.report import write_report
from counterwatch.api.verify import verify
from counterwatch.case import Identity
from counterwatch.core import CounterwatchError, Verdict
from counterwatch.core.errors import Refused
from counterwatch.core.registry import readers
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.checks.reveals import reveals
from counterwatch.exposure.persona import Identifier, Persona
from counterwatch.exposure.reading.exports import read_archive

Doc = Sequence[str | dict[str, Any]]
"""An export in pieces, one after another: text, and rows, of which each gives one event."""
STAMP, MS = "2024-01-0{n} 10:00:00", 1_704_100_000_000


def rows(count: int, **values: Any) -> list[str | dict[str, Any]]:
    made: list[str | dict[str, Any]] = []
    for n in range(1, count + 1):
        made += [",", {name: value.format(n=n) if isinstance(value, str) else value for name, value in values.items()}]
    return made[1:]


LOGINS = rows(4, Date=STAMP, IP="203.0.113.{n}", DeviceModel='Phone "{n}]}}, ü')
OWNER = '{"user_id": 1, "first_name": "Me", "phone_number": "+44 20 7946 0000"}'
SAID = rows(3, type="message", date="2024-01-0{n}T10:00:00", from_id="user{n}", text=[{"type": "bold", "text": "a"}, " b"])
OWN = 3
"""Events of the owner's particulars in the export of Telegram."""
DOCS: dict[str, tuple[Doc, int]] = {
    "tiktok": (['{"Your Activity": {"Login History": {"LoginHistoryList": [', *LOGINS,
                ']}, "Video Browsing History": {"VideoList": [', *rows(3, Date=STAMP), "]}}}"], 0),
    "tiktok chats": (['{"Direct Messages": {"Chat History": {"ChatHistory": {"Chat History with a:": [', *rows(2, Date=STAMP, Content="x"),
                      '], "Chat History with b:": [', *rows(2, Date=STAMP, Content="y"), "]}}}}"], 0),
    "tiktok orders": (['{"Tiktok Shopping": {"Order History": {"OrderHistories": {"1": ',
                       {"OrderDate": "2024-01-01 10:00:00", "Products": [{"a": 1}]},
                       ', "2": ', {"OrderDate": "2024-01-02 10:00:00", "Products": [{"a": 1}, {"b": [2]}]}, "}}}}"], 0),
    "telegram": (['{"personal_information": ', OWNER, ', "chats": {"about": "x", "list": [{"name": "A", "id": 7, "messages": [', *SAID,
                  ']}, {"id": 8, "messages": [', *SAID, "]}]}}"], OWN),
    "google places": (['{"locations": [', *rows(5, timestamp="2024-01-0{n}T10:00:00Z", latitudeE7=15, longitudeE7=25), "]}"], 0),
    "google timeline": (['{"semanticSegments": [', *rows(3, startTime="2024-01-0{n}T10:00:00Z", endTime="2024-01-0{n}T11:00:00Z",
                         timelinePath=[{"point": "1.5°, 2.5°"}]), "]}"], 0),
    "google activity": (["[", *rows(4, header="Search", title="Searched for {n}", time="2024-01-0{n}T10:00:00Z"), "]"], 0),
    "facebook": (['{"account_activity_v2": [', *rows(3, action="Login", timestamp=MS // 1000, ip_address="203.0.113.{n}", also=[{"a": [1]}]),
                  '], "friends_v2": [', *rows(3, name="somebody {n}", timestamp=MS // 1000), "]}"], 0),
    "facebook address book": (['{"address_book_v2": {"address_book": [', *rows(3, name="{n}", details=[{"contact_point": "+4420{n}"}]), "]}}"], 0),
    "instagram": (['{"account_history_login_history": [', *rows(3, title="{n}", string_map_data={"IP Address": {"value": "203.0.113.4"}}), "]}"], 0),
}  # fmt: skip
every_doc = pytest.mark.parametrize("what", DOCS)
every_seventh = pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
"""Every seventh byte, or every one."""


def built(doc: Doc) -> tuple[bytes, list[int]]:
    """Return a document, and where each of its rows ends."""
    data, ends = b"", list[int]()
    for piece in doc:
        data += (piece if isinstance(piece, str) else json.dumps(piece, ensure_ascii=False)).encode()
        ends += [len(data)] if not isinstance(piece, str) else []
    return data, ends


def read(data: bytes) -> Archive:
    return read_archive(data, name="export.json", pseudonym=str.upper)


def outcome(data: bytes) -> Archive | CounterwatchError:
    """Return what is read of an export, or by which name it is refused."""
    try:
        return read(data)
    except CounterwatchError as error:
        return error


def must_tell(archive: Archive) -> None:
    """Fail where a damaged export is not called one, or what it does not say is taken for safe."""
    assert any("json-damaged" in str(each.message) and each.records for each in archive.problems)
    assert archive.partial
    assert any("partial" in str(each) for each in archive.said)
    for finding in reveals(archive):
        assert any("partial" in str(each) for each in finding.limits) or finding.verdict is Verdict.NOT_TESTED
        assert finding.verdict is not Verdict.CONSISTENT


@every_seventh
@every_doc
def test_cut_at_any_byte_it_keeps_the_rows_that_end_before(what: str, step: int) -> None:
    doc, owned = DOCS[what]
    data, ends = built(doc)
    full = read(data)
    assert len(full.events) == len(ends) + owned
    assert (full.problems, full.partial) == ((), ())
    kept = [kept_of(data[:end], sum(each <= end for each in ends), full, owned) for end in range(0, len(data), step)]
    assert sum(kept) > len(kept) / 3, "hardly anything was read"


@every_seventh
@every_doc
def test_a_byte_that_cannot_be_anywhere_is_told_and_the_rows_before_it_are_kept(what: str, step: int) -> None:
    doc, owned = DOCS[what]
    data, ends = built(doc)
    full = read(data)
    kept = [kept_of(data[:at] + b"\0" + data[at + 1 :], sum(each <= at for each in ends), full, owned, at) for at in range(4, len(data), step)]
    assert sum(kept) > len(kept) / 3, "hardly anything was read"


def kept_of(data: bytes, expected: int, full: Archive, owned: int, at: int | None = None) -> bool:
    """Check what is read of a damaged export, and say whether anything was; what is refused is refused by name and has no row."""
    archive = outcome(data)
    if isinstance(archive, CounterwatchError):
        assert archive.hint is not None
        assert not expected, f"{expected} rows before the damage are lost: {archive}"
        return False
    whole = len(archive.events) - expected
    assert whole == owned or (expected == 0 and whole <= owned), (data, archive.events)
    assert not Counter(map(repr_of, archive.events)) - Counter(map(repr_of, full.events))
    assert set(archive.own) <= set(full.own)
    must_tell(archive)
    if at is not None:
        assert any(f"byte {at:,} of {len(data):,}" in str(each.message) for each in archive.problems)
    return True


def repr_of(event: object) -> tuple[object, ...]:
    return tuple(getattr(event, name) for name in event.__struct_fields__)  # type: ignore[attr-defined]


@every_seventh
@pytest.mark.parametrize("name", ["tiktok", "telegram", "takeout", "facebook", "instagram"])
def test_the_sample_of_every_reader_of_json_cut_anywhere_gives_nothing_that_the_whole_does_not(name: str, step: int) -> None:
    sample = next(each for each in readers(Archive).values() if each.name.removeprefix("exposure.") == name).sample
    assert sample is not None
    data = sample()
    full, before = read(data), Counter[tuple[object, ...]]()
    for end in range(0, len(data), step):
        archive = outcome(data[:end])
        if isinstance(archive, CounterwatchError):
            assert not before, "what was read of less is read of more"
            continue
        events = Counter(map(repr_of, archive.events))
        assert not events - Counter(map(repr_of, full.events))
        assert not before - events, "what was read of less is read of more"
        must_tell(archive)
        before = events


PROFILE = '"Profile And Settings": {"Profile Information": {"ProfileMap": {"userName": "me_demo", "emailAddress": "me@example.org"}}}'
ACTIVITY = '"Your Activity": {"Login History": {"LoginHistoryList": [{"Date": "2024-01-01 10:00:00", "IP": "203.0.113.7"}, {"Date": "2024-01-02 10:'
ME = Persona(identifiers=(Identifier(label="account#1", kind="account", value="me_demo", platform="tiktok"),))


def test_an_export_whose_owner_stood_behind_the_damage_is_refused() -> None:
    archive = read(f"{{{ACTIVITY}".encode())
    assert [each.reveals for each in archive.events] == ["login"]
    with pytest.raises(Refused, match="names no account"):
        must_be_own(archive, ME)


def test_an_export_whose_owner_stands_before_the_damage_is_held_against_the_persona() -> None:
    archive = read(f"{{{PROFILE}, {ACTIVITY}".encode())
    assert [each.reveals for each in archive.events if each.reveals == "login"] == ["login"]
    assert archive.partial == ("Your Activity / Login History",)
    must_be_own(archive, ME)
    with pytest.raises(Refused, match="does not say that it is yours"):
        must_be_own(archive, Persona(identifiers=(Identifier(label="account#1", kind="account", value="other", platform="tiktok"),)))


def test_numbers_in_a_chat_are_not_another_s_where_one_s_own_may_stand_behind_the_damage() -> None:
    chat = '"Direct Messages": {"Chat History": {"ChatHistory": {"a:": [{"Date": "2024-01-01 10:00:00", "Content": "+44 20 7946 0000"}]}}}'
    number = '"Autofill": {"PhoneNumber": "+44 20 7946 0000"}'
    whole = read(f'{{{PROFILE}, {chat}, "Ads and data": {{{number}}}}}'.encode())
    cut = read(f"{{{PROFILE}, {chat}, ".encode())
    for archive in (whole, cut):
        assert [each for each in archive.events if each.reveals == "contact"] == []


def test_one_damaged_file_of_many_leaves_the_others_whole() -> None:
    logins = json.dumps({"account_activity_v2": [{"action": "Login", "timestamp": 1, "ip_address": f"203.0.113.{n}"} for n in range(9)]})
    friends = json.dumps({"friends_v2": [{"name": f"somebody {n}", "timestamp": 1} for n in range(9)]})
    files = {"a/logins.json": logins[:-150], "b/friends.json": friends, "a/profile_information.json": {"profile_v2": {"emails": ["me@example.org"]}}}
    archive = read(zip_of(files))
    counts = Counter(each.reveals for each in archive.events)
    assert counts["contact"] == 9
    assert counts["login"] == logins[:-150].count("}")
    assert archive.partial == ("a",)
    assert [each.place for each in archive.problems] == ["file 1"]


@pytest.mark.parametrize("what", ["tiktok", "telegram", "facebook"])
def test_an_export_in_a_zip_file_that_is_cut_anywhere_keeps_what_stands_before(what: str) -> None:
    doc, owned = DOCS[what]
    data, ends = built(doc)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        made.writestr("a/export.json", data)
        made.writestr("b/other.json", "{}")
    packed = out.getvalue()
    begins, full = packed.index(data[:20]), read(data)
    for end in range(20, len(packed) - 22):
        before = sum(each <= end - begins for each in ends)
        archive = outcome(packed[:end])
        if isinstance(archive, CounterwatchError):
            assert not before, f"{before} rows before the cut are lost: {archive}"
            continue
        assert before <= len(archive.events) <= before + owned
        assert not Counter(each.reveals for each in archive.events) - Counter(each.reveals for each in full.events)
        assert archive.partial
        for finding in reveals(archive):
            assert finding.verdict is not Verdict.CONSISTENT


def test_an_export_in_a_gzip_file_that_breaks_off_keeps_what_stands_before() -> None:
    data = json.dumps({"account_activity_v2": [{"action": "Login", "timestamp": n, "ip_address": f"203.0.113.{n % 250}"} for n in range(9000)]})
    packed = gzip.compress(data.encode())
    archive = read(packed[: len(packed) // 2])
    assert 2000 < len(archive.events) < 9000
    assert len(archive.partial) == 2
    assert any("archive-cut" in str(each.message) for each in archive.problems)


def test_a_second_export_written_behind_the_first_is_told() -> None:
    data, ends = built(DOCS["facebook"][0])
    archive = read(data + data)
    assert len(archive.events) == len(ends)
    must_tell(archive)


def test_what_is_damaged_and_too_large_to_be_held_twice_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    data, _ = built(DOCS["tiktok"][0])
    monkeypatch.setattr("counterwatch.files.deep_json.MENDED", len(data) - 2)
    refused = outcome(data[:-1])
    assert isinstance(refused, CounterwatchError)
    assert "json-damaged" in str(refused.message)


@pytest.mark.usefixtures("home")
def test_a_report_on_a_cut_export_calls_its_section_partial_and_is_the_same_again(tmp_path: pathlib.Path) -> None:
    identity = Identity.new()
    case = open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)
    keep_persona(case, entered_persona([("account", "me_demo", "tiktok")], region="FR"))
    (tmp_path / "user_data.json").write_text(f"{{{PROFILE}, {ACTIVITY}", encoding="utf-8")
    (tmp_path / "behind.json").write_text(f"{{{ACTIVITY}", encoding="utf-8")
    answer = ask_archive(tmp_path / "user_data.json", case=case)
    assert [each.subject for each in answer if each.verdict is Verdict.CONSISTENT] == []
    assert all(level.outcome.value == "pass" for level in verify(case, level=3).levels)
    with pytest.raises(Refused, match="names no account"):
        ask_archive(tmp_path / "behind.json", case=case)
    assert [each.name for each in case.evidence()] == ["user_data.json"]
    write_report(case, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^<>]*>", "", page)
    assert re.search(r"what is told of \W?Your Activity / Login History\W? is partial: the file is cut off or damaged there", text)
    assert "json-damaged" in page
