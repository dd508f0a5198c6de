import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counterwatch.case import Identity, Locked, Signer, identity_file, is_kept, make_identity, move_identity, open_identity, session
from counterwatch.case.identity import TRIES, set_aside
from counterwatch.core import CounterwatchError, WrongUsage


def saying(*words: str) -> tuple[Callable[[], str | None], Iterator[str]]:
    left = iter(words)
    return lambda: next(left, None), left


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Identity]:
    folder = tmp_path_factory.mktemp("kept")
    return folder, make_identity("six words", home=folder)


def same(one: Identity, other: Identity) -> bool:
    return (one.secret, one.signer.id) == (other.secret, other.signer.id)


def test_an_identity_is_kept_private_and_comes_back(made: tuple[Path, Identity]) -> None:
    folder, identity = made
    file = identity_file(folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert identity.secret.encode() not in file.read_bytes()
    assert same(open_identity(saying("six words")[0], home=folder), identity)
    assert identity.secret not in repr(identity)


def test_a_wrong_passphrase_may_be_corrected(made: tuple[Path, Identity]) -> None:
    folder, identity = made
    assert same(open_identity(saying("no", "six words")[0], home=folder), identity)


@pytest.mark.slow
def test_after_five_wrong_passphrases_nobody_is_asked_again(made: tuple[Path, Identity]) -> None:
    folder, _ = made
    before = identity_file(folder).read_bytes()
    ask, left = saying(*["no"] * TRIES, "six words")
    with pytest.raises(Locked) as caught:
        open_identity(ask, home=folder)
    assert (caught.value.message.id, caught.value.exit_code, list(left)) == ("case.identity.wrong_often", 1, ["six words"])
    assert identity_file(folder).read_bytes() == before


def test_the_signing_key_of_before_moves_in(tmp_path: Path) -> None:
    old = Signer.load(tmp_path)
    assert make_identity("six words", home=tmp_path).signer.id == old.id
    assert sorted(path.name for path in tmp_path.iterdir()) == ["identity.age"]


def test_keys_are_never_overwritten_and_never_without_a_passphrase(made: tuple[Path, Identity], tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        make_identity("another", home=made[0])
    with pytest.raises(WrongUsage):
        make_identity("  ", home=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"AGE-SECRET-KEY-1", b"age-encryption.org/v1\n-> X25519 x\n"])
def test_another_file_in_its_place_is_named(tmp_path: Path, content: bytes) -> None:
    identity_file(tmp_path).write_bytes(content)
    with pytest.raises(CounterwatchError, match=r"identity\.age"):
        open_identity(saying("six words")[0], home=tmp_path)


def test_moved_keys_are_found_and_missed_by_name(tmp_path: Path) -> None:
    home = tmp_path / "home"
    identity = make_identity("six words", home=home)
    place = move_identity(tmp_path / "card", home=home)
    assert same(open_identity(saying("six words")[0], home=home), identity)
    assert not (home / "identity.age").exists()
    place.rename(tmp_path / "elsewhere")
    with pytest.raises(Locked, match="moved to"):
        open_identity(saying("six words")[0], home=home)


def test_unlocked_keys_are_kept_in_memory_until_locked_or_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    if not session.is_in_memory(Path("/dev/shm")):
        pytest.skip("there is no memory file system here")
    identity = Identity.new()
    assert session.keep(identity)
    found = session.kept()
    assert found is not None
    assert same(found, identity)
    monkeypatch.setattr(session, "HOURS", 0)
    assert session.keep(identity)
    assert session.kept() is None
    assert not session.forget()
    monkeypatch.undo()


def test_keys_that_were_replaced_are_not_kept_on(home: Path) -> None:
    if not session.is_in_memory(Path("/dev/shm")):
        pytest.skip("there is no memory file system here")
    assert session.keep(Identity.new())
    (home / "identity.age").write_bytes(b"other keys")
    assert session.kept() is None


def test_a_folder_that_others_can_write_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not session.is_in_memory(Path("/dev/shm")):
        pytest.skip("there is no memory file system here")
    assert session.keep(Identity.new())
    folder = Path("/dev/shm") / f"counterwatch-{os.getuid()}"
    folder.chmod(0o777)
    try:
        assert session.kept() is None
        assert not session.keep(Identity.new())
    finally:
        folder.chmod(0o700)
        session.forget()


def test_what_the_kernel_lists_decides_whether_a_folder_is_in_memory(tmp_path: Path) -> None:
    mounts = f"disk / ext4 rw 0 0\ntmpfs {tmp_path.resolve()} tmpfs rw 0 0\n"
    assert session.is_in_memory(tmp_path, mounts)
    assert session.is_in_memory(tmp_path / "below", mounts)
    assert not session.is_in_memory(tmp_path.resolve().parent, mounts)


@pytest.mark.slow  # four passphrases, each a second and more of scrypt
def test_keys_that_nobody_can_open_are_set_aside_and_kept(tmp_path: Path) -> None:
    program, card = tmp_path / "home", tmp_path / "card"
    make_identity("six words", home=program)
    move_identity(card, home=program)
    assert is_kept(program)
    (card / "identity.age").unlink()
    # The card is away: these are still the user's keys, and none are made in their place.
    assert is_kept(program)
    assert [path.name for path in set_aside(home=program)] == ["identity-1.place"]
    assert not is_kept(program)
    first = make_identity("others", home=program)
    assert [path.name for path in set_aside(home=program)] == ["identity-1.age"]
    make_identity("others again", home=program)
    assert [path.name for path in set_aside(home=program)] == ["identity-2.age"]
    (program / "identity-1.age").rename(program / "identity.age")
    assert same(open_identity(saying("others")[0], home=program), first)
