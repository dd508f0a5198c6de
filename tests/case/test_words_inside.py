"""What stands inside a sentence is in the language of the sentence: no words of ours travel as bare text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from case_examples import ME, SIGNER, copied, encrypted_case, small_case
from counterwatch.api.custody import accept_anchor
from counterwatch.case import Case, Signer
from counterwatch.case.handover import find_offer, offer, record_receipt, sign_receipt
from counterwatch.case.records import CaseRecords
from counterwatch.case.rescue import rescue
from counterwatch.cli.commands.log import rescued_in
from counterwatch.cli.main import cw
from counterwatch.cli.terminal import interface_language
from counterwatch.core import CounterwatchError, Message, Record
from counterwatch.core.language import is_translated, render
from counterwatch.core.message import FIELD, TEMPLATES

LANGUAGES = ("fr", "zh-Hans", "zh-Hant")
OTHER = Signer.new()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("plain"))


@pytest.fixture
def case(plain: Path, tmp_path: Path) -> Case:
    return Case.open(copied(plain, tmp_path))


def flip(path: Path, position: int = 10) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)


def written(folder: Path, data: bytes) -> Path:
    file = folder / "file"
    file.write_bytes(data)
    return file


def ours() -> list[re.Pattern[str]]:
    """Every sentence of ours that has words of its own, with anything in its gaps."""
    texts = {text for each in TEMPLATES.values() for text in (each.english, each.many) if len(re.findall(r"[a-z]{3,}", FIELD.sub("", text))) > 1}
    return [re.compile(".*".join(map(re.escape, FIELD.sub("\0", text).split("\0")))) for text in texts]


def leaves(message: Message) -> Iterator[Message | str]:
    yield message
    for value in message.params.values():
        if isinstance(value, Message):
            yield from leaves(value)
        elif isinstance(value, str):
            yield value


def bare(message: Message) -> list[str]:
    """Return the texts inside a message that are sentences of ours and cannot be told in another language."""
    known = ours()
    return [each for each in leaves(message) if isinstance(each, str) and any(pattern.fullmatch(each) for pattern in known)]


def untold(message: Message) -> list[str]:
    return [each.id for each in leaves(message) if isinstance(each, Message) for language in LANGUAGES if not is_translated(each, language)]


def raised(does: object, *given: object, **named: object) -> Message:
    with pytest.raises(CounterwatchError) as caught:
        does(*given, **named)  # type: ignore[operator]
    return caught.value.message


def test_such_a_text_would_be_seen() -> None:
    inside = str(TEMPLATES["case.object_check.missing"]())
    assert bare(TEMPLATES["cli.log.defects"](file="a", reason=inside)) == [inside]


def refusals(case: Case, folder: Path) -> Iterator[Message]:
    records = CaseRecords(case, lambda: SIGNER)
    yield raised(records.append, [Record(id="车站", kind="note", data={"n": float("inf")})])
    yield raised(accept_anchor, case, written(folder, b"neither"))
    offer(case, signer=SIGNER)
    yield raised(record_receipt, case, written(folder, b"{}"), signer=SIGNER)
    (file,) = case.layout.anchors.glob("offer-*.json")
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b'"sig":"', b'"sig":"AAAA', 1))
    yield raised(find_offer, case)
    file.write_bytes(whole)
    flip(next(case.layout.objects.glob("*/*")))
    yield raised(sign_receipt, case, signer=OTHER)


def test_a_refusal_and_its_reason_are_in_one_language(case: Case, tmp_path: Path) -> None:
    said = list(refusals(case, tmp_path))
    assert [each.id for each in said] == [
        "case.record_rules.unfit", "case.anchor.not_an_answer", "case.handover.bad_receipt", "case.handover.changed_offer",
        "case.handover.damaged_copy",
    ]  # fmt: skip
    assert [(bare(each), untold(each)) for each in said] == [([], [])] * 5
    assert all(isinstance(each.params.get("reason", each.params.get("what")), Message) for each in said)


@pytest.mark.parametrize("kind", [pytest.param("plain", marks=pytest.mark.slow), "encrypted"])
def test_the_story_of_a_rescue_is_stored_in_words_of_every_language(kind: str, tmp_path: Path) -> None:
    root, own = (encrypted_case(tmp_path), ME) if kind == "encrypted" else (small_case(tmp_path), None)
    entry = Case.open(root, identity=own).ledger().entries[2].entry
    for name in (*entry.objects[1:], Case.open(root, identity=own).ledger().entries[3].entry.objects[-1]):
        path = root / "objects" / name[:2] / name
        path.unlink() if name == entry.objects[2] else flip(path)
    flip(root / "VERIFY.txt")
    case, saved = rescue(root, tmp_path / "new", signer=OTHER, identity=own)
    (story,) = Case.open(case.path, identity=own).custody()[-1].rescues
    assert story == saved.story
    said = list(rescued_in(case.custody()[-1]))
    assert {each.id for each in said} >= {"cli.log.defects", "cli.log.left", "cli.log.rescued"}
    assert {tuple(bare(each) + untold(each)) for each in said} == {()}
    inside = {str(value) for each in said for value in each.params.values() if isinstance(value, Message)}
    assert len(inside) >= 3
    for language in LANGUAGES:
        text = "\n".join(render(each, language) for each in said)
        assert [english for english in inside if english in text] == []


def test_what_was_stored_as_text_before_is_still_read(case: Case) -> None:
    story = {
        "case": case.id, "head": "", "seq": 3, "founder": SIGNER.id, "defects": [{"file": "case.json", "reason": "it was changed"}],
        "entries": [2], "objects": {"0" * 64: "run"}, "files": {},
    }  # fmt: skip
    with case.write("rescue", signer=SIGNER) as batch:
        batch.record("rescue", story)
    (read,) = case.custody()[-1].rescues
    assert (read.defects[0].reason, read.objects, read.erased) == ("it was changed", {"0" * 64: "run"}, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_outcomes_in_the_language_of_the_line(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    offer(case, signer=SIGNER)
    monkeypatch.setenv("CW_LANGUAGE", language)
    interface_language.cache_clear()
    try:
        done = CliRunner().invoke(cw, ["handover", "accept", str(case.path), "-o", str(tmp_path)])
    finally:
        interface_language.cache_clear()
    assert done.exit_code == 0, done.output
    levels = [line for line in done.output.splitlines() if line.startswith("  ")]
    assert len(levels) == 4
    assert not re.search(r"\b(pass|not checked)\b", "\n".join(levels))
