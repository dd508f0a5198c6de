"""In a case, protected terms are sealed, searched for without success, refused in rows, and read by one module that shows none of them."""

import ast
import pathlib
from typing import Any

import pytest
from click.testing import CliRunner

import counterwatch
from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet
from counterwatch.api.incidents_hand import add_incident, correct
from counterwatch.api.incidents_protected import ID, KIND, protect, protected_in, unprotect
from counterwatch.api.incidents_search import search_incidents
from counterwatch.api.incidents_statements import add_statement
from counterwatch.api.incidents_takedowns import add_takedown
from counterwatch.api.records import search, search_all, versions
from counterwatch.case import Case, Identity
from counterwatch.case.records import CaseRecords
from counterwatch.cli.incidents.protect import command
from counterwatch.core import Found, WrongUsage, canonical
from counterwatch.core.errors import Refused

SECRET = "Qorban Tursun"  # an invented name
SOURCE = pathlib.Path(counterwatch.__file__).parent
HEAD = "id,date,host_country,tactic,summary,response,target_org,host_place,note\n"


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def sheet(folder: pathlib.Path, *rows: str) -> pathlib.Path:
    file = folder / "sheet.csv"
    file.write_text(HEAD + "".join(f"{each}\n" for each in rows), encoding="utf-8")
    return file


def test_a_row_that_holds_a_term_is_refused_by_row_and_column_in_every_field_of_free_text(case: Case, tmp_path: pathlib.Path) -> None:
    protect(case, [SECRET])
    fields = ["summary", "response", "target_org", "host_place", "note"]
    rows = [
        ",".join([f"r{at}", "2021-05-03", "DE", "DA.assault", *(["qorban-TURSUN" if at == here else "x" for here in range(5)])]) for at in range(5)
    ]
    done = import_sheet(sheet(tmp_path, *rows, "ok,2021-05-03,DE,DA.assault,fine,,,,"), case=case)
    assert done.new == ("ok",)
    said = [str(each.message) for each in done.faults]
    assert [each.partition(":")[0] for each in said] == [f"row {at}, column «{name}»" for at, name in enumerate(fields, start=2)]
    assert not [each for each in said if "ursun" in each.casefold()]


def test_a_search_for_a_term_finds_nothing_as_if_nobody_had_written_it(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(
        sheet(tmp_path, f"a,2021-05-03,DE,DA.assault,{SECRET} was followed,,,Köln,", "b,2021-06,FR,DA.assault,someone was followed,,,Lyon,"),
        case=case,
    )
    assert [each.incident.id for each in search_incidents(case, SECRET).found] == ["a"]
    protect(case, [SECRET])
    for text in (SECRET, "qorban  tursun", "ＱＯＲＢＡＮ tursun", "QorbanTursun", f"followed {SECRET}"):
        assert search_incidents(case, text) == search_incidents(case, "wordnobodywrote")
        assert search(case, text) == search(case, "wordnobodywrote")
        assert list(search_all(case, text)) == []
    # What holds a term is not shown either, where other words find it.
    assert [each.incident.id for each in search_incidents(case, "followed").found] == ["b"]


def test_a_protected_term_is_looked_for_as_any_other_word_is(case: Case, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_sheet(sheet(tmp_path, "b,2021-06,FR,DA.assault,someone was followed,,,Lyon,"), case=case)
    protect(case, [SECRET, "王小明"])
    asked: list[list[int]] = []
    page = CaseRecords.page

    def watched(self: CaseRecords, text: str, **how: Any) -> list[Found]:
        asked.append([*map(len, text.split())])
        return page(self, text, **how)

    monkeypatch.setattr(CaseRecords, "page", watched)
    for one, other in ((SECRET, "qxrban txrsun"), ("王小明", "甲乙丙")):
        asked.clear()
        search_incidents(case, one)
        search_incidents(case, other)
        assert asked[0] == asked[1]
        assert len(asked) == 2


def test_terms_lie_sealed_and_no_command_shows_them(case: Case) -> None:
    protect(case, [SECRET, "+49 170 1234567"])
    assert protected_in(case, f"{SECRET} has 0170/1234567").spans == ((0, 12), (18, 29))
    shown = "".join(canonical(each).decode() for each in versions(case, ID))
    assert "ursun" not in shown.casefold()
    assert "1234567" not in shown
    assert search(case, "sealed").total == 0
    for object in case.layout.objects.rglob("*"):
        assert not object.is_file() or SECRET.encode() not in object.read_bytes()


def test_a_term_comes_off_again_only_for_who_knows_it(case: Case) -> None:
    protect(case, [SECRET, "王小明"])
    unprotect(case, ["Somebody Else"])
    assert protected_in(case, SECRET).count == 1
    unprotect(case, [SECRET])
    assert [protected_in(case, each).count for each in (SECRET, "王小明")] == [0, 1]


def test_terms_under_another_key_stop_the_import(tmp_path: pathlib.Path, case: Case) -> None:
    protect(case, [SECRET])
    case.identity, vault = Identity.new(), case.vault
    case._vault = vault
    head = case.head
    with pytest.raises(Refused, match="under a key that is not yours"):
        import_sheet(sheet(tmp_path, "b,2021-06,FR,DA.assault,x,,,,"), case=case)
    assert case.head == head


def test_terms_are_typed_or_read_from_a_file_and_never_arguments(case: Case, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.cli.incidents.protect.the_case", lambda _: case)
    (tmp_path / "names.txt").write_text(f"\ufeff{SECRET}\n\n王小明\n", encoding="utf-8")
    runs = [(["--from", str(tmp_path / "names.txt")], None), (["--from", "-"], "Jane Roe\n"), ([], "John Doe\n")]
    shown = "".join((done := CliRunner().invoke(command, given, input=typed)).output + str(done.exception or "") for given, typed in runs)
    assert [protected_in(case, each).count for each in (SECRET, "王小明", "jane roe", "JohnDoe")] == [1, 1, 1, 1]
    assert not [word for word in (SECRET, "王小明", "Roe", "Doe") if word in shown]
    assert CliRunner().invoke(command, [SECRET]).exit_code == 2


def test_a_list_without_terms_is_refused(case: Case) -> None:
    with pytest.raises(WrongUsage, match="no term was given"):
        protect(case, ["", "  "])


def test_only_one_module_reads_what_is_protected() -> None:
    """Guard rail: no query, list, export or report names the kind of these records, or takes the terms from where they are opened."""
    named, opened = [], []
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_bytes())
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in (KIND, ID):
                named.append(path.name)
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("incidents_protected"):
                opened += [each.name for each in node.names]
    assert set(named) == {"incidents_protected.py"}
    assert set(opened) <= {"protect", "unprotect", "protected_of", "protected_in", "shielded"}


def test_what_is_typed_by_hand_is_held_against_the_protected_terms_too(case: Case) -> None:
    add_incident(case, {"id": "a", "date": "2021", "tactic": "DA.assault", "summary": "somebody was followed home"})
    protect(case, ["Qorban Tursun"])
    for attempt in (
        lambda: add_incident(case, {"id": "b", "date": "2021", "tactic": "DA.assault", "summary": "qorban  tursun was followed"}),
        lambda: correct(case, "a", {"response": "they asked Qorban Tursun"}, reason="read again"),
        lambda: correct(case, "a", {"outcome": "ongoing"}, reason="Qorban Tursun told us"),
        lambda: add_statement(case, {"id": "s", "office": "embassy", "on": "2021", "words": "we do not know Qorban Tursun"}),
        lambda: add_takedown(case, {"id": "t", "platform": "example", "on": "2021", "what": "post", "notice": "asked by Qorban Tursun"}),
    ):
        with pytest.raises(WrongUsage, match="protects"):
            attempt()
