"""The reader by which workers measure age files agrees with age's library, on whole files and on damaged ones."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from counterwatch.case.age import encrypt, new_key, public_of
from counterwatch.case.bare.opening import CHUNK, NotOpened, Opener, derived, raw_key

KEYS = [new_key() for _ in range(3)]
EDGES = (0, 1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 5 * CHUNK)


def opened(file: bytes, key: str) -> bytes:
    made = io.BytesIO()
    Opener(key).pour(io.BufferedReader(io.BytesIO(file), 1 << 12), made.write)
    return made.getvalue()


@pytest.mark.parametrize("size", EDGES)
def test_what_age_encrypts_is_opened_by_each_of_its_keys_and_by_no_other(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    file = encrypt(content, [public_of(key) for key in KEYS[:2]])
    assert [opened(file, key) for key in KEYS[:2]] == [content, content]
    with pytest.raises(NotOpened):
        opened(file, KEYS[2])


@pytest.mark.parametrize("size", [0, 10, CHUNK, CHUNK + 10, 2 * CHUNK])
def test_a_file_that_is_cut_or_goes_on_is_not_opened(size: int) -> None:
    file = encrypt(bytes(size), [public_of(KEYS[0])])
    cuts = {*range(400), *(len(file) - end for end in range(1, 60)), len(file) - CHUNK - 16}
    for end in {each for each in cuts if 0 <= each < len(file)}:
        with pytest.raises(NotOpened):
            opened(file[:end], KEYS[0])
    for more in (b"0", bytes(16), bytes(17), file):
        with pytest.raises(NotOpened):
            opened(file + more, KEYS[0])


def test_no_flipped_bit_is_overlooked() -> None:
    file = encrypt(b"seen at the border", [public_of(key) for key in KEYS[:2]])
    for place in range(len(file)):
        for bit in range(8):
            changed = bytearray(file)
            changed[place] ^= 1 << bit
            with pytest.raises(NotOpened):
                opened(bytes(changed), KEYS[0])


@settings(max_examples=200, deadline=None)
@given(some.binary(max_size=2000))
def test_bytes_of_any_kind_are_not_opened(data: bytes) -> None:
    with pytest.raises(NotOpened):
        opened(data, KEYS[0])
    with pytest.raises(NotOpened):
        opened(b"age-encryption.org/v1\n" + data, KEYS[0])


def test_a_secret_key_is_read_as_its_public_key_says() -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    for secret in KEYS:
        public = X25519PrivateKey.from_private_bytes(raw_key(secret)).public_key().public_bytes_raw()
        assert raw_key(public_of(secret)) == public


@given(some.binary(min_size=16, max_size=32), some.binary(max_size=64), some.binary(max_size=30))
def test_keys_are_derived_as_the_library_does(secret: bytes, salt: bytes, purpose: bytes) -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    assert derived(secret, salt, purpose) == HKDF(SHA256(), length=32, salt=salt, info=purpose).derive(secret)
