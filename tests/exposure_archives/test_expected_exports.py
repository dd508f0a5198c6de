"""The shared exports tell what was put into them, exactly."""

import hashlib
import json
import pathlib
from typing import Any

import pytest

from counterwatch.core import Finding
from counterwatch.core.registry import checks
from counterwatch.exposure.archive import Archive, Event
from counterwatch.exposure.reading.exports import read_archive
from counterwatch.exposure.reveals.persons import persons
from counterwatch.exposure.reveals.places import places
from counterwatch.exposure.reveals.signing_in import signing_in
from counterwatch.exposure.reveals.words import day

SECRETS = (
    "Amina", "Tursun", "amina.tursun", "amina_demo", "33612345678", "rue des Lilas", "75020", "4242", "prayer beads", "visa renewal", "12-Apr",
    "532 000", "905320000000", "friend_", "Mum", "203.0.113", "192.0.2.199", "198.51.100", "Pixel", "iPhone15", "48.86", "2.4001", "51.513",
    "Person 1", "español",
)  # fmt: skip


def pseudonym(text: str) -> str:
    return hashlib.blake2b(text.encode(), key=b"key", digest_size=8).hexdigest()


def read(shared: pathlib.Path, name: str) -> Archive:
    place = shared / "data" / "exposure" / "exports" / name
    archive = read_archive(place, name=name, pseudonym=pseudonym)
    again = read_archive(place.read_bytes(), name=name, pseudonym=pseudonym)
    assert (again.own, again.events, again.sections, again.problems) == (archive.own, archive.events, archive.sections, archive.problems)
    return archive


@pytest.fixture
def expected(shared: pathlib.Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "data" / "exposure" / "exports" / "expected.json").read_text())
    return found


def of(archive: Archive, *kinds: str) -> list[Event]:
    return [each for each in archive.events if each.reveals in kinds]


def test_tiktok(shared: pathlib.Path, expected: dict[str, Any]) -> None:
    archive, wanted = read(shared, "tiktok_synthetic.zip"), expected["tiktok_synthetic.zip"]
    logins, others = signing_in(archive.events, stale_days=180), persons(archive.events)
    assert len(logins.networks) == wanted["distinct_login_ips"]
    assert logins.rare == [wanted["rare_login_ip"]]
    assert len(logins.devices) == wanted["devices"]
    assert logins.rows == wanted["login_rows"]
    assert {each.what for each in of(archive, "account", "payment")} - {"user name"} == set(wanted["identifiers"])
    assert others.numbers == wanted["third_party_phones"]
    assert others.listed == wanted["contacts(following)"]
    assert sum(each.what == "with address" for each in of(archive, "order")) == wanted["orders_with_address"]
    assert {each.what for each in of(archive, "setting")} == set(wanted["settings_risky"])
    watched = [each.time for each in of(archive, "view") if each.time]
    assert len(watched) == wanted["watch_rows"]
    assert f"{day(min(watched))}..{day(max(watched))}" == wanted["active_span"]
    assert ("email", "amina.tursun@example.org") in archive.own
    assert ("account", "amina_demo") in archive.own


def test_telegram(shared: pathlib.Path, expected: dict[str, Any]) -> None:
    archive, wanted = read(shared, "telegram_result_synthetic.json"), expected["telegram_result_synthetic.json"]
    logins, others = signing_in(archive.events, stale_days=180), persons(archive.events)
    assert (others.listed, logins.sessions, logins.stale, others.numbers) == (
        wanted["contacts"],
        wanted["sessions"],
        wanted["stale_sessions"],
        wanted["third_party_phones"],
    )
    assert len(of(archive, "place")) == wanted["locations"]
    assert ("phone", "+33612345678") in archive.own


def test_takeout(shared: pathlib.Path, expected: dict[str, Any]) -> None:
    archive, wanted = read(shared, "takeout_synthetic.zip"), expected["takeout_synthetic.zip"]
    fixes = [each for each in of(archive, "place") if each.until is None]
    assert len(fixes) == wanted["records"]
    home, work = places(each for each in of(archive, "place") if each.until is not None)
    assert (home.nights, work.days, work.nights) == (wanted["home_nights"], wanted["work_days"], 0)
    assert [round(each, 4) for each in home.spot] == wanted["home"]
    assert {each.what for each in of(archive, "place")} == {"fix", "home", "work"}


def test_whatsapp(shared: pathlib.Path, expected: dict[str, Any]) -> None:
    archive, wanted = read(shared, "whatsapp_chat_multilocale.txt"), expected["whatsapp_chat_multilocale.txt"]
    assert [value for _, value in archive.own] == wanted["senders"]
    assert [list(each.place or ()) for each in of(archive, "place")] == wanted["locations"]
    messages = of(archive, "message")
    assert len(messages) == wanted["events_kept_by_timelinize"]
    assert sum(each.what == "attachment" for each in messages) == wanted["attachments"]
    assert sum(each.what == "poll" for each in messages) == wanted["polls"]
    assert (archive.lines, archive.unparsed) == (28, 0)


def test_an_archive_of_no_platform_is_refused_with_what_is_known(shared: pathlib.Path) -> None:
    from counterwatch.core import UnreadableEvidence

    with pytest.raises(UnreadableEvidence, match="not recognised") as caught:
        read_archive(shared / "data" / "exposure" / "exports" / "hpi_gdpr_export.zip", name="hpi.zip", pseudonym=pseudonym)
    assert "TikTok" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["tiktok_synthetic.zip", "telegram_result_synthetic.json", "takeout_synthetic.zip", "whatsapp_chat_multilocale.txt"])
def test_no_value_of_the_export_stands_in_what_is_said_of_it(shared: pathlib.Path, name: str) -> None:
    archive = read(shared, name)
    findings: list[Finding] = checks()["exposure.reveals"](archive)
    written = json.dumps([told(each) for each in findings], ensure_ascii=False) + repr(archive) + repr(archive.events)
    written += "".join(str(each) for each in archive.said) + "".join(str(each.message) for each in archive.problems)
    assert [each for each in SECRETS if each in written] == []


def told(finding: Finding) -> Any:
    """Return all of a finding as plain values, its tables as text."""
    import msgspec

    return [msgspec.to_builtins(finding), *(each.content.decode() for each in finding.attachments)]
