"""A form of a case: the key is in the case and nowhere else, and what nobody reviewed stays out until somebody answers for it."""

from __future__ import annotations

import hashlib
import pathlib

import pytest
from click.testing import CliRunner

from counterwatch.api.case import log, new_case, open_case
from counterwatch.api.intake import drawn_intake, intake_named, intakes, keep_form
from counterwatch.api.intake_form import new_form
from counterwatch.case import Case, Identity
from counterwatch.case.age import public_of
from counterwatch.case.records import CaseRecords
from counterwatch.cli.incidents.intake.new import command as new
from counterwatch.cli.incidents.intake.show import command as show
from counterwatch.core import WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.incidents.intake.limits import TAGS
from counterwatch.incidents.intake.words import unreviewed_tags
from intake_submissions import build_of

REVIEWED = tuple(tag for tag in TAGS if tag not in unreviewed_tags())


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def test_the_case_keeps_the_key_and_the_hash_and_the_log_names_the_form(case: Case, tmp_path: pathlib.Path) -> None:
    made = new_form(case, tmp_path / "form.html")
    page = (tmp_path / "form.html").read_bytes()
    (kept,) = intakes(case)
    assert kept == made.intake
    assert kept.forms == (made.form,)
    assert kept.forms[0].sha256 == hashlib.sha256(page).hexdigest()
    assert public_of(kept.secret) == kept.recipient == build_of(page)["recipient"]
    assert kept.forms[0].sha256 in log(case)[-1].custody[0].note


def test_the_secret_key_is_in_no_file_in_the_clear(case: Case, tmp_path: pathlib.Path) -> None:
    new_form(case, tmp_path / "form.html")
    secret = intakes(case)[0].secret.encode()
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(files) > 5
    assert [each.name for each in files if secret.lower() in each.read_bytes().lower()] == []


def test_every_intake_has_a_key_of_its_own_and_nothing_of_it_is_searchable(case: Case, tmp_path: pathlib.Path) -> None:
    made = [new_form(case, tmp_path / f"{number}.html") for number in range(2)]
    assert len({each.intake.recipient for each in made} | {each.intake.id for each in made}) == 4
    assert [each.searchable for each in CaseRecords(case).current("intake")] == [(), ()]


def test_languages_that_nobody_reviewed_stay_out_and_are_named(case: Case, tmp_path: pathlib.Path) -> None:
    made = new_form(case, tmp_path / "form.html")
    assert made.form.languages == REVIEWED
    assert made.left_out == unreviewed_tags()
    assert made.form.unreviewed == ()


@pytest.mark.parametrize("tag", unreviewed_tags())
def test_a_language_that_is_accepted_is_in_and_recorded_as_not_reviewed(case: Case, tmp_path: pathlib.Path, tag: str) -> None:
    made = new_form(case, tmp_path / "form.html", languages=["en", tag], accept_unreviewed=[tag])
    assert made.form.languages == ("en", tag)
    assert made.form.unreviewed == (tag,)
    assert made.left_out == ()
    assert not made.intake.is_reviewed(made.form.build, tag)
    assert made.intake.is_reviewed(made.form.build, "en")
    assert not made.intake.is_reviewed("0" * 64, "en")


def test_a_form_can_be_built_again_byte_for_byte_and_is_recorded_once(case: Case, tmp_path: pathlib.Path) -> None:
    made = new_form(case, tmp_path / "1.html", title="Notes", organisation="Some body", accept_unreviewed=["bo"])
    head = case.head
    again = new_form(case, tmp_path / "2.html", intake=made.intake.id[:8], title="Notes", organisation="Some body", accept_unreviewed=["bo"])
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()
    assert again.intake == made.intake
    assert case.head == head


def test_another_form_of_the_same_intake_is_its_next_version_with_the_same_key(case: Case, tmp_path: pathlib.Path) -> None:
    made = new_form(case, tmp_path / "1.html")
    other = new_form(case, tmp_path / "2.html", intake=made.intake.id, accept_unreviewed=["ug"])
    (kept,) = intakes(case)
    assert kept.secret == made.intake.secret
    assert kept.forms == (made.form, other.form)
    assert [each.version for each in CaseRecords(case).history(f"intake/{kept.id}")] == [1, 2]


def test_a_plain_case_is_refused_and_nothing_is_written(tmp_path: pathlib.Path) -> None:
    case = new_case(tmp_path / "case", plain=True)
    with pytest.raises(Refused, match="not encrypted"):
        new_form(case, tmp_path / "form.html")
    assert not (tmp_path / "form.html").exists()
    assert intakes(case) == []
    with pytest.raises(Refused, match="not encrypted"):
        keep_form(case, drawn_intake(), None)  # type: ignore[arg-type]


def test_a_file_that_is_there_stays_and_a_folder_that_is_not_leaves_no_key(case: Case, tmp_path: pathlib.Path) -> None:
    (tmp_path / "form.html").write_text("mine")
    with pytest.raises(WrongUsage, match="exists already"):
        new_form(case, tmp_path / "form.html")
    assert (tmp_path / "form.html").read_text() == "mine"
    with pytest.raises(FileNotFoundError):
        new_form(case, tmp_path / "nowhere" / "form.html")
    assert intakes(case) == []
    assert new_form(case, tmp_path / "form.html", force=True).form.size == (tmp_path / "form.html").stat().st_size


def test_a_key_that_could_not_be_kept_leaves_no_form(case: Case, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("counterwatch.api.intake_form.keep_form", broken)
    with pytest.raises(OSError, match="Input"):
        new_form(case, tmp_path / "form.html")
    assert [each.name for each in tmp_path.iterdir()] == ["case"]


@pytest.mark.parametrize("text", ["x" * 81, " x", "x\u202e", "x\u200b", "x\ny", "x\0"])
def test_a_title_that_could_mislead_is_refused(case: Case, tmp_path: pathlib.Path, text: str) -> None:
    for named in ({"title": text}, {"organisation": text}):
        with pytest.raises(WrongUsage, match="title or an organisation"):
            new_form(case, tmp_path / "form.html", **named)  # type: ignore[arg-type]
    assert intakes(case) == []


def test_an_unknown_language_or_intake_is_named(case: Case, tmp_path: pathlib.Path) -> None:
    with pytest.raises(WrongUsage, match="«de»"):
        new_form(case, tmp_path / "form.html", languages=["en", "de"])
    with pytest.raises(WrongUsage, match="no intake"):
        new_form(case, tmp_path / "form.html", intake="0" * 32)
    with pytest.raises(WrongUsage, match="no intake"):
        intake_named(case, "")


def test_the_command_prints_hash_and_fingerprint_and_show_prints_them_again(
    case: Case, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("new", "show"):
        monkeypatch.setattr(f"counterwatch.cli.incidents.intake.{module}.the_case", lambda _: case)
    done = CliRunner().invoke(new, ["-o", str(tmp_path / "form.html"), "--accept-unreviewed", "ug,bo"])
    assert done.exit_code == 0, done.output
    (kept,) = intakes(case)
    assert f"SHA-256      {hashlib.sha256((tmp_path / 'form.html').read_bytes()).hexdigest()}" in done.stdout
    assert f"fingerprint  {kept.fingerprint}" in done.stdout
    assert "left out: fr, zh-Hans, zh-Hant" in done.stderr
    assert "not reviewed: ug, bo" in done.stderr
    shown = CliRunner().invoke(show, [kept.id[:8]])
    assert shown.exit_code == 0
    assert kept.fingerprint in shown.stdout
    assert kept.forms[0].sha256 in shown.stdout
    assert kept.secret not in done.output + shown.output
