"""What a report says of others: whose bundles came in, what they found, marked as theirs, and where both sides disagree."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bundle_examples import exported, filled_case, opened
from case_examples import ME, SIGNER
from counterwatch.api.bundle_import import import_bundle
from counterwatch.api.incidents import incident_from, record_of
from counterwatch.api.report import document
from counterwatch.case import Case, Identity, Signer
from counterwatch.case.records import CaseRecords
from counterwatch.core import Message
from counterwatch.core.language import render
from counterwatch.report.formats.html import html

YOU = Identity.new(Signer.new())


def changed(case: Path, identity: Identity, summary: str) -> None:
    records = CaseRecords(Case.open(case, identity=identity), lambda: identity.signer)
    last = [*records.history("incident/CW-1")][-1]
    records.append([record_of(msgspec.structs.replace(incident_from(last), summary=summary), version=last.version + 1)])


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case that took a bundle over, changed a record, and took over another one in which the same record was changed."""
    folder = tmp_path_factory.mktemp("received")
    theirs, mine = filled_case(folder), Case.create(folder / "mine", plain=True, signer=YOU.signer).path
    import_bundle(exported(theirs, folder / "1"), case=Case.open(mine, identity=YOU))
    changed(mine, YOU, "the door was broken")
    changed(theirs.path, ME, "the door was opened")
    import_bundle(exported(theirs, folder / "2"), case=Case.open(mine, identity=YOU))
    assert list(opened(theirs).runs())
    return Case.open(mine, identity=YOU)


def words(cells: tuple[Message | str, ...]) -> list[str]:
    return [each if isinstance(each, str) else render(each) for each in cells]


def test_bundles_findings_and_conflicts_are_told_as_theirs(held: Case) -> None:
    made = document(held)
    came, found, waiting = made.received
    assert [words(row)[-1] for row in came.rows] == [SIGNER.id] * 2
    assert {words(row)[-1] for row in found.rows} == {SIGNER.id[:16]}
    assert "not again here" in render(found.said[0])
    assert [words(row)[:3] for row in waiting.rows] == [["incident/CW-1", "summary", "both sides changed it"]]
    assert made.findings == ()
    page = html(made).decode()
    assert 'id="received-title"' in page
    assert all(words(row)[0] in page for row in found.rows)


def test_a_public_report_says_how_much_and_not_whose(held: Case) -> None:
    made = document(held, public=True)
    (came,) = made.received
    assert [render(each)[:27] for each in came.said] == ["2 bundles of others came in", "About 1 record both sides d"]
    page = html(made).decode()
    assert SIGNER.id[:16] not in page


def test_a_case_into_which_nothing_came_has_no_such_part(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", plain=True, signer=YOU.signer)
    assert document(case).received == ()
