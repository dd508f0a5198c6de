"""What may leave a case: by mark, by consent and never what was withdrawn; and less of it where single persons were the target."""

import csv
import io
import pathlib

import pytest
from generated import casebooks
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.api.case import log, new_case, open_case
from counterwatch.api.export import export, formats
from counterwatch.api.incidents import import_sheet, incidents
from counterwatch.api.incidents_merges import merge, unmerge
from counterwatch.case import Case, Identity
from counterwatch.core import WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.interchange.leaving import SHARING, for_partners, is_impersonal, site_of, stays

HEAD = "id,date,host_country,place,tactic,target_type,target_org,summary,source,consent,consent_until,sharing,note\n"
ROWS = (
    "open,2020-01-05,DE,Berlin,DA.assault,venue,Hall,windows broken,https://a.example/hall,none,,clear,seen by Mr X",
    "narrow,2020-01-05,DE,Berlin,DA.assault,venue,Hall,amber text,https://a.example/2,none,,amber,",
    "person,2020-02-05,DE,Sonnenallee,TD.direct_threat,individual,,a woman was called,https://a.example/woman-of-flat-5,pseudonymous,,green,",
    "unasked,2020-02-05,DE,Berlin,TD.direct_threat,individual,,unasked text,https://a.example/3,none,,clear,",
    "expired,2020-02-05,DE,Berlin,TD.direct_threat,individual,,expired text,https://a.example/4,attributed,2021-01-01,clear,",
    "lawyer,2020-02-05,DE,Berlin,DA.assault,venue,Hall,legal text,https://a.example/5,legal,,clear,",
    "gone,2020-02-05,DE,Berlin,DA.assault,venue,Hall,withdrawn text,https://a.example/6,withdrawn,,clear,",
)
NEVER = ("seen by Mr X", "Sonnenallee", "a woman", "woman-of-flat", "amber text", "unasked text", "expired text", "legal text", "withdrawn text")


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    made = open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)
    (tmp_path / "sheet.csv").write_text(HEAD + "\n".join(ROWS), encoding="utf-8")
    assert len(import_sheet(tmp_path / "sheet.csv", case=made).new) == len(ROWS)
    return made


@pytest.mark.parametrize("format", formats())
def test_no_format_lets_out_more_than_may_leave(case: Case, tmp_path: pathlib.Path, format: str) -> None:
    if format == "ftm":
        pytest.importorskip("followthemoney", reason="followthemoney is in the extra `interchange`")
    done = export(case, tmp_path / "out", format=format)
    data = (tmp_path / "out").read_bytes()
    assert [each for each in NEVER if each.encode() in data] == []
    assert [str(each).split(" ")[0] for each in done.held] == ["1", "2", "1", "1"]
    assert done.records == 2
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_a_narrower_mark_needs_a_purpose_and_the_log_keeps_it(case: Case, tmp_path: pathlib.Path) -> None:
    head = case.head
    with pytest.raises(WrongUsage, match="purpose"):
        export(case, tmp_path / "out.csv", format="csv", sharing="amber")
    assert (case.head, list(tmp_path.glob("*out*"))) == (head, [])
    assert export(case, tmp_path / "out.csv", format="csv", sharing="amber", purpose="joint review", authority="agreement 4").records == 3
    last = log(case)[-1]
    assert last.verb == "export"
    assert "joint review" in str(last)
    assert "agreement 4" in str(last)
    assert "csv, 3 records" in str(last)


def test_every_export_is_logged_and_one_that_breaks_off_leaves_nothing(case: Case, tmp_path: pathlib.Path) -> None:
    stream = io.BytesIO()
    export(case, stream, format="csv")
    assert log(case)[-1].verb == "export"
    assert stream.getvalue().startswith(b"id,")
    head, before = case.head, sorted(tmp_path.iterdir())
    with pytest.raises(Exception, match="stopped"):
        export(case, tmp_path / "out.csv", format="csv", cancel=lambda: True)
    assert (case.head, sorted(tmp_path.iterdir())) == (head, before)


def test_nothing_is_overwritten_unless_it_is_asked_for(case: Case, tmp_path: pathlib.Path) -> None:
    (tmp_path / "out.csv").write_text("mine")
    with pytest.raises(WrongUsage, match="exists"):
        export(case, tmp_path / "out.csv", format="csv")
    assert (tmp_path / "out.csv").read_text() == "mine"
    export(case, tmp_path / "out.csv", format="csv", force=True)
    for place in (tmp_path / "none" / "out.csv", tmp_path):
        with pytest.raises(WrongUsage):
            export(case, place, format="csv", force=True)


def test_records_of_one_event_leave_once_and_under_the_narrowest_mark_of_them(tmp_path: pathlib.Path) -> None:
    head = "id,date,host_country,tactic,target_type,target_org,source,consent,sharing\n"
    place = "DE,DA.assault,venue,Hall,https://a.example"
    rows = [
        f"a,2020-02-05,{place}/1,none,clear",
        f"b,2020-02,{place}/2,none,clear",
        f"c,2020-02-05,{place}/3,none,red",
        f"d,2021,{place}/4,none,clear",
    ]
    (tmp_path / "sheet.csv").write_text(head + "\n".join(rows))
    identity = Identity.new()
    case = open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)
    import_sheet(tmp_path / "sheet.csv", case=case)
    for ids, left in [((), "abd"), (("b", "a"), "bd"), (("b", "c"), "ad")]:
        if ids == ("b", "c"):
            unmerge(case, "b")
        if ids:
            merge(case, ids)
        export(case, tmp_path / "out.json", format="geojson", force=True)
        export(case, tmp_path / "out.csv", format="csv", force=True)
        with (tmp_path / "out.csv").open(encoding="utf-8-sig") as sheet:
            found = list(csv.DictReader(sheet))
        assert "".join(sorted(each["id"] for each in found)) == left
        if ids == ("b", "a"):
            (both,) = [each for each in found if each["id"] == "b"]
            assert {"https://a.example/1", "https://a.example/2"} <= set(both.values())
    export(case, tmp_path / "own.csv", format="csv", whole=True, purpose="working at home")
    assert (tmp_path / "own.csv").read_text(encoding="utf-8-sig").count("a.example") == 4


def test_where_nothing_may_leave_it_is_refused_with_the_reasons(case: Case, tmp_path: pathlib.Path) -> None:
    (tmp_path / "red.csv").write_text("id,date,tactic,sharing\nx,2020,DA.assault,red\ny,2020,DA.assault,red\n")
    identity = Identity.new()
    other = open_case(new_case(tmp_path / "other", identity=identity).path, identity=identity)
    with pytest.raises(WrongUsage, match="empty"):
        export(other, tmp_path / "out.csv", format="csv")
    import_sheet(tmp_path / "red.csv", case=other)
    with pytest.raises(Refused, match="2 records stay here: their mark"):
        export(other, tmp_path / "out.csv", format="csv")
    assert not (tmp_path / "out.csv").exists()


def test_one_s_own_sheet_holds_all_but_what_was_withdrawn_and_comes_in_again(case: Case, tmp_path: pathlib.Path) -> None:
    export(case, tmp_path / "own.csv", format="csv", whole=True, purpose="working at home")
    identity = Identity.new()
    fresh = open_case(new_case(tmp_path / "fresh", identity=identity).path, identity=identity)
    import_sheet(tmp_path / "own.csv", case=fresh)
    assert incidents(fresh) == [each for each in incidents(case) if each.id != "gone"]
    again = import_sheet(tmp_path / "own.csv", case=case)
    assert (again.new, again.corrected, again.unchanged) == ((), (), len(ROWS) - 1)
    with pytest.raises(Refused):
        export(case, tmp_path / "x.json", format="geojson", whole=True, purpose="x")


@given(casebooks, st.sampled_from(SHARING), st.sampled_from(["2020-01-01", "2030-01-01"]))
def test_marks_and_consents_hold_for_every_record(records: list[Incident], sharing: str, today: str) -> None:
    for each in records:
        why = stays(each, sharing=sharing, today=today)
        if "withdrawn" in (each.consent, each.status):
            assert why == stays(each, sharing=sharing, today=today, whole=True) == "withdrawn"
        if not why:
            assert SHARING.index(each.sharing) <= SHARING.index(sharing)
            assert not each.consent_until or each.consent_until >= today
            assert each.consent in ("pseudonymous", "attributed") or (each.consent == "none" and is_impersonal(each))
        left = for_partners(each)
        assert (left.other, left.support) == ({}, ())
        if not is_impersonal(each):
            free = [left.summary, left.response, left.where.place, *(named.basis for named in left.attributions)]
            assert not any(free)
            shared = [(site_of(source.reference) or "not shared") for source in each.sources]
            assert [source.reference for source in left.sources] == shared
