"""Letters of real text of many languages and scripts read as a language; the same letters in an order drawn by lot, and letters by lot, do not."""

# ruff: noqa: E501 - a text is one line

import random
import unicodedata

import pytest
from babel import Locale

from counterwatch.text.readable import LANGUAGES, is_readable, script_of

TEXTS = {
    "Universal Declaration, English": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.",
    "Universal Declaration, French": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience.",
    "Universal Declaration, German": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt.",
    "Universal Declaration, Spanish": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia.",
    "Universal Declaration, Russian": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью.",
    "Universal Declaration, Chinese": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "Universal Declaration, Chinese in Taiwan": "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。",
    "Universal Declaration, Uyghur": "ھەممە ئادەم زانىدىنلا ئەركىن، ئىززەت-ھۆرمەت ۋە ھوقۇقتا بابباراۋەر بولۇپ تۇغۇلغان. ئۇلار ئەقىلگە ۋە ۋىجدانغا ئىگە.",
    "Universal Declaration, Tibetan": "འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས་དང༌། ཐོབ་ཐངགི་རང་དབང་འདྲ་མཉམ་དུ་ཡོད་ལ།",
    "Universal Declaration, Arabic": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.",
    "Universal Declaration, Turkish": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler.",
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_real_text_reads_as_a_language(name: str) -> None:
    assert is_readable(TEXTS[name]) is True


@pytest.mark.parametrize("name", [each for each in TEXTS if "Tibetan" not in each and "Chinese" not in each])
def test_its_own_letters_in_an_order_drawn_by_lot_do_not(name: str) -> None:
    """With more letters than one text has: what is drawn by lot is near to what it is drawn from only in the long run."""
    letters = [each for each in TEXTS[name] if each.isalpha()]
    draw = random.Random(1)
    mixed = ["".join(draw.choices(sorted(set(letters)), k=6)) for _ in range(60)]
    assert is_readable(" ".join(mixed)) is False


def test_the_most_common_characters_of_chinese_drawn_by_lot_do_not() -> None:
    """Those of the first level of GB 2312: the 3,755 that most text is written with."""
    common = "".join(bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    assert len(common) == 3_755
    draw = random.Random(4)
    assert [is_readable("".join(draw.choices(common, k=100))) for _ in range(100)] == [False] * 100


@pytest.mark.parametrize("script", sorted(LANGUAGES))
def test_of_every_script_that_is_known_letters_by_lot_do_not_read(script: str) -> None:
    letters = [chr(each) for each in range(0x41, 0xD7A4) if unicodedata.name(chr(each), "").startswith(f"{script} ") and chr(each).isalpha()]
    letters = [each for each in letters if each == each.casefold() and len(each) == 1][:500]
    draw = random.Random(2)
    texts = [" ".join("".join(draw.choices(letters, k=draw.randint(2, 9))) for _ in range(60)) for _ in range(20)]
    assert [is_readable(each) for each in texts].count(True) == 0


@pytest.mark.parametrize("script", ["LATIN", "CYRILLIC", "ARABIC"])
def test_the_languages_of_a_script_know_one_another_less_than_themselves_and_more_than_chance(script: str) -> None:
    for language in LANGUAGES[script]:
        names = " ".join(Locale.parse(language).territories.values())
        assert is_readable(names) is True, language


def test_of_short_texts_and_of_scripts_that_are_not_known_nothing_is_said() -> None:
    assert is_readable("to be") is None
    assert is_readable("") is None
    assert is_readable("12345 67890 !!!") is None
    assert is_readable("ᚠᚢᚦᚨᚱᚲ" * 9) is None
    assert is_readable("ひらがなだけでかいたぶんしょうはしらべません" * 3) is None


def test_the_script_is_that_of_most_letters() -> None:
    assert [script_of(each) for each in ("passport 护照", "护照护照护照 a", "12", "བོད་ཡིག")] == ["LATIN", "CJK", "", "TIBETAN"]
