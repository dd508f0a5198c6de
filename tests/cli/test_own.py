"""One's own things on the command line: what is refused, with which exit code, and that no value is echoed."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

from quick_identity import keep_quick_identity

CW = pathlib.Path(sys.executable).with_name("cw")
TABLE = "kind,value,platform\nemail,amina.tursun@example.org,\nphone,90 123 45 67,\nname,ئامىنە تۇرسۇن,\naccount,amina_demo,tiktok\n"
PASSPHRASE = "six words drawn by dice are good\n"


def cw(*arguments: str, folder: pathlib.Path, said: str = "") -> subprocess.CompletedProcess[str]:
    reading, writing = os.pipe()
    os.write(writing, (PASSPHRASE * 3).encode())
    os.close(writing)
    command = [str(CW), *arguments, *(("--passphrase-fd", str(reading)) if arguments[0] in ("new", "exposure", "report", "verify") else ())]
    try:
        return subprocess.run(
            command, cwd=folder, input=said, capture_output=True, text=True, check=False, pass_fds=[reading], env=os.environ | {"CW_LANGUAGE": "en"}
        )
    finally:
        os.close(reading)


def har(url: str) -> str:
    request = {"method": "GET", "url": url, "httpVersion": "HTTP/1.1", "headers": [], "queryString": [], "cookies": []}
    entry = {"startedDateTime": "2026-11-01T10:00:00Z", "time": 1, "request": request, "response": {"status": 200}, "timings": {}}
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "t", "version": "1"}, "entries": [entry]}})


@pytest.fixture
def mine(tmp_path: pathlib.Path) -> pathlib.Path:
    keep_quick_identity(pathlib.Path(os.environ["COUNTERWATCH_HOME"]), PASSPHRASE.strip())
    assert cw("new", "mine", folder=tmp_path).returncode == 0
    (tmp_path / "mine.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "capture.har").write_text(har("https://log.tiktokv.com/a?tel=%2B998901234567"))
    return tmp_path / "mine"


def test_without_a_case_the_command_that_makes_one_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "capture.har").write_text(har("https://example.org/"))
    for arguments in (("traffic", "capture.har", "--own-device"), ("archive", "capture.har"), ("me",)):
        done = cw("exposure", *arguments, folder=tmp_path)
        assert done.returncode == 10
        assert "cw new mine" in done.stderr


def test_a_session_from_a_table_to_what_to_do_first(mine: pathlib.Path) -> None:
    done = cw("exposure", "traffic", "../capture.har", "--own-device", folder=mine)
    assert (done.returncode, "cw exposure me" in done.stderr) == (6, True)
    done = cw("exposure", "me", "--region", "UZ", "--file", "../mine.csv", folder=mine)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "kept under your key: email#1, phone#1, name#1, account#1"
    done = cw("exposure", "traffic", "../capture.har", folder=mine)
    assert (done.returncode, "--own-device" in done.stderr) == (6, True)
    done = cw("exposure", "traffic", "../capture.har", "--own-device", "--fail-on", "departs", folder=mine)
    assert done.returncode == 5, done.stderr
    assert "phone#1 was sent to log.tiktokv.com (ByteDance" in done.stdout
    assert "what to do first:\n  1. " in done.stdout
    assert "998901234567" not in done.stdout + done.stderr
    # What was declared once is known, and who it is can no longer be changed.
    assert cw("exposure", "traffic", "../capture.har", folder=mine).returncode == 0
    done = cw("exposure", "me", "--region", "UZ", "--file", "../mine.csv", folder=mine)
    assert (done.returncode, "cannot be changed" in done.stderr) == (6, True)


def test_entries_are_asked_one_by_one_and_slips_are_told(mine: pathlib.Path) -> None:
    said = ["UZ", "12", "+998 90 123-45-67", "", "not an address", "amina.tursun@example.org", "", "Amina Tursun", "", "amina_demo", "tiktok", ""]
    done = cw("exposure", "me", folder=mine, said="\n".join([*said, "", "35-209900-176148-2", "", "", ""]) + "\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "kept under your key: phone#1, email#1, name#1, account#1, device#1"
    assert done.stderr.count("not taken:") == 2
    assert "the last digit of device#1" in done.stderr
    assert "amina.tursun" not in done.stderr


def test_a_file_that_is_no_public_sample_is_refused_as_one(mine: pathlib.Path) -> None:
    done = cw("exposure", "traffic", "../capture.har", "--fixture", folder=mine)
    assert (done.returncode, "public sample" in done.stderr) == (6, True)


@pytest.mark.slow
def test_a_public_sample_is_marked_in_every_section(mine: pathlib.Path, shared: pathlib.Path) -> None:
    sample = shared / "data" / "exposure" / "har" / "chrome.har"
    done = cw("exposure", "traffic", str(sample), "--fixture", folder=mine)
    assert done.returncode == 0, done.stderr
    assert "PUBLIC SAMPLE FILE, NOBODY'S OWN" in done.stderr
    assert cw("report", "-o", "r.html", folder=mine).returncode == 0
    page = (mine / "r.html").read_text(encoding="utf-8")
    assert page.count("PUBLIC SAMPLE FILE, NOBODY") >= page.count("<section")


@pytest.mark.parametrize(("table", "hint"), [("a,b\n1,2\n", "kind"), ("kind,value\nface,x\n", "row 2"), ("kind,value\n", "at least one")])
def test_a_table_that_says_nothing_is_refused(mine: pathlib.Path, table: str, hint: str) -> None:
    (mine / "bad.csv").write_text(table)
    done = cw("exposure", "me", "--file", "bad.csv", folder=mine)
    assert (done.returncode, hint in done.stderr) == (2, True), done.stderr


@pytest.mark.slow
def test_a_table_of_orders_with_other_headings_is_read_by_naming_them(mine: pathlib.Path) -> None:
    assert cw("exposure", "me", "--region", "UZ", "--file", "../mine.csv", folder=mine).returncode == 0
    rows = "Nr,Tag,Empfaenger,Mail,Wohin\n1,2024-03-01,x,amina.tursun@example.org,somewhere\n2,2024-04-01,x,amina.tursun@example.org,somewhere\n"
    (mine / "bestellungen.csv").write_text(rows, encoding="utf-8")
    refused = cw("exposure", "archive", "bestellungen.csv", folder=mine)
    assert (refused.returncode, "not recognised" in refused.stderr) == (1, True)
    named = [option for each in ("order=Nr", "time=Tag", "name=Empfaenger", "email=Mail", "address=Wohin") for option in ("--map", each)]
    done = cw("exposure", "archive", "bestellungen.csv", *named, folder=mine)
    assert done.returncode == 0, done.stderr
    assert "departs     exposure.reveals: orders: orders" in done.stdout
    assert "amina.tursun" not in done.stdout + done.stderr
    checked = cw("verify", "--level", "3", ".", folder=mine)
    assert "level 3  findings done again: pass (1)" in checked.stdout, checked.stdout + checked.stderr
