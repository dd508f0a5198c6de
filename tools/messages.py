"""Bring the catalogs up to date: `uv run python tools/messages.py`.

New sentences are added empty, those that left the source are removed, translations and flags are kept. `fuzzy` marks a
translation that no speaker has reviewed; where the English text changed, the old translation goes, since it says something else.
"""

from __future__ import annotations

import io
import pathlib

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from templates import SOURCE, Sentence, sentences

CATALOGS = SOURCE / "locale"
LANGUAGES = ("fr", "zh-Hans", "zh-Hant")
PLURALS = {"fr": "nplurals=2; plural=(n > 1);", "zh-Hans": "nplurals=1; plural=0;", "zh-Hant": "nplurals=1; plural=0;"}


def read(path: pathlib.Path) -> Catalog:
    """Return the catalog in a `.po` file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_"))


def updated(old: Catalog, found: list[Sentence]) -> Catalog:
    """Return a catalog of the sentences found, with the translations and flags of an older one."""
    new = Catalog(locale=old.locale, fuzzy=False)
    for sentence in found:
        key = (sentence.english, sentence.many) if sentence.many else sentence.english
        known = old.get(key, context=sentence.id)
        kept = known if known is not None and known.id == key else None
        added = new.add(key, kept.string if kept else None, [(sentence.file, 0)], kept.flags if kept else (), context=sentence.id)
        # A sentence that reads like one of Python's own format strings gains a flag that means something else here.
        added.flags -= {"python-format", "python-brace-format"}
    return new


def written(catalog: Catalog, language: str) -> str:
    """Return the text of a `.po` file: a fixed head without dates, then one entry per sentence in the order of identifiers."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_lineno=False)
    plurals, tag = PLURALS[language], language.replace("-", "_")
    head = f'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plurals}\\n"\n'
    return f"{head}\n{body.getvalue().decode()}".rstrip() + "\n"


def is_complete(message: Message) -> bool:
    """Return whether every form of a translation is there."""
    forms = [message.string] if isinstance(message.string, str) else message.string or [""]
    return all(forms)


def main() -> None:
    """Rewrite the catalog of every language."""
    found = sentences()
    for language in LANGUAGES:
        path = CATALOGS / f"{language}.po"
        catalog = updated(read(path), found)
        path.write_text(written(catalog, language), encoding="utf-8")
        done = sum(is_complete(message) for message in catalog if message.id)
        unreviewed = sum(message.fuzzy for message in catalog if message.id)
        print(f"{path.name}: {done} of {len(found)} sentences translated, {unreviewed} of them unreviewed")


if __name__ == "__main__":
    main()
