"""Forms and digests: those that standards print, and places in the datums of China."""

import hashlib
import uuid

import pytest

from counterwatch.exposure.leaks.digests import HASHES, digests, middle
from counterwatch.exposure.leaks.forms import forms
from counterwatch.exposure.leaks.forms.datum import bd09, gcj02, points
from counterwatch.exposure.leaks.forms.place import agreeing
from counterwatch.exposure.leaks.search import Search
from counterwatch.exposure.persona import Identifier, Kind, Persona


def texts(kind: Kind, value: str) -> set[str]:
    return {each.text for each in forms(Identifier(label=f"{kind}#1", kind=kind, value=value))}


def test_a_number_is_written_in_every_way_of_dialling_it() -> None:
    assert texts("phone", "+905321234567") >= {
        "+905321234567", "905321234567", "00905321234567", "05321234567", "5321234567", "+90 532 123 45 67", "0532 123 45 67", "+90-532-123-45-67",
        "0532-123-45-67", "５３２１２３４５６７", "532****4567",
        "۰۵۳۲۱۲۳۴۵۶۷", "٠٥٣٢١٢٣٤٥٦٧",
    }  # fmt: skip
    assert texts("phone", "+12025550142") >= {"(202) 555-0142", "202-555-0142", "202.555.0142", "+1 (202) 555-0142", "1-202-555-0142"}


def test_an_address_is_folded_as_mail_services_fold_it() -> None:
    assert texts("email", "Gul.Nar+shop@gmail.com") >= {
        "gul.nar+shop@gmail.com", "gul.nar@gmail.com", "gulnar@gmail.com", "gulnar@googlemail.com", "Gul.Nar+shop@gmail.com",
    }  # fmt: skip
    assert "gulnar@example.org" not in texts("email", "gul.nar@example.org"), "dots count elsewhere"
    assert "a@xn--bcher-kva.example" in texts("email", "a@bücher.example")


def test_a_name_is_written_in_both_orders_and_both_kinds_of_characters() -> None:
    assert texts("name", "Mehmet Yılmaz") >= {"Mehmet Yılmaz", "Yılmaz Mehmet", "Yılmaz, Mehmet", "mehmet_yılmaz", "MEHMET YILMAZ", "Mehmet Yilmaz"}
    assert texts("name", "Łukasz Strauß Əliyev") >= {"Lukasz Strauss Eliyev"}
    assert "བསྟན་འཛིན" in texts("name", "བསྟན་འཛིན"), "marks are letters elsewhere"
    assert texts("name", "张伟") >= {"张伟", "張偉"}
    assert texts("name", "張偉") >= {"张伟", "張偉"}
    assert texts("name", "阿米娜·图尔荪") >= {"阿米娜•图尔荪", "阿米娜圖爾蓀", "图尔荪·阿米娜", "阿米娜 图尔荪"}


def test_numbers_of_devices_are_written_with_and_without_what_parts_them() -> None:
    assert texts("device", "9C:B6:D0:1A:2B:3C") >= {"9cb6d01a2b3c", "9C-B6-D0-1A-2B-3C", "9cb6.d01a.2b3c"}
    assert texts("device", "490154203237518") >= {"49-015420-323751-8", "49015420323751"}
    assert "38400000-8cf0-11bd-b23e-10b96e40000d" in texts("device", "384000008CF011BDB23E10B96E40000D")


# RFC 1321, FIPS 180-4, FIPS 202, RFC 7693: all of «abc».
ABC = {
    "md5": "900150983cd24fb0d6963f7d28e17f72",
    "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha3_256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "blake2s": "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982",
}


@pytest.mark.parametrize("name", ABC)
def test_digests_are_those_of_the_standards(name: str) -> None:
    assert dict(digests(b"abc"))[name].hex() == ABC[name]


def test_double_digests_are_of_the_hexadecimal_or_raw_one() -> None:
    made = dict(digests(b"abc"))
    assert made["sha256 of md5"] == hashlib.sha256(ABC["md5"].encode()).digest()
    assert made["sha256 twice"] == hashlib.sha256(bytes.fromhex(ABC["sha256"])).digest()
    assert len(made) == len(HASHES) + 12
    assert middle(b"abc") == "3cd24fb0d6963f7d"


# Published with the formulas: WGS 84 and GCJ-02 of three places.
SHIFTED = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]


@pytest.mark.parametrize(("place", "shifted"), SHIFTED)
def test_places_in_china_are_shifted_as_published(place: tuple[float, float], shifted: tuple[float, float]) -> None:
    assert gcj02(place) == pytest.approx(shifted, abs=1e-9)
    assert bd09(shifted)[0] - shifted[0] == pytest.approx(0.006, abs=0.001)


def test_elsewhere_nothing_is_shifted() -> None:
    assert points((41.008238, 28.978359)) == {"WGS 84": (41.008238, 28.978359)}


HOME = "39.911954,116.377817"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("39.911954,116.377817", "5 decimals"), ("39.91195,116.37782", "5 decimals"), ("39.9119,116.3778", "4 decimals"),
        ("39.912,116.378", "3 decimals"), ("39.91,116.38", "2 decimals"), ("39.9133454,116.3840472", "5 decimals, GCJ-02"),
        ("39.918000,116.371500", "2 decimals"), ("39911954,116377817", "5 decimals"), ("399119540,1163778170", "5 decimals"),
        ("39.91,116.48", None), ("39.91", None), ("-39.911954,116.377817", None), ("139.911954,116.377817", None),
    ],
)  # fmt: skip
def test_a_place_is_told_by_the_decimals_that_agree(told: str, said: str | None) -> None:
    assert agreeing(told.encode(), 0 if not told.startswith(("-", "1")) else 1, HOME) == said


def test_a_number_of_128_bits_is_found_in_bytes_as_well() -> None:
    value = "38400000-8cf0-11bd-b23e-10b96e40000d"
    search = Search(Persona(identifiers=(Identifier(label="device#1", kind="device", value=value),)))
    for raw in (uuid.UUID(value).bytes, uuid.UUID(value).bytes_le):
        assert [each.label for each in search(b"\x0a\x10" + raw + b"\x12\x01a").found] == ["device#1"]
    assert search(uuid.UUID(value).bytes[::-1]).found == ()
