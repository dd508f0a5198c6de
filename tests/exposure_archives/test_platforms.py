"""What each platform's export says in its several forms: old and new names, spoilt letters, other languages, long files read piece by piece."""

import io
import json
import tarfile
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterwatch.core import CounterwatchError, WrongUsage
from counterwatch.exposure.archive import Archive, Event
from counterwatch.exposure.archives.meta import mended
from counterwatch.exposure.archives.phones import phones
from counterwatch.exposure.archives.when import ms_of
from counterwatch.exposure.readers import orders, takeout, telegram
from counterwatch.exposure.reading.exports import read_archive
from counterwatch.exposure.reveals.persons import persons


def pseudonym(text: str) -> str:
    return f"p{sum(text.encode()) * 7919 + len(text)}"


def read(contents: dict[str, Any] | bytes, name: str = "export") -> Archive:
    """Return the archive of files in a ZIP file, or of one file."""
    if isinstance(contents, bytes):
        return read_archive(contents, name=name, pseudonym=pseudonym)
    return read_archive(zip_of(contents), name=f"{name}.zip", pseudonym=pseudonym)


def packed(value: Any) -> bytes:
    return value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else json.dumps(value).encode()


def zip_of(contents: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, value in contents.items():
            made.writestr(path, packed(value))
    return out.getvalue()


def rows(archive: Archive, reveals: str) -> list[Event]:
    return [each for each in archive.events if each.reveals == reveals]


CHAT = {"ChatHistory": {"Chat History with other:": [{"Date": "2023-05-03 10:00:00", "Content": "+44 20 7946 0000"}]}}
OLD = {
    "Profile": {"Profile Information": {"ProfileMap": {"userName": "me", "telephoneNumber": "+44 20 7946 0000"}}},
    "Activity": {
        "Video Browsing History": {"VideoList": [{"Date": "2023-05-01 10:00:00", "Link": "x"}, {"Date": "2023-05-01 10:01:00", "Link": "y"}]},
        "Login History": {"LoginHistoryList": [{"Date": "2023-05-01 09:00:00", "IP": "203.0.113.7", "DeviceModel": "A"}]},
        "Search History": {"SearchList": [{"Date": "2023-05-02 10:00:00", "SearchTerm": "z"}]},
        "Follower List": {"FansList": [{"Date": "2023-05-02 10:00:00", "UserName": "other"}]},
    },
    "Direct Messages": {"Chat History": CHAT},
    "App Settings": {"Settings": {"SettingsMap": {"Private Account": "Off"}}},
}
NEW = {
    "Profile And Settings": {
        "Profile Info": {"ProfileMap": {"userName": "me", "telephoneNumber": "+44 20 7946 0000"}},
        "Follower": {"FansList": [{"Date": "2023-05-02T10:00:00Z", "UserName": "other"}]},
        "Settings": {"SettingsMap": {"Private Account": "Off"}},
    },
    "Your Activity": {
        "Watch History": {"VideoList": [{"Date": "2023-05-01 10:00:00 UTC", "Link": "x"}, {"date": "2023-05-01 10:01:00 UTC", "link": "y"}]},
        "Login History": {"LoginHistoryList": [{"date": "2023-05-01 09:00:00", "IP": "203.0.113.7", "DeviceModel": "A"}]},
        "Searches": {"SearchList": [{"Date": "2023-05-02 10:00:00", "SearchTerm": "z"}]},
    },
    "Direct Message": {"Direct Messages": CHAT},
}


def test_tiktok_says_the_same_under_old_and_new_names() -> None:
    old, new = read(packed(OLD)), read(packed(NEW))
    assert set(old.own) == set(new.own) == {("phone", "+44 20 7946 0000"), ("account", "me")}

    def told(archive: Archive) -> list[tuple[Any, ...]]:
        return sorted((each.reveals, each.what, each.time or 0, each.network, each.third) for each in archive.events)

    assert told(old) == told(new)
    assert persons(old.events).numbers == 0, "one's own number is nobody else's"


def test_an_unknown_section_is_named_and_the_others_are_read() -> None:
    said = json.loads(json.dumps(NEW))
    said["Your Activity"]["Dream History"] = {"DreamList": [{"Date": "2023-05-01 10:00:00"}]}
    archive = read(packed(said))
    assert "7 sections seen, 6 understood, 1 unknown: Your Activity / Dream History" not in [str(each) for each in archive.said]
    assert "8 sections seen, 7 understood, 1 unknown: Your Activity / Dream History" in [str(each) for each in archive.said]
    assert len(archive.events) == len(read(packed(NEW)).events)


def test_a_bad_row_is_counted_and_the_others_are_read() -> None:
    said = json.loads(json.dumps(NEW))
    said["Your Activity"]["Login History"]["LoginHistoryList"] += [7, {"Date": {"a": 1}}, {"Date": "2023-05-09 09:00:00", "IP": "203.0.113.9"}]
    archive = read(packed(said))
    assert [each.network for each in rows(archive, "login")] == ["203.0.113.7", "203.0.113.9"]
    assert [(str(each.message), each.records) for each in archive.problems] == [
        ("2 rows of login history of export could not be read and are not counted", 2)
    ]


@given(st.text())
def test_letters_spoilt_twice_over_are_mended(text: str) -> None:
    spoilt = text.encode(errors="replace").decode("latin-1")
    assert mended(spoilt) == text.encode(errors="replace").decode()


def test_facebook_tells_own_messages_from_those_of_others_whose_names_are_spoilt() -> None:
    spoilt = "Z\u00c3\u00bclfiye"
    archive = read(
        {
            "messages/inbox/other_1/message_1.json": {
                "participants": [{"name": spoilt}],
                "messages": [
                    {"sender_name": spoilt, "timestamp_ms": 1_700_000_000_000, "content": "call +44 20 7946 0018"},
                    {"sender_name": "Me", "timestamp_ms": 1_700_000_001_000, "content": "from +44 20 7946 0000"},
                ],
            },
            "profile_information/profile_information.json": {
                "profile_v2": {"name": {"full_name": "Me"}, "phone_numbers": [{"phone_number": "+44 20 7946 0000"}], "birthday": {"year": 1990}}
            },
            "connections/friends/your_friends.json": {"friends_v2": [{"name": spoilt, "timestamp": 1_600_000_000}]},
            "location/last.json": {"location_history_v2": [{"coordinate": {"latitude": 1.5, "longitude": 2.5}, "creation_timestamp": 1_600_000_000}]},
            "something_new/x.json": {"dreams_v2": []},
        }
    )
    assert archive.platform == "Facebook"
    assert set(archive.own) == {("name", "Me"), ("phone", "+44 20 7946 0000")}
    assert {each.third for each in rows(archive, "message")} == {"", pseudonym("Facebook:Zülfiye")}
    assert [each.third for each in rows(archive, "contact") if each.what == "friend"] == [pseudonym("Facebook:Zülfiye")]
    assert persons(archive.events).all == 2
    assert [each.place for each in rows(archive, "place")] == [(1.5, 2.5)]
    assert archive.sections["something_new"] is False


def test_a_folder_called_after_the_account_is_no_section() -> None:
    row = {"account_activity_v2": [{"timestamp": 1_700_000_000, "ip_address": "203.0.113.7"}]}
    archive = read({"facebook-mynamehere-2024/security/account_activity.json": row, "facebook-mynamehere-2024/new/x.json": {"dreams_v2": []}})
    assert archive.sections == {"security": True, "new": False}
    assert "mynamehere" not in "".join(str(each) for each in archive.said)


def test_a_session_is_as_old_as_its_last_use() -> None:
    made, used = 1_500_000_000, 1_700_000_000
    row = {"created_timestamp": made, "updated_timestamp": used, "ip_address": "2001:db8::7", "device": "Phone", "location": "x"}
    archive = read({"security/where.json": {"active_sessions_v2": [row]}})
    assert [(each.time, each.network, each.what) for each in rows(archive, "login")] == [(used * 1000, "2001:db8::7", "session")]


def test_an_export_with_a_thousand_chats_before_anything_else_is_recognised() -> None:
    chat = {"participants": [], "messages": [{"sender_name": "Other", "timestamp_ms": 1_700_000_000_000}]}
    chats = {f"your_facebook_activity/messages/inbox/x_{each}/message_1.json": chat for each in range(1000)}
    archive = read({**chats, "personal_information/profile_information/profile_information.json": {"profile_v2": {"emails": ["me@example.org"]}}})
    assert (archive.platform, archive.own, len(rows(archive, "message"))) == ("Facebook", (("email", "me@example.org"),), 1000)


def test_instagram_is_read_in_any_language() -> None:
    archive = read(
        {
            "security/login_activity.json": {
                "account_history_login_history": [
                    {
                        "title": "t",
                        "string_map_data": {
                            "IP 地址": {"value": "203.0.113.7"},
                            "时间": {"timestamp": 1_700_000_000},
                            "代理": {"value": "Instagram 1 Android"},
                        },
                    }
                ]
            },
            "connections/followers_1.json": [{"string_list_data": [{"href": "x", "value": "other", "timestamp": 1_600_000_000}]}],
            "personal_information/personal_information.json": {"profile_user": [{"string_map_data": {"邮箱": {"value": "me@example.org"}}}]},
        }
    )
    assert archive.platform == "Instagram"
    assert archive.own == (("email", "me@example.org"),)
    assert [(each.network, each.device, each.time) for each in rows(archive, "login")] == [("203.0.113.7", "Instagram 1 Android", 1_700_000_000_000)]
    assert [each.third for each in rows(archive, "contact")] == [pseudonym("Instagram:other")]


TAKEOUT = {
    "Takeout/archive_browser.html": "<h1>me@example.org</h1>",
    "Takeout/Profile/Profile.json": {"emails": [{"value": "me@example.org"}], "birthday": "1990-01-01"},
    "Takeout/My Activity/Search/MyActivity.json": [
        {"header": "Search", "title": "x", "titleUrl": "https://example.org/search?q=x", "time": "2024-01-01T10:00:00.000Z"},
        {"header": "Search", "title": "y", "time": "2024-01-02T10:00:00.000Z"},
    ],
    "Takeout/Mon activité/YouTube/MonActivité.html": '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">Watched '
    '<a href="https://www.youtube.com/watch?v=1">a</a><br>Jan 5, 2024, 9:05:00\u202fPM UTC</div>',
    "Takeout/Google Account/me@example.org.SubscriberInfo.html": "<table><tr><td>2024-01-03 10:00:00 UTC</td><td>203.0.113.7</td></tr></table>"
    " me@example.org",
    "Takeout/Access Log Activity/Activities.csv": "Gaia ID,Activity Timestamp,IP Address\n1,2024-01-04 10:00:00 UTC,203.0.113.8\n",
    "Takeout/Contacts/All.vcf": "BEGIN:VCARD\nFN:Other\nTEL;TYPE=CELL:+44 20 7946 0018\nEND:VCARD\nBEGIN:VCARD\nFN:Third\nEND:VCARD\n",
    "Takeout/Location History/Semantic/2024_JANUARY.json": {
        "timelineObjects": [
            {
                "placeVisit": {
                    "location": {"latitudeE7": 15_000_000, "longitudeE7": 4_294_967_296 - 25_000_000, "semanticType": "TYPE_HOME"},
                    "duration": {"startTimestamp": "2024-01-01T22:00:00Z", "endTimestamp": "2024-01-02T06:00:00Z"},
                }
            },
            {"activitySegment": {}},
        ]
    },
    "Takeout/Keep/note.json": {"text": "x"},
}


def tgz(contents: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        for path, value in contents.items():
            info = tarfile.TarInfo(path)
            info.size = len(packed(value))
            made.addfile(info, io.BytesIO(packed(value)))
    return out.getvalue()


def test_takeout_is_read_from_zip_and_tgz_alike() -> None:
    zipped, tarred = read(TAKEOUT), read(tgz(TAKEOUT), "takeout.tgz")
    assert (zipped.own, zipped.events, zipped.sections) == (tarred.own, tarred.events, tarred.sections)
    assert zipped.own == (("email", "me@example.org"),)
    assert [each.time for each in rows(zipped, "search")] == [ms_of("2024-01-01 10:00:00")]
    assert sorted(each.time or 0 for each in rows(zipped, "view")) == [ms_of("2024-01-02 10:00:00"), ms_of("2024-01-05 21:05:00")]
    assert [(each.network, each.time) for each in rows(zipped, "login")] == [
        ("203.0.113.7", ms_of("2024-01-03 10:00:00")),
        ("203.0.113.8", ms_of("2024-01-04 10:00:00")),
    ]
    assert persons(zipped.events).listed == 2
    assert [(each.place, each.what) for each in rows(zipped, "place")] == [((1.5, -2.5), "home")]
    assert zipped.sections["Keep"] is False


PHONE = [
    {"startTime": "2024-03-01T22:00:00+08:00", "endTime": "2024-03-02T07:00:00+08:00", "visit": {"topCandidate": {"placeLocation": "geo:1.5,2.5"}}},
    {"startTime": "2024-03-02T08:00:00+08:00", "endTime": "2024-03-02T09:00:00+08:00", "timelinePath": [{"point": "geo:1.6,2.6"}]},
]


def test_places_are_the_same_whole_and_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    fixes = {"locations": [{"timestamp": f"2024-01-01T10:00:{each:02}Z", "latitudeE7": each, "longitudeE7": 5} for each in range(50)]}
    for said in (PHONE, fixes):
        whole = read(packed(said), "Timeline.json")
        with monkeypatch.context() as small:
            small.setattr(takeout, "STREAMED", 10)
            pieces = read(packed(said), "Timeline.json")
        assert whole.events == pieces.events
        assert len(whole.events) == len(said) if isinstance(said, list) else 50


def test_messages_are_the_same_whole_and_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    data = telegram.sample()
    whole = read(data, "result.json")
    monkeypatch.setattr(telegram, "STREAMED", 10)
    pieces = read(data, "result.json")

    def told(archive: Archive) -> list[tuple[Any, ...]]:
        return sorted((each.reveals, each.what, each.time or 0, each.network, each.third, each.place or ()) for each in archive.events)

    assert told(whole) == told(pieces)
    assert whole.own == pieces.own


def test_a_long_file_that_breaks_off_keeps_what_was_read_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeout, "STREAMED", 10)
    data = packed({"locations": [{"timestamp": "2024-01-01T10:00:00Z", "latitudeE7": each, "longitudeE7": 5} for each in range(5000)]})
    archive = read(zip_of({"Takeout/Records.json": data[: len(data) // 2], "Takeout/Profile/Profile.json": {"emails": []}}), "cut.zip")
    assert 1500 < len(archive.events) < 2600
    assert any("json-damaged" in str(each.message) for each in archive.problems)
    assert archive.partial == ("file 1",)


def test_what_is_no_message_is_counted_whole_and_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"personal_information": {"user_id": 1}, "chats": {"list": [{"messages": [{}, "x", 7, None, {"type": "message", "from_id": "user2"}]}]}}
    whole = read(packed(said), "result.json")
    monkeypatch.setattr(telegram, "STREAMED", 10)
    pieces = read(packed(said), "result.json")
    assert [sum(each.records for each in archive.problems) for archive in (whole, pieces)] == [4, 4]
    assert [len(rows(archive, "message")) for archive in (whole, pieces)] == [1, 1]


def test_orders_tell_who_was_told_what_and_leave_out_those_of_others() -> None:
    archive = read_archive(orders.sample(), name="orders.csv", pseudonym=pseudonym)
    assert archive.own == (("phone", "+44 20 7946 0000"), ("name", "某人"))
    assert len({each.third for each in rows(archive, "order")}) == 2
    assert [each.what for each in rows(archive, "contact")] == ["order for another"]
    assert {each.what for each in archive.events} == {
        "with address",
        "name handed over",
        "phone handed over",
        "address handed over",
        "order for another",
    }


def test_columns_of_orders_can_be_named() -> None:
    data = b"a;b;c\n2024-01-01;shop;here\n2024-01-02;shop;there\n"
    archive = orders.orders(data, name="x.csv", pseudonym=pseudonym, columns={"time": "a", "party": "b", "address": "c"})
    assert [(each.reveals, each.time) for each in archive.events][:2] == [
        ("order", ms_of("2024-01-01 00:00:00")),
        ("address", ms_of("2024-01-01 00:00:00")),
    ]
    with pytest.raises(WrongUsage, match="no column «d»"):
        orders.orders(data, name="x.csv", pseudonym=pseudonym, columns={"time": "d"})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_export_of_many_files_gives_an_archive_or_a_named_error(data: st.DataObject) -> None:
    damaged = bytearray(data.draw(st.sampled_from([zip_of(TAKEOUT), tgz(TAKEOUT)])))
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), max_size=6)):
        damaged[place] = byte
    try:
        found = read_archive(bytes(damaged), name="takeout.zip", pseudonym=pseudonym).platform
    except CounterwatchError as error:
        found = str(error.hint or "")
    assert found


def test_a_table_in_an_export_that_breaks_off_is_a_problem_and_no_crash() -> None:
    broken = 'Gaia ID,Activity Timestamp,IP Address\n1,2024-01-04 10:00:00 UTC,203.0.113.8\n2,"' + "x" * 200_000
    archive = read({**TAKEOUT, "Takeout/Access Log Activity/Activities.csv": broken})
    assert "203.0.113.8" in [each.network for each in rows(archive, "login")]
    assert [each.records for each in archive.problems] == [1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+44 20 7946 0018", ["442079460018"]),
        ("call 0044 20 7946 0018 or (+33 6 12 34 56 78)", ["442079460018", "33612345678"]),
        ("2024-01-01 10:00:00 and 12345678901", []),
        ("price +1 200 or +9999", []),
        ("a+442079460018", []),
    ],
)
def test_telephone_numbers_are_those_with_a_country_code(text: str, found: list[str]) -> None:
    assert phones(text) == found


@pytest.mark.parametrize("contents", [OLD, NEW, TAKEOUT])
def test_nobody_else_is_named_in_an_archive(contents: dict[str, Any]) -> None:
    archive = read(contents if contents is TAKEOUT else packed(contents))
    kept = "".join(f"{each.third}{each.what}{each.locator}" for each in archive.events) + "".join(archive.sections)
    assert [each for each in ("other", "Other", "7946", "example.org", "Third") if each in kept.replace("other files", "")] == []
