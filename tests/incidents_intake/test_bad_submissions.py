"""Every file that is no submission to this case is refused by a reason of ours; nothing that was changed by a byte is ever read."""

import itertools
import json
import random
from collections.abc import Callable, Iterator

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_submissions import CLASSES, EMPTY, encrypted, envelope, submission, told

from counterwatch.api.intake import drawn_intake
from counterwatch.files.confined.sizes import Refused
from counterwatch.incidents.intake.reading import Reader
from counterwatch.incidents.intake.reasons import DECRYPTED, REASONS
from counterwatch.incidents.intake.submission import opened

OURS, THEIRS = drawn_intake(), drawn_intake()
FILES = [("notice.pdf", b"%PDF-1.7 words"), ("notice.pdf", b""), ("ཡི་གེ.txt", "ཡིག".encode())]
GOOD = submission(OURS.id, OURS.recipient, "two men waited outside", files=FILES, where="Berlin")
BODY = GOOD.index(b"\n---") + 48
POST_QUANTUM = GOOD.replace(b"-> X25519 ", b"-> mlkem768x25519 ", 1)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader([THEIRS, OURS]) as found:
        yield found


def code(reader: Reader, data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        reader.read(data)
    assert caught.value.code in REASONS
    return caught.value.code


def ours(data: bytes) -> bytes:
    return encrypted(data, OURS.recipient)


def said(**changes: object) -> bytes:
    """Return a submission whose JSON differs in some keys; `None` takes a key out."""
    known = told(OURS.id, "words")
    for name, value in changes.items():
        place = known
        *outer, last = name.split("__")
        for each in outer:
            place = place[each]
        place[last] = value
        if value is None:
            del place[last]
    return ours(envelope(known))


def test_a_submission_is_read_as_it_was_written(reader: Reader) -> None:
    read = reader.read(GOOD)
    assert (read.intake, read.submission.answers.what, read.submission.answers.where) == (OURS, "two men waited outside", "Berlin")
    assert [(each.name, each.size) for each in read.submission.attachments] == [(name, len(data)) for name, data in FILES]
    assert [each.kind for each in read.looks] == ["pdf", "empty", "text"]
    assert reader.attachments(GOOD) == [data for _, data in FILES]


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "another intake's key": (lambda: submission(OURS.id, drawn_intake().recipient, "words"), "other_key"),
    "names another intake": (lambda: submission(THEIRS.id, OURS.recipient, "words"), "other_intake"),
    "names none": (lambda: submission("0" * 32, OURS.recipient, "words"), "other_intake"),
    "a byte short": (lambda: GOOD[:-1], "length"),
    "a byte long": (lambda: GOOD + b"\0", "length"),
    "two in one": (lambda: GOOD + GOOD, "length"),
    "half": (lambda: GOOD[: len(GOOD) // 2], "length"),
    "only a header": (lambda: GOOD[: GOOD.index(b"\n---") + 49], "length"),
    "half a header": (lambda: GOOD[:60], "header"),
    "endless header": (lambda: GOOD[:22] + b"-> x\n\n" * 2_000 + GOOD[22:], "header"),
    "post-quantum": (lambda: POST_QUANTUM, "post_quantum"),
    "passphrase": (lambda: pyrage.passphrase.encrypt(envelope(told(OURS.id, "words")), "words"), "passphrase"),
    "armour": (lambda: pyrage.encrypt(b"words", [pyrage.x25519.Recipient.from_str(OURS.recipient)], armored=True), "armour"),
    "two keys": (lambda: encrypted(envelope(told(OURS.id, "words")), OURS.recipient, THEIRS.recipient), "several_keys"),
    "not age": (lambda: b"PK\x03\x04" + bytes(70_000), "not_age"),
    "age version 2": (lambda: GOOD.replace(b"/v1\n", b"/v2\n", 1), "header"),
    "twenty megabytes of noise": (lambda: random.Random(1).randbytes(20_000_000), "not_age"),
    "not an envelope": (lambda: ours(bytes(65_536)), "not_envelope"),
    "no class": (lambda: ours(b"counterwatch-intake-v1\n" + bytes(100)), "length"),
    "another class": (lambda: ours(envelope(told(OURS.id, "words")).ljust(262_144, b"\0")), "lengths"),
    "padding that speaks": (lambda: ours(envelope(told(OURS.id, "words"))[:-1] + b"x"), "padding"),
    "json longer than all": (lambda: ours(b"counterwatch-intake-v1\n" + b"\x00\x0f\xff\xff" + bytes(65_536 - 27)), "lengths"),
    "json larger than permitted": (lambda: ours(b"counterwatch-intake-v1\n" + b"\x7f\xff\xff\xff" + bytes(65_536 - 27)), "lengths"),
    "no json": (lambda: ours(envelope(b"words, not JSON")), "answers"),
    "deep json": (lambda: ours(envelope(b"[" * 200_000)), "answers"),
    "deep within": (lambda: ours(envelope(b'{"version":' + b"[" * 200_000)), "answers"),
    "a list": (lambda: ours(envelope(b"[]")), "answers"),
    "a key twice": (lambda: ours(envelope(b'{"version":1,' + json.dumps(told(OURS.id, "words")).encode()[1:])), "answers"),
    "an unknown key": (lambda: said(more=1), "answers"),
    "an unknown answer": (lambda: said(answers__more="x"), "answers"),
    "a missing key": (lambda: said(language=None), "answers"),
    "a missing answer": (lambda: said(answers__contact=None), "answers"),
    "version 2": (lambda: said(version=2), "answers"),
    "version as text": (lambda: said(version="1"), "answers"),
    "no story": (lambda: said(answers__what=" \n\t"), "answers"),
    "a story too long": (lambda: said(answers__what="x" * 20_001), "answers"),
    "a place too long": (lambda: said(answers__where="x" * 301), "answers"),
    "an answer that is a list": (lambda: said(answers__how=["x"]), "answers"),
    "a zero character": (lambda: said(answers__what="a\0b"), "answers"),
    "an escape": (lambda: said(answers__what="\x1b[2J"), "answers"),
    "half a character": (lambda: ours(envelope(json.dumps(told(OURS.id, "\ud800")).encode())), "answers"),
    "not utf-8": (lambda: ours(envelope(json.dumps(told(OURS.id, "words")).encode().replace(b"words", b"w\xff\xfes"))), "answers"),
    "a consent that no form offers": (lambda: said(consent__scope="legal"), "answers"),
    "a consent of no kind": (lambda: said(consent__confirmed="true"), "answers"),
    "languages out of order": (lambda: said(consent__shown=["ug", "en"]), "answers"),
    "a language twice": (lambda: said(consent__shown=["en", "en"]), "answers"),
    "attachments that are not there": (lambda: said(attachments=[{"name": "a", "size": 99_999, "sha256": "0" * 64}]), "lengths"),
    "an attachment of another hash": (lambda: ours(envelope(told(OURS.id, "words", files=[("a", b"one")]), [("a", b"two")])), "attachments"),
    "a negative size": (lambda: said(attachments=[{"name": "a", "size": -1, "sha256": "0" * 64}]), "answers"),
    "a size of fractions": (lambda: said(attachments=[{"name": "a", "size": 0.5, "sha256": "0" * 64}]), "answers"),
    "attachments too large together": (lambda: said(attachments=[{"name": "a", "size": 15_000_000, "sha256": "0" * 64}] * 2), "attachments"),
    "too many attachments": (lambda: said(attachments=[{"name": "a", "size": 0, "sha256": "0" * 64}] * 21), "answers"),
    "a name that is a path": (lambda: said(attachments=[{"name": "../../a", "size": 0, "sha256": "0" * 64}]), "answers"),
    "a name for another system": (lambda: said(attachments=[{"name": "..\\a", "size": 0, "sha256": "0" * 64}]), "answers"),
    "a name of two lines": (lambda: said(attachments=[{"name": "a\nb", "size": 0, "sha256": "0" * 64}]), "answers"),
}


@pytest.mark.parametrize("each", BAD)
def test_a_bad_file_is_refused_by_its_reason(reader: Reader, each: str) -> None:
    made, expected = BAD[each]
    assert code(reader, made()) == expected
    assert reader.read(GOOD).submission.answers.where == "Berlin"


def test_the_largest_submission_is_read(reader: Reader) -> None:
    files = [(f"{number}.jpg", random.Random(number).randbytes(1_000_000)) for number in range(20)]
    data = submission(OURS.id, OURS.recipient, "པ" * 20_000, files=files, where="ئ" * 300)
    assert len(data) > 24 << 20
    assert reader.attachments(data) == [held for _, held in files]
    assert len(reader.read(data).looks) == 20


def test_a_stanza_of_a_type_that_nobody_knows_is_passed_over(reader: Reader) -> None:
    assert b"-grease" in GOOD
    assert reader.read(GOOD).intake == OURS


def test_a_changed_byte_in_any_region_is_refused(reader: Reader) -> None:
    for place in (0, 21, 24, 30, 40, 80, 120, BODY - 60, BODY - 5, BODY - 1, BODY, BODY + 15, BODY + 16, BODY + 5_000, len(GOOD) - 20, -1):
        changed = bytearray(GOOD)
        changed[place] ^= 1
        refused = code(reader, bytes(changed))
        assert refused in {"not_age", "header", "other_key", "other_key_type", "post_quantum", "length", "altered"}, place


def mutations(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield files that differ from one: bytes changed, pieces cut out, doubled, moved, the end cut, noise behind."""
    draw = random.Random(seed)
    for _ in range(count):
        made = bytearray(data)
        for _ in range(draw.choice((1, 1, 2, 8))):
            start, size = draw.randrange(len(made)), draw.choice((1, 2, 16, 64, 5_000))
            piece = made[start : start + size]
            match draw.randrange(5):
                case 0:
                    made[start] ^= 1 << draw.randrange(8)
                case 1:
                    made[start : start + size] = draw.randbytes(len(piece))
                case 2:
                    del made[start : start + size]
                case 3:
                    made[start:start] = piece
                case _:
                    made += draw.randbytes(size)
        if bytes(made) != data:
            yield bytes(made)


def refuse_all(reader: Reader, count: int) -> None:
    for number, each in enumerate(mutations(GOOD, count, seed=7)):
        assert code(reader, each) not in DECRYPTED | {"child"}, number


def test_five_hundred_changed_files_are_refused_and_none_is_read(reader: Reader) -> None:
    refuse_all(reader, 500)


@pytest.mark.slow
def test_ten_thousand_changed_files_are_refused_and_none_is_read(reader: Reader) -> None:
    refuse_all(reader, 10_000)


def agrees(made: bytes) -> str:
    """Read an envelope; where it is read, hold it against the bytes as the standard library reads them; return why it is not."""
    try:
        read, held = opened(made)
    except Refused as refusal:
        return refusal.code
    size = int.from_bytes(made[23:27], "big")
    plain = json.loads(made[27 : 27 + size])
    assert plain["answers"] == {name: getattr(read.answers, name) for name in EMPTY}
    assert set(plain) == set(told(OURS.id, ""))
    assert [bytes(each) for each in held] == list(pieces(made[27 + size :], [each["size"] for each in plain["attachments"]]))
    assert not any(made[27 + size + sum(each["size"] for each in plain["attachments"]) :])
    assert len(made) in CLASSES
    return ""


def pieces(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    return (data[end - size : end] for size, end in zip(sizes, itertools.accumulate(sizes), strict=True))


def test_a_changed_envelope_is_refused_or_read_as_it_stands() -> None:
    whole = envelope(told(OURS.id, "two men waited outside", files=FILES), FILES)
    short = [made[:900] + whole[900:] if len(made) == len(whole) else made for made in mutations(whole, 300, seed=3)]
    near = [whole[:place] + bytes([value]) + whole[place + 1 :] for place in range(0, 700, 3) for value in (0, 34, 48, 255)]
    outcomes = {agrees(each) for each in [*short, *near]}
    assert outcomes <= DECRYPTED | {""}
    assert outcomes >= {"", "not_envelope", "lengths", "answers", "attachments", "padding"}


@settings(max_examples=30)
@given(what=st.text(min_size=1, max_size=200), where=st.text(max_size=300), data=st.lists(st.binary(max_size=200), max_size=4))
def test_any_text_is_read_as_it_was_written_or_refused_for_what_no_form_writes(what: str, where: str, data: list[bytes]) -> None:
    files = [(f"{number}", each) for number, each in enumerate(data)]
    fits = what.strip() and not any((ord(each) < 32 and each not in "\n\t") or ord(each) == 127 for each in what + where)
    assert agrees(envelope(told(OURS.id, what, files=files, where=where), files)) == ("" if fits else "answers")
