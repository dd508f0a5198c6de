"""Protected terms are found in every usual spelling, at the place where they stand, and nowhere else; nothing gives them back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from counterwatch.core import WrongUsage
from counterwatch.incidents.protected import Protected, refuse_unfit

TERMS = ("Zhang Wei", "張偉明", "+49 170 1234567", "José Núñez", "ئەخمەت", "བསྟན་འཛིན", "Wiesenweg 4")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("ZHANG-WEI came", "ZHANG-WEI"),
        ("met ＺＨＡＮＧ　ＷＥＩ there", "ＺＨＡＮＧ　ＷＥＩ"),
        ("z\u200bhang wei", "z\u200bhang wei"),
        ("见到张伟明先生", "张伟明"),
        ("call 0170 123 45 67!", "0170 123 45 67"),
        ("0049 (0)170 12 34 567", "0049 (0)170 12 34 567"),
        ("٠١٧٠١٢٣٤٥٦٧", "٠١٧٠١٢٣٤٥٦٧"),
        ("JOSE NUNEZ", "JOSE NUNEZ"),
        ("Jose\u0301 Nu\u0301n\u0303ez", "Jose\u0301 Nu\u0301n\u0303ez"),
        ("ئەخمەت كەلدى", "ئەخمەت"),
        ("བསྟན་འཛིན་གྱི་", "བསྟན་འཛིན"),
        ("at Wiesenweg 4, Bonn", "Wiesenweg 4"),
    ],
)
def test_a_term_is_found_in_any_usual_spelling(text: str, held: str) -> None:
    ((first, last),) = Protected(TERMS).places(text).spans
    # A mark behind the last letter belongs to it, and may be left outside.
    assert held.startswith(text[first : last + 1])
    assert len(text[first : last + 1]) >= len(held) - 1


@pytest.mark.parametrize("text", ["Zhang Weiming", "xzhang wei", "901701234567", "Wiesenweg 45", "Joseph Nunez", "张伟", "", "Ahmad", "170123456"])
def test_what_only_resembles_a_term_is_not_taken_for_one(text: str) -> None:
    assert Protected(TERMS).places(text).count == 0


LETTERS = some.text(some.sampled_from("abcdefghij 张伟明王.-"), max_size=30)


@given(LETTERS, LETTERS)
def test_a_term_set_between_spaces_is_always_found_once(before: str, after: str) -> None:
    text = f"{before} | Qorban Tursun | {after}"
    assert Protected(["qorban tursun"]).places(text).spans == ((len(before) + 3, len(before) + 15),)


def test_nothing_gives_the_terms_back() -> None:
    protected = Protected(TERMS)
    assert repr(protected) == "Protected()"
    assert not [name for name in dir(protected) if not name.startswith("_") and name not in ("holds", "places")]
    assert not hasattr(protected, "__dict__")
    assert set(dir(protected.places("Zhang Wei"))) >= {"count", "spans"}


@pytest.mark.parametrize("term", ["ab", "12", "张", "x" * 500])
def test_an_unfit_term_is_refused_by_its_place_and_never_shown(term: str) -> None:
    with pytest.raises(WrongUsage, match="term 2") as caught:
        refuse_unfit(["Zhang Wei", "", term])
    assert term not in f"{caught.value} {caught.value.hint}".replace("term", "").replace("than", "")
