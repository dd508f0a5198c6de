"""A bundle is a bag that other programs accept, holds the case as it is, says nothing that the case hides, and is logged."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import networkx
import pytest

from bundle_examples import PURPOSE, exported, filled_case, follow, opened
from case_examples import ME, SIGNER, files_of
from counterwatch.api.bundle import export_bundle
from counterwatch.api.bundle_check import verify_bundle
from counterwatch.api.custody import record, request_timestamp
from counterwatch.api.incidents_replies import add_reply
from counterwatch.bundle.instructions import Copy, instructions
from counterwatch.bundle.zip_reading import read_members
from counterwatch.case import Case, Signer, verify
from counterwatch.case.handover import offer
from counterwatch.case.records import CaseRecords
from counterwatch.core import CounterwatchError, Finding, WrongUsage
from counterwatch.core.errors import Refused, VerificationFailed


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return filled_case(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return filled_case(tmp_path_factory.mktemp("secret"), plain=False)


@pytest.fixture(scope="module")
def whole(plain: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(plain, tmp_path_factory.mktemp("whole") / "bundle")


def test_another_program_accepts_the_bag(whole: Path) -> None:
    bag = bagit.Bag(str(whole))
    assert bag.validate()
    assert sorted(bag.algorithms) == ["sha256", "sha512"]
    assert bag.info["Counterwatch-Copy"] == "whole"


def test_the_case_inside_is_the_case_byte_for_byte(plain: Case, whole: Path) -> None:
    inside, held = files_of(whole / "data/case"), files_of(plain.path)
    own = [placed.entry.objects for placed in plain.ledger().entries if placed.entry.seq == 5]
    later = {f"objects/{name[:2]}/{name}" for name in own[0]} | {"ledger/000005.jsonl", "ledger/000005.checkpoint.json"}
    kept = {path: data for path, data in held.items() if not path.startswith(("tmp/", "work/"))}
    assert {path: data for path, data in inside.items() if path != "work/index.db"} == {path: kept[path] for path in kept.keys() - later}
    assert verify(whole / "data/case").is_good


def test_findings_are_lines_that_read_as_findings(plain: Case, whole: Path) -> None:
    import msgspec

    lines = (whole / "data/derived/findings.jsonl").read_text().splitlines()
    read = [msgspec.convert(json.loads(each)["finding"], type=Finding) for each in lines]
    assert read == [finding for stored in plain.runs() for finding in stored.run.findings]


def test_the_custody_log_names_the_bundle_and_its_purpose(tmp_path: Path) -> None:
    case = filled_case(tmp_path)
    made = export_bundle(opened(case), tmp_path / "bundle", purpose=PURPOSE, authority="agreement of 3 March")
    (said,) = Case.open(case.path).custody()[-1].custody
    assert (said.purpose, said.authority) == (PURPOSE, "agreement of 3 March")
    assert said.note == f"bundle, whole copy, {made.files} files: {made.number}"
    assert subprocess.check_output(["sha256sum", tmp_path / "bundle/tagmanifest-sha256.txt"], text=True).split()[0] == made.number


def test_without_a_purpose_or_into_the_case_nothing_is_written(plain: Case, tmp_path: Path) -> None:
    before = files_of(plain.path)
    with pytest.raises(WrongUsage):
        export_bundle(opened(plain), tmp_path / "bundle")
    with pytest.raises(Refused):
        export_bundle(opened(plain), plain.path / "bundle", purpose=PURPOSE)
    (tmp_path / "there").write_text("mine")
    with pytest.raises(WrongUsage):
        export_bundle(opened(plain), tmp_path / "there", purpose=PURPOSE)
    assert (tmp_path / "there").read_text() == "mine"
    assert files_of(plain.path) == before


def test_a_case_that_is_not_whole_is_not_handed_over(tmp_path: Path) -> None:
    case = filled_case(tmp_path)
    object = next((case.path / "objects").rglob("*/*"))
    object.write_bytes(object.read_bytes() + b" ")
    with pytest.raises(VerificationFailed, match=object.name):
        export_bundle(opened(case), tmp_path / "bundle", purpose=PURPOSE)
    assert [each.name for each in tmp_path.iterdir() if "bundle" in each.name] == []


def test_a_zip_file_is_the_folder_and_other_programs_read_it(plain: Case, tmp_path: Path) -> None:
    file = exported(plain, tmp_path / "bundle.zip")
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
        assert [each.filename for each in archive.infolist()] == [each.path for each in read_members(file)]
    assert bagit.Bag(str(tmp_path / "out")).validate()
    if shutil.which("unzip"):
        assert subprocess.run(["unzip", "-tqq", file], check=False).returncode == 0
    assert file.stat().st_mode & 0o077 == 0


def test_of_an_encrypted_case_nothing_is_in_the_clear(secret: Case, tmp_path: Path) -> None:
    root = exported(secret, tmp_path / "bundle")
    for path, data in files_of(root).items():
        for word in (b"Hubei", b"Hunan", b"last_digit", b"windows broken", b"Berlin", PURPOSE.encode(), b"AGE-SECRET-KEY-1"):
            assert word not in data, (path, word)
    derived = sorted(path.name for path in (root / "data/derived").iterdir())
    assert {"findings.jsonl.age", "report.html.age", "ro-crate-metadata.json.age", "casebook.csv.age"} <= set(derived)
    assert all(each.endswith(".age") for each in derived)


@pytest.mark.skipif(any(shutil.which(each) is None for each in ("age", "openssl", "sha256sum")), reason="age, openssl or sha256sum is not here")
def test_the_instructions_check_and_open_it_with_three_programs_alone(secret: Case, tmp_path: Path) -> None:
    root = exported(secret, tmp_path / "bundle")
    (tmp_path / "key").write_text(ME.secret + "\n")
    answer = follow(root)
    assert answer.stdout.splitlines()[-2:] == [f"the key that signed it: {SIGNER.id}", "GOOD"]
    assert (answer.returncode, answer.stderr) == (0, "")
    opened = follow(root, f"open_file {tmp_path}/key data/derived/findings.jsonl.age")
    assert '"check":"figures.last_digit"' in opened.stdout
    assert follow(root / "data/case").stdout.splitlines()[-1] == "GOOD"


@pytest.mark.skipif(any(shutil.which(each) is None for each in ("age", "openssl", "sha256sum")), reason="age, openssl or sha256sum is not here")
def test_a_copy_to_travel_with_tells_nobodys_key_and_opens_with_age(secret: Case, tmp_path: Path) -> None:
    root = exported(secret, tmp_path / "bundle", copy="travel")
    case = Case.open(secret.path)
    names = [SIGNER.id, SIGNER.public_text, case.id, case.founder, ME.recipient, case.head.hash, *(each.age for each in case.case_file.recipients)]
    for path, data in files_of(root).items():
        for each in names:
            assert each.encode() not in data, (path, each)
        assert b"AGE-SECRET-KEY-1" not in data
    assert not list(root.rglob("*.pem"))
    assert bagit.Bag(str(root)).validate()
    (tmp_path / "key").write_text(ME.secret + "\n")
    answer = follow(root)
    assert (answer.returncode, answer.stdout.splitlines()[-1], answer.stderr) == (0, "GOOD", "")
    (tmp_path / "inside").mkdir()
    script = f"open_sealed {tmp_path}/key > {tmp_path}/inside.zip"
    assert follow(root, script).returncode == 0
    zipfile.ZipFile(tmp_path / "inside.zip").extractall(tmp_path / "inside")
    assert follow(tmp_path / "inside").stdout.splitlines()[-1] == "GOOD"


def test_a_redacted_copy_holds_what_is_published_and_no_case(plain: Case, tmp_path: Path) -> None:
    add_reply(opened(plain), "Hall", asked="2026-01-05", answered="2026-01-09", text="we know nothing of it")
    root = exported(plain, tmp_path / "bundle", copy="redacted")
    assert bagit.Bag(str(root)).validate()
    data = sorted(path.relative_to(root).as_posix() for path in (root / "data").rglob("*") if path.is_file())
    assert all(each.startswith("data/publication/") or each == "data/ro-crate-metadata.json" for each in data)
    assert "data/publication/hashes.txt" in data
    held = b"".join(files_of(root).values())
    assert b"Hubei" not in held
    assert Case.open(plain.path).id.encode() not in held


def test_networks_open_in_another_program(tmp_path: Path) -> None:
    from counterwatch.api.coordination import ask_coordination
    from counterwatch.api.demo import POSTS, POSTS_SOURCE

    case = Case.create(tmp_path / "case", plain=True, signer=SIGNER)
    from importlib.resources import as_file, files

    from counterwatch.coordination.setup import PostsSetup

    with as_file(files("counterwatch").joinpath("data", POSTS)) as packaged, case.write("add", signer=SIGNER) as batch:
        evidence = batch.seal(packaged, source=POSTS_SOURCE)
    asked = opened(case)
    ask_coordination([evidence.name], case=asked, setup=PostsSetup(signals=("link", "hashtag")), only=["synchrony"], options={"groups": 2})
    root = exported(case, tmp_path / "bundle")
    (gexf,), (graphml,) = (list((root / "data/derived").glob(f"network-*{each}")) for each in (".gexf", ".graphml"))
    one, other = networkx.read_gexf(gexf), networkx.read_graphml(graphml)
    assert one.number_of_nodes() == other.number_of_nodes() > 0


@pytest.mark.parametrize(
    ("name", "copy", "is_encrypted"),
    [("plain", "whole", False), ("encrypted", "whole", True), ("travel", "travel", True), ("redacted", "redacted", False)],
)
def test_the_published_instructions_are_those_in_each_bundle(
    plain: Case, secret: Case, tmp_path: Path, name: str, copy: Copy, is_encrypted: bool
) -> None:
    published = (Path(__file__).parents[2] / f"docs/spec/bundle-verify-{name}.txt").read_text()
    assert published == instructions(copy, is_encrypted=is_encrypted)
    if copy != "redacted":
        root = exported(secret if is_encrypted else plain, tmp_path / "bundle", copy=copy)
        assert (root / "VERIFY.txt").read_text() == published


CODE = """
import resource, sys
from counterwatch.api.bundle import export_bundle
from counterwatch.api.bundle_check import verify_bundle
from counterwatch.api.custody import record, request_timestamp
from counterwatch.api.bundle_check import verify_bundle
from counterwatch.api.bundle_import import import_bundle
from counterwatch.case import Case
what, case, bundle = sys.argv[1:]
done = {
    "export": lambda: export_bundle(Case.open(case), bundle, purpose="x"),
    "verify": lambda: verify_bundle(bundle).is_good or sys.exit(1),
    "import": lambda: import_bundle(bundle, case=Case.open(case)),
}[what]()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
SIZE, MOST_MEGABYTES = 700 << 20, 250


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="what getrusage counts differs between systems")
def test_evidence_of_any_size_goes_out_and_comes_in_with_little_memory(tmp_path: Path) -> None:
    theirs, mine = (Case.create(tmp_path / name, plain=True, signer=Signer.load()) for name in ("theirs", "mine"))
    with (tmp_path / "large").open("wb") as file:
        for _ in range(SIZE >> 20):
            file.write(os.urandom(1 << 20))
    with theirs.write("add", signer=Signer.load()) as batch:
        batch.seal(tmp_path / "large")
    bundle = tmp_path / "bundle.zip"
    for what, case in (("export", theirs), ("verify", theirs), ("import", mine)):
        done = subprocess.run([sys.executable, "-c", CODE, what, case.path, bundle], capture_output=True, text=True, check=True)
        assert int(done.stdout) < MOST_MEGABYTES, what
    assert {each.size for each in mine.evidence()} >= {SIZE}


def test_offers_anchors_and_what_was_erased_come_along_as_they_are(tmp_path: Path) -> None:
    case = filled_case(tmp_path)
    with case.write("add", signer=SIGNER) as batch:
        (tmp_path / "letter").write_text("a letter")
        sealed = batch.seal(tmp_path / "letter")
    CaseRecords(case, lambda: SIGNER).erase(sealed.id, "consent withdrawn")
    offer(Case.open(case.path), signer=SIGNER, purpose="review")
    request_timestamp(case.path)
    root = exported(case, tmp_path / "bundle")
    assert {path.name for path in (root / "data/case/anchors").iterdir()} == {path.name for path in (case.path / "anchors").iterdir()} != set()
    assert verify_bundle(root).is_good
    assert b"a letter" not in b"".join(files_of(root).values())
    assert follow(root / "data/case").stdout.splitlines()[-1] == "GOOD"


def test_an_interrupted_write_is_finished_before_anything_leaves(tmp_path: Path) -> None:
    case = filled_case(tmp_path)
    (case.path / "ledger/000004.checkpoint.json").rename(case.path / "tmp/prepared-checkpoint.json")
    with pytest.raises(CounterwatchError, match="interrupted"):
        exported(case, tmp_path / "bundle")
    record(opened(case), "verify", note="before the export")
    assert verify_bundle(exported(Case.open(case.path), tmp_path / "bundle")).is_good
