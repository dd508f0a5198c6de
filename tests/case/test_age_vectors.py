"""The test vectors that all implementations of age share: ours must agree on every one that is about X25519."""

import base64
import hashlib
import io
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable

import pytest

from counterwatch.case.age import decrypt
from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.case.bare.opening import NotOpened, Opener

VECTOR = re.compile(r'var (\w+)_default = __toBinary\("([^"]*)"\)')


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("vectors")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here")
    typed = [npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "cctv-age@0.2.0"]
    done = subprocess.run(typed, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        pytest.skip("the registry that holds the vectors is not reachable")
    text = (folder / "node_modules/cctv-age/index.js").read_text()
    return {name: base64.b64decode(data) for name, data in VECTOR.findall(text)}


def split(vector: bytes) -> tuple[dict[str, list[str]], bytes]:
    head, body = vector.split(b"\n\n", 1)
    fields: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        name, value = line.split(": ", 1)
        fields.setdefault(name, []).append(value)
    return fields, zlib.decompress(body) if fields.get("compressed") == ["zlib"] else body


def is_ours(fields: dict[str, list[str]]) -> bool:
    identities = fields.get("identity", [])
    return len(identities) == 1 and identities[0].startswith("AGE-SECRET-KEY-1") and not {"armored", "passphrase"} & fields.keys()


def opened(file: bytes, secret: str) -> bytes:
    """Return what the workers' own reader makes of a file."""
    made = io.BytesIO()
    Opener(secret).pour(io.BufferedReader(io.BytesIO(file)), made.write)
    return made.getvalue()


def test_every_x25519_vector_agrees(vectors: dict[str, bytes], record_property: Callable[[str, object], None]) -> None:
    checked = {name: split(data) for name, data in vectors.items()}
    ours = {name: each for name, each in checked.items() if is_ours(each[0])}
    assert len(ours) >= 50
    for name, (fields, file) in ours.items():
        if fields["expect"] == ["success"]:
            assert hashlib.sha256(decrypt(file, fields["identity"][0])).hexdigest() == fields["payload"][0], name
            assert hashlib.sha256(opened(file, fields["identity"][0])).hexdigest() == fields["payload"][0], name
        else:
            with pytest.raises(Undecryptable):
                decrypt(file, fields["identity"][0])
            with pytest.raises(NotOpened):
                opened(file, fields["identity"][0])
    record_property("shared age vectors, X25519", f"{len(ours)} of {len(ours)} agree; {len(checked)} in the package")
