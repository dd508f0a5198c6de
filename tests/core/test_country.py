"""Countries by their code, in the languages of the interface."""

import pytest

from counterwatch.core import Template
from counterwatch.core.country import country_codes, country_name
from counterwatch.core.language import LANGUAGES, render

SEAT = Template("test.country.seat", "a seat in {seat:country}")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("CN", ("China", "Chine", "中国", "中國")),
        ("HK", ("Hong Kong", "Hong Kong", "香港", "香港")),
        ("MO", ("Macao", "Macao", "澳门", "澳門")),
        ("TW", ("Taiwan", "Taïwan", "台湾", "台灣")),
        ("XK", ("Kosovo", "Kosovo", "科索沃", "科索沃")),
        ("KZ", ("Kazakhstan", "Kazakhstan", "哈萨克斯坦", "哈薩克")),
    ],
)
def test_a_country_has_its_name_in_every_language(code: str, names: tuple[str, ...]) -> None:
    assert tuple(country_name(code, language) for language in LANGUAGES) == names


def test_there_are_as_many_countries_as_iso_lists_and_kosovo() -> None:
    # ISO 3166-1 has 249 officially assigned codes (2024).
    assert len(country_codes()) == 249 + 1


@pytest.mark.parametrize("code", ["EU", "UN", "UK", "ZZ", "XX", "cn", "", "CHN"])
def test_what_is_no_country_has_no_name(code: str) -> None:
    assert country_name(code, "en") == ""


def test_a_sentence_names_a_country_in_its_reader_s_language() -> None:
    assert [render(SEAT(seat="IR"), language) for language in ("en", "fr")] == ["a seat in Iran", "a seat in Iran"]
    assert render(SEAT(seat="IR"), "zh-Hans").endswith("伊朗")


def test_a_code_of_no_country_stays_as_it_is() -> None:
    assert render(SEAT(seat="XX"), "en") == "a seat in XX"
