"""One changed byte of a report is named, with the findings it touches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.api.verify import verify
from counterwatch.api.verify_page import verify_page
from counterwatch.case import Outcome
from counterwatch.case.signing import Signer, is_signed_by
from counterwatch.core import WrongUsage
from counterwatch.report.document import Document
from counterwatch.report.formats.html import html
from counterwatch.report.seal import FORMAT, changed, key_of, signed, taken_apart, touched, unsigned
from counterwatch.report.serialised import pieces_of
from sample_report import DOCUMENTS, departing, document_of
from sealed_pages import DOCUMENT, FLIPS, SIGNER, flipped, page

PAGE = page()


def named(data: bytes) -> list[str]:
    """Return what is said to be changed, as the command does, without building the page again."""
    found = taken_apart(data)
    if found is None or found.seal is None or found.seal.format != FORMAT:
        return ["seal"]
    key = key_of(found.seal)
    good = len(key) == 32 and is_signed_by(key, found.signature, found.message)
    return [*changed(found), *([] if good else ["signature"])]


def test_the_seal_covers_every_byte_before_it() -> None:
    found = taken_apart(PAGE)
    assert found is not None
    assert found.seal is not None
    assert sum(each.size for each in found.seal.pieces) == len(found.before)
    assert named(PAGE) == []


def test_a_thousand_flipped_bytes_are_all_named() -> None:
    found = [(at, named(data)) for at, data in flipped(PAGE)]
    assert len(found) == FLIPS
    assert [at for at, names in found if not names] == []


def test_a_flip_in_what_shows_or_carries_a_finding_names_that_finding() -> None:
    seal = taken_apart(PAGE).seal  # type: ignore[union-attr]
    assert seal is not None
    text, checked = PAGE.decode(), 0
    for each in DOCUMENT.findings:
        for place in re.finditer(re.escape(each.subject), text[: text.index('id="seal"')]):
            at = len(text[: place.start()].encode())
            data = PAGE[:at] + bytes([PAGE[at] ^ 1]) + PAGE[at + 1 :]
            names = named(data)
            said = touched(names, seal)
            # The heading and the glossary may hold a name too; wherever a finding is shown or carried, it alone is named.
            assert said in ([], [(each.check, each.subject)]), names
            checked += bool(said)
    assert checked >= 2 * len(DOCUMENT.findings)


@given(st.integers(0, len(PAGE)), st.binary(max_size=40), st.integers(0, 60))
def test_bytes_put_in_or_taken_out_are_named(at: int, put_in: bytes, taken_out: int) -> None:
    data = PAGE[:at] + put_in + PAGE[at + taken_out :]
    assert (named(data) == []) == (data == PAGE)


def test_what_a_person_edits_in_a_browser_and_saves_is_named(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE.replace(b"times as much", b"times less than", 1))
    said = verify_page(file)
    assert not said.is_good
    assert {(each.check, each.subject) for defect in said.defects for each in defect.findings} & {(f.check, f.subject) for f in DOCUMENT.findings}


@pytest.mark.parametrize("each", list(flipped(PAGE, 24, seed=5)), ids=lambda each: str(each[0]))
def test_the_command_names_a_flip_or_refuses_the_page(each: tuple[int, bytes], tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(each[1])
    said = verify(file)
    assert not said.is_good
    assert said.defects


def test_a_whole_page_says_who_signed_it(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)
    said = verify_page(file)
    assert [each.outcome for each in said.levels] == [Outcome.PASS] * 3
    assert said.founder == SIGNER.id
    assert said.defects == ()


def test_a_page_that_nobody_signed_says_that_this_was_not_checked(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(html(DOCUMENT))
    said = verify_page(file)
    assert [each.outcome for each in said.levels] == [Outcome.PASS, Outcome.PASS, Outcome.NOT_CHECKED]
    assert (said.is_good, said.founder) == (True, "")


def test_a_page_signed_anew_with_another_key_is_consistent_and_names_that_key(tmp_path: Path) -> None:
    other = Signer.from_seed(bytes(32))
    file = tmp_path / "report.html"
    file.write_bytes(signed(PAGE, key=other.public, sign=other.sign))
    assert verify_page(file).founder == other.id


def test_another_key_in_the_seal_without_its_signature_is_named(tmp_path: Path) -> None:
    other = Signer.from_seed(bytes(32))
    file = tmp_path / "report.html"
    file.write_bytes(signed(PAGE, key=other.public, sign=SIGNER.sign))
    said = verify_page(file)
    assert said.levels[2].outcome is Outcome.FAIL
    assert [each.message.id for each in said.defects] == ["api.verify.changed_seal"]


def test_a_page_whose_seal_was_cut_out_is_not_good(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE[: PAGE.index(b'<script type="application/json" id="seal">')] + b"</body></html>")
    said = verify_page(file)
    assert not said.is_good
    assert "api.verify.no_seal" in [each.message.id for each in said.defects]


def test_a_page_from_before_pages_were_sealed_is_not_checked(tmp_path: Path) -> None:
    old = html(document_of(departing("Bayern"))).decode()
    start, end = old.index('<div id="panel"'), old.index("</header>")
    old = old[:start] + old[end:]
    file = tmp_path / "report.html"
    file.write_text(old[: old.index('<script type="application/json" id="seal">')] + "</body></html>", encoding="utf-8")
    said = verify_page(file)
    assert {each.outcome for each in said.levels} == {Outcome.NOT_CHECKED}
    assert said.is_good


def test_signing_changes_nothing_but_the_seal() -> None:
    assert unsigned(PAGE) == html(DOCUMENT)
    assert signed(PAGE, key=SIGNER.public, sign=SIGNER.sign) == PAGE


def test_paper_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(WrongUsage, match="carries no data and no seal"):
        verify(tmp_path / "report.pdf")


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_finding_has_a_piece_that_carries_it(document: Document) -> None:
    found = taken_apart(html(document))
    assert found is not None
    assert found.seal is not None
    numbers = {each.name for each in found.seal.pieces if each.name.startswith("f")}
    assert {f"f{number}" for number in range(len(found.seal.findings))} <= numbers | {"figures", "findings-section"}


def test_pieces_put_together_are_the_page() -> None:
    assert "".join(text for _, text in pieces_of(PAGE.decode())) == PAGE.decode()
