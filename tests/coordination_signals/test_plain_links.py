"""The short way for plain links says what the long way says."""

from hypothesis import given, settings
from hypothesis import strategies as some

from counterwatch.text.links import canonical as links
from counterwatch.text.links.hosts import ALIASES, EDITIONS
from counterwatch.text.links.wrapped import REDIRECTS

LABEL = some.sampled_from([*sorted(EDITIONS), "amp", "news", "xn--fiqs8s", "co", "uk", "a-b", "-a", "a-", "1", "x" * 64]) | some.text(
    "abz019-", min_size=1, max_size=9
)
HOST = some.lists(LABEL, min_size=2, max_size=5).map(".".join) | some.sampled_from(
    [
        *ALIASES,
        *(host for host, _ in REDIRECTS),
        "t.me",
        "youtube.com",
        "youtu.be",
        "cdn.ampproject.org",
        "x.bing-amp.com",
        "google.com",
        "weibo.com",
        "vk.com",
        "en.m.wikipedia.org",
    ]
)
SEGMENT = some.text("aZ09._~-%", min_size=1, max_size=8) | some.sampled_from(
    ["amp", "AMP", "amp.html", "camp", "v", "c", "news.example", "..", ".", "status", "watch", "s", "wall-1_2", "reel", "p"]
)
LINK = some.builds(
    lambda scheme, host, path, end: f"{scheme}://{host}{''.join(f'/{each}' for each in path)}{end}",
    some.sampled_from(["http", "https", "HTTP"]), HOST, some.lists(SEGMENT, max_size=5), some.sampled_from(["", "/", "//", "?", "#"]),
)  # fmt: skip


@settings(max_examples=1500)
@given(LINK)
def test_both_ways_agree(link: str) -> None:
    assert links.canonical(link) == links._at_length(link)


def test_the_short_way_is_taken() -> None:
    assert links.PLAIN.fullmatch("https://www.example.org/2021/05/a-headline_1.html")
    assert not links.PLAIN.fullmatch("https://example.org/a/../b")
    assert not links.PLAIN.fullmatch("https://example.org/%E4%B8%AD")
