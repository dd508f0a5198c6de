import pytest

from counterwatch.core import Message, Template, canonical
from counterwatch.core.language import Quoted, decode_message, language_of, parts, render

DAYS = Template("test.days", "{n} day at {share:.1%} until {day:date}", "{n} days at {share:.1%} until {day:date}")
SAID = Template("test.said", "{who} said p = {p:p}")


def test_numbers_and_dates_follow_the_locale() -> None:
    message = DAYS(n=12345, share=0.1234, day="2020-03-02")
    assert render(message, "en") == "12,345 days at 12.3% until March 2, 2020"
    assert render(message, "fr") == "12\u202f345 days at 12,3\xa0% until 2 mars 2020"
    assert render(message, "zh-Hans").endswith("2020年3月2日")


def test_one_is_not_plural() -> None:
    assert render(DAYS(n=1, share=0.5, day="2020-03-02")).startswith("1 day at")


def test_text_from_data_is_kept_apart_from_our_words() -> None:
    pieces = list(parts(SAID(who="ئۈرۈمچى", p=1e-9)))
    assert [piece for piece in pieces if isinstance(piece, Quoted)] == ["ئۈرۈمچى"]


def test_a_gap_left_open_is_refused_where_the_sentence_is_said() -> None:
    with pytest.raises(TypeError, match=r"takes \['p', 'who'\]"):
        SAID(who="x")


def test_data_cannot_become_a_template() -> None:
    assert render(SAID(who="{p.__class__} {0} {who}", p=0.5)) == "{p.__class__} {0} {who} said p = 0.5"


def test_a_message_survives_json() -> None:
    message = DAYS(n=3, share=0.25, day="2020-03-02")
    assert decode_message(canonical(message)) == message


@pytest.mark.parametrize(
    ("tag", "language"), [("zh_TW.UTF-8", "zh-Hant"), ("zh_CN", "zh-Hans"), ("fr_CA", "fr"), ("de_DE", "en"), ("C", "en"), ("zh-HK", "zh-Hant")]
)
def test_a_system_locale_picks_an_interface_language(tag: str, language: str) -> None:
    assert language_of(tag) == language


def test_a_stored_message_with_an_unknown_field_is_refused() -> None:
    import msgspec

    with pytest.raises(msgspec.ValidationError):
        decode_message(b'{"id":"a.b","english":"x","run":"rm"}')
    assert isinstance(decode_message(b'{"id":"a.b","english":"x"}'), Message)


@pytest.mark.parametrize(
    ("p", "text"), [(0.5, "0.5"), (0.01234, "0.0123"), (0.0001, "0.0001"), (3.4e-12, "3.4 × 10⁻¹²"), (1e-9, "1 × 10⁻⁹"), (0.0, "< 10⁻³⁰⁰")]
)
def test_small_p_values_are_powers_of_ten(p: float, text: str) -> None:
    assert render(SAID(who="x", p=p)) == f"x said p = {text}"


def test_the_decimal_sign_of_a_power_follows_the_locale() -> None:
    assert render(Message(id="test.power", english="{p:p}", params={"p": 3.4e-12}), "fr") == "3,4 × 10⁻¹²"
