"""What the form itself saves, encrypted by its own program in Node, is received: every answer, attachment and consent as it was given."""

import pathlib
import random
import shutil

import msgspec
import pytest
from inbox import case_with_intake

from counterwatch.api.intake import intakes
from counterwatch.api.intake_accept import accept
from counterwatch.api.intake_form import new_form
from counterwatch.api.intake_receive import receive
from counterwatch.api.intake_triage import submission_named, triage
from counterwatch.incidents.intake.reading import Reader
from intake_submissions import Submission, build_of, encrypted, encrypting, expected, submission

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node here (20 or newer: apt-get install nodejs)")
COUNT = 30


def test_what_the_form_saved_is_received_as_it_was_given(tmp_path: pathlib.Path) -> None:
    case, _ = case_with_intake(tmp_path / "case")
    new_form(case, tmp_path / "form.html", accept_unreviewed=("fr", "zh-Hans", "zh-Hant", "ug", "bo"))
    draw, build, given = random.Random(3), build_of((tmp_path / "form.html").read_bytes()), {}
    (tmp_path / "in").mkdir()
    with encrypting(tmp_path / "form.html") as running:
        for number in range(COUNT):
            each = submission(draw, most_bytes=2_000_000 if number == 0 else 30_000)
            given[f"notes-{number:08x}.age"] = each
            (tmp_path / "in" / f"notes-{number:08x}.age").write_bytes(encrypted(running, each))
    done = receive(case, [tmp_path / "in"])
    assert (done.new, done.faulty, done.refused) == (COUNT, 0, ())
    with Reader(intakes(case)) as reader:
        for evidence in case.evidence():
            received = submission_named(case, evidence.id)
            assert msgspec.json.decode(msgspec.json.encode(received.submission)) == expected(given[evidence.name], build)
            assert reader.attachments((tmp_path / "in" / evidence.name).read_bytes()) == [data for _, data in given[evidence.name].files]


@pytest.mark.parametrize(("language", "counts"), [("en", "statistics"), ("bo", "none")])
def test_consent_counts_from_a_form_as_it_says(tmp_path: pathlib.Path, language: str, counts: str) -> None:
    case, _ = case_with_intake(tmp_path / "case")
    new_form(case, tmp_path / "form.html", accept_unreviewed=("bo",))
    answers = {"what": "ཉེན་རྟོག་པས་ངའི་ཨ་མ་བོས་ནས་སྐད་ཆ་དྲིས་པ་རེད། the police called my mother in and asked her about me", "where": "Dharamsala, India"}
    with encrypting(tmp_path / "form.html") as running:
        said = {"language": language, "scope": "statistics", "ticked": True, "answers": answers}
        (tmp_path / "notes.age").write_bytes(encrypted(running, Submission(said=said, files=(("a.pdf", b"%PDF-1.4 %%EOF"),))))
    receive(case, [tmp_path / "notes.age"])
    made = accept(case, triage(case).items[0].received.id, said={"tactic": "TD.coercion_by_proxy"})
    assert (made.incident.consent, made.asked, made.incident.where.country) == (counts, "statistics", "IN")
    assert [each.name.endswith(".quarantined") for each in made.attachments] == [True]
