"""Casebooks for tests: incidents of every kind that a casebook can hold, and what is needed to send them out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from hypothesis import strategies as st

from counterwatch.core.country import country_codes
from counterwatch.incidents.contacts import contact_in
from counterwatch.incidents.guard import is_personal_column
from counterwatch.incidents.incident import COUNTED, Act, Attribution, Incident, Source, Where
from counterwatch.incidents.interchange.outgoing import Dated, Outgoing, Tally
from counterwatch.incidents.persons import persons
from counterwatch.incidents.roles import NAMES
from counterwatch.incidents.vocabulary import packaged
from counterwatch.incidents.when import when

WRITTEN = "2026-03-04T05:06:07Z"
DANGEROUS = (
    "=1+1",
    "'\nx",
    "+1",
    "-2",
    "@SUM(1)",
    "'=1",
    "''=x",
    "＝1",
    "'quoted'",
    'a "b", c',
    "two\nlines",
    "\u202eright to left",
    "བོད་ཡིག",
    "ئۇيغۇر",
    "維吾爾",
    "a;b\tc",
)
DATES = (
    "2022-10-05", "2022-10", "2022", "about 2019", "(Believed to be) 2020-06-05", "2020-06-05 / 2020-06-07", "2020/06/05", "農曆九月初九", "202X",
    "1990s", "2021年3月", "2021-05~", "2020-01..2020-03", "spring / autumn", "a / b / c",
)  # fmt: skip
NUMBERS = ("6", "6-8", "6 or 7", "more than 130", "at least 12", "1,200", "约30", "≥5", "")


def codes(scheme: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *packaged().codes(scheme)])


def known(scheme: str) -> st.SearchStrategy[str]:
    return st.sampled_from(packaged().codes(scheme))


def is_fit(text: str) -> bool:
    """Could an import have kept this: no spaces around it, no number or address of a person?"""
    return text == text.strip() and contact_in(text) is None


any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)
texts = (st.sampled_from(DANGEROUS) | any_text).filter(is_fit)
filled = texts.filter(bool)
names = filled.map(lambda text: text[:20].strip()) | st.sampled_from(
    ["city", "when", "target_org", "source_4", "other:x", "counterwatch_copy", "organisation", "編號", "=own"]
)
dates = st.builds(
    when, st.sampled_from(DATES), until=st.sampled_from(["", "2023-01-02", "2024", "later"]), precision=known("date_precision") | st.just("")
)
numbers = st.builds(
    lambda text, unit: msgspec.structs.replace(said, unit=unit) if (said := persons(text)) else None,
    st.sampled_from(NUMBERS),
    st.sampled_from(COUNTED),
)
countries = st.sampled_from(["", *sorted(country_codes())])
attributions = st.just(Attribution()) | st.builds(Attribution, origin_state=countries, by=known("attributed_by"), basis=texts)
sources = st.builds(Source, reference=filled, reliability=known("source_reliability"), credibility=known("info_credibility"), origin=texts)
TARGETS = ["organisation", "media", "venue", "event", "official", "community", "group", "family", "flight"]


def acts(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Act]:
    return st.builds(
        Act, id=ids, tactic=known("tactic"), channel=codes("channel"), target_type=st.sampled_from(TARGETS), persons=numbers,
        target_community=codes("target_community"),
        organisation=texts, perpetrator_type=codes("perpetrator_type"), harm=codes("harm"),
    )  # fmt: skip


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    several = draw(st.lists(acts(filled), min_size=2, max_size=4))
    done = draw(st.sampled_from([several, several[:1]]) | acts(st.just("")).map(lambda act: [act]))
    named = draw(st.lists(attributions, min_size=1, max_size=5, unique=True))
    said = named[:1] + [each for each in named[1:] if each != Attribution()] if len(done) == 1 else named
    own = names.filter(lambda name: bool(name) and name not in NAMES and name != "counterwatch_copy" and not is_personal_column(name))
    cited = st.lists(sources, max_size=9 if len(done) == 1 else 14, unique=True)
    return Incident(
        id=draw(filled), date=draw(dates), where=Where(country=draw(countries), place=draw(texts)), acts=tuple(done), attributions=tuple(said),
        sources=tuple(draw(cited)), outcome=draw(codes("outcome")), status=draw(known("status")), confidence=draw(known("confidence")),
        summary=draw(texts), response=draw(texts), consent=draw(known("consent")), consent_until=draw(st.sampled_from(["", "2027-03-31"])),
        sharing=draw(known("sharing")), state_responsibility=draw(known("state_responsibility")),
        other=draw(st.dictionaries(own, filled, max_size=3)),
    )  # fmt: skip


casebooks = st.lists(incidents(), min_size=1, max_size=4, unique_by=lambda each: each.id)


def outgoing(records: Sequence[Incident], *, sharing: str = "red", whole: bool = False) -> Outgoing:
    return Outgoing(
        id="case-1", seq=7, sharing=sharing, whole=whole, vocabulary=packaged(), incidents=lambda: iter(records),
        dated=lambda: (Dated(incident=each, created="2026-01-02T03:04:05Z", modified=WRITTEN) for each in records), tally=Tally(),
    )  # fmt: skip
