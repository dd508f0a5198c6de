"""Charts in any script that come out the same on every machine.

The renderer measures text with its own font where that has the character, and with whatever the machine has where it has not: a Chinese
label would move a chart by some pixels from one computer to the next. So while it measures, each such character is played by a wide and a
narrow letter of its own font, together about as wide as a Chinese character; afterwards the pair gives way to the character.
"""

from __future__ import annotations

import re
from typing import Any

LETTERS = "\\s -~\\xa1-\\xb6\\xb8-\\u017f\\u0384-\\u03ce\\u0400-\\u040c\\u040e-\\u045f\\u0490\\u0491"
SIGNS = "\\u2013-\\u2015\\u2017-\\u201e\\u2020-\\u2022\\u2026\\u2032\\u2033\\u20ac\\u2122\\u2212"
FOREIGN = re.compile(f"[^{LETTERS}{SIGNS}]|\\u202f")
"""Characters that the renderer's own font lacks (measured with vl-convert 1.9, with and without fonts on the machine)."""
WIDE = "ÆŒŴΜΦΨΩЂЉЊЋЖМШЩЪЫЮфшщљњ"
NARROW = "ìíîïĩīĭįıĵļľłţťŧ"


class StandIns:
    """The cast for one chart: `hide` before it is drawn, `show` afterwards."""

    def __init__(self, text: str) -> None:
        used = set(text)
        self._wide = [each for each in WIDE if each not in used]
        pairs = (wide + narrow for wide in self._wide for narrow in NARROW if narrow not in used)
        self._player = {ord(each): pair for each, pair in zip(sorted(set(FOREIGN.findall(text))), pairs, strict=False)}
        self._played = {pair: chr(each) for each, pair in self._player.items()}

    def hide(self, value: Any) -> Any:
        """Return a value in which every character can be measured."""
        if isinstance(value, str):
            return value.translate(self._player)
        if isinstance(value, list):
            return [self.hide(each) for each in value]
        return {self.hide(key): self.hide(each) for key, each in value.items()} if isinstance(value, dict) else value

    def show(self, svg: str) -> str:
        """Return a drawn chart with its own characters; half a pair is what an ellipsis cut off."""
        if not self._played:
            return svg
        return re.sub(f"[{''.join(self._wide)}][{NARROW}]?", lambda found: self._played.get(found[0], ""), svg)
