import shutil
from pathlib import Path

import pytest

from case_examples import ME, SIGNER, encrypted_case
from counterwatch.case import Case, Identity, add_recipient, remove_recipient
from test_instructions import follow

if any(shutil.which(name) is None for name in ("openssl", "sha256sum", "age")):
    pytest.skip("openssl, sha256sum or age is not here", allow_module_level=True)


def test_a_case_is_checked_and_opened_with_age_and_openssl_alone(tmp_path: Path) -> None:
    root, you = encrypted_case(tmp_path), Identity.new()
    text = (root / "VERIFY.txt").read_text()
    (tmp_path / "key").write_text(ME.secret + "\n")
    case = Case.open(root, identity=ME)
    assert follow(root, text).stdout.splitlines()[-1] == "GOOD"
    add_recipient(case, you.recipient, signer=SIGNER)
    remove_recipient(case, you.recipient, signer=SIGNER)
    assert follow(root, text).stdout.splitlines()[-1] == "GOOD"
    held, entry = case.holdings(), case.ledger().entries[1].entry
    body, evidence = held.current(entry.objects[1]), held.current(entry.objects[2])
    opened = follow(root, f"{text}\n    open_object {tmp_path}/key {evidence}\n    open_records {tmp_path}/key {body}\n")
    assert opened.returncode == 0
    assert opened.stderr == ""
    assert (tmp_path / "Hubei.csv").read_text() in opened.stdout
    assert '"name":"Hubei.csv","note":"as published"' in opened.stdout
    (root / f"objects/{evidence[:2]}/{evidence}" if evidence else root).unlink()
    assert follow(root, text).stdout.splitlines()[-1] == "BAD"
