"""Published sentences in four languages: what the division gives, whether the stated figure follows, and what cannot be asked."""

from fractions import Fraction

import hypothesis
import pytest
from hypothesis import strategies as st

from counterwatch.core import Verdict
from counterwatch.figures.checks.claim import claim
from counterwatch.figures.claims.claim import Stated, Word
from counterwatch.figures.claims.judging import Outcome, judged
from counterwatch.figures.claims.reading import claim_of

DEPARTS, CONSISTENT, NOT_TESTED = Verdict.DEPARTS, Verdict.CONSISTENT, Verdict.NOT_TESTED


@pytest.mark.parametrize(
    "text",
    [
        "908 of 1219 is nearly 80 percent", "Of 1,219 incidents, 908 – nearly 80% – were carried out by ten states",
 "908 des 1 219 cas, soit près de 80 %",
        "在1,219起事件中，有908起（将近八成）", "在1,219起事件中，有908起（將近百分之八十）", "９０８／１２１９ ＝ 約８０％",
        "908 out of 1’219 cases: nearly four-fifths",
    ],
)  # fmt: skip
def test_nearly_80_percent_does_not_follow_from_908_of_1219_in_any_language(text: str) -> None:
    found = claim(claim_of(text))
    assert found.verdict is DEPARTS
    assert found.numbers["division"] == pytest.approx(0.74487, abs=1e-5)
    assert found.numbers["stated less division"] == pytest.approx(0.0551, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("908 of 1219 is 74.5 percent", CONSISTENT), ("908 of 1219 is 74.4 percent", DEPARTS), ("908 of 1219 is about 75 percent", CONSISTENT),
        ("908 of 1219 is nearly 75 percent", CONSISTENT), ("908 of 1219 is more than 75 percent", DEPARTS),
 ("plus de la moitié: 612 sur 1219", CONSISTENT),
        ("plus de la moitié: 609 sur 1219", DEPARTS), ("no more than half: 609 of 1219", CONSISTENT), ("不超过一半：610/1219", CONSISTENT),
        ("超过一半：609/1219", DEPARTS), ("at least two thirds, 813 of 1219", CONSISTENT), ("八成以上：960/1219", DEPARTS),
        ("from 500 to 1,000, doubled", CONSISTENT), ("from 500 to 700, nearly doubled", DEPARTS), ("从500增加到1500，翻了一番", DEPARTS),
        ("de 400 à 520, une hausse de 30 %", CONSISTENT), ("deaths fell from 900 to 600, by 50 percent", DEPARTS),
        ("1.2万人中有9000人，约四分之三", CONSISTENT), ("In 2019, 908 of 1,219 complaints, 74.5 percent, came from 12 provinces", CONSISTENT),
        ("1,500 of 100 is 1,500 percent", CONSISTENT), ("在1,219起事件中，908起，约占四分之三", CONSISTENT),
 ("2019，1219起中908起，74.5%", CONSISTENT),
 ("１，２１９起中９０８起，占七成五", CONSISTENT),
    ],
)  # fmt: skip
def test_words_beside_the_figure_move_what_follows(text: str, verdict: Verdict) -> None:
    assert claim(claim_of(text)).verdict is verdict


@hypothesis.given(whole=st.integers(1, 5000), data=st.data(), decimals=st.integers(0, 3))
def test_a_percentage_rounded_by_the_book_always_follows_and_one_step_further_never(whole: int, data: st.DataObject, decimals: int) -> None:
    part = data.draw(st.integers(1, whole))
    scaled = Fraction(100 * part * 10**decimals, whole)
    for up in (False, True):
        half = scaled.denominator == 2
        told = (int(scaled) + (1 if up else 0)) if half else round(scaled)
        text = f"{float(Fraction(told, 10**decimals)):.{decimals}f}"
        assert claim(claim_of(f"{part} of {whole} is {text}%")).verdict is CONSISTENT
    beyond = f"{(int(scaled) + 2) / 10**decimals:.{decimals}f}"
    read = claim_of(f"{part} of {whole} is {beyond}%")
    assert read.stated is not None
    assert judged(read.value, read.stated) is not Outcome.FOLLOWS


@hypothesis.given(value=st.fractions(0, 1, max_denominator=500), stated=st.integers(1, 99))
def test_the_words_agree_with_each_other(value: Fraction, stated: int) -> None:
    def follows(word: Word) -> bool:
        step = Fraction(1, 100)
        told = Stated(value=Fraction(stated, 100), fine=step, coarse=10 * step, follows="share", said="", word=word)  # type: ignore[arg-type]
        return judged(value, told) is Outcome.FOLLOWS

    assert follows(Word.MORE) != follows(Word.LESS) or value == Fraction(stated, 100)
    assert follows(Word.AT_LEAST) or follows(Word.AT_MOST)
    assert not follows(Word.NONE) or (follows(Word.ABOUT) and follows(Word.NEARLY))
    assert not follows(Word.NEARLY) or follows(Word.ABOUT)


@hypothesis.given(st.text(max_size=300) | st.text(alphabet="0123456789,. %of成分之一百十/从到半近", max_size=60))
def test_no_sentence_makes_it_fall_over(text: str) -> None:
    assert claim(claim_of(text)).verdict in set(Verdict)


def test_the_words_of_the_sentence_are_quoted_as_they_were_written() -> None:
    told = claim_of("908 sur 1219, soit Près de 80 %, dit-on")
    assert told.stated is not None
    assert told.stated.said == "Près de 80 %"


def test_signs_that_the_reader_uses_itself_are_only_signs() -> None:
    assert claim(claim_of("\x007\x00 of \x009\x00 is 78 percent")).verdict is CONSISTENT
    assert claim(claim_of("80% \x005\x00")).verdict is NOT_TESTED


def test_a_number_that_could_be_two_is_not_guessed() -> None:
    found = claim(claim_of("908 of 1.219 is 74 percent"))
    assert found.verdict is NOT_TESTED
    assert "1.219" in str(found.statement)
