"""What a platform removed, with evidence from before and after; accounts of others are pseudonyms, and links to them are not kept."""

import datetime
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.api.case import add, new_case, open_case
from counterwatch.api.incidents_hand import add_incident
from counterwatch.api.incidents_links import support_of
from counterwatch.api.incidents_takedowns import add_takedown, correct_takedown, restore_takedown, takedowns
from counterwatch.case import Case, Identity
from counterwatch.case.records import CaseRecords
from counterwatch.core import WrongUsage
from counterwatch.incidents.takedown import flags, gone_for, takedown_of

VIDEO = {"platform": "YouTube", "what": "video", "on": "2025-02-03", "own_account": "@our_channel", "notice": "违反社区准则", "language": "zh-Hans"}


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def test_a_takedown_with_its_evidence_and_its_return(case: Case, tmp_path: pathlib.Path) -> None:
    for name in ("before.html", "after.html", "again.html"):
        (tmp_path / name).write_text(f"<p>{name}</p>")
    add(case, [tmp_path / name for name in ("before.html", "after.html", "again.html")])
    add_incident(case, {"id": "E", "date": "2025-02", "tactic": "DG.platform_censorship"})
    before, after = support_of(case, "before.html"), support_of(case, "after.html")
    made, is_new = add_takedown(case, VIDEO, about=["E"], before=[before], after=[after])
    assert (is_new, add_takedown(case, VIDEO, about=["E"], before=[before], after=[after])) == (True, (made, False))
    assert [str(each).partition(";")[0] for each in flags(made)] == ["who asked for it is not known"]
    back = restore_takedown(case, made.id, "2025-02-07", after=[support_of(case, "again.html")])
    assert gone_for(back) == (4, 4)
    assert [len(each.after) for each in takedowns(case)] == [2]
    with pytest.raises(WrongUsage, match="already"):
        restore_takedown(case, made.id, "2025-02-07")


def test_the_account_of_somebody_else_is_a_pseudonym_of_this_case_alone(case: Case, tmp_path: pathlib.Path) -> None:
    said = {"platform": "Weibo", "what": "account", "action": "suspended", "on": "2025", "other_account": "someone_88"}
    first, _ = add_takedown(case, said)
    second, _ = add_takedown(case, {**said, "on": "2026"})
    identity = Identity.new()
    other = open_case(new_case(tmp_path / "other", identity=identity).path, identity=identity)
    third, _ = add_takedown(other, said)
    assert "someone" not in first.account
    assert first.account == second.account != third.account
    assert not first.is_own


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"platform": ""}, "platform"),
        ({"on": ""}, "not said when"),
        ({"what": "tweet"}, "none of post"),
        ({"action": "eaten"}, "none of removed"),
        ({"other_account": "someone"}, "not both"),
        ({"own_account": "", "link": "https://youtube.com/watch?v=abc"}, "only for an account of your own"),
        ({"notice": "write to someone@example.org"}, "e-mail"),
        ({"description": "看 @someone_88"}, "account"),
        ({"restored": "2025-01"}, "before it was taken down"),
        ({"language": "zh Hans"}, "language tag"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(case: Case, said: dict[str, str], word: str) -> None:
    head = case.head
    with pytest.raises(WrongUsage, match=word):
        add_takedown(case, {**VIDEO, **said})
    assert case.head == head


def test_a_correction_is_a_new_version_that_keeps_evidence_return_and_pseudonym(case: Case, tmp_path: pathlib.Path) -> None:
    (tmp_path / "after.html").write_text("gone")
    add(case, [tmp_path / "after.html"])
    said = {"platform": "Weibo", "what": "account", "action": "suspended", "on": "2025-02", "other_account": "someone_88", "asked_by": "an office"}
    made, _ = add_takedown(case, said, after=[support_of(case, "after.html")])
    restore_takedown(case, made.id, "2025-03-07")
    corrected = correct_takedown(case, made.id, {"on": "2025-02-04", "asked_by": ""}, reason="the notice says the 4th")
    assert (corrected.date.as_written, corrected.asked_by, corrected.reason) == ("2025-02-04", "", "the notice says the 4th")
    assert (corrected.account, corrected.after, corrected.is_own) == (made.account, made.after, False)
    assert corrected.restored is not None
    assert corrected.restored.as_written == "2025-03-07"
    assert takedowns(case) == [corrected]
    versions = [each.data for each in CaseRecords(case).history(f"takedown/{made.id}")]
    assert [each["date"]["as_written"] for each in versions] == ["2025-02", "2025-02", "2025-02-04"]
    head = case.head
    wrongs = [
        ({"on": "2025-02-04"}, "already"),
        ({"platform": ""}, "platform"),
        ({"restored": "2024"}, "before it was"),
        ({"own_account": "me"}, "both"),
    ]
    for wrong, word in [*wrongs, ({"id": "x"}, "id")]:
        with pytest.raises(WrongUsage, match=word):
            correct_takedown(case, made.id, wrong, reason="read again")
    assert case.head == head


def test_a_return_before_the_removal_or_of_nothing_is_refused(case: Case) -> None:
    made, _ = add_takedown(case, VIDEO)
    head = case.head
    for id, day in ((made.id, "2025-02-02"), (made.id, ""), ("nothing", "2025-03")):
        with pytest.raises(WrongUsage):
            restore_takedown(case, id, day)
    assert case.head == head


def test_the_diary_stands_in_the_order_of_days(case: Case) -> None:
    for day in ("2025-05-01", "腊月初八", "2024", "2025-04"):
        add_takedown(case, {**VIDEO, "on": day})
    assert [each.date.as_written for each in takedowns(case)] == ["2024", "2025-04", "2025-05-01", "腊月初八"]


DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2021, 12, 31))


@given(DAYS, st.integers(0, 400), st.sampled_from([10, 7, 4]), st.sampled_from([10, 7, 4]))
def test_the_days_that_it_was_gone_hold_the_true_number(gone: datetime.date, days: int, told: int, told_back: int) -> None:
    back = gone + datetime.timedelta(days)
    made, faults = takedown_of({"platform": "X", "on": gone.isoformat()[:told], "restored": back.isoformat()[:told_back]})
    found = gone_for(made)
    assert faults == {}
    assert found is not None
    assert found[0] <= days <= found[1]
    assert (found == (days, days)) if told == told_back == 10 else True
