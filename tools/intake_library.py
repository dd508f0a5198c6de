"""Build the browser library of the intake form again: `uv run python tools/intake_library.py` (needs Node 20 and npm; asks the package registry).

It installs the packages named below without running a script of theirs, refuses any whose integrity hash differs, bundles what the form needs, and
writes the library, its licences and the table in the README of `data/intake`. The same versions give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "counterwatch" / "data" / "intake"
LIBRARY, LICENCES, README = TARGET / "age-x25519.min.js", TARGET / "LICENSES.txt", TARGET / "README.md"
PACKAGES = {
    "age-encryption": ("0.3.1", "BSD-3-Clause", "sha512-bYgd7lxM7tEANmb9bXf7xTFB3Qpq+JGKinVSdFh5MV+t2fJJZSTdKhWkvXTFJQGysZd+K9Dt3F+n+4DKazXlnQ=="),
    "@noble/ciphers": ("2.4.0", "MIT", "sha512-AnjFn0Jv92laAkvMrghlFZq4qQCIN/4DxFV/eooqtC2YTjB7kBeLMS2T9KJX4Dn+ZVXLOwK0lSgqDtx9gvxtiw=="),
    "@noble/curves": ("2.4.0", "MIT", "sha512-P4/62zrgfH33CneE3Dn4WhJVA22YUU0eR51wKIan4NVRvwsA0YnPTwWGpNbpuacSujmSFLvyzpyuR30+fbq2Ew=="),
    "@noble/hashes": ("2.4.0", "MIT", "sha512-X5XaVWZIBCT7HHZGm5I7ZQXDwLG+bGXuSrMQAW+7Zvl87h1kmc1ZB1VSRJcpUfoUrGQp4Fkoxm5kZ+Ms+aW+eA=="),
    "@scure/base": ("2.4.0", "MIT", "sha512-thZ1TuJwFwBblOhgsjDKvvGirBxNp+wSvY/DR6tJBJOTDhdAAcHJ8Vbr2eFnqaxeca4+t0i9KBf+uHYGWwZORg=="),
}
"""What is inside: version, licence, and the integrity hash that the registry publishes."""
BUNDLER = ("esbuild", "0.28.2", "sha512-HKVLS8dvII+xoKW9kmqxbRKrnWEXfJJr/FZhhJmiqIB0e053QNYFqOBouTMO/k5sID4MvCiUCvv8b9M4h32wIA==")
ABSENT = ("@noble/post-quantum/hybrid.js", "@noble/curves/nist.js", "@noble/hashes/scrypt.js")
ALLOWED = {"age-encryption", "@noble/ciphers", "@noble/curves", "@noble/hashes", "@scure/base"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        install(work)
        bundle(work)
        inside = packages_in(work)
        if inside - ALLOWED:
            raise SystemExit(f"the bundle holds other packages: {sorted(inside - ALLOWED)}")
        LIBRARY.write_bytes((work / "out.js").read_bytes())
        LICENCES.write_text("\n".join(licence(work, name) for name in PACKAGES), encoding="utf-8")
    write_table()
    print(f"{LIBRARY.name}: {LIBRARY.stat().st_size} bytes, SHA-256 {sha256_of(LIBRARY)}")


def install(work: pathlib.Path) -> None:
    wanted = {name: version for name, (version, _, _) in PACKAGES.items()} | {BUNDLER[0]: BUNDLER[1]}
    (work / "package.json").write_text(json.dumps({"private": True, "dependencies": wanted}), encoding="utf-8")
    run(work, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    locked = json.loads((work / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, integrity in [*((name, integrity) for name, (_, _, integrity) in PACKAGES.items()), (BUNDLER[0], BUNDLER[2])]:
        if (found := locked[f"node_modules/{name}"]["integrity"]) != integrity:
            raise SystemExit(f"{name}: the registry gives {found}, not {integrity}")


def bundle(work: pathlib.Path) -> None:
    for name in ("entry.js", "absent.js"):
        shutil.copy(HERE / "intake_library" / name, work / name)
    aliases = [f"--alias:{name}=./absent.js" for name in ABSENT]
    shape = ("--bundle", "--minify", "--charset=ascii", "--format=iife", "--global-name=age", "--target=es2022", "--legal-comments=none")
    run(work, "node_modules/.bin/esbuild", "entry.js", *shape, *aliases, "--metafile=meta.json", "--outfile=out.js", "--log-level=warning")


def packages_in(work: pathlib.Path) -> set[str]:
    """Return the packages of which something is in the bundle."""
    outputs = json.loads((work / "meta.json").read_text(encoding="utf-8"))["outputs"]
    inputs = [name for each in outputs.values() for name, part in each["inputs"].items() if part["bytesInOutput"]]
    found = (re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", name) for name in inputs)
    return {match[1] for match in found if match}


def licence(work: pathlib.Path, name: str) -> str:
    text = (work / "node_modules" / name / "LICENSE").read_text(encoding="utf-8").strip()
    return f"{name} {PACKAGES[name][0]}\n\n{text}\n"


def write_table() -> None:
    """Write what the README says of the library between its two marks."""
    rows = [f"| `{name}` | {version} | {licence} | `{integrity}` |" for name, (version, licence, integrity) in PACKAGES.items()]
    rows += [f"| `{BUNDLER[0]}` (bundles; nothing of it is inside) | {BUNDLER[1]} | MIT | `{BUNDLER[2]}` |"]
    lines = ["| npm package | version | licence | integrity, as npm publishes it |", "|---|---|---|---|", *rows, ""]
    lines += [f"SHA-256 of `{LIBRARY.name}` ({LIBRARY.stat().st_size} bytes): `{sha256_of(LIBRARY)}`"]
    before, _, rest = README.read_text(encoding="utf-8").partition("<!-- library -->\n")
    README.write_text(f"{before}<!-- library -->\n" + "\n".join(lines) + "\n<!-- end -->\n" + rest.partition("<!-- end -->\n")[2], encoding="utf-8")


def sha256_of(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(work: pathlib.Path, *command: str) -> None:
    subprocess.run(command, cwd=work, check=True)  # noqa: S603 - commands written above


if __name__ == "__main__":
    main()
