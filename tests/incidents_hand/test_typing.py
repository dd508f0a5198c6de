"""An incident is typed on a terminal in one's own script; whatever happens to the terminal, no answer that was given is lost."""

import json
import pathlib
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from typing_person import Person, answer, ended, killed

IN_SCRIPTS = {
    "en": ["Her brother was called in twice", "2022-10", "Berlin, Germany", "family", "6 or 7", "the target", "", "3", "2", ""],
    "zh-Hans": ["家人两次被警察约谈", "2022年10月", "柏林，德国", "亲属", "约6人", "本人", "", "匿名统计", "2", ""],
    "zh-Hant": ["家人兩次被警察約談", "2022年10月5日", "德國", "TD.coercion_by_proxy", "超过5", "本人", "", "匿名統計", "2", ""],
    "fr": ["Son frère a été convoqué deux fois", "vers 2022", "Allemagne", "famille", "6 à 8", "la personne visée", "", "3", "2", ""],
    "ug": ["ئاكىسىنى ساقچى ئىككى قېتىم چاقىردى", "2022-10", "بېرلىن, گېرمانىيە", "20", "6", "ئۆزى", "", "3", "2", ""],
    "bo": ["ཁོང་གི་ཨ་ཇོ་ཉེན་རྟོག་པས་བོས།", "2022-10", "འཇར་མན་", "20", "6-7", "ཁོང་རང་།", "", "3", "2", ""],
}  # fmt: skip
"""The same incident as people of six languages type it, as the answers to the questions in their order; the last confirms."""
ANSWERS = IN_SCRIPTS["zh-Hans"]
DELETE, CLEAR = "\x7f", "\x15"

Make = Callable[..., Person]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("typing") / "home"


@pytest.fixture
def person(tmp_path: pathlib.Path, home: pathlib.Path) -> Person:
    return Person(tmp_path, home)


def recorded(person: Person) -> dict[str, Any]:
    """Return the one incident of a case as it is stored."""
    (line,) = [each for each in person.run("incidents", "list").splitlines() if each.startswith("hand-")]
    found = json.loads(person.run("records", "show", f"incident/{line.split()[0]}", "--json").splitlines()[0])
    data: dict[str, Any] = found["record"]["data"]
    return data


def under_way(person: Person) -> pathlib.Path | None:
    return next(iter((person.case / "work").glob("incident-draft.[aj]*")), None)


@pytest.mark.parametrize("language", [each if each in ("en", "zh-Hans", "ug") else pytest.param(each, marks=pytest.mark.slow) for each in IN_SCRIPTS])
def test_an_incident_is_typed_in_ones_own_script(tmp_path: pathlib.Path, home: pathlib.Path, language: str) -> None:
    person, typed = Person(tmp_path, home, language=language), IN_SCRIPTS[language]
    session = person.at_terminal("incidents", "add")
    answer(session, typed)
    said, code = ended(session)
    assert code == 0, said
    data = recorded(person)
    assert (data["summary"], data["date"]["as_written"], data["sources"][0]["reference"]) == (typed[0], typed[1], typed[5])
    assert (data["where"]["country"], data["acts"][0]["tactic"]) == ("DE", "TD.coercion_by_proxy")
    assert (data["consent"], data["sharing"]) == ("statistics", "amber+strict")
    assert under_way(person) is None


def test_a_typical_incident_needs_ten_answers_and_few_keys(person: Person, record_property: Callable[[str, object], None]) -> None:
    session = person.at_terminal("incidents", "add")
    typed = IN_SCRIPTS["en"]
    begun = time.monotonic()
    answer(session, typed)
    said, code = ended(session)
    assert (code, len(typed)) == (0, 10), said
    keys = sum(len(each) + 1 for each in typed)
    record_property("typing: keys of a typical incident, Enter counted", keys)
    record_property("typing: seconds that the program takes for all ten answers", round(time.monotonic() - begun, 1))
    assert keys < 120


def test_a_file_is_sealed_on_the_spot_and_linked(person: Person) -> None:
    shown = person.folder / "a screen shot.png"
    shown.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    session = person.at_terminal("incidents", "add")
    answer(session, [*ANSWERS[:6], str(person.folder / "nothing.png"), str(shown)])
    session.expect_exact("sealed a screen shot.png")
    answer(session, ["", *ANSWERS[7:]])
    assert ended(session)[1] == 0
    (link,) = recorded(person)["support"]
    assert link["evidence"][:8] in person.run("incidents", "show", "hand-" + person.run("incidents", "list").partition("hand-")[2].split()[0])
    assert "a screen shot.png" in person.run("log")


def test_what_a_row_may_not_hold_is_refused_at_once_with_what_to_do(person: Person) -> None:
    session = person.at_terminal("incidents", "add")
    for wrong in ("call her on +49 30 1234567", "写信 someone@example.org", "see @someone_88", "https://x.com/someone_88", "打 13812345678"):
        answer(session, [wrong])
        session.expect_exact("not taken:")
        session.expect_exact("seal")
    answer(session, [*ANSWERS[:4], "a lot"])
    session.expect_exact("«a lot» is no number")
    answer(session, ANSWERS[4:])
    assert ended(session)[1] == 0
    assert recorded(person)["summary"] == ANSWERS[0]


def test_going_back_explaining_clearing_and_picking_from_a_list(person: Person) -> None:
    session = person.at_terminal("incidents", "add")
    answer(session, ["first words", "<"])
    session.expect_exact("so far: first words")
    answer(session, ["", "?"])
    session.expect_exact("2022年10月")
    answer(session, ["2021", "<", "-", "Germny"])
    session.expect_exact("Germany")
    answer(session, ["1", "passport"])
    session.expect_exact("Passport refused")
    answer(session, [*ANSWERS[4:9], "9", "death"])
    session.expect_exact("This is what would be recorded")
    answer(session, ["99"])
    session.expect_exact("«99» is no number of the list")
    answer(session, [""])
    said, code = ended(session)
    assert code == 0, said
    data = recorded(person)
    assert (data["date"]["precision"], data["where"]["country"], data["acts"][0]["tactic"]) == ("unknown", "DE", "MC.passport")
    assert data["acts"][0]["harm"] == "death"


def test_wide_characters_are_mended_as_they_are_seen(person: Person) -> None:
    session = person.at_terminal("incidents", "add")
    answer(session, [f"在柏林{DELETE}{DELETE}巴黎", f"2021{CLEAR}2022年10月", f"བོད་{DELETE * 4}德国", *ANSWERS[3:]])
    assert ended(session)[1] == 0
    data = recorded(person)
    assert (data["summary"], data["date"]["as_written"], data["where"]["country"]) == ("在巴黎", "2022年10月", "DE")


@pytest.mark.parametrize("given", [1, 8, *(pytest.param(each, marks=pytest.mark.slow) for each in (4, 7))])
def test_a_kill_loses_only_the_answer_being_typed(person: Person, given: int) -> None:
    session = person.at_terminal("incidents", "add")
    answer(session, ANSWERS[:given])
    session.expect_exact("> ")
    session.send("half an ans")
    killed(session)
    refused = person.at_terminal("incidents", "add")
    said, code = ended(refused)
    assert (code, "--resume" in said) == (2, True)
    session = person.at_terminal("incidents", "add", "--resume")
    session.expect_exact(f"{given + 1}/9")
    answer(session, ANSWERS[given:])
    assert ended(session)[1] == 0
    assert recorded(person)["summary"] == ANSWERS[0]
    assert recorded(person)["date"]["as_written"] == ANSWERS[1]


def test_a_kill_at_any_instant_leaves_a_true_beginning_and_nothing_in_the_clear(person: Person) -> None:
    rng = random.Random(7)
    words = [f"字{rng.randrange(10**7):07d}句" for _ in range(3)]
    for number, word in enumerate(words):
        session = person.at_terminal("incidents", "add")
        answer(session, [word])
        session.expect_exact("2/9")
        session.sendline(f"20{number:02d}")
        time.sleep(rng.random() * 0.15)
        killed(session)
        for file in (each for each in person.case.rglob("*") if each.is_file()):
            assert word.encode() not in file.read_bytes(), file
        session = person.at_terminal("incidents", "add", "--resume")
        session.expect(r"([23])/9")
        reached = int(str(session.match.group(1)))
        answer(session, ["<"] * (reached - 1))
        session.expect_exact(f"so far: {word}")
        killed(session)
        assert "thrown away" in person.run("incidents", "add", "--discard")
    assert "no incident" in person.run("incidents", "add", "--discard")
    assert person.run("incidents", "list").strip() == "the casebook is empty"


def test_a_kill_while_it_is_recorded_leaves_one_incident_or_a_draft_of_it(person: Person) -> None:
    rng = random.Random(8)
    for trial in range(2):
        session = person.at_terminal("incidents", "add")
        answer(session, [f"{ANSWERS[0]} {trial}", *ANSWERS[1:]])
        time.sleep(rng.random() * 0.2)
        killed(session)
        if under_way(person):
            session = person.at_terminal("incidents", "add", "--resume")
            answer(session, [""])
            assert ended(session)[1] == 0
        assert len([each for each in person.run("incidents", "list").splitlines() if each.startswith("hand-")]) == trial + 1


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_stopping_keeps_what_was_answered_and_says_how_to_go_on(person: Person, key: str) -> None:
    session = person.at_terminal("incidents", "add")
    answer(session, ANSWERS[:2])
    session.expect_exact("> ")
    session.send(key)
    said, code = ended(session)
    assert (code, "cw incidents add --resume" in said) == (130, True)
    assert under_way(person) is not None


def test_a_second_window_is_told_and_harms_nothing(person: Person) -> None:
    session = person.at_terminal("incidents", "add")
    answer(session, ANSWERS[:3])
    session.expect_exact("> ")
    other = person.at_terminal("incidents", "add", "--resume")
    said, code = ended(other)
    assert (code, "another window" in said) == (1, True)
    session.sendline(ANSWERS[3])
    answer(session, ANSWERS[4:])
    assert ended(session)[1] == 0


def test_without_a_terminal_it_says_which_flags(person: Person) -> None:
    said = person.run("incidents", "add", code=2)
    assert "--set date=" in said
    assert "--set tactic=" in said


def test_flags_record_the_same_as_answers(person: Person) -> None:
    (person.folder / "shot.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    flags = [
        "--set",
        "date=2022年10月",
        "--set",
        "国家=德国",
        "--set",
        "tactic=TD.coercion_by_proxy",
        "--set",
        "summary=家人",
        "--attach",
        "../shot.png",
    ]
    assert "recorded hand-" in person.run("incidents", "add", *flags)
    assert "already" in person.run("incidents", "add", *flags)
    data = recorded(person)
    assert (data["where"]["country"], data["date"]["precision"], len(data["support"])) == ("DE", "month", 1)
    head = person.run("log")
    for wrong in (["date=2022", "tactic=nothing"], ["tactic=DG.ddos"], ["date=2022", "summary=call +49 30 1234567"], ["nonsense=1"]):
        person.run("incidents", "add", *(each for pair in wrong for each in ("--set", pair)), "--attach", "../words", code=2)
    assert person.run("log") == head


def test_in_a_plain_case_it_is_said_that_nothing_is_encrypted(tmp_path: pathlib.Path, home: pathlib.Path) -> None:
    session = Person(tmp_path, home, plain=True).at_terminal("incidents", "add")
    session.expect_exact("not encrypted")
    answer(session, ANSWERS)
    assert ended(session)[1] == 0
