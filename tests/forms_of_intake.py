"""Forms for tests, of an intake whose key is known here and nowhere else."""

from __future__ import annotations

import functools
from html.parser import HTMLParser

from counterwatch.case.age import new_key, public_of
from counterwatch.incidents.intake.form import Made, make_form
from counterwatch.incidents.intake.limits import TAGS
from counterwatch.incidents.intake.record import Intake

SECRET = new_key()
INTAKE = Intake(id="5f0c9a3b7e2d41886a1b0c9d8e7f6a5b", secret=SECRET, recipient=public_of(SECRET))


@functools.cache
def form(*languages: str, title: str = "", organisation: str = "") -> Made:
    """Return a form in some languages, or in all six."""
    return make_form(INTAKE, languages=languages or TAGS, title=title, organisation=organisation)


class Elements(HTMLParser):
    """Every element of a page in order, with its attributes and the text up to the next tag."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.within = ""
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))
        self.within = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the parser's signature)
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within:
            self.found[-1][2].append(data)

    def named(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        """Return the attributes and the text of each element of a name."""
        return [(attributes, "".join(text)) for name, attributes, text in self.found if name == tag]
