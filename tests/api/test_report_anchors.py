"""The line about anchors in a report: only what the ledger records, up to which entry, and no more than it can show."""

from pathlib import Path

import msgspec
import pytest

from case_examples import SIGNER, copied, small_case
from counterwatch.api.report import document
from counterwatch.case import Case
from counterwatch.case.anchor import accept, write_digest
from counterwatch.case.anchor import note_printed as note
from counterwatch.case.handover import offer, record_receipt, sign_receipt
from counterwatch.case.kinds import Anchored
from counterwatch.case.signing import Signer
from counterwatch.core.language import LANGUAGES
from counterwatch.report.anchored import anchored
from counterwatch.report.document import AnchorLine, Document
from counterwatch.report.embedded import says_what_it_carries
from counterwatch.report.formats.html import html


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.open(small_case(tmp_path))


def ids(found: Document) -> list[tuple[str, object]]:
    return [(each.id.removeprefix("report.anchored."), each.params.get("seq", each.params.get("n"))) for each in anchored(found)]


def test_without_an_anchor_it_says_so(case: Case) -> None:
    assert ids(document(case)) == [("no_anchor", None)]
    assert "an earlier copy of this case, put back in its place, could not be told from it" in html(document(case)).decode()


def test_a_file_beside_the_ledger_that_no_entry_records_does_not_count(case: Case) -> None:
    before = html(document(case))
    write_digest(case)
    assert html(document(case)) == before


def test_of_each_kind_the_one_that_reaches_furthest(case: Case, tmp_path: Path) -> None:
    note(case, signer=SIGNER, note="to the clinic, 张三")
    note(case, signer=SIGNER, note="to the clinic, 张三")
    assert ids(document(case)) == [("printed", 5), ("after", 1), ("not_genuine", None)]
    write_digest(case)
    (tmp_path / "answer").write_bytes(bytes.fromhex("0083dfe30d2ef90c8e") + b"\x0c\x0bexample.org")
    accept(case, tmp_path / "answer", signer=SIGNER)
    offer(case, signer=SIGNER)
    _given, receipt = sign_receipt(Case.open(copied(case.path, tmp_path)), signer=Signer.new())
    (tmp_path / "receipt").write_bytes(receipt.data)
    record_receipt(case, tmp_path / "receipt", signer=SIGNER)
    made = document(case)
    assert made.head_seq == 9
    assert ids(made) == [("received", 8), ("proved", 6), ("printed", 5), ("after", 1), ("not_genuine", None)]
    assert {each.time for each in made.anchors} <= {each.time for each in made.custody}
    for language in LANGUAGES:
        assert says_what_it_carries(html(made, language=language))
    assert "张三" not in html(made).decode()


def test_an_anchor_of_another_ledger_fixes_nothing(case: Case) -> None:
    with case.write("anchor", signer=SIGNER) as batch:
        batch.record("anchor", msgspec.to_builtins(Anchored(head="ab" * 32, seq=2, form="printed", sha256="ab" * 32)))
    assert ids(document(case)) == [("no_anchor", None)]


def test_the_report_of_an_earlier_head_knows_only_its_own_anchors(case: Case, tmp_path: Path) -> None:
    earlier = Case.open(copied(case.path, tmp_path))
    note(case, signer=SIGNER, note="mailed")
    assert document(earlier).anchors == ()
    assert document(case).anchors == (AnchorLine(form="printed", seq=4, time=case.head.time),)
