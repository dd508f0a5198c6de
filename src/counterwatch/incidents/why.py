"""The reasons for and against two records being one event, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from counterwatch.core import Message, Template
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.pages import page_of, publisher_of

TOGETHER = Template(
    "incidents.why.together",
    "two events of a series, of one occasion or of a wave have this in common as well, so that together it says less than one by one",
)
OTHERS = Template("incidents.why.others", "how like these two are to the other records that probably tell of the same event")
WORKING = Template("incidents.why.working", "comparing records")
SAID: Mapping[str, tuple[Template, ...]] = {
    "date": (
        Template("incidents.why.days_overlap", "dates that can be one: {one} and {other}"),
        Template("incidents.why.next_day", "dates a day apart: {one} and {other}"),
        Template("incidents.why.few_days", "dates up to three days apart: {one} and {other}"),
        Template("incidents.why.month", "dates up to a month apart: {one} and {other}"),
        Template("incidents.why.far", "dates far apart: {one} and {other}"),
        Template("incidents.why.may_overlap", "dates that can be one, as far as they are known: {one} and {other}"),
        Template("incidents.why.just_outside", "a date just outside of the other: {one} and {other}"),
        Template("incidents.why.outside", "a date that lies outside of the other: {one} and {other}"),
    ),
    "place": (
        Template("incidents.why.one_place", "one place: «{one}» and «{other}»"),
        Template("incidents.why.alike_place", "places whose names are alike: «{one}» and «{other}»"),
        Template("incidents.why.country", "one country, and no more to compare: «{one}» and «{other}»"),
        Template("incidents.why.other_place", "other places of one country: «{one}» and «{other}»"),
        Template("incidents.why.other_country", "other countries: «{one}» and «{other}»"),
        Template("incidents.why.two_scripts", "one country, and places whose names in two scripts do not sound alike: «{one}» and «{other}»"),
    ),
    "tactic": (
        Template("incidents.why.one_tactic", "one kind of act: {one}"),
        Template("incidents.why.family", "acts of one family: {one} and {other}"),
        Template("incidents.why.other_tactic", "other acts: {one} and {other}"),
    ),
    "organisation": (
        Template("incidents.why.one_name", "one organisation: «{one}» and «{other}»"),
        Template("incidents.why.alike_name", "organisations whose names are alike: «{one}» and «{other}»"),
        Template("incidents.why.other_name", "other organisations: «{one}» and «{other}»"),
        Template("incidents.why.only_one_name", "only one names an organisation: «{one}{other}»"),
        Template("incidents.why.translated", "names in two scripts that do not sound alike, and may be translations: «{one}» and «{other}»"),
    ),
    "community": (
        Template("incidents.why.one_community", "one community: {one}"),
        Template("incidents.why.other_community", "other communities: {one} and {other}"),
    ),
    "channel": (
        Template("incidents.why.one_channel", "one channel: {one}"),
        Template("incidents.why.other_channel", "other channels: {one} and {other}"),
    ),
    "text": (
        Template("incidents.why.one_text", "texts that have most of their pieces in common"),
        Template("incidents.why.near_text", "texts that have a third of their pieces in common"),
        Template("incidents.why.other_text", "other texts"),
    ),
    "words": (
        Template("incidents.why.rarest_words", "very rare words or numbers that both texts have"),
        Template("incidents.why.rare_words", "rare words or numbers that both texts have"),
        Template("incidents.why.rare_word", "a rare word or number that both texts have"),
        Template("incidents.why.no_rare_word", "no rare word or number that both texts have"),
    ),
    "source": (
        Template("incidents.why.one_page", "one source: {one}"),
        Template("incidents.why.one_publisher", "one publisher: {one}"),
        Template("incidents.why.other_source", "other sources"),
    ),
    "persons": (
        Template("incidents.why.persons_overlap", "numbers of persons that can be one: {one} and {other}"),
        Template("incidents.why.persons_near", "numbers of persons that are near: {one} and {other}"),
        Template("incidents.why.persons_apart", "other numbers of persons: {one} and {other}"),
    ),
}
"""What is said of each level of a field, in the order of `expected`."""
SHOWN = 120
Shared = Callable[[Incident, Incident], str]


def why(field: str, level: int, one: Incident, other: Incident) -> Message:
    """Return the sentence of a level of a field, with what the two records say."""
    template, shared = SAID[field][level], SHARED.get((field, level))
    values = {"one": shared(one, other) if shared else _said(field, one), "other": _said(field, other)}
    return template(**{name: text[:SHOWN] for name, text in values.items() if name in template.fields})


def _said(field: str, incident: Incident) -> str:
    acts = incident.acts
    if field == "date":
        return incident.date.edtf or incident.date.as_written
    if field == "place":
        return ", ".join(filter(None, (incident.where.place, incident.where.country)))
    if field == "persons":
        return next((_range(act.persons.low, act.persons.high) for act in acts if act.persons and act.persons.unit == "persons"), "")
    names = {"tactic": "tactic", "organisation": "organisation", "community": "target_community", "channel": "channel"}
    return ", ".join(dict.fromkeys(str(getattr(act, names[field])) for act in acts if getattr(act, names[field]))) if field in names else ""


def _range(low: int, high: int | None) -> str:
    return f">={low}" if high is None else str(low) if low == high else f"{low}-{high}"


def _in_common(one: list[str], other: list[str]) -> str:
    return ", ".join(each for each in dict.fromkeys(one) if each and each in set(other))


def _of_acts(name: str) -> Shared:
    return lambda one, other: _in_common([getattr(act, name) for act in one.acts], [getattr(act, name) for act in other.acts])


def _pages(incident: Incident) -> list[str]:
    return [page_of(each) for source in incident.sources for each in (source.reference, source.origin) if each.strip()]


def _hosts(incident: Incident) -> list[str]:
    return [publisher_of(each) for source in incident.sources for each in (source.reference, source.origin)]


SHARED: Mapping[tuple[str, int], Shared] = {
    ("tactic", 0): _of_acts("tactic"), ("community", 0): _of_acts("target_community"), ("channel", 0): _of_acts("channel"),
    ("source", 0): lambda one, other: _in_common(_pages(one), _pages(other)),
    ("source", 1): lambda one, other: _in_common(_hosts(one), _hosts(other)),
}  # fmt: skip
