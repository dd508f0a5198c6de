"""The guide tells every code of a refusal, and every hostile export is refused by name at the door, with nothing written."""

import io
import pathlib
import re
import subprocess
import sys
import zipfile

import counterwatch

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = pathlib.Path(counterwatch.__file__).parent
CODE = re.compile(r"\b(?:archive|json|export)-[a-z]+\b")
ROOMS = ("files/archive*.py", "files/*_archive.py", "files/deep_json.py", "exposure/archives/making.py")


def test_the_guide_tells_every_code() -> None:
    said = {
        code for room in ROOMS for path in SOURCE.glob(room) for code in re.findall(r'["(]((?:archive|json|export)-[a-z]+)[")]', path.read_text())
    }
    told = set(CODE.findall((ROOT / "docs" / "guide" / "exposure-archives.md").read_text()))
    assert len(said) > 20
    assert said - told == set()
    assert {each for each in told if each not in said} == set()


READS = """
import sys
from counterwatch.core import UnreadableEvidence
from counterwatch.core.registry import readers
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.reading.exports import read_archive
written, armed = [], []
def watch(event, given):
    if armed and (event in ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "os.chmod", "socket.connect") or
                  event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+")):
        written.append((event, str(given[0])))
sys.addaudithook(watch)
data = sys.stdin.buffer.read()
samples = [each.sample() for each in readers(Archive).values()]
armed.append(True)
for each in (data, *samples):
    try:
        read_archive(each, name="export", pseudonym=str.upper)
    except UnreadableEvidence as error:
        sys.stdout.write(str(error.message))
armed.clear()
assert written == [], written
armed.append(True)
open("seen", "w").close()
assert written == [("open", "seen")], "what is written would be seen"
"""


def test_nothing_is_written_while_exports_are_read(tmp_path: pathlib.Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("../../evil.json", b"{}")
        made.writestr("/tmp/evil.json", b"{}")
    done = subprocess.run([sys.executable, "-c", READS], input=out.getvalue(), capture_output=True, check=True, cwd=tmp_path)
    assert b"archive-parent" in done.stdout
    assert [each.name for each in tmp_path.iterdir()] == ["seen"]
