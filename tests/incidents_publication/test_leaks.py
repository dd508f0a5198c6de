"""The search of what goes out: terms of five scripts in several spellings and encodings, inside packed files, and what cannot be read."""

import gzip
import io
import zipfile

import pytest

from counterwatch.incidents.protected import Protected
from counterwatch.incidents.publication.leaks import scan
from counterwatch.incidents.publication.romanised import readings, romanised


def looking_for(*terms: str) -> Protected:
    return Protected([*terms, *(each for term in terms for each in readings(term))])


def packed(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("王晓明", "Wang Xiaoming"), ("王晓明", "XIAOMING WANG"), ("王晓明", "王 曉 明"), ("歐陽鋒", "Feng Ouyang"), ("吕布", "Lyu Bu"),
        ("吕布", "Lü Bù"),
        ("Wang Xiaoming", "王晓明"), ("བསྟན་འཛིན", "bstan 'dzin"), ("བསྟན་འཛིན", "Bstan-'dzin"), ("རྒྱ་མཚོ", "rgya mtsho"), ("བཀྲ་ཤིས", "bkra shis"),
        ("قۇربان تۇرسۇن", "Qurban Tursun"), ("rgya mtsho", "རྒྱ་མཚོ"), ("Qorban Tursun", "ＱＯＲＢＡＮ　ＴＵＲＳＵＮ"), ("Жансая", "ЖАНСАЯ"),
        ("Zoë Müller", "Zoe Mu\u0308ller"),
    ],
)  # fmt: skip
def test_a_term_is_found_as_others_write_it(term: str, written: str) -> None:
    found = scan({"a.txt": f"first\nhere is {written}, said\n".encode()}, looking_for(term))
    assert [each.file for each in found.found][:1] == ["a.txt"], (term, written, readings(term))
    assert not scan({"a.txt": b"first\nhere is somebody, said\n"}, looking_for(term)).found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_term_is_found_in_encodings_and_packed_files_and_behind_tags(encoding: str) -> None:
    plain = "line\nabc Qorban <b>Tur</b>sun".encode(encoding)
    files = {
        "a.html": plain, "b.zip": packed("inner.txt", plain), "c.zip": packed("d.zip", packed("e.csv", plain)), "f.gz": gzip.compress(plain),
        "g.zip": packed("Qorban Tursun.txt", b"nothing"), "h.txt": "https://example.org/Qorban%20Tursun".encode(encoding),
        "i.html": "Qorban&nbsp;&#84;ursun".encode(encoding),
    }  # fmt: skip
    found = {each.file.partition("/")[0] for each in scan(files, looking_for("Qorban Tursun")).found}
    assert found == set(files)


def test_what_cannot_be_read_is_not_checked_and_never_clean() -> None:
    broken = packed("a.txt", b"x" * 500)[:-30]
    locked = bytearray(packed("a.txt", b"content"))
    files = {"image.png": b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "broken.zip": broken, "text.txt": b"fine", "packed.zip": bytes(locked)}
    done = scan(files, looking_for("Qorban Tursun"))
    assert set(done.not_checked) == {"image.png", "broken.zip"}


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed("zeros", bytes((1 << 26) + 2))
    assert scan({"bomb.zip": bomb}, looking_for("Qorban Tursun")).not_checked == ("bomb.zip",)


def test_any_sign_alone_is_romanised_or_passed_over() -> None:
    """A file of noise, read as UTF-16, holds letters of Tibetan and Arabic script in orders in which nobody writes them."""
    for first, last in ((0x0F00, 0x1000), (0x0600, 0x0700), (0x3400, 0x3500), (0x4E00, 0x4F00)):
        for code in range(first, last):
            romanised(f"{chr(code)} a{chr(code)}{chr(first + (code * 7) % (last - first))}")


def test_romanised_text_keeps_what_is_latin() -> None:
    assert romanised("see 北京 now").split() == ["see", "bei", "jing", "now"]
