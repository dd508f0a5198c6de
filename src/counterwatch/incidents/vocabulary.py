"""The words of a casebook: schemes of terms with stable codes and labels in four languages; a case may add terms, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from counterwatch.core.finding import Struct

LANGUAGES = ("en", "fr", "zh-Hans", "zh-Hant")
REVIEWED = frozenset({"en"})
"""Languages whose labels somebody who works in the field has reviewed."""

ORDERED = ("source_reliability", "info_credibility", "confidence", "stage")
"""Schemes whose terms stand in an order that every language must keep."""


class Term(Struct, frozen=True):
    """A word of a scheme: its code, its labels by language, the code above it, and the same in vocabularies of others."""

    scheme: str
    code: str
    labels: dict[str, str]
    definition: str = ""
    broader: str = ""
    match: dict[str, str] = {}
    is_own: bool = False

    def label(self, language: str) -> str:
        """Return the label in a language, the English one where there is none."""
        return self.labels.get(language) or self.labels.get("en") or self.code

    def is_reviewed(self, language: str) -> bool:
        """Was the label in this language reviewed by somebody who works in the field?"""
        return language in REVIEWED and not self.is_own


class Vocabulary(Struct, frozen=True):
    """All terms by scheme and code. `version` is that of the packaged vocabulary."""

    version: str
    terms: dict[str, dict[str, Term]]

    def term(self, scheme: str, code: str) -> Term | None:
        """Return the term of a code."""
        return self.terms.get(scheme, {}).get(code)

    def codes(self, scheme: str) -> list[str]:
        """Return the codes of a scheme in its order."""
        return list(self.terms.get(scheme, {}))

    def with_own(self, own: Iterable[Term]) -> Vocabulary:
        """Return a vocabulary with the terms that a case has added; a code of the packaged one is never replaced."""
        terms = {scheme: dict(known) for scheme, known in self.terms.items()}
        for each in own:
            terms.setdefault(each.scheme, {}).setdefault(each.code, each)
        return Vocabulary(version=self.version, terms=terms)

    def labelled(self, scheme: str, text: str) -> list[str]:
        """Return the codes of a scheme whose code or label in any language is a text, whatever its letter case."""
        wanted = text.strip().casefold()
        known = self.terms.get(scheme, {}).values()
        return [each.code for each in known if wanted in {each.code.casefold(), *(label.casefold() for label in each.labels.values())}]


@cache
def packaged() -> Vocabulary:
    """Return the packaged vocabulary."""
    content = msgspec.json.decode(files("counterwatch.data").joinpath("incident_vocabulary.json").read_bytes())
    terms: dict[str, dict[str, Term]] = {each["id"]: {} for each in content["schemes"]}
    for each in content["concepts"]:
        terms[each["scheme"]][each["notation"]] = _term(each)
    return Vocabulary(version=str(content["version"]), terms=terms)


def _term(concept: Mapping[str, object]) -> Term:
    found = msgspec.convert(concept, type=dict[str, str | dict[str, str | list[str]]])
    match, labels = found.get("match", {}), found["prefLabel"]
    assert isinstance(match, dict)
    assert isinstance(labels, dict)
    return Term(
        scheme=str(found["scheme"]), code=str(found["notation"]), labels={key: str(value) for key, value in labels.items()},
        definition=str(found.get("definition", "")), broader=str(found.get("broader", "")),
        match={key: value if isinstance(value, str) else ", ".join(value) for key, value in match.items()},
    )  # fmt: skip
