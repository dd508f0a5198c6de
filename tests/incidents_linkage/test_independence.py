"""Sources of one origin count once: mirrors, reprints, spellings of a page, one publisher, chains that were said, however many rows there are."""

import csv
import io
import pathlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from counterwatch.incidents.incident import Incident, Source, Where
from counterwatch.incidents.independence import independent_sources, on_one_origin
from counterwatch.incidents.when import when

RELEASE = (  # noqa: SIM905 - it reads as a text
    "Two men were arrested on Monday after they had followed a member of the association from the market to the door of a house and had asked where "
    "the brother lives; the police opened an inquiry and asked everybody who had seen the grey car to come forward before the end of the month."
).split()


def incident(id: str, *sources: Source | str, summary: str = "", status: str = "confirmed") -> Incident:
    every = tuple(each if isinstance(each, Source) else Source(reference=each) for each in sources)
    return Incident(id=id, date=when("2024-03"), where=Where(country="DE"), acts=(), sources=every, summary=summary, status=status)


def reprint(rng: random.Random) -> str:
    """Return the release as an editor prints it: three words of fifty changed, one sentence of the paper's own before it."""
    words = list(RELEASE)
    for at in rng.sample(range(len(words)), 3):
        words[at] = rng.choice(["reportedly", "local", "several", "yesterday"])
    return f"{rng.choice(['Own report.', 'By our staff.', 'News in brief.'])} {' '.join(words)}"


WHO = ["The brother", "A shopkeeper", "The lawyer of the family", "A member of the council", "The association", "A student who was there"]
SAID = ["told the radio", "writes in a letter", "said to the parish", "stated before the court", "recalls", "wrote to the ministry"]
WHAT = ["that a grey car had waited there since noon", "that two men asked for the brother", "that nobody was hurt", "that the police came late"]
THEN = ["and left for another town", "and will not go to the market again", "and asked for protection", "and knows of no arrest", "and moved in May"]


def told_by_another(rng: random.Random) -> str:
    """Return what somebody else says of the same day: words of the release among others, in an order of their own."""
    words = [*RELEASE, *" ".join([*WHO, *SAID, *WHAT, *THEN]).split()]
    return " ".join(rng.sample(words, 45))


@pytest.mark.parametrize("seed", range(5))
def test_thirty_rows_of_one_hidden_origin_are_one_source(seed: int) -> None:
    rng = random.Random(seed)
    rows = [incident(f"m{number}", f"https://paper-{number}.example/news/{number}", summary=reprint(rng)) for number in range(30)]
    others = [incident(f"o{number}", f"https://other-{number}.example/{number}", summary=told_by_another(rng)) for number in range(30)]
    groups = independent_sources([*rows, *others])
    assert sorted(len(each.references) for each in groups) == [1] * 30 + [30]
    assert next(each for each in groups if len(each.references) == 30).incidents == tuple(each.id for each in rows)


def test_thirty_sources_of_one_incident_with_one_attached_text_carry_no_status() -> None:
    rng = random.Random(1)
    named = [f"https://paper-{number}.example/a" for number in range(30)]
    texts = {each: reprint(rng) for each in named}
    (echo,) = on_one_origin([incident("one", *named)], texts)
    assert (echo.id, len(echo.sources), echo.status) == ("one", 30, "confirmed")
    assert echo.reasons
    assert on_one_origin([incident("one", *named)]) == ()
    texts[named[7]] = "A neighbour says: on Monday at nine I saw both of them at the gate, and it was I who called the police, nobody else did."
    assert on_one_origin([incident("one", *named)], texts) == ()


def test_a_chain_of_reprints_leads_to_its_origin() -> None:
    chain = [Source(reference=f"paper {number}", origin=f"paper {number + 1}") for number in range(3)]
    (group,) = independent_sources([incident("1", *chain)])
    assert group.origin == "paper 3"
    assert group.references == ("paper 0", "paper 1", "paper 2")
    assert [each.id for each in on_one_origin([incident("1", *chain)])] == ["1"]


@pytest.mark.parametrize("length", [2, 3, 5])
def test_a_circle_of_reprints_is_one_source_without_an_origin(length: int) -> None:
    circle = [Source(reference=f"paper {number}", origin=f"paper {(number + 1) % length}") for number in range(length)]
    (group,) = independent_sources([incident("1", *circle)])
    assert group.origin == ""
    assert any(each.id.endswith("cycle") for each in group.reasons)


def test_a_source_that_repeats_itself_is_no_circle() -> None:
    (group,) = independent_sources([incident("1", Source(reference="paper", origin="PAPER"))])
    assert (group.origin, group.reasons) == ("paper", ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.bbc.co.uk/news/1?at_medium=RSS", "http://bbc.co.uk/news/1"),
        ("https://web.archive.org/web/20240301120000/https://bbc.co.uk/news/1", "bbc.co.uk/news/1"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4"),
        ("Reuters,  12 March", "reuters, 12 march"),
        ("央视新聞", "央视新闻"),
    ],
)
def test_spellings_of_one_page_are_one_source(one: str, other: str) -> None:
    (group,) = independent_sources([incident("1", one), incident("2", other)])
    assert group.references == (one, other)
    assert group.incidents == ("1", "2")


def test_two_pages_of_a_publisher_are_one_source_of_an_incident_and_two_accounts_of_a_platform_are_not() -> None:
    assert len(independent_sources([incident("1", "https://paper.example/a", "https://paper.example/b")])) == 1
    assert len(independent_sources([incident("1", "https://paper.example/a"), incident("2", "https://paper.example/b")])) == 2
    assert len(independent_sources([incident("1", "https://t.me/one/1", "https://t.me/two/2")])) == 2


def test_two_sources_of_one_summary_stay_two_where_another_row_names_the_same() -> None:
    told = " ".join(RELEASE)
    rows = [incident("1", "paper a", "paper b", summary=told), incident("2", "paper b", "paper a", summary=told)]
    assert len(independent_sources(rows)) == 2
    assert on_one_origin(rows) == ()


@given(some.lists(some.tuples(some.integers(0, 7), some.integers(0, 7) | some.none()), max_size=12))
def test_groups_are_the_connected_parts_of_what_repeats_what(said: list[tuple[int, int | None]]) -> None:
    rows = [incident(str(at), Source(reference=f"s{one}", origin="" if of is None else f"s{of}")) for at, (one, of) in enumerate(said)]
    joined = {number: {number} for number in range(8)}
    for one, of in said:
        if of is not None:
            together = joined[one] | joined[of]
            joined |= dict.fromkeys(together, together)
    named = {one for one, _ in said}
    expected = {frozenset(f"s{each}" for each in part & named) for part in joined.values()} - {frozenset()}
    groups = independent_sources(rows)
    assert {frozenset(each.references) for each in groups} == expected
    assert len(groups) == len(expected)


def test_the_casebook_names_sources_that_are_apart(shared: pathlib.Path) -> None:
    rows = list(csv.DictReader(io.StringIO((shared / "data" / "incidents" / "casebook.csv").read_text(encoding="utf-8"))))
    book = [incident(each["id"], *filter(None, (each["source_1"], each["source_2"])), summary=each["summary"]) for each in rows]
    groups = independent_sources(book)
    assert not [reason for each in groups for reason in each.reasons if reason.id.endswith("same_text")]
    # CW-0034 is told by the company alone, which is the second source of CW-0033 as well.
    shared_page = next(each for each in groups if "https://leeshailemish.com" in each.references)
    assert {"CW-0033", "CW-0034"} <= set(shared_page.incidents)
