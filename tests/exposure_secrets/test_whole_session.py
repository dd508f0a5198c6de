"""After a whole session nothing that was written, besides the sealed files themselves, holds an identifier, a form of it or a digest of it."""

import base64
import gzip
import hashlib
import json
import pathlib
import zipfile

import pytest

from counterwatch.api.archives import ask_archive
from counterwatch.api.case import new_case, open_case
from counterwatch.api.persona import entered_persona, keep_persona
from counterwatch.api.report import write_report
from counterwatch.api.traffic import ask_traffic
from counterwatch.api.verify import verify
from counterwatch.case import Case, Identity
from counterwatch.core import canonical
from counterwatch.core.errors import Refused, UnreadableEvidence
from counterwatch.draw.picture import picture
from counterwatch.exposure.leaks.needles import Needles
from counterwatch.exposure.persona import Persona

ENTRIES = (
    ("email", "amina.tursun@example.org", ""), ("phone", "+33612345678", ""), ("name", "Amina Tursun", ""), ("name", "ئامىنە تۇرسۇن", ""),
    ("account", "amina_demo", "tiktok"), ("place", "43.825631,87.616824", ""), ("device", "35-209900-176148-1", ""),
    ("address", "12 rue des Lilas, 75020 Paris", ""),
)  # fmt: skip
LONG_ENOUGH = 8
"""A shorter form is found by chance in base64 and hashes."""


def har() -> bytes:
    """Return a capture in which identifiers are sent in many ways, also in the host and the path."""
    mail, phone = "amina.tursun@example.org", "33612345678"
    hashed = base64.b64encode(json.dumps({"h": hashlib.sha256(mail.encode()).hexdigest()}).encode()).decode()
    packed = base64.b64encode(gzip.compress(json.dumps({"mobile": phone, "imei": "352099001761481"}).encode())).decode()
    sent = [
        ("https://log.tiktokv.com/v1", hashed, ""), ("https://api.weixin.qq.com/z", packed, "base64"),
        (f"https://{phone}.tracker.example.net/{mail}?name=Amina%20Tursun", None, ""), ("https://restapi.amap.com/a?l=87.6168,43.8256", None, ""),
        ("https://mc.yandex.ru/w", "n=" + "ئامىنە تۇرسۇن", ""),
    ]  # fmt: skip
    entries = []
    for url, body, encoding in sent:
        data = {"postData": {"mimeType": "text/plain", "text": body, **({"encoding": encoding} if encoding else {})}} if body else {}
        request = {"method": "POST", "url": url, "httpVersion": "HTTP/1.1", "headers": [], "queryString": [], "cookies": [], **data}
        entries.append({"startedDateTime": "2026-11-01T10:00:00Z", "time": 1, "request": request, "response": {"status": 200}, "timings": {}})
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": entries}}).encode()


def export() -> dict[str, object]:
    """Return an export of the same person, with other people in it."""
    profile = {"ProfileMap": {"userName": "amina_demo", "emailAddress": "amina.tursun@example.org", "telephoneNumber": "+33612345678"}}
    friends = [{"Date": f"2024-01-0{day} 00:00:00", "UserName": f"somebody_else_{day}"} for day in range(1, 6)]
    chat = [{"Date": "2024-02-01 10:00:00", "From": "somebody_else_1", "Content": "call me on +33687654321"}]
    orders = {"OrderHistories": {"1": {"OrderDate": "2024-03-01 10:00:00", "ShippingAddress": "12 rue des Lilas, 75020 Paris"}}}
    return {
        "Profile And Settings": {"Profile Info": profile, "Following": {"Following": friends}},
        "Direct Message": {"Direct Messages": {"ChatHistory": {"Chat History with somebody_else_1:": chat}}},
        "Tiktok Shopping": {"Order History": orders},
    }


@pytest.fixture
def files(tmp_path: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
    capture, archive = tmp_path / "capture.har", tmp_path / "tiktok.zip"
    capture.write_bytes(har())
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("user_data_tiktok.json", json.dumps(export()))
    return capture, archive


def texts_of(case: Case, persona: Persona, files: tuple[pathlib.Path, pathlib.Path], folder: pathlib.Path) -> list[bytes]:
    """Do a whole session, and return everything that a person or a program gets to see of it."""
    keep_persona(case, persona)
    seen = []
    for answer in (ask_traffic(files[0], case=case, own_device=True), ask_archive(files[1], case=case)):
        seen += [line.encode() for line in answer.lines()]
        seen += [canonical(answer.run), *(each.content for finding in answer for each in finding.attachments)]
        seen += [picture(chart) for finding in answer for chart in finding.charts]
        seen += [str(each).encode() for each in (*answer.said, *answer.run.first, *answer.run.problems)]
    assert all(level.outcome.value == "pass" for level in verify(case, level=3).levels)
    for name in ("report.html", "report.json"):
        write_report(case, folder / name)
        seen.append((folder / name).read_bytes())
    return seen


@pytest.mark.parametrize("mode", ["plain", "encrypted"])
def test_no_output_holds_an_identifier(
    mode: str, files: tuple[pathlib.Path, pathlib.Path], tmp_path: pathlib.Path, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    identity = Identity.new()
    case = open_case(new_case(tmp_path / "case", plain=mode == "plain", identity=identity).path, identity=identity)
    persona = entered_persona(ENTRIES, region="FR")  # type: ignore[arg-type]
    seen = texts_of(case, persona, files, tmp_path)
    sealed = {case.object_path(each.id) for each in case.evidence()} if mode == "plain" else set()
    written = [each for root in (tmp_path, home) for each in root.rglob("*") if each.is_file() and each not in {*files, *sealed}]
    assert len(written) > 10
    everything = b"\0".join([*seen, *(each.read_bytes() for each in written), *(each.name.encode() for each in written)]).lower()
    needles = {each.spelled for each in Needles(persona).all if len(each.spelled) >= LONG_ENOUGH} | {value.encode() for _, value, _ in ENTRIES}
    others = {b"somebody_else", b"33687654321", b"687654321"}
    assert [each for each in {*needles, *others} if each.lower() in everything] == []
    assert len(needles) > 1000
    for label in ("email#1", "phone#1", "name#2", "place#1", "device#1"):
        assert label.encode() in everything


def test_an_export_of_somebody_else_is_refused_and_nothing_of_it_is_kept(files: tuple[pathlib.Path, pathlib.Path], tmp_path: pathlib.Path) -> None:
    identity = Identity.new()
    case = open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)
    with pytest.raises(Refused, match="does not know yet"):
        ask_archive(files[1], case=case)
    keep_persona(case, entered_persona([("email", "other.person@example.org", "")], region="FR"))
    before = case.head
    with pytest.raises(Refused, match="does not say that it is yours") as caught:
        ask_archive(files[1], case=case)
    assert "amina" not in str(caught.value)
    assert case.evidence() == []
    with pytest.raises(Refused, match="nobody has said yet"):
        ask_traffic(files[0], case=case)
    with pytest.raises(UnreadableEvidence, match="no capture"):
        ask_traffic(files[1], case=case, own_device=True)
    assert case.evidence() == []
    assert case.head.seq <= before.seq + 1
