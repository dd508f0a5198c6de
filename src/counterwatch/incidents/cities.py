"""Cities under one name: what languages call the cities that Unicode's locale data (CLDR) name for the time zones of the world."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from counterwatch.text.sameness import same

LANGUAGES = (
    "en", "fr", "de", "es", "pt", "it", "nl", "pl", "cs", "hu", "sv", "tr", "ru", "uk", "be", "kk", "ky", "uz", "az", "ka", "hy", "ar", "fa", "ur",
    "ps", "ug", "zh", "zh_Hant", "ja", "ko", "bo", "mn", "hi", "ne", "bn", "ta", "th", "vi", "my", "km", "lo", "id", "ms", "he", "el",
)  # fmt: skip
PARTS = re.compile(r"[,;/(（、，]")


@lru_cache(maxsize=1 << 15)
def city(place: str) -> str:
    """Return one name for a city that is written in any of some forty languages; empty where it is none of the four hundred that are known."""
    known = _known()
    parts = [same(part.strip(" )）")) for part in (place, *PARTS.split(place))]
    return next((known[each] for each in parts if each in known), "")


@cache
def _known() -> dict[str, str]:
    """Return the zone of a city by its name; a name that two zones share stands for neither."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            # English leaves out what the name of the zone says already.
            called = [names.get("city", ""), zone.rpartition("/")[2].replace("_", " ")] if "/" in zone and not zone.startswith("Etc/") else []
            for spelled in filter(None, map(same, called)):
                found[spelled] = zone if found.get(spelled, zone) == zone else ""
    return found
