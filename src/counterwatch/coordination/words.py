"""The words of a post that are its author's own, made comparable: no reposted text, no links, no names of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.unique import told
from counterwatch.text.sameness import same

if TYPE_CHECKING:
    import polars as pl

LINK = r"(?i)\b(?:https?://|www\.)[!-~]+"
MENTION = r"[@＠][\w.-]+(?:@[\w.-]+)?"
HASHTAG = r"[#＃](?:[^#＃\s]+[#＃]|[\w-]+)"
REPOSTED = r"^\s*(?:RT|rt|MT)\s+[@＠]"
CHAIN = r"//\s?[@＠].*"
"""On Weibo what follows is what others said before."""

LETTERS = 30
"""Fewer letters than this many people write independently: greetings, thanks, slogans. A Chinese character counts as three."""
LONGEST = 5000
"""Only so many characters of a post are compared: more cost memory and distinguish nothing."""


def own_words(posts: pl.DataFrame, *, hashtags: bool) -> pl.DataFrame:
    """Return `row` and `object`, the words of each post under one spelling, with or without its hashtags; posts with few words are left out."""
    import polars as pl

    written = posts.filter(~pl.col("text").str.contains(REPOSTED))
    if "repost_of" in posts.columns:
        written = written.filter(pl.col("repost_of").is_null() | (pl.col("repost_of") == ""))
    bare = pl.col("text").str.head(LONGEST).str.replace(f"(?s){CHAIN}", "").str.replace_all(LINK, " ").str.replace_all(MENTION, " ")
    bare = bare if hashtags else bare.str.replace_all(HASHTAG, " ")
    words = written.select("row", object=bare).filter(pl.col("object").str.len_chars() >= LETTERS // 3)
    words = words.with_columns(told(words["object"], same))
    return words.filter(_letters(pl.col("object")) >= LETTERS)


def _letters(text: pl.Expr) -> pl.Expr:
    return text.str.count_matches(r"[\p{L}\p{M}\p{N}]") + 2 * text.str.count_matches(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
