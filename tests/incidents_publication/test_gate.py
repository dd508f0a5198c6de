"""Who may be counted or told: consent and its end, marks of sharing, answers, and what was done to whom."""

import csv
import pathlib
from collections import Counter

import msgspec
import pytest

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet
from counterwatch.api.incidents_replies import add_reply, replies_of
from counterwatch.api.publication import publish
from counterwatch.case import Case, Identity
from counterwatch.core.errors import WrongUsage
from counterwatch.incidents.incident import Act, Incident, Where
from counterwatch.incidents.publication.gate import BODIES, Reply, passed, stays_out
from counterwatch.incidents.when import when

CASEBOOK = pathlib.Path(__file__).parents[2] / "src" / "counterwatch" / "data" / "casebook.csv"
TODAY = "2026-03-01"


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def incident(*targets: str, organisation: str = "", **more: str) -> Incident:
    acts = tuple(Act(tactic="TD.direct_threat", target_type=each, organisation=organisation) for each in targets)
    made = Incident(id="a", date=when("2021"), where=Where(), acts=acts, status="probable")
    return msgspec.structs.replace(made, **more)


@pytest.mark.parametrize("consent", ["none", "internal", "statistics", "pseudonymous", "attributed", "legal", "withdrawn"])
def test_persons_are_counted_only_where_they_agreed(consent: str) -> None:
    is_in = stays_out(incident("individual", consent=consent), today=TODAY, replies={}) == ""
    assert is_in == (consent in {"statistics", "pseudonymous", "attributed"})


@pytest.mark.parametrize(("until", "is_in"), [("", True), ("2026-03-01", True), ("2026-02-28", False), ("2031-01-01", True)])
def test_consent_ends_on_its_day(until: str, *, is_in: bool) -> None:
    one = incident("individual", consent="statistics", consent_until=until)
    assert (stays_out(one, today=TODAY, replies={}) == "") == is_in


@pytest.mark.parametrize(
    "target", ["individual", "individual_public", "individual_official", "family", "group", "community", "official", "flight", ""]
)
def test_one_act_against_persons_makes_it_no_row(target: str) -> None:
    done = passed([incident("organisation", target, sharing="clear", consent="attributed")], today=TODAY, replies={})
    assert (len(done.rows), len(done.counted)) == (0, 1)


@pytest.mark.parametrize("status", ["aggregate", "withdrawn", "refuted"])
def test_what_does_not_stand_stays_out(status: str) -> None:
    assert stays_out(incident("organisation", sharing="clear", status=status), today=TODAY, replies={}) == "status"


def test_a_named_or_contested_one_waits_for_an_answer_or_a_question() -> None:
    named = incident("organisation", organisation="Royal  Theatre", sharing="clear")
    contested = incident("organisation", sharing="clear", status="contested")
    replies = {"royal theatre": Reply(organisation="Royal Theatre", asked="2026-01-01")}
    assert stays_out(named, today=TODAY, replies={}) == stays_out(contested, today=TODAY, replies=replies) == "reply"
    assert stays_out(named, today=TODAY, replies=replies) == ""
    assert stays_out(msgspec.structs.replace(contested, response="We deny it."), today=TODAY, replies={}) == ""


def test_the_casebook_publishes_its_rows_about_organisations_once_they_were_asked(case: Case) -> None:
    import_sheet(CASEBOOK, case=case, fixed={"sharing": "clear"}, firsts="day")
    rows = list(csv.DictReader(CASEBOOK.read_text(encoding="utf-8").splitlines()))
    bodies = [each for each in rows if each["target_type"] in BODIES]
    unnamed = [each for each in bodies if not each["target_org"] and each["status"] != "contested"]
    assert (len(rows), len(bodies), len(unnamed)) == (47, 30, 1)
    assert publish(case, None).bodies == len(unnamed)
    for organisation in {each["target_org"] for each in bodies if each["target_org"]}:
        add_reply(case, organisation, asked="2026-01-05")
    open_again = [each for each in bodies if each["target_org"] or each["status"] != "contested"]
    assert publish(case, None).bodies == len(open_again) == 29
    assert Counter(each["target_type"] in BODIES for each in rows)[False] == 17


def test_only_a_named_organisation_is_asked_and_on_a_day(case: Case) -> None:
    import_sheet(CASEBOOK, case=case, firsts="day")
    with pytest.raises(WrongUsage, match="names"):
        add_reply(case, "Somebody Private", asked="2026-01-05")
    with pytest.raises(WrongUsage, match="no day"):
        add_reply(case, "Meduza", asked="soon")
    with pytest.raises(WrongUsage, match="neither"):
        add_reply(case, "Meduza")
    add_reply(case, "Meduza", asked="2026-01-05")
    add_reply(case, "meduza", answered="2026-01-09", text="No comment.")
    assert replies_of(case)["meduza"] == Reply(organisation="Meduza", asked="2026-01-05", answered="2026-01-09", text="No comment.")
