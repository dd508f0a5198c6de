"""The parts of a report around the findings: custody in short, what rests on what, the words used, and methods that are gone."""

from __future__ import annotations

import re

import msgspec
import pytest

from counterwatch.core import Evidence
from counterwatch.report.document import AnchorLine, CustodyLine, Document, Method
from counterwatch.report.formats.html import html
from counterwatch.report.glossary import ENTRIES, glossary
from counterwatch.report.keeping import counted, keeping
from counterwatch.report.order import cards
from counterwatch.report.rests import rests
from sample_report import DOCUMENTS, departing, document_of, quiet, starved

VERBS = ("create", "add", "record", "record", "offer", "erase", "record")


def kept(*verbs: str, signers: int = 1) -> Document:
    lines = tuple(CustodyLine(seq=n, time=f"2026-03-0{n + 1}T00:00:00Z", verb=verb, signer=f"SHA256:{n % signers}") for n, verb in enumerate(verbs))
    return msgspec.structs.replace(DOCUMENTS["one"], custody=lines)


def test_what_was_done_adds_up_to_the_entries() -> None:
    assert sum(int(str(each.params["count"])) for each in counted(kept(*VERBS))) == len(VERBS)
    assert str(counted(kept(*VERBS))[0]) == "records written: 3"


@pytest.mark.parametrize("signers", [1, 2, 3])
def test_custody_in_short_says_how_many_keys_receipts_and_erasures_there_are(signers: int) -> None:
    document = msgspec.structs.replace(kept(*VERBS, signers=signers), anchors=(AnchorLine(form="receipt", seq=2, time="2026-03-04T00:00:00Z"),))
    said = " ".join(str(each) for each in keeping(document))
    assert ("one key" in said) if signers == 1 else (f"{signers} different keys" in said)
    assert "1 receipt of another holder" in said
    assert "1 entry erased something on purpose" in said


def test_without_a_ledger_nothing_is_said_of_custody() -> None:
    assert keeping(Document(title="")) == ()


def test_every_finding_rests_on_each_of_its_files_once() -> None:
    document = DOCUMENTS["five hundred"]
    shown = cards(document.findings)
    rows = rests(document, shown)
    assert sum(each.findings for each in rows) == sum(len(each.evidence) for each in document.findings)
    assert sorted(number for each in rows for number in each.cards) == list(range(1, len(shown) + 1))


def test_a_file_nobody_holds_any_more_is_still_named() -> None:
    document = msgspec.structs.replace(document_of(departing("Bayern")), evidence=(Evidence(id="0" * 64, name="other", size=1),))
    assert rests(document, ())[0].evidence[:16] in html(document).decode()


def test_only_words_that_occur_are_explained() -> None:
    said = {each.id for each, _ in glossary(document_of(starved("Bayern")))}
    assert "report.glossary.p_value" not in said
    assert "report.glossary.p_value" in {each.id for each, _ in glossary(document_of(quiet("Bayern")))}
    assert {each.id for each, _ in glossary(Document(title=""))} == {"report.glossary.hash"}
    assert len({term.id for term, _, _ in ENTRIES}) == len(ENTRIES)


def test_a_method_that_is_gone_is_said_to_be_not_checked() -> None:
    document = msgspec.structs.replace(document_of(quiet("Bayern")), methods=(Method(check="figures.last_digit", question=""),))
    section = re.search(r'<section id="method".*?</section>', html(document).decode(), re.DOTALL)
    assert section is not None
    assert "not installed here in this version" in section[0]
    assert "not checked again" in section[0]


def test_what_it_does_not_say_stands_before_the_findings() -> None:
    page = html(DOCUMENTS["one"]).decode()
    assert page.index('id="limits"') < page.index('id="figures"') < page.index('id="findings-section"')
