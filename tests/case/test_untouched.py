"""What a case holds already is looked at again only where its file changed since an entry listed it; where it did, it always is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from case_examples import ME, SIGNER
from counterwatch.case import Case, verify
from counterwatch.case import taking as taken_by
from counterwatch.case.objects import refuse_damaged
from counterwatch.case.untouched import Untouched
from counterwatch.core.errors import VerificationFailed

MODES = pytest.mark.parametrize("plain", [True, False])


def made(folder: Path, *, plain: bool) -> tuple[Case, Path, str]:
    """Return a case that holds a file, the object that holds its content, and its name; some time after the entry was closed."""
    case = Case.create(folder / "case", plain=plain, signer=SIGNER if plain else None, identity=None if plain else ME)
    (folder / "file.csv").write_text("day,cases\n2020-02-01,14\n")
    add(case, folder / "file.csv")
    opened = Case.open(case.path, identity=ME)
    with opened.reading() as reading:
        (sealed,) = reading.sealed().values()
    time.sleep(0.05)
    return opened, opened.holdings().layout.object(sealed.object), sealed.object


def add(case: Case, file: Path) -> str:
    with case.write("add", signer=SIGNER) as batch:
        return batch.seal(file).id


def looks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    seen: list[Path] = []
    real = refuse_damaged

    def watched(path: Path, layout: object) -> None:
        seen.append(path)
        real(path, layout)  # type: ignore[arg-type]

    monkeypatch.setattr(taken_by, "refuse_damaged", watched)
    return seen


@MODES
def test_an_object_written_well_before_its_entry_was_closed_is_untouched_until_its_file_changes(tmp_path: Path, *, plain: bool) -> None:
    case, path, name = made(tmp_path, plain=plain)
    # Listed again some time after it was written: now its file is older than the entry that vouches for it.
    assert add(case, tmp_path / "file.csv")
    assert Untouched(Case.open(case.path, identity=ME).holdings())(name)
    time.sleep(0.05)
    os.utime(path)
    assert not Untouched(Case.open(case.path, identity=ME).holdings())(name)


@MODES
def test_nothing_is_said_of_what_no_entry_lists_and_of_what_is_gone(tmp_path: Path, *, plain: bool) -> None:
    case, path, name = made(tmp_path, plain=plain)
    add(case, tmp_path / "file.csv")
    path.unlink()
    untouched = Untouched(Case.open(case.path, identity=ME).holdings())
    assert (untouched(name), untouched("0" * 64)) == (False, False)


def test_an_untouched_object_of_an_encrypted_case_is_not_read_again_and_a_touched_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, path, _ = made(tmp_path, plain=False)
    seen = looks(monkeypatch)
    add(Case.open(case.path, identity=ME), tmp_path / "file.csv")
    seen.clear()
    add(Case.open(case.path, identity=ME), tmp_path / "file.csv")
    assert seen == []
    time.sleep(0.05)
    os.utime(path)
    add(Case.open(case.path, identity=ME), tmp_path / "file.csv")
    assert seen == [path]


@MODES
def test_a_changed_object_is_never_taken_as_held_whatever_its_times_say(tmp_path: Path, *, plain: bool) -> None:
    case, path, name = made(tmp_path, plain=plain)
    add(case, tmp_path / "file.csv")
    before, data = path.stat(), path.read_bytes()
    time.sleep(0.05)
    path.chmod(0o600)
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not Untouched(Case.open(case.path, identity=ME).holdings())(name)
    with pytest.raises(VerificationFailed, match="is not what its name says"):
        add(Case.open(case.path, identity=ME), tmp_path / "file.csv")
    assert not verify(case.path, identity=ME).is_good
