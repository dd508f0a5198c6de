"""The vocabulary as a taxonomy of MISP, and the tags that say its codes and those of taxonomies that MISP has already."""

from __future__ import annotations

import json

from counterwatch.incidents.vocabulary import Vocabulary

NAMESPACE, VERSION = "counterwatch", 1
ELSEWHERE = frozenset({"source_reliability", "info_credibility", "confidence", "state_responsibility", "sharing"})
"""Schemes for which MISP has taxonomies of its own."""

RESPONSIBILITY = {"state-prohibited": "state-prohibited.", "state-prohibited-but-inadequate": "state-prohibited-but-inadequate."}
"""Two predicates of that taxonomy end in a full stop, and tags must be written as it writes them."""


def tag(scheme: str, code: str) -> str:
    """Return the machine tag of a code; empty where there is nothing to say."""
    if not code or (scheme, code) == ("state_responsibility", "not_assessed"):
        return ""
    taken = {
        "source_reliability": f'admiralty-scale:source-reliability="{code.lower()}"',
        "info_credibility": f'admiralty-scale:information-credibility="{code}"',
        "confidence": f'estimative-language:confidence-in-analytic-judgment="{code}"',
        "state_responsibility": f"state-responsibility:{RESPONSIBILITY.get(code, code)}", "sharing": f"tlp:{code}",
    }  # fmt: skip
    return taken.get(scheme) or f'{NAMESPACE}:{scheme}="{code}"'


def taxonomy(vocabulary: Vocabulary) -> bytes:
    """Return `machinetag.json`: a predicate for each scheme that MISP does not have, with its codes and English labels."""
    schemes = [each for each in vocabulary.terms if each not in ELSEWHERE and vocabulary.terms[each]]
    made = {
        "namespace": NAMESPACE, "description": "Words of a casebook of transnational repression: what was done, to whom, and how well it is known.",
        "version": VERSION, "expanded": "counterwatch incident vocabulary", "type": ["event", "attribute"],
        "predicates": [{"value": each, "expanded": each.replace("_", " ")} for each in schemes],
        "values": [
            {"predicate": each, "entry": [{"value": code, "expanded": term.label("en")} for code, term in vocabulary.terms[each].items()]}
            for each in schemes
        ],
    }  # fmt: skip
    return json.dumps(made, ensure_ascii=False, indent=2).encode() + b"\n"
