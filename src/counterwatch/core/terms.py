"""What the words of the casebook's vocabulary are called in the languages of the interface, by scheme and code."""

from __future__ import annotations

from functools import cache


def term_label(name: str, language: str = "en") -> str:
    """Return what a word is called that is given as `scheme:code`, empty where the packaged vocabulary does not have it."""
    labels = _labels().get(name, {})
    return labels.get(language) or labels.get("en", "")


@cache
def _labels() -> dict[str, dict[str, str]]:
    import json
    from importlib.resources import files

    content = json.loads(files("counterwatch.data").joinpath("incident_vocabulary.json").read_bytes())
    return {f"{each['scheme']}:{each['notation']}": each["prefLabel"] for each in content["concepts"]}
