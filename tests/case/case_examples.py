"""Cases to test with: each test file makes its own fixtures of these."""

import shutil
from pathlib import Path

from counterwatch.case import Case, Identity, Signer
from counterwatch.core import Attachment, Finding, Run, Template, Verdict

SAID = Template("test.case.said", "said about {n} days")
SIGNER = Signer.new()
ME = Identity.new(SIGNER)
PLACES = ("Hubei", "Hunan", "Henan")


def new_case(folder: Path) -> Case:
    return Case.create(folder / "case", plain=True, signer=SIGNER)


def run_about(evidence: str, subject: str = "Hubei") -> Run:
    table = Attachment.of("weeks.csv", f"week,{subject}\n1,2\n")
    finding = Finding(
        subject=subject, verdict=Verdict.DEPARTS, statement=SAID(n=3), check="figures.last_digit", evidence=(evidence,), attachments=(table,)
    )
    return Run(instrument="figures", evidence=(evidence,), reader="figures.csv", findings=(finding,), asked={"figures.last_digit": {"seed": 0}})


def small_case(folder: Path) -> Path:
    """Make a case of four entries: three pieces of evidence, a run about each, an attachment for each."""
    return fill(new_case(folder), folder)


def encrypted_case(folder: Path) -> Path:
    """Make the same case encrypted to `ME`."""
    return fill(Case.create(folder / "case", identity=ME), folder)


def fill(case: Case, folder: Path) -> Path:
    for number, place in enumerate(PLACES):
        file = folder / f"{place}.csv"
        file.write_text(f"day,cases\n2020-03-0{number + 1},{number}\n" * 40)
        with case.write("figures", signer=SIGNER) as batch:
            sealed = batch.seal(file, note="as published", source="the province", purpose="testing")
            batch.run(run_about(sealed.id, place))
    return case.path


def copied(case: Path, folder: Path) -> Path:
    return Path(shutil.copytree(case, folder / "copy"))


def files_of(root: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
