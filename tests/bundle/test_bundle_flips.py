"""One byte flipped anywhere in a bundle is named, with the findings it touches, and nothing is changed by looking."""

import random
from pathlib import Path

import pytest

from bundle_examples import copied, exported, filled_case, flipped, follow
from case_examples import ME, files_of
from counterwatch.api.bundle_check import verify_bundle
from counterwatch.case import Case, Outcome
from counterwatch.core.errors import CounterwatchError


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("bundles")
    plain = filled_case(place)
    (place / "secret").mkdir()
    secret = filled_case(place / "secret", plain=False)
    return {
        "plain": exported(plain, place / "plain"),
        "zip": exported(plain, place / "plain.zip"),
        "secret": exported(secret, place / "encrypted"),
        "travel": exported(secret, place / "travel", copy="travel"),
    }


def places(root: Path, count: int, rng: random.Random) -> list[str]:
    """Return names of files: each once, then as many as are wanted, by size and evenly in turn."""
    files = {name: len(data) for name, data in files_of(root).items() if data}
    names = list(files)
    drawn = names + rng.choices(names, weights=list(files.values()), k=count // 2) + rng.choices(names, k=count // 2)
    return drawn[: max(count, len(names))]


def named(root: Path) -> set[str]:
    """Return the files that are said to be wrong."""
    try:
        found = verify_bundle(root, identity=ME)
    except CounterwatchError as error:
        # A version that no program knows yet is refused as such.
        return {"bag-info.txt"} if "bundle is of version" in str(error) else set()
    return set() if found.is_good else {each.file for each in found.defects}


def check_folder(root: Path, count: int, seed: int) -> None:
    rng = random.Random(seed)
    for name in places(root, count, rng):
        path, before = root / name, (root / name).read_bytes()
        path.write_bytes(flipped(before, rng))
        assert name in named(root), name
        path.write_bytes(before)
    assert verify_bundle(root, identity=ME).is_good


def test_a_flipped_bit_in_each_file_of_a_bundle_is_named(folders: dict[str, Path], tmp_path: Path) -> None:
    for kind in ("plain", "travel"):
        check_folder(copied(folders[kind], tmp_path / kind), 0, seed=3)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "count"), [("plain", 400), ("secret", 300), ("travel", 50)])
def test_many_flipped_bits_are_named(folders: dict[str, Path], tmp_path: Path, kind: str, count: int) -> None:
    check_folder(copied(folders[kind], tmp_path), count, seed=4)


def is_seen(file: Path) -> bool:
    """Is an archive refused by its name, or by that of a file inside?"""
    try:
        return not verify_bundle(file).is_good
    except CounterwatchError as error:
        return file.name in str(error) or "bundle is of version" in str(error)


def check_zip(file: Path, count: int, seed: int) -> None:
    rng, whole = random.Random(seed), file.read_bytes()
    for _ in range(count):
        file.write_bytes(flipped(whole, rng))
        assert is_seen(file)
    file.write_bytes(whole)
    assert verify_bundle(file).is_good


def test_no_bit_of_a_zip_file_can_be_flipped_unseen(folders: dict[str, Path]) -> None:
    check_zip(folders["zip"], 30, seed=5)


def test_no_byte_between_the_files_of_a_zip_file_can_be_changed(folders: dict[str, Path]) -> None:
    """Headers and lists are a small part of an archive: they are tried apart from contents."""
    from counterwatch.bundle.zip_reading import read_members

    file, rng = folders["zip"], random.Random(6)
    whole = file.read_bytes()
    members = read_members(file)
    structure = [place for each in members for place in range(each.offset, each.content)] + list(range(members[-1].end, len(whole)))
    for place in rng.sample(structure, 300):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << rng.randrange(8)]) + whole[place + 1 :])
        assert is_seen(file)
    file.write_bytes(whole)


@pytest.mark.slow
def test_many_flipped_bits_of_a_zip_file_are_seen(folders: dict[str, Path]) -> None:
    check_zip(folders["zip"], 250, seed=7)


@pytest.mark.parametrize("name", ["evidence", "run", "attachment", "findings.jsonl", "report.html", "table", "crate"])
def test_the_findings_that_rest_on_a_changed_file_are_named(folders: dict[str, Path], tmp_path: Path, name: str) -> None:
    root = copied(folders["plain"], tmp_path)
    stored = Case.open(root / "data/case").runs()
    (finding,) = stored[0].run.findings
    table, evidence = finding.attachments[0].sha256, finding.evidence[0]
    objects = {"evidence": evidence, "run": stored[0].hash, "attachment": table}
    derived = {"table": f"data/derived/table-{table}.csv", "crate": "data/ro-crate-metadata.json"}
    path = f"data/case/objects/{objects[name][:2]}/{objects[name]}" if name in objects else derived.get(name, f"data/derived/{name}")
    (root / path).write_bytes(flipped((root / path).read_bytes(), random.Random(8)))
    (defect,) = verify_bundle(root).defects
    assert defect.file == path
    touched = {(each.run, each.finding, each.subject) for each in defect.findings}
    own, other = ((each.hash, each.run.findings[0].id, each.run.findings[0].subject) for each in stored)
    assert touched == ({own} if name in (*objects, "table") else {own, other})


def test_a_file_too_many_and_one_too_few_are_named(folders: dict[str, Path], tmp_path: Path) -> None:
    root = copied(folders["plain"], tmp_path)
    (root / "data/case/objects/00").mkdir(exist_ok=True)
    added = {"data/case/objects/00/" + "0" * 64: b"x", "data/read-me-first.exe": b"x", "VERIFY2.txt": b"x"}
    for path, data in added.items():
        (root / path).write_bytes(data)
    (root / "data/derived/report.html").unlink()
    (root / "data/derived/linked.csv").symlink_to("/etc/passwd")
    found = verify_bundle(root)
    assert {each.file for each in found.defects} >= {*added, "data/derived/report.html", "data/derived/linked.csv"}
    assert [each.outcome for each in found.levels] == [Outcome.FAIL, Outcome.PASS]


def test_whoever_makes_the_lists_anew_has_no_signature_for_them(folders: dict[str, Path], tmp_path: Path) -> None:
    import hashlib

    root = copied(folders["plain"], tmp_path)
    (root / "data/derived/report.html").write_bytes(b"<p>nothing departs</p>")
    for method in ("sha256", "sha512"):
        for list in (f"manifest-{method}.txt", f"tagmanifest-{method}.txt"):
            lines = [line.split("  ", 1)[1] for line in (root / list).read_text().splitlines()]
            made = "".join(f"{hashlib.new(method, (root / path).read_bytes()).hexdigest()}  {path}\n" for path in lines)
            (root / list).write_text(made)
    found = verify_bundle(root)
    assert found.levels[1].outcome is Outcome.FAIL
    assert follow(root).stdout.splitlines()[-1] == "BAD"


def test_the_instructions_see_each_flipped_file_and_each_stranger(folders: dict[str, Path], tmp_path: Path) -> None:
    root, rng = copied(folders["plain"], tmp_path), random.Random(9)
    assert follow(root).stdout.splitlines()[-1] == "GOOD"
    text = (root / "VERIFY.txt").read_text()
    for name, data in files_of(root).items():
        (root / name).write_bytes(flipped(data, rng))
        answer = follow(root, text=text)
        assert (answer.returncode, answer.stdout.splitlines()[-1:]) == (1, ["BAD"]), (name, answer.stdout, answer.stderr)
        (root / name).write_bytes(data)
    (root / "signature/more.sig").write_bytes(b"x")
    assert follow(root).stdout.splitlines()[-1] == "BAD"
