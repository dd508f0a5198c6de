"""The text and the addresses in the HTML of a post."""

from __future__ import annotations

from html.parser import HTMLParser

BREAKS = frozenset({"br", "p", "div", "li"})
NOT_LINKS = frozenset({"mention", "hashtag", "u-url"})


class Plain(HTMLParser):
    """Collects text, and addresses that are neither mentions nor hashtags, as Mastodon marks them by their classes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and (address := given.get("href")) and not NOT_LINKS & set((given.get("class") or "").split()):
            self.links.append(address)
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain(markup: object) -> tuple[str | None, list[str]]:
    """Return the text of HTML and its links."""
    if not isinstance(markup, str):
        return None, []
    parser = Plain()
    parser.feed(markup)
    parser.close()
    return "".join(parser.pieces).strip(), parser.links
