"""One removed area is proven without the others; whoever changes a byte is found out."""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from papers import Paper, words
from PIL import Image

from counterwatch.api.case import log as case_log
from counterwatch.api.case import new_case
from counterwatch.api.redact import redact
from counterwatch.api.redaction_proof import check, prove
from counterwatch.api.redaction_record import Opening, read_record, read_secret
from counterwatch.api.verify import verify
from counterwatch.case import Identity, Signer
from counterwatch.core import CounterwatchError, UnreadableEvidence
from counterwatch.core.errors import Refused, VerificationFailed

NOISE = np.random.default_rng(5).integers(0, 256, (90, 120, 3), dtype=np.uint8)
OVERLAPPING = ("1:10px,10px,40px,30px", "1:30px,20px,50px,40px", "1:0px,0px,120px,15px")


def unpacked(opening: Opening) -> bytes | None:
    """Return the pixels; what zlib says in other words is the same."""
    try:
        return zlib.decompress(opening.pixels)
    except zlib.error:
        return None


def noisy(folder: Path, regions: tuple[str, ...] = OVERLAPPING) -> Path:
    Image.fromarray(NOISE).save(folder / "in.png")
    redact(folder / "in.png", folder / "out.png", regions=regions)
    return folder / "out.png.record.json"


def opened(folder: Path, number: int, **rest: Path) -> Path:
    prove(folder / "out.png.record.json", number, file := folder / f"opening{number}.json", **rest)
    return file


def test_a_stranger_checks_an_opening_with_nothing_but_sha256(tmp_path: Path) -> None:
    record = json.loads(noisy(tmp_path).read_text())
    opening = json.loads(opened(tmp_path, 2).read_text())
    described = json.dumps(opening["where"], sort_keys=True, separators=(",", ":")).encode()
    data = base64.b64decode(opening["salt"]) + described + zlib.decompress(base64.b64decode(opening["pixels"]))
    assert len(base64.b64decode(opening["salt"])) == 32
    assert hashlib.sha256(data).hexdigest() == record["regions"][1]["commitment"]


def test_an_opening_shows_nothing_of_another_area(tmp_path: Path) -> None:
    noisy(tmp_path)
    opening = read_secret(opened(tmp_path, 2), Opening)
    shown = np.frombuffer(zlib.decompress(opening.pixels), np.uint8).reshape(40, 50, 3)
    # The first area went first: what both cover is black here, and the rest is what was there.
    assert (shown[:20, :20] == 0).all()
    expected = NOISE[20:60, 30:80].copy()
    expected[:20, :20] = 0
    assert (shown == expected).all()
    secrets = json.loads((tmp_path / "out.png.secrets.json").read_text())
    text = (tmp_path / "opening2.json").read_text()
    assert [secrets["regions"][index]["salt"] in text for index in range(3)] == [False, True, False]
    assert secrets["original_salt"] not in text
    assert secrets["original"] not in text


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 80), st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=6, unique=True))
def test_the_copy_and_all_openings_together_are_the_original(boxes: list[tuple[int, int, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record, *_ = read_record(noisy(folder, tuple(f"1:{x}px,{y}px,{wide}px,{high}px" for x, y, wide, high in boxes)))
        whole = np.asarray(Image.open(folder / "out.png")).copy()
        removed = np.zeros(whole.shape[:2], bool)
        for region in reversed(record.regions):
            opening = read_secret(opened(folder, region.where.number), Opening)
            x, y, wide, high = region.where.box
            whole[y : y + high, x : x + wide] = np.frombuffer(zlib.decompress(opening.pixels), np.uint8).reshape(high, wide, 3)
            removed[y : y + high, x : x + wide] = True
        assert (whole == NOISE).all()
        assert (np.asarray(Image.open(folder / "out.png"))[removed] == 0).all()
        assert (np.asarray(Image.open(folder / "out.png"))[~removed] == NOISE[~removed]).all()


def test_each_area_verifies_and_the_original_shows_it(tmp_path: Path) -> None:
    record = noisy(tmp_path)
    for number in (1, 2, 3):
        plain = check(record, opened(tmp_path, number), original=tmp_path / "in.png", redacted=tmp_path / "out.png")
        assert (plain.names_original, plain.shows_pixels) == (None, True)
        (tmp_path / f"opening{number}.json").unlink()
        named = check(record, opened(tmp_path, number, original=tmp_path / "in.png"), original=tmp_path / "in.png")
        assert (named.names_original, named.shows_pixels) == (True, True)


def test_salts_are_fresh_each_time_and_for_each_area(tmp_path: Path) -> None:
    Image.fromarray(NOISE).save(tmp_path / "in.png")
    found = set()
    for number in range(4):
        redact(tmp_path / "in.png", out := tmp_path / f"{number}.png", regions=OVERLAPPING)
        secrets = json.loads((tmp_path / f"{out.name}.secrets.json").read_text())
        found |= {each["salt"] for each in secrets["regions"]} | {secrets["original_salt"]}
    assert len(found) == 16


def test_every_changed_character_of_an_opening_is_refused(tmp_path: Path) -> None:
    Image.fromarray(NOISE).save(tmp_path / "in.png")
    redact(tmp_path / "in.png", tmp_path / "out.png", regions=["1:0px,0px,3px,2px", "1:50px,50px,3px,2px"])
    record, file = tmp_path / "out.png.record.json", opened(tmp_path, 1, original=tmp_path / "in.png")
    data = file.read_bytes()
    meaning, refused = read_secret(file, Opening), 0
    for place in range(len(data)):
        file.write_bytes(data[:place] + (b"7" if data[place : place + 1] != b"7" else b"8") + data[place + 1 :])
        try:
            changed = read_secret(file, Opening)
        except UnreadableEvidence:
            continue
        if (replace(changed, pixels=b""), unpacked(changed)) != (replace(meaning, pixels=b""), unpacked(meaning)):
            with pytest.raises(CounterwatchError):
                check(record, file, original=tmp_path / "in.png")
            refused += 1
    assert refused > 100


def test_a_signed_record_bears_no_change(tmp_path: Path) -> None:
    Signer.load()
    record = noisy(tmp_path)
    found, _, signer = read_record(record)
    assert signer == Signer.load().id
    assert len(found.regions) == 3
    data = record.read_bytes()
    for place in range(0, len(data), 11):
        record.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(CounterwatchError):
            read_record(record)


def test_without_a_key_the_record_is_unsigned_and_none_is_made(tmp_path: Path, home: Path) -> None:
    _, _, signer = read_record(noisy(tmp_path))
    assert signer == ""
    assert list(home.iterdir()) == []


def test_other_files_are_named(tmp_path: Path) -> None:
    record = noisy(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    Image.fromarray(NOISE[::-1]).save(other / "in.png")
    with pytest.raises(VerificationFailed, match="not the file that was redacted"):
        opened(tmp_path, 1, original=other / "in.png")
    opening = opened(tmp_path, 1)
    with pytest.raises(VerificationFailed, match="looks otherwise"):
        check(record, opening, original=other / "in.png")
    with pytest.raises(VerificationFailed, match="not the redacted file"):
        check(record, opening, redacted=other / "in.png")
    with pytest.raises(Refused, match="exists already"):
        opened(tmp_path, 1)
    (other / "in.png").unlink()
    foreign = noisy(other)
    with pytest.raises(VerificationFailed, match="opens another record"):
        check(foreign, opening)


def test_pixels_too_many_to_keep_are_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.api.redaction_record.KEPT", 100)
    record = noisy(tmp_path)
    with pytest.raises(CounterwatchError, match="too many to be kept"):
        opened(tmp_path, 2)
    assert check(record, opened(tmp_path, 2, original=tmp_path / "in.png")).signer == ""


@pytest.mark.parametrize("is_plain", [True, False])
def test_in_a_case_the_original_is_sealed_and_what_opens_the_record_is_kept(tmp_path: Path, is_plain: bool) -> None:
    me = Identity.new()
    case = new_case(tmp_path / "case", plain=is_plain, identity=None if is_plain else me)
    paper = Paper()
    paper.page(words("Aynur Tohti was there", 20, 200))
    (tmp_path / "in.pdf").write_bytes(paper.data())
    made = redact(tmp_path / "in.pdf", tmp_path / "out.pdf", find=["Aynur Tohti"], case=case, note="for the court")
    assert made.secrets is None
    assert sorted(each.name for each in tmp_path.iterdir()) == ["case", "in.pdf", "out.pdf", "out.pdf.record.json"]
    assert [each.name for each in case.evidence()] == ["in.pdf", "out.pdf"]
    last = case_log(case)[-1]
    assert (last.verb, last.custody[0].note, len(last.custody[0].evidence)) == ("redact", "for the court", 2)
    assert verify(tmp_path / "case", identity=me).is_good
    if not is_plain:
        stored = b"".join(each.read_bytes() for each in (tmp_path / "case").rglob("*") if each.is_file())
        assert b"original_salt" not in stored
    prove(made.record, 1, tmp_path / "opening.json", case=case, original=tmp_path / "in.pdf")
    assert check(made.record, tmp_path / "opening.json", original=tmp_path / "in.pdf").signer == made.signer


def test_evidence_of_a_case_is_redacted_by_its_name(tmp_path: Path) -> None:
    me = Identity.new()
    case = new_case(tmp_path / "case", identity=me)
    Image.fromarray(NOISE).save(tmp_path / "in.png")
    redact(tmp_path / "in.png", tmp_path / "one.png", regions=OVERLAPPING, case=case)
    (tmp_path / "in.png").unlink()
    redact("in.png", tmp_path / "two.png", regions=OVERLAPPING, case=case)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
