"""Every sentence that people read is a `Message`: an identifier, an English template and what fills its gaps.

A template is written in the file that says it; translations live in gettext catalogs under `counterwatch/locale`.
A message carries its English template, so a stored finding stays readable when the code that said it is gone.
"""

from __future__ import annotations

import re
from typing import Annotated

import msgspec

FIELD = re.compile(r"\{([a-z_][a-z0-9_]*)(?::([a-z0-9%.]+))?\}")


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence to be rendered in the reader's language.

    `english` is the template for one, `many` the template where `params["n"]` asks for a plural (empty: there is only one form).
    Gaps are written `{name}` or `{name:format}`; `core.language.render` lists the formats.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", max_length=120)]
    english: Annotated[str, msgspec.Meta(max_length=4000)]
    many: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    params: dict[str, str | int | float | bool | Message | None] = {}

    def __str__(self) -> str:
        from counterwatch.core.language import render

        return render(self, "en")


Param = str | int | float | bool | Message | None
"""What can fill a gap; a message in a gap is rendered in the language of the sentence around it."""


class Template:
    """Makes messages: `SAID = Template("figures.last_digit.said", "last digits of {n} values ..."); SAID(n=300)`."""

    __slots__ = ("english", "fields", "id", "many")

    def __init__(self, id: str, english: str, many: str = "") -> None:
        self.id, self.english, self.many = id, english, many
        self.fields = frozenset(name for text in (english, many) for name, _ in FIELD.findall(text)) | ({"n"} if many else frozenset())
        known = TEMPLATES.setdefault(id, self)
        if (known.english, known.many) != (english, many):
            raise ValueError(f"two templates share the identifier {id!r}")

    def __call__(self, **params: Param) -> Message:
        if params.keys() != self.fields:
            raise TypeError(f"{self.id} takes {sorted(self.fields)}, not {sorted(params)}")
        return Message(id=self.id, english=self.english, many=self.many, params=params)


TEMPLATES: dict[str, Template] = {}
"""Every template defined so far, by identifier; `core.registry.scan` imports the files that define them."""
