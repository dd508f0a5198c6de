"""Archives give their members, and those that mean harm are refused by name: nothing is written, little is held in memory."""

import contextlib
import pathlib
import resource
import tarfile
import zipfile

import hostile_archives as hostile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterwatch.core import CounterwatchError, Problem, UnreadableEvidence
from counterwatch.files.archive import members
from counterwatch.files.archive_limits import ArchiveRefused


def read(data: bytes | pathlib.Path) -> tuple[dict[str, bytes], list[Problem]]:
    problems: list[Problem] = []
    return {each.path: each.read(1 << 28) for each in members(data, name="export", problems=problems)}, problems


def codes(problems: list[Problem]) -> list[str]:
    return [str(each.message.params["code"]) for each in problems]


@pytest.mark.parametrize("packed", [hostile.zip_of, hostile.tar_of, lambda each: hostile.tar_of(each, packed=False)])
def test_gives_back_what_was_packed(packed: object, tmp_path: pathlib.Path) -> None:
    contents = {"一/二.json": b"{}", "ئۇيغۇر.txt": b"x" * 70_000, "empty.csv": b"", "a/b/c.html": b"<p>"}
    data = packed(contents)  # type: ignore[operator]
    (tmp_path / "export").write_bytes(data)
    assert read(data) == (contents, [])
    assert read(tmp_path / "export") == (contents, [])


def test_any_other_file_is_its_own_member_and_gzip_is_unpacked() -> None:
    import gzip

    assert read(b'{"a": 1}') == ({"export": b'{"a": 1}'}, [])
    assert read(gzip.compress(b'{"a": 1}')) == ({"export": b'{"a": 1}'}, [])


def test_names_in_an_old_encoding_are_read() -> None:
    data = hostile.zip_of({"XXXX.txt": b"1"}).replace(b"XXXX", "订单".encode("gb18030"))
    assert list(read(data)[0]) == ["订单.txt"]


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("archive-absolute", hostile.zip_of({"/etc/passwd": b"x", "fine.txt": b"fine"})),
        ("archive-absolute", hostile.zip_of({"\\\\server\\share": b"x", "fine.txt": b"fine"})),
        ("archive-parent", hostile.zip_of({"a/../../evil": b"x", "fine.txt": b"fine"})),
        ("archive-parent", hostile.zip_of({"a\\..\\evil": b"x", "fine.txt": b"fine"})),
        ("archive-drive", hostile.zip_of({"C:\\evil": b"x", "fine.txt": b"fine"})),
        ("archive-name", hostile.zip_of({"evil\x07.txt": b"x", "fine.txt": b"fine"})),
        ("archive-link", hostile.zip_link("evil")),
        ("archive-device", hostile.zip_device("evil")),
        ("archive-encrypted", hostile.zip_marked({"evil": b"x" * 40, "fine.txt": b"fine"}, flags=1)),
        ("archive-method", hostile.zip_marked({"evil": b"x" * 40, "fine.txt": b"fine"}, method=14)),
        ("archive-absolute", hostile.tar_of({"/etc/passwd": b"x", "fine.txt": b"fine"})),
        ("archive-parent", hostile.tar_of({"../evil": b"x", "fine.txt": b"fine"})),
        ("archive-link", hostile.tar_kind(tarfile.SYMTYPE)),
        ("archive-link", hostile.tar_kind(tarfile.LNKTYPE)),
        ("archive-device", hostile.tar_kind(tarfile.CHRTYPE)),
        ("archive-device", hostile.tar_kind(tarfile.FIFOTYPE)),
        ("archive-nesting", hostile.nested(3)),
    ],
)
def test_a_member_that_means_harm_is_left_out_by_name_and_the_rest_is_read(code: str, data: bytes) -> None:
    contents, problems = read(data)
    assert codes(problems) == [code]
    assert sum(each.records for each in problems) == 1
    assert set(contents) in ({"fine.txt"}, {"beside1.txt", "beside0.txt"})


def test_of_two_members_of_one_name_a_zip_file_gives_neither() -> None:
    data = hostile.zip_of({"one.txt": b"1", "two.txt": b"2", "fine.txt": b"fine"}).replace(b"two.txt", b"one.txt")
    contents, problems = read(data)
    assert (list(contents), codes(problems)) == (["fine.txt"], ["archive-duplicate"] * 2)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("archive-ratio", hostile.zip_of({"bomb": b"\0" * (30 << 20)})),
        ("archive-ratio", hostile.tar_of({"bomb": b"\0" * (30 << 20)})),
        ("archive-ratio", hostile.nested(2, b"\0" * (30 << 20))),
        ("archive-overlap", hostile.overlapping(3, 1000)),
        ("archive-overlap", hostile.overlapping(2000)),
        ("archive-members", hostile.many(50_001)),
        ("archive-members", hostile.many(600_000)),
        ("archive-directory", hostile.many(800_000)),
        ("archive-header", hostile.tar_long_name(2 << 20)),
    ],
)
def test_an_archive_made_to_exhaust_its_reader_is_refused_by_name(code: str, data: bytes) -> None:
    with pytest.raises(ArchiveRefused, match=f"export .*{code}") as caught:
        read(data)
    assert caught.value.hint is not None


@pytest.mark.parametrize("data", [hostile.zip_of({"a": b"1"})[:20], b"PK\x03\x04" + b"\0" * 60, hostile.tar_of({"a": b"1"})[:25]])
def test_a_damaged_archive_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(UnreadableEvidence, match="damaged"):
        read(data)


def test_a_tar_file_that_breaks_off_gives_what_stood_before() -> None:
    data = hostile.tar_of({"one": b"1" * 1000, "two": b"2" * 5000}, packed=False)
    contents, problems = read(data[: 512 + 1024 + 100])
    assert (contents, codes(problems)) == ({"one": b"1" * 1000}, ["archive-damaged"])


def test_a_member_of_negative_size_is_not_read_for_ever() -> None:
    contents, problems = read(hostile.tar_negative())
    assert (contents, set(codes(problems))) == ({}, {"archive-damaged"})


def test_a_member_larger_than_asked_for_is_refused_and_its_start_can_be_seen_before() -> None:
    for member in members(hostile.zip_of({"a.json": b"12345" * 2000}), name="export", problems=[]):
        assert member.start(7) == b"1234512"
        with pytest.raises(UnreadableEvidence, match="archive-member"):
            member.read(9999)
    for member in members(hostile.zip_of({"a.json": b"12345" * 2000}), name="export", problems=[]):
        member.start()
        assert member.read(10_000) == b"12345" * 2000


def test_five_hundred_megabytes_from_a_small_file_stay_out_of_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ArchiveRefused):
        read(hostile.overlapping(4000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_file_gives_members_or_a_named_error(data: st.DataObject) -> None:
    plain = data.draw(
        st.sampled_from(
            [hostile.zip_of({"a.json": b"{}" * 40, "b": b"1"}), hostile.tar_of({"a": b"2" * 600}, packed=False), hostile.tar_of({"a": b"2"})]
        )
    )
    damaged = bytearray(plain)
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), max_size=4)):
        damaged[place] = byte
    cut = bytes(damaged[: data.draw(st.integers(0, len(damaged)))])
    with contextlib.suppress(CounterwatchError):
        contents, _ = read(cut)
        assert sum(map(len, contents.values())) <= 200 * len(cut)


def test_the_library_would_have_read_what_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "overlap.zip").write_bytes(hostile.overlapping(3, 1000))
    with zipfile.ZipFile(tmp_path / "overlap.zip") as made:
        assert sum(each.file_size for each in made.infolist()) == 3000
