"""From a form to an incident on the command line, as somebody would type it; nothing that a stranger wrote moves the cursor."""

import pathlib
import re
import sys

import pytest
from genuine import GENUINE
from written_submissions import submission

from intake_submissions import build_of

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "incidents_hand"))

from typing_person import Person

UGLY = "two men waited \u202eereht\u202c and said \u200bthings, then left after a long while"


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Person:
    folder = tmp_path_factory.mktemp("commands")
    return Person(folder, folder / "home")


def test_received_triaged_read_accepted_and_rejected(person: Person) -> None:
    person.run("incidents", "intake", "new", "-o", "../form.html")
    build, inbox = build_of((person.folder / "form.html").read_bytes()), person.folder / "in"
    inbox.mkdir()
    intake, key, form = (str(build[each]) for each in ("intake", "recipient", "build"))
    for number, (_, text) in enumerate([*GENUINE[:3], ("en", UGLY)]):
        files = [("p\u202efdp.exe", b"MZ\x90\x00\x03" + bytes(9))] if text == UGLY else []
        (inbox / f"{number}.age").write_bytes(submission(intake, key, text, form=form, files=files))
    (inbox / "bad \x1b[2J.age").write_bytes(b"words")
    said = person.run("incidents", "intake", "receive", str(inbox), code=3)
    assert "received 4 new submissions" in said
    assert "1 of them: it is no age file\n    bad \\x1b[2J.age" in said
    assert "was not stored" in said
    assert "4 files were received before" in person.run("incidents", "intake", "receive", str(inbox), code=3)

    said = person.run("incidents", "intake", "triage")
    assert "4 submissions wait, in 4 lines; page 1 of 1" in said
    assert "files that were no submissions and were not stored: 2" in said
    assert "No person is judged" in said
    assert not re.search("[\x1b\u202a-\u202e\u200b]", said)
    id = next(line[:12] for line in said.splitlines() if "two men waited" in line)

    said = person.run("incidents", "intake", "read", id)
    assert not re.search("[\x1b\u202a-\u202e\u200b]", said)
    assert "kind program" in said
    assert "its name is one that a double click starts" in said
    assert "open none of them on this computer" in said

    assert f"recorded intake-{id}: consent statistics" in person.run("incidents", "intake", "accept", id, "--set", "tactic=TD.surveillance")
    assert "TD" in person.run("incidents", "show", f"intake-{id}")
    assert "was accepted already" in person.run("incidents", "intake", "accept", id, code=2)
    other = next(line[:12] for line in person.run("incidents", "intake", "triage").splitlines() if GENUINE[0][1][:20] in line)
    assert "it stays sealed as it came" in person.run("incidents", "intake", "reject", other, "--reason", "told twice")
    assert "accepted: 1; rejected: 1" in person.run("incidents", "intake", "triage")


def test_what_cannot_be_is_told(person: Person) -> None:
    assert "holds no submission" in person.run("incidents", "intake", "read", "ffffffffffff", code=2)
    assert "there is no page 9" in person.run("incidents", "intake", "triage", "--page", "9", code=2)
