"""The casebook is searched in any script, over what happened and where; filters keep what they say; pages join to the whole."""

import itertools
import pathlib
from typing import Any

import pytest

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet, incidents
from counterwatch.api.incidents_protected import protect
from counterwatch.api.incidents_search import search_incidents, search_statements, wanted
from counterwatch.api.incidents_statements import add_statement
from counterwatch.api.records import erase
from counterwatch.case import Case, Identity
from counterwatch.core import WrongUsage

HEAD = "id,date,host_country,host_place,tactic,target_org,status,summary,response,source\n"
ROWS = (
    "a,2021-05-03,DE,柏林,DA.assault,維吾爾協會,confirmed,警察到學校問護照,,https://secret.example/",
    "b,2021-06,FR,Lyon,TD.direct_threat,Tibet House,possible,Officers asked for the passport,The prefecture declined to comment,",
    "c,2022,DE,Köln,TD.bounty,,confirmed,ساقچى كەلدى,,",
    "d,农历正月,DE,Bonn,TD.bounty,,possible,ཉེན་རྟོག་ཡོང་,,",
)


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    made = open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)
    file = tmp_path / "sheet.csv"
    file.write_text(HEAD + "\n".join(ROWS), encoding="utf-8")
    assert not import_sheet(file, case=made).faults
    return made


@pytest.mark.parametrize(
    ("text", "ids"),
    [("护照", "a"), ("護照 学校", "a"), ("警", "a"), ("PASSPORT", "b"), ("declined prefecture", "b"), ("ساقچى", "c"), ("རྟོག", "d"), ("köln", "c"),
     ("柏林", "a"), ("维吾尔", "a"), ("tibet", "b"), ("passport 护照", ""), ("secret", ""), ("confirmed", "")],
)  # fmt: skip
def test_texts_places_and_organisations_are_searched_and_nothing_else(case: Case, text: str, ids: str) -> None:
    assert [each.incident.id for each in search_incidents(case, text).found] == list(ids)


def test_the_line_shown_holds_the_word(case: Case) -> None:
    assert [each.line for each in search_incidents(case, "护照").found] == ["警察到學校問護照"]
    assert [each.line for each in search_incidents(case, "柏林").found] == ["柏林"]


def test_statements_are_searched_apart_and_a_protected_term_finds_none(case: Case) -> None:
    said = {"office": "foreign ministry", "on": "2022-10", "language": "zh-Hant", "interest": "runs the office"}
    for number, words in enumerate(("護照由志願者辦理", "The office in the school is closed", "志願者王小明說沒有")):
        add_statement(case, {**said, "id": f"s{number}", "words": words})
    found = {text: [each.id for each in search_statements(case, text)] for text in ("护照", "志愿者", "OFFICE closed", "runs", "ministry", "警察")}
    assert found == {"护照": ["s0"], "志愿者": ["s0", "s2"], "OFFICE closed": ["s1"], "runs": ["s0", "s1", "s2"], "ministry": [], "警察": []}
    protect(case, ["王小明"])
    assert [each.id for each in search_statements(case, "志願者")] == ["s0"]
    assert search_statements(case, "王小明") == []
    with pytest.raises(WrongUsage):
        search_statements(case, " ")


def test_filters_keep_what_they_say(case: Case, shared: pathlib.Path) -> None:
    import_sheet(shared / "data" / "incidents" / "casebook.csv", case=case)
    every = incidents(case)
    texts = {each.id: " ".join((each.summary, each.response, each.where.place, *(act.organisation for act in each.acts))) for each in every}
    held = [each for each in every if "the" in texts[each.id].casefold()]
    asked = wanted(
        tactics=["TD", "IN.undeclared_office"], countries=["us", "DE", "NL"], statuses=["confirmed", "probable"], since="2020", until="2023-06"
    )
    expected = [
        each.id for each in held
        if each.where.country in ("US", "DE", "NL") and each.status in ("confirmed", "probable")
        and any(act.tactic.startswith("TD.") or act.tactic in ("TD", "IN.undeclared_office") for act in each.acts)
        and each.date.start and each.date.end >= "2020-01-01" and each.date.start <= "2023-06-30"
    ]  # fmt: skip
    assert [each.incident.id for each in search_incidents(case, "the", wanted=asked).found] == expected
    assert 1 < len(expected) < len(held)


def test_pages_join_to_the_whole(case: Case, shared: pathlib.Path) -> None:
    import_sheet(shared / "data" / "incidents" / "casebook.csv", case=case)
    whole = [each.incident.id for each in search_incidents(case, "the").found]
    parts, after = [], ""
    while True:
        page = search_incidents(case, "the", limit=7, after=after)
        parts += [each.incident.id for each in page.found]
        after = page.after
        if not after:
            break
    assert parts == whole
    assert len(whole) > 14


@pytest.mark.parametrize("asked", [{"tactics": ["nothing"]}, {"countries": ["Atlantis"]}, {"statuses": ["true"]}, {"since": "yesterday"}])
def test_a_filter_that_is_none_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(WrongUsage, match="is no"):
        wanted(**asked)  # type: ignore[arg-type]


def test_no_word_is_refused(case: Case) -> None:
    with pytest.raises(WrongUsage, match="no word"):
        search_incidents(case, "   ")


CHOICES: dict[str, list[dict[str, Any]]] = {
    "tactics": [{}, {"tactics": ["TD"]}, {"tactics": ["DA.assault", "TD.bounty"]}],
    "countries": [{}, {"countries": ["DE", "US"]}, {"countries": ["AQ"]}],
    "statuses": [{}, {"statuses": ["confirmed"]}],
    "days": [{}, {"since": "2021-05-03"}, {"until": "2021-06"}, {"since": "2020", "until": "2022-05"}],
}


def test_the_index_narrows_to_what_every_filter_takes_and_pages_join(case: Case, shared: pathlib.Path) -> None:
    import_sheet(shared / "data" / "incidents" / "casebook.csv", case=case)
    every = [each.incident for each in search_incidents(case, "e").found]
    for parts in itertools.product(*CHOICES.values()):
        asked = wanted(**{name: value for part in parts for name, value in part.items()})
        expected = [each.id for each in every if asked.takes(each)]
        assert [each.incident.id for each in search_incidents(case, "e", wanted=asked).found] == expected, parts
        paged, after = list[str](), ""
        while True:
            page = search_incidents(case, "e", wanted=asked, limit=3, after=after)
            paged, after = [*paged, *(each.incident.id for each in page.found)], page.after
            if not after:
                break
        assert paged == expected, parts


def test_a_correction_is_narrowed_by_what_it_says_now_and_what_is_erased_leaves_no_trait(case: Case, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "again.csv"
    file.write_text(HEAD + ROWS[1].replace(",FR,", ",SE,"), encoding="utf-8")
    import_sheet(file, case=case)
    found = {
        country: [each.incident.id for each in search_incidents(case, "passport", wanted=wanted(countries=[country])).found]
        for country in ("FR", "SE")
    }
    assert found == {"FR": [], "SE": ["b"]}
    erase(case, "incident/b", reason="consent was withdrawn")
    assert search_incidents(case, "passport", wanted=wanted(countries=["SE"])).found == ()
    with case.reading() as reading:
        assert [country for (country,) in reading.rows.execute("SELECT country FROM traits ORDER BY place")] == ["DE", "DE", "DE"]
