"""A ZIP file that is cut off gives the members that stand before the cut, whoever packed it, and says that others are missing."""

import io
import random
import zipfile
from typing import cast

import hostile_archives as hostile
import pytest

from counterwatch.core import Problem, UnreadableEvidence
from counterwatch.files.archive import members
from counterwatch.files.archive_limits import ArchiveRefused

CONTENTS = {
    "一/二.json": b'{"a": [1, 2, 3]}' * 40,
    "empty.csv": b"",
    "noise": random.Random(1).randbytes(3000),
    "a/b.txt": "ئۇيغۇر བོད་".encode() * 50,
}


class Unseekable(io.RawIOBase):
    """A pipe: sizes cannot be written into headers afterwards, and stand behind each member."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(cast("bytes", data))
        return len(bytes(cast("bytes", data)))


def seekable(method: int) -> bytes:
    return hostile.zip_of(CONTENTS, method)


def piped() -> bytes:
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in CONTENTS.items():
            made.writestr(name, data)
    return bytes(out.data)


def wide() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in CONTENTS.items():
            with made.open(name, "w", force_zip64=True) as member:
                member.write(data)
    return out.getvalue()


def piped_wide() -> bytes:
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in CONTENTS.items():
            with made.open(name, "w", force_zip64=True) as member:
                member.write(data)
    return bytes(out.data)


PACKED = {
    "stored": seekable(zipfile.ZIP_STORED), "deflated": seekable(zipfile.ZIP_DEFLATED), "piped": piped(), "wide": wide(), "piped wide": piped_wide()
}  # fmt: skip


def read(data: bytes) -> tuple[dict[str, bytes], list[Problem]]:
    problems: list[Problem] = []
    found = {}
    for each in members(data, name="export", problems=problems):
        try:
            found[each.path] = each.read(1 << 28)
        except ArchiveRefused:
            raise
        except UnreadableEvidence as error:
            refused = str(error)
            assert "cut off" in refused
    return found, problems


@pytest.mark.parametrize("how", PACKED)
def test_cut_at_any_byte_it_gives_whole_members_in_order_and_at_most_one_beginning(how: str) -> None:
    data, names = PACKED[how], list(CONTENTS)
    assert read(data) == (CONTENTS, [])
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        begins = [each.header_offset for each in opened.infolist()]
    table = data.index(b"PK\x01\x02")
    for end in range(len(data) - 22, 3, -1):
        whole = sum(begin <= end for begin in [*begins[1:], table])
        try:
            found, problems = read(data[:end])
        except UnreadableEvidence as error:
            refused = str(error)
            assert not whole, f"cut at {end}"
            assert "archive-damaged" in refused
            continue
        assert {str(each.message.params["code"]) for each in problems} == {"archive-cut"}
        assert list(found) == names[: len(found)], f"cut at {end}"
        assert len(found) >= whole, f"cut at {end}"
        for place, (name, content) in enumerate(found.items()):
            assert CONTENTS[name] == content if place < whole else CONTENTS[name].startswith(content)
        assert len(found) <= whole + 1


def test_of_a_cut_zip_file_too_nothing_that_means_harm_is_read() -> None:
    for code, data in [
        ("archive-parent", hostile.zip_of({"a/../../evil": b"x", "fine.txt": b"fine"})),
        ("archive-encrypted", hostile.zip_marked({"evil": b"x" * 40, "fine.txt": b"fine"}, flags=1)),
        ("archive-method", hostile.zip_marked({"evil": b"x" * 40, "fine.txt": b"fine"}, method=14)),
        ("archive-duplicate", hostile.zip_of({"fine.txt": b"fine", "evil.txt": b"2"}).replace(b"evil.txt", b"fine.txt")),
    ]:
        found, problems = read(data[:-30])
        assert {str(each.message.params["code"]) for each in problems} == {"archive-cut", code}
        assert found == {"fine.txt": b"fine"}
    with pytest.raises(UnreadableEvidence, match="archive-ratio"):
        read(hostile.zip_of({"bomb": b"\0" * (30 << 20)})[:-30])


def test_a_changed_byte_in_a_cut_zip_file_is_found_by_the_checksum_of_its_member() -> None:
    for how, data in PACKED.items():
        cut = bytearray(data[:-30])
        cut[cut.index(b"noise") + 500] ^= 1
        found, _ = read(bytes(cut))
        assert "noise" not in found, how
        assert found["一/二.json"] == CONTENTS["一/二.json"]


@pytest.mark.parametrize("packed", ["gzip", "tar"])
def test_gzip_and_tar_that_break_off_give_what_stood_before(packed: str) -> None:
    import gzip

    content = random.Random(2).randbytes(200_000)
    data = gzip.compress(content) if packed == "gzip" else hostile.tar_of({"one": b"1", "two": content})
    found, problems = read(data[: len(data) // 2])
    last = list(found.values())[-1]
    assert content.startswith(last)
    assert len(last) > 50_000
    assert {str(each.message.params["code"]) for each in problems} <= {"archive-cut", "archive-damaged"}
    assert problems
