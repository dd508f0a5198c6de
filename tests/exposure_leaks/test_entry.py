"""What owners type becomes one identifier each; what is none of its kind is refused without a word of it; whose archive it is."""

import contextlib
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import WrongUsage
from counterwatch.exposure.leaks.canonical import matches
from counterwatch.exposure.leaks.check_digits import identity_iran, identity_turkey, insurance_russia, luhn, resident_china, tax_russia
from counterwatch.exposure.leaks.entry import KINDS, doubts, entered
from counterwatch.exposure.leaks.limits import ENTERED
from counterwatch.exposure.persona import Identifier, Persona


def persona(*typed: tuple[str, str], region: str = "CN") -> Persona:
    known = Persona()
    for kind, value in typed:
        known = entered(kind, value, region=region, platform="telegram" if kind == "account" else "", known=known)
    return known


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("phone", "138 0013 8000", "+8613800138000"),
        ("phone", "１３８-００１３-８０００", "+8613800138000"),
        ("phone", "0090 (532) 123 45 67", "+905321234567"),
        ("phone", "۰۰۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"),
        ("email", " <Gul.Nar@Example.ORG> ", "Gul.Nar@example.org"),
        ("name", "Mehmet \u200b  Yılmaz", "Mehmet Yılmaz"),
        ("name", "阿米娜·图尔荪", "阿米娜·图尔荪"),
        ("name", "李伟", "李伟"),
        ("id", "1101 0519 4912 3100 2x", "1101 0519 4912 3100 2X"),
        ("device", "9C:B6:D0:1A:2B:3C", "9C:B6:D0:1A:2B:3C"),
        ("place", "(39.911954， 116.377817)", "39.911954,116.377817"),
        ("place", "-33.868820 151.209290", "-33.86882,151.20929"),
        ("account", "@Gul_Nar", "Gul_Nar"),
        ("address", "17 Juniper Lane,  Almaty", "17 Juniper Lane, Almaty"),
    ],
)
def test_what_is_typed_is_kept_in_one_way(kind: str, typed: str, kept: str) -> None:
    (made,) = persona((kind, typed)).identifiers
    assert (made.label, made.kind, made.value) == (f"{kind}#1", kind, kept)


WRONG = [
    ("phone", "12"), ("phone", "not a number"), ("phone", "+999 13800138000"), ("email", "gul.nar@localhost"),
    ("email", "two@@example.org"),
    ("email", "a b@example.org"), ("email", "dots..two@example.org"),
    ("name", "ж"), ("name", "13800138000"), ("name", "a@example.org"), ("id", "1234"),
    ("id", "00000000"), ("device", "02:00:00:00:00:00"), ("device", "00000000-0000-0000-0000-000000000000"), ("device", "1234567"),
    ("place", "39.91,116.38"), ("place", "91.0000,10.0000"), ("place", "0.0001,0.0001"), ("place", "dort"), ("account", "two words"),
    ("account", "abc"), ("address", "Weg"), ("person", "Gul Nar"), ("name", "y" * 500),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed"), WRONG)
def test_what_is_none_of_its_kind_is_refused_and_never_repeated(kind: str, typed: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        persona((kind, typed))
    assert caught.value.hint is not None
    said = f"{caught.value} {caught.value!r}"
    assert typed not in said
    # The lines of this test hold it, those of the program do not.
    told = "".join(traceback.format_exception(caught.value)).replace(repr(typed), "")
    assert typed not in told


def test_each_kind_is_numbered_by_itself() -> None:
    made = persona(("phone", "13800138000"), ("email", "a@example.org"), ("phone", "13800138001"), ("email", "b@example.org"))
    assert [each.label for each in made.identifiers] == ["phone#1", "email#1", "phone#2", "email#2"]
    fewer = Persona(identifiers=made.identifiers[1:], region="CN")
    assert entered("phone", "13800138002", known=fewer).identifiers[-1].label == "phone#3"


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (("phone", "138 0013 8000"), ("phone", "+86-13800138000")),
        (("email", "gul.nar@gmail.com"), ("email", "GulNar+x@googlemail.com")),
        (("name", "Mehmet Yılmaz"), ("name", "YILMAZ, Mehmet".replace("I", "ı"))),
        (("name", "張偉"), ("name", "张伟")),
        (("device", "9C:B6:D0:1A:2B:3C"), ("device", "9cb6d01a2b3c")),
        (("place", "39.911954,116.377817"), ("place", "39.9119541,116.3778171")),
    ],
)
def test_the_same_in_another_spelling_is_known(first: tuple[str, str], again: tuple[str, str]) -> None:
    with pytest.raises(WrongUsage, match=r"#1 already"):
        persona(first, again)


def test_the_same_account_name_on_another_platform_is_another_account() -> None:
    one = entered("account", "gul_nar", platform="Telegram", known=Persona())
    assert [each.platform for each in entered("account", "gul_nar", platform="weibo", known=one).identifiers] == ["telegram", "weibo"]
    with pytest.raises(WrongUsage, match="platform"):
        entered("account", "gul_nar", known=one)


def test_a_persona_holds_so_many_and_no_more() -> None:
    full = Persona(identifiers=tuple(Identifier(label=f"id#{each}", kind="id", value=f"A{each:07}") for each in range(ENTERED.most)))
    with pytest.raises(WrongUsage, match=ENTERED.code):
        entered("id", "B1234567", known=full)


# Numbers that standards, offices and textbooks print as examples.
PUBLISHED = [
    (luhn, "490154203237518"), (resident_china, "11010519491231002X"), (identity_turkey, "10000000146"), (identity_iran, "0499370899"),
    (insurance_russia, "11223344595"), (tax_russia, "500100732259"),
]  # fmt: skip


@pytest.mark.parametrize(("fits", "number"), PUBLISHED)
def test_published_numbers_fit_their_check_digit_and_a_changed_digit_does_not(fits, number: str) -> None:  # type: ignore[no-untyped-def]
    assert fits(number)
    for place in range(len(number) - 2):
        other = str((int(number[place]) + 1) % 10)
        assert not fits(number[:place] + other + number[place + 1 :])


def test_a_slip_of_the_keyboard_is_doubted_and_kept() -> None:
    made = persona(("id", "11010519491231002X"), ("id", "110105194912310021"), ("device", "490154203237519"))
    assert [str(each).partition(" does")[0] for each in doubts(made)] == ["the last digit of id#2", "the last digit of device#1"]


OWN = [("phone", "8613800138000"), ("email", "GULNAR@gmail.com"), ("name", "Nar Gul"), ("account", "@GUL_NAR"), ("device", "9cb6d01a2b3c")]
MINE = persona(
    ("phone", "13800138000"), ("email", "gul.nar@gmail.com"), ("name", "Gul Nar"), ("account", "gul_nar"), ("device", "9C:B6:D0:1A:2B:3C")
)  # fmt: skip


@pytest.mark.parametrize("own", OWN)
def test_an_archive_that_says_one_of_mine_is_mine(own: tuple[str, str]) -> None:
    assert matches(MINE, [own])
    assert matches(MINE, [("phone", "+8613900139000"), own]) == (own[0] != "name")


@pytest.mark.parametrize(
    "own", [[], [("phone", "+8613900139000")], [("phone", "x"), ("fax", "1"), ("place", "x")], [("email", "")], [("name", "Gul")]]
)
def test_an_archive_of_somebody_else_or_of_nobody_is_not(own: list[tuple[str, str]]) -> None:
    assert not matches(MINE, own)
    assert not matches(Persona(), own)


def test_a_name_alone_decides_only_where_nothing_better_does() -> None:
    assert matches(MINE, [("name", "GUL, NAR")])
    assert matches(persona(("name", "Gul Nar")), [("name", "nar gul"), ("phone", "+8613900139000")])
    assert not matches(MINE, [("name", "Gul Nar"), ("phone", "+8613900139000")])


@given(kind=st.sampled_from(KINDS), value=st.text(max_size=60), region=st.sampled_from(["", "TR", "CN"]))
def test_whatever_is_typed_is_kept_or_refused_in_words(kind: str, value: str, region: str) -> None:
    with contextlib.suppress(WrongUsage):
        made = entered(kind, value, region=region, platform="x", known=Persona())
        again = entered(kind, made.identifiers[0].value, region=region, platform="x", known=Persona())
        assert again == made, "what is kept is kept again as it is"
        assert repr(made) == "<persona of 1 identifiers>"
