"""Whether two names of places or organisations may be one name: spelled alike, sounding alike in two scripts, or not to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterwatch.incidents.cities import city
from counterwatch.text.sound import script, sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME, CLOSE, OTHER, NOT_COMPARABLE = 0, 1, 2, 3
"""One name; spelled or sounding nearly alike; another name; written in two scripts and not alike, which says little: it may be a translation."""
SPELLED, SOUNDED = 0.9, 0.88
"""Jaro-Winkler similarity from which two spellings of one script, or two sounds, are close."""
LONG_SOUND = 3
"""A sound of fewer consonants is shared by too many names to make two of them one."""


def compared(names: Sequence[str], one: NDArray[np.int64], other: NDArray[np.int64], *, cities: bool = False) -> NDArray[np.int8]:
    """Return for pairs of places in `names` whether they are one name. With `cities` what languages call a city is one."""
    import numpy as np

    sounds, scripts = [sound(each) for each in names], np.array([script(each) for each in names])
    known = np.array([city(each) if cities else "" for each in names])
    spelled, heard = (_likeness(some, one, other) for some in (names, sounds))
    lengths = np.array([len(each) for each in sounds])
    shortest = np.minimum(lengths[one], lengths[other])
    one_script = scripts[one] == scripts[other]
    level = np.where(one_script, OTHER, NOT_COMPARABLE).astype(np.int8)
    level[~one_script & (heard >= SOUNDED) & (shortest > 1)] = CLOSE
    level[one_script & ((spelled >= SPELLED) | ((heard == 1) & (shortest >= LONG_SOUND)) | _within(names, one, other))] = CLOSE
    level[~one_script & (heard == 1) & (shortest >= LONG_SOUND)] = SAME
    level[(known[one] != "") & (known[other] != "") & (known[one] != known[other])] = OTHER
    level[(one == other) | ((known[one] != "") & (known[one] == known[other]))] = SAME
    return level


def _within(names: Sequence[str], one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Is one name the other with something behind it, as «Dublin» and «Dublin (Capel Street)» are?"""
    import numpy as np

    def longer(first: str, second: str) -> bool:
        short, long = sorted((first, second), key=len)
        return len(short) >= LONG_SOUND and long.startswith(short) and not long[len(short) : len(short) + 1].isalnum()

    return np.fromiter((longer(names[a], names[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True)), np.bool_, len(one))


def _likeness(texts: Sequence[str], one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the Jaro-Winkler similarity (Winkler 1990) of pairs of texts, 0 where one is empty."""
    import duckdb
    import pyarrow as pa

    with duckdb.connect(config={"temp_directory": "", "threads": 2}) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.register("texts", pa.table({"place": range(len(texts)), "text": pa.array(texts, pa.string())}))
        connection.register("pairs", pa.table({"row": range(len(one)), "one": one, "other": other}))
        query = (
            "select case when a.text = '' or b.text = '' then 0.0 else jaro_winkler_similarity(a.text, b.text) end as likeness "
            "from pairs join texts a on a.place = one join texts b on b.place = other order by row"
        )
        found: NDArray[np.float64] = connection.sql(query).to_arrow_table()["likeness"].to_numpy()
    return found
