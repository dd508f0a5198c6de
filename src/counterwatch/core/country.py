"""What countries are called in the languages of the interface, by their code of two letters (ISO 3166-1)."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""What CLDR names with two letters beside countries: parts of them, groups of them, and places that are none."""

SHORT = MappingProxyType(
    {
        "HK": {"en": "Hong Kong", "fr": "Hong Kong", "zh-Hans": "香港", "zh-Hant": "香港"},
        "MO": {"en": "Macao", "fr": "Macao", "zh-Hans": "澳门", "zh-Hant": "澳門"},
        "TW": {"en": "Taiwan", "fr": "Taïwan", "zh-Hans": "台湾", "zh-Hant": "台灣"},
        "XK": {"en": "Kosovo", "fr": "Kosovo", "zh-Hans": "科索沃", "zh-Hant": "科索沃"},
    }
)
"""Names as people say them, where CLDR writes a title or the list of ISO has no entry."""


def country_name(code: str, language: str = "en") -> str:
    """Return what a country is called in `language`, empty where the code is that of none."""
    if code in SHORT and language in SHORT[code]:
        return SHORT[code][language]
    from counterwatch.core.language import locale

    return str(locale(language).territories[code]) if code in country_codes() else ""


@cache
def country_codes() -> frozenset[str]:
    """Return the codes of all countries: those of ISO 3166-1 that CLDR names, and XK."""
    from counterwatch.core.language import locale

    codes = map(str, locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - NOT_COUNTRIES
