"""Bundles to test with: a small case with evidence, findings, a table and a casebook, plain or encrypted, and what is made of it."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

from case_examples import ME, PLACES, SIGNER, run_about
from counterwatch.api.bundle import export_bundle
from counterwatch.api.incidents import record_of
from counterwatch.bundle.info import info_of
from counterwatch.bundle.instructions import instructions
from counterwatch.bundle.sinks import ZipSink
from counterwatch.bundle.taking_case import take_case
from counterwatch.bundle.writing import Bag
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core.progress import quiet
from counterwatch.incidents.incident import Act, Incident, Source, Where
from counterwatch.incidents.when import when

PURPOSE = "review before filing"


def incident(id: str, *, summary: str = "windows broken", target: str = "venue") -> Incident:
    return Incident(
        id=id, date=when("2022-10"), where=Where(country="DE", place="Berlin"), sharing="clear", consent="attributed", status="confirmed",
        acts=(Act(tactic="DA.assault", target_type=target, organisation="Hall"),), sources=(Source(reference="https://a.example/x"),),
        summary=summary,
    )  # fmt: skip


def filled_case(folder: Path, *, plain: bool = True) -> Case:
    """Make a case with two findings and two incidents, signed by `SIGNER`."""
    made = Case.create(folder / "case", plain=plain, signer=SIGNER if plain else None, identity=None if plain else ME)
    for place in PLACES[:2]:
        file = folder / f"{place}.csv"
        file.write_text(f"day,{place}\n2020-03-01,7\n" * 40)
        with made.write("figures", signer=SIGNER) as batch:
            sealed = batch.seal(file, note="as published", source="the province", purpose="testing")
            batch.run(run_about(sealed.id, place))
    CaseRecords(made, lambda: SIGNER).append([record_of(incident("CW-1")), record_of(incident("CW-2", summary="a car followed"))])
    return made


def exported(case: Case, output: Path, **more: object) -> Path:
    """Write a bundle as `SIGNER`, whose keys are `ME`."""
    export_bundle(opened(case), output, **({"purpose": PURPOSE} | more))  # type: ignore[arg-type]
    return output


def packed(case: Case, place: Path) -> Path:
    """Write a bundle that holds a case and nothing derived from it, as a program could that looks at nothing it packs."""
    with place.open("xb") as file:
        sink = ZipSink(file)
        bag = Bag(sink)
        head = take_case(case, bag, quiet)
        bag.finish(info_of("whole", case=case.id, head=f"{head.seq} {head.hash}"), instructions("whole", is_encrypted=False), SIGNER)
        sink.close()
    return place


def opened(case: Case) -> Case:
    # A plain case opened with an identity signs with the keys of that identity.
    return Case.open(case.path, identity=ME)


def flipped(data: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << rng.randrange(8)]) + data[place + 1 :]


def commands(text: str) -> str:
    """Return the lines of instructions that are to be run."""
    return "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))


def follow(root: Path, more: str = "", *, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run the commands of `VERIFY.txt`, or of the text that was read there before, as they stand."""
    script = commands(text or (root / "VERIFY.txt").read_text()) + "\n" + more
    return subprocess.run(["bash", "-c", script], cwd=root, capture_output=True, text=True, check=False)


def copied(bundle: Path, folder: Path) -> Path:
    return Path(shutil.copytree(bundle, folder / "copy"))
