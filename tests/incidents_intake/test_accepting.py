"""An accepted submission becomes an incident by the road of `cw incidents add`: consent as it counts, files unopened, nothing personal taken over."""

import hashlib
import pathlib

import pytest
from inbox import case_with_intake
from msgspec import structs
from written_submissions import encrypted, submission

from counterwatch.api.incidents import history, incident_from, incidents
from counterwatch.api.incidents_hand import rows_of, withdraw
from counterwatch.api.incidents_protected import protect
from counterwatch.api.intake_accept import accept, reject
from counterwatch.api.intake_receive import receive
from counterwatch.api.intake_triage import submission_named, triage
from counterwatch.api.verify import verify
from counterwatch.case import Case
from counterwatch.core import UnreadableEvidence, WrongUsage
from counterwatch.incidents.corrected import faults_of
from counterwatch.incidents.intake.drafted import drafted
from counterwatch.incidents.intake.record import Intake

STORY = "Two men followed a student from the library to her flat and told her to stop."
FILES = [("photo.pdf", b"%PDF-1.4 /JS (x)\n%%EOF"), ("../../notes.txt".replace("/", ":"), "ཡི་གེ".encode()), ("again.txt", "ཡི་གེ".encode())]


@pytest.fixture
def held(tmp_path: pathlib.Path) -> tuple[Case, Intake]:
    return case_with_intake(tmp_path / "case")


def arrived(held: tuple[Case, Intake], what: str = STORY, **said: object) -> str:
    """Receive one submission and return its id."""
    case, intake = held
    file = case.path.parent / "notes.age"
    file.write_bytes(submission(intake.id, intake.recipient, what, **said))  # type: ignore[arg-type]
    assert receive(case, [file]).new == 1
    return next(each.received.id for each in triage(case).items if each.received.submission and each.received.submission.answers.what == what)


def test_it_becomes_an_incident_with_the_sealed_file_and_its_attachments(held: tuple[Case, Intake]) -> None:
    case, _ = held
    id = arrived(held, files=FILES, when="2026-03-04", where="Berlin, Germany", persons="2", contact="by letter to the choir", harm="she moved")
    made = accept(case, id, said={"tactic": "TD.direct_threat"})
    incident = incident_from(history(case, made.incident.id)[-1].record)
    assert (incident.summary, incident.where.country, incident.where.place, incident.date.as_written) == (STORY, "DE", "Berlin", "2026-03-04")
    assert incident.acts[0].persons is not None
    assert (incident.acts[0].persons.low, incident.acts[0].tactic) == (2, "TD.direct_threat")
    assert [each.reference for each in incident.sources] == [f"submission/{id}"]
    assert made.left_out == {}
    sealed = {each.id: each for each in case.evidence()}
    first, *others = [sealed[each.evidence] for each in incident.support]
    assert first.name == "notes.age"
    assert {each.sha256 for each in others} == {hashlib.sha256(data).hexdigest() for _, data in FILES}
    assert [case.evidence_source(each.id) for each in others] == [FILES[0][1], FILES[1][1]]
    assert all(each.name.endswith(".quarantined") and each.note.startswith("quarantined") for each in others)
    assert "JavaScript" in others[0].note
    assert "choir" not in str(incident)
    assert verify(case).is_good


@pytest.mark.parametrize("digits", ["123456789012", "491715550123", "004917155501", "400000000000", "19990101a123", "110105194912"])
def test_an_id_of_digits_alone_is_no_telephone_number(held: tuple[Case, Intake], digits: str) -> None:
    case, _ = held
    received = submission_named(case, arrived(held))
    assert received.submission is not None
    rows = rows_of(case)
    cells, _ = drafted(structs.replace(received, evidence=digits + received.evidence[12:]), received.submission, {}, rows, consent="none")
    assert digits in cells["source"]
    assert faults_of(rows(cells))[1] == {}


def test_custody_tells_how_the_attachments_came_out(held: tuple[Case, Intake]) -> None:
    case, _ = held
    accept(case, arrived(held, files=FILES))
    verbs = [event.verb for event in case.custody()]
    assert verbs[-4:] == ["receive", "derive", "record", "record"]
    (derived,) = [event for event in case.custody() if event.verb == "derive"]
    assert {each.id for each in case.evidence()} == set(derived.custody[0].evidence)


@pytest.mark.parametrize(
    ("language", "confirmed", "scope", "how", "counts"),
    [
        ("en", True, "statistics", "", "statistics"),
        ("en", True, "pseudonymous", "", "pseudonymous"),
        ("en", False, "statistics", "", "none"),
        ("en", False, "statistics", "asked again by a member who speaks it", "statistics"),
        ("ug", True, "statistics", "", "none"),
        ("ug", False, "internal", "asked again by a member who speaks it", "internal"),
        ("en", True, "none", "asked again by a member who speaks it", "none"),
    ],
)
def test_consent_counts_only_where_somebody_can_stand_by_it(
    held: tuple[Case, Intake], language: str, confirmed: bool, scope: str, how: str, counts: str
) -> None:
    case, _ = held
    made = accept(case, arrived(held, language=language, confirmed=confirmed, scope=scope), consent_confirmed=how)
    assert (made.incident.consent, made.asked) == (counts, scope)


def test_a_form_that_the_case_did_not_build_confirms_nothing(held: tuple[Case, Intake]) -> None:
    assert accept(held[0], arrived(held, form="0" * 64)).incident.consent == "none"


def test_what_points_at_a_person_is_left_out_and_named(held: tuple[Case, Intake]) -> None:
    case, _ = held
    id = arrived(held, "Mrs Tohti was called on +49 30 1234567 by a man.", when="2026-02-31", where="somewhere", persons="many of us")
    made = accept(case, id)
    assert set(made.left_out) == {"summary", "date", "persons_affected"}
    assert "Tohti" not in str(incidents(case))
    submission = submission_named(case, id).submission
    assert submission is not None
    assert "Tohti" in submission.answers.what


def test_what_somebody_says_goes_first_and_is_held_to_the_rules(held: tuple[Case, Intake]) -> None:
    case, _ = held
    id = arrived(held, "Mrs Tohti was called on +49 30 1234567 by a man.")
    with pytest.raises(WrongUsage, match="summary"):
        accept(case, id, said={"summary": "call +49 30 1234567"})
    with pytest.raises(WrongUsage, match="tactic"):
        accept(case, id, said={"tactic": "no such word"})
    with pytest.raises(WrongUsage, match="consent is not said with --set"):
        accept(case, id, said={"consent": "legal"})
    with pytest.raises(WrongUsage, match="telephone"):
        accept(case, id, consent_confirmed="call +49 30 1234567")
    assert incidents(case) == []
    assert accept(case, id, said={"summary": "a woman was called"}).incident.summary == "a woman was called"


def test_a_protected_term_of_the_case_stops_a_field(held: tuple[Case, Intake]) -> None:
    case, _ = held
    protect(case, ["Aynur Tohti"])
    id = arrived(held, "Aynur Tohti was followed home by two men in a grey car.")
    assert set(accept(case, id).left_out) == {"summary"}


def test_accepting_twice_is_told_and_changes_nothing(held: tuple[Case, Intake]) -> None:
    case, _ = held
    id = arrived(held, files=FILES)
    made = accept(case, id)
    head = case.head
    with pytest.raises(WrongUsage, match=f"it is the incident {made.incident.id}"):
        accept(case, id)
    with pytest.raises(WrongUsage, match="was accepted already"):
        reject(case, id, reason="an advertisement")
    assert case.head == head
    assert triage(case).waiting == 0


@pytest.mark.parametrize("where", ["add_incident", "_decide"])
def test_what_stopped_half_way_goes_on(held: tuple[Case, Intake], monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    case, _ = held
    id = arrived(held, files=FILES[:2])

    def power_cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"counterwatch.api.intake_accept.{where}", power_cut)
        with pytest.raises(KeyboardInterrupt):
            accept(case, id)
    assert triage(case).waiting == 1
    sealed = len(case.evidence())
    accept(case, id)
    assert (len(case.evidence()), len(incidents(case)), triage(case).waiting) == (sealed, 1, 0)


def test_rejected_it_stays_sealed_and_can_be_accepted_later(held: tuple[Case, Intake]) -> None:
    case, _ = held
    id = arrived(held)
    with pytest.raises(WrongUsage, match="needs a reason"):
        reject(case, id, reason=" ")
    reject(case, id, reason="an advertisement")
    page = triage(case)
    assert (page.waiting, page.rejected, len(case.evidence())) == (0, 1, 1)
    accept(case, id)
    assert (triage(case).accepted, triage(case).rejected) == (1, 0)


def test_an_incident_of_a_submission_can_be_withdrawn(held: tuple[Case, Intake]) -> None:
    case, _ = held
    made = accept(case, arrived(held))
    assert withdraw(case, made.incident.id, reason="the writer asked for it", consent=True).consent == "withdrawn"


def test_what_no_form_wrote_cannot_be_accepted(held: tuple[Case, Intake]) -> None:
    case, intake = held
    file = case.path.parent / "a.age"
    file.write_bytes(encrypted(bytes(65_536), intake.recipient))
    receive(case, [file])
    id = triage(case).items[0].received.id
    with pytest.raises(WrongUsage, match="cannot become an incident"):
        accept(case, id)
    reject(case, id, reason="not written by a form")


def test_a_sealed_file_that_was_damaged_gives_no_attachment(held: tuple[Case, Intake], monkeypatch: pytest.MonkeyPatch) -> None:
    case, _ = held
    id = arrived(held, files=FILES)
    held_as = case.evidence_source(submission_named(case, id).evidence)
    assert isinstance(held_as, bytes)
    monkeypatch.setattr(Case, "evidence_source", lambda *_: held_as[:-1] + bytes([held_as[-1] ^ 1]))
    with pytest.raises(UnreadableEvidence, match="does not open as it did"):
        accept(case, id)
    assert (len(case.evidence()), incidents(case)) == (1, [])


def test_an_id_of_few_digits_or_of_nothing_is_told(held: tuple[Case, Intake]) -> None:
    id = arrived(held)
    assert submission_named(held[0], id[:6]).id == id
    for each in (id[:2], "zzzzzz", ""):
        with pytest.raises(WrongUsage, match="holds no submission"):
            submission_named(held[0], each)
