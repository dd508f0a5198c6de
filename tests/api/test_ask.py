import pytest

from counterwatch.api.ask import adjusted, ask, chosen, parameters, ranked
from counterwatch.core import Estimate, Finding, Template, Verdict, WrongUsage
from counterwatch.core.errors import Cancelled
from counterwatch.core.registry import checks, readers
from counterwatch.figures.setup import Setup
from counterwatch.figures.table import Panel
from counterwatch.figures.tables import Tables

SAID = Template("test.ask.said", "x")
GROUP = Template("test.ask.group", "g")


def finding(subject: str, p: float | None, verdict: Verdict = Verdict.DEPARTS, value: float | None = None) -> Finding:
    estimate = None if value is None else Estimate(value=value)
    return Finding(subject=subject, verdict=verdict, statement=SAID(), check="test.ask", p_value=p, estimate=estimate, params={"alpha": 0.05})


def test_q_values_are_those_of_benjamini_and_yekutieli() -> None:
    # By hand: m = 4, c(m) = 1 + 1/2 + 1/3 + 1/4 = 25/12; the smallest p is multiplied by 4 * 25/12 / 1.
    found = adjusted([finding("a", 0.001), finding("b", 0.02), finding("c", 0.03), finding("d", 0.9)])
    assert [each.q_value for each in found] == pytest.approx([0.001 * 25 / 3, 0.03 * 25 / 9, 0.03 * 25 / 9, 1.0])
    assert [each.verdict for each in found] == [Verdict.DEPARTS, Verdict.CONSISTENT, Verdict.CONSISTENT, Verdict.CONSISTENT]


def test_a_question_that_was_refused_still_counts_as_asked() -> None:
    alone = adjusted([finding("a", 0.001)])
    among = adjusted([finding("a", 0.001), *[finding(str(n), None, Verdict.NOT_TESTED) for n in range(99)]])
    assert alone[0].q_value == pytest.approx(0.001)
    assert (among[0].q_value or 0) > 0.5
    assert among[0].verdict is Verdict.CONSISTENT
    assert "Among the 100 questions" in str(among[0].weighed[0])


def test_a_published_rule_keeps_its_verdict_since_no_error_rate_is_claimed() -> None:
    found = adjusted([finding("a", None), *[finding(str(n), 0.5, Verdict.CONSISTENT) for n in range(99)]])
    assert (found[0].verdict, found[0].q_value) == (Verdict.DEPARTS, None)


@pytest.mark.parametrize(("extreme", "positions"), [("high", [3, 1, 1, None]), ("low", [1, 2, 2, None])])
def test_ranks_count_from_the_striking_end_and_ties_share_the_better_place(extreme: str, positions: list[int | None]) -> None:
    found = [finding("a", 0.1, value=1.0), finding("b", 0.1, value=2.0), finding("c", 0.1, value=2.0), finding("d", None, Verdict.NOT_TESTED)]
    ranks = [each.rank for each in ranked(found, extreme, lambda _: GROUP())]
    assert [None if rank is None else rank.position for rank in ranks] == positions
    assert all(rank is None or rank.of == 3 for rank in ranks)


def test_what_cannot_be_compared_is_not_ranked() -> None:
    assert ranked([finding("a", 0.1, value=1.0), finding("b", 0.1, value=2.0)], "high", lambda _: None)[0].rank is None


def test_unknown_checks_and_options_are_named() -> None:
    with pytest.raises(WrongUsage, match="no check named first_letter"):
        chosen(checks(), ["first_letter"])
    with pytest.raises(WrongUsage, match="takes the option colour"):
        parameters(list(checks().values()), {"colour": 1})


NOTHING = Tables(name="nothing.csv", reader=next(iter(readers().values())), by_shape={}, setup=Setup(), said=(), problems=())


def test_a_check_without_a_table_says_what_would_be_needed() -> None:
    asked = parameters(list(checks(reads=Panel).values())[:1], {})
    (only,) = ask(NOTHING, asked, checks(), comparable=lambda _: None)
    assert (only.verdict, only.subject, only.p_value) == (Verdict.NOT_TESTED, "nothing.csv", None)
    assert "needs values of one unit over time" in str(only.statement)
    assert only.params == next(iter(asked.values()))


def test_a_call_can_be_cancelled_before_the_first_question() -> None:
    with pytest.raises(Cancelled):
        ask(NOTHING, {}, {}, comparable=lambda _: None, cancel=lambda: True)
