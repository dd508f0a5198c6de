"""Links that lead to one page are one; links that lead to two are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.text.links.canonical import canonical

SAME = {
    "example.org/a/c?a=1&b=2": [
        "HTTP://WWW.Example.ORG:80/a/./b/../c/?b=2&a=1&utm_source=x#top",
        "https://m.example.org/a/c?a=1&b=2&fbclid=IwAR0",
        "example.org/a/c/?UTM_Campaign=z&a=1&gclid=1&b=2",
        "https://mobile.example.org:443//a/c?a=1&b=2#:~:text=word",
        "https://amp.example.org/amp/a/c/amp/?a=1&b=2&outputType=amp",
        "https://www.google.com/amp/s/www.example.org/a/c?a=1&b=2",
        "https://www.google.co.uk/amp/example.org/a/c/amp?a=1&b=2",
        "https://example-org.cdn.ampproject.org/c/s/example.org/a/c?a=1&b=2",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%2Fc%3Fa%3D1%26b%3D2%26fbclid%3D1&h=AT0",
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2Fa%2Fc%3Fa%3D1%26b%3D2",
    ],
    "youtube.com/watch?v=dQw4w9WgXcQ": [
        "https://youtu.be/dQw4w9WgXcQ?t=3",
        "https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0",
    ],
    "twitter.com/i/status/1234": [
        "https://mobile.twitter.com/somebody/status/1234?s=20",
        "https://x.com/i/web/status/1234",
        "https://twitter.com/Somebody/status/1234/photo/1",
    ],
    "tiktok.com/@/video/77": ["https://www.tiktok.com/@some.body/video/77?is_from_webapp=1", "https://tiktok.com/@/video/77"],
    "instagram.com/p/Cx_-1": ["https://www.instagram.com/p/Cx_-1/?igshid=1", "https://instagram.com/somebody/reel/Cx_-1/"],
    "xn--r8jz45g.jp/%E3%83%91%E3%82%B9": ["https://例え.jp/パス", "http://XN--R8JZ45G.jp/%e3%83%91%E3%82%b9/"],
    "example.org/~a": ["https://example.org/%7Ea", "https://example.org/~a?"],
    "en.wikipedia.org/wiki/Tibet": ["https://en.m.wikipedia.org/wiki/Tibet#History"],
    "t.me/channel/12": ["https://telegram.me/channel/12"],
}


@pytest.mark.parametrize(("one", "links"), SAME.items())
def test_links_to_one_page_are_one(one: str, links: list[str]) -> None:
    assert {link: canonical(link) for link in links} == dict.fromkeys(links, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://bit.ly/3AbC", "https://bit.ly/3abc"),
        ("https://m.co.uk/", "https://co.uk/"),
        ("https://amp.dev/", "https://dev/"),
        ("https://example.org/amp", "https://example.org/"),
        ("https://youtube.com/@somebody", "https://youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://twitter.com/a", "https://twitter.com/b"),
        ("https://blog.example.org/", "https://example.org/"),
        ("https://news.example.org/?ref=a", "https://news.example.org/?ref=b"),
    ],
)
def test_links_to_two_pages_are_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_a_shortened_link_stays_as_it_is() -> None:
    assert canonical("https://t.co/AbC123") == "t.co/AbC123"


@pytest.mark.parametrize("text", ["", "mailto:a@b.example", "javascript:alert(1)", "no link", "https://", "http://a..b/", "https://[", "ftp://a.b/c"])
def test_what_is_no_address_of_a_page_is_nothing(text: str) -> None:
    assert canonical(text) is None


def test_a_page_that_is_carried_behind_a_mark_of_amp_is_found_at_once() -> None:
    assert canonical("https://a.b.cdn.ampproject.org/amp/c/example.org") == canonical("https://a.b.cdn.ampproject.org/c/example.org") == "example.org"


@given(
    host=st.sampled_from(
        ["example.org", "www.example.org", "m.site.co.uk", "例え.jp", "youtu.be", "x.com", "www.google.com", "a.b.cdn.ampproject.org"]
    ),
    path=st.lists(st.sampled_from(["amp", "s", "c", "", ".", "..", "url", "a", "%7e", "%2F", "é", "status", "12", "example.org", "watch"])),
    query=st.lists(st.sampled_from(["utm_x=1", "b=2", "a=%c3%a9", "q=https://a.example/b", "v=dQw4w9WgXcQ", "amp", "=", "s=20", "c=x y"])),
    end=st.sampled_from(["", "#top", "#!/x", "#/a?b"]),
)
def test_what_was_made_canonical_stays_so(host: str, path: list[str], query: list[str], end: str) -> None:
    once = canonical(f"https://{host}/{'/'.join(path)}?{'&'.join(query)}{end}")
    assert once is None or canonical(once) == once


@given(st.text(max_size=80))
def test_any_text_is_a_link_or_nothing(text: str) -> None:
    once = canonical(text)
    assert once is None or canonical(once) == once
