"""Messages on a page, in one language: text from data isolated, untranslated passages marked as English, unreviewed ones with a dagger."""

from __future__ import annotations

from markupsafe import Markup, escape

from counterwatch.core import Message, Template
from counterwatch.core.language import Quoted, has_reviewed, is_reviewed, is_translated, parts, render
from counterwatch.report.passage import passage

NUMBER = Template("report.speech.number", "{value}")
DECIMAL = Template("report.speech.decimal", "{value:s4}")
CHANCE = Template("report.speech.chance", "{value:p}")
DAGGER = Markup('<span class="dagger" aria-hidden="true">†</span>')


class Speech:
    """Says messages in `language`, and remembers whether a translation nobody has reviewed was among them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.unreviewed = self.untranslated = False
        self.wholly_unreviewed = not has_reviewed(language)

    def __call__(self, message: Message) -> Markup:
        """Return a message as safe HTML."""
        text = Markup().join(passage(each) if isinstance(each, Quoted) else escape(each) for each in parts(message, self.language))
        if not is_translated(message, self.language):
            return self._english(text)
        if not is_reviewed(message, self.language):
            self.unreviewed = True
            # Where nobody has reviewed anything, one notice on the cover says so; a mark on every word would say nothing.
            return text if self.wholly_unreviewed else text + DAGGER
        return text

    def plain(self, message: Message) -> str:
        """Return a message as text alone, for attributes and titles."""
        return render(message, self.language)

    def number(self, value: float | None) -> str:
        """Return a number as the locale writes it."""
        return render((DECIMAL if isinstance(value, float) and not value.is_integer() else NUMBER)(value=value), self.language)

    def chance(self, value: float | None) -> str:
        """Return a p-value as the locale writes it."""
        return render(CHANCE(value=value), self.language)

    def _english(self, text: Markup) -> Markup:
        self.untranslated = True
        return Markup('<span lang="en" dir="ltr">{}</span>').format(text)
