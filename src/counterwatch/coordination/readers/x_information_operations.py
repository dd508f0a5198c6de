"""The archives of information operations that Twitter (X) published from 2018 to 2022."""

from __future__ import annotations

from pathlib import Path

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.head import Head
from counterwatch.coordination.reading.recognising import known_by
from counterwatch.core import reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

COLUMNS = {
    "account": ("userid",),
    "post": ("tweetid",),
    "time": ("tweet_time",),
    "text": ("tweet_text",),
    "repost_of": ("retweet_tweetid",),
    "reply_to": ("in_reply_to_tweetid",),
    "reply_to_account": ("in_reply_to_userid",),
    "mentions": ("user_mentions",),
    "hashtags": ("hashtags",),
    "links": ("urls",),
    "created": ("account_creation_date",),
}


def knows(head: Head) -> bool:
    return {"tweetid", "userid", "tweet_time"} <= set(head.first_line.replace('"', "").split(","))


def sample() -> bytes:
    return (
        '"tweetid","userid","user_display_name","account_creation_date","tweet_language","tweet_text","tweet_time","in_reply_to_userid",'
        '"in_reply_to_tweetid","is_retweet","retweet_userid","retweet_tweetid","hashtags","urls","user_mentions"\n'
        '"11","a1=","x","2015-03-01","zh","早上好","2017-06-22 16:03","","","false","","","[武汉, 新闻]","[https://example.org/1]","[]"\n'
        '"12","b2=","y","2015-03-01","ug","RT @z: ياخشى, ""ھە""","2017-06-22 16:03","","","true","9","7","[]","","[9, a1=]"\n'
        '"13","c3=","z","2015-03-02","bo","བོད་\nལ","2017-06-22 16:05","a1=","11","false","","","","","[]"\n'
    ).encode()


@reader(makes=Stream, suffixes=(".csv", ".csv.gz"), sample=sample)
@known_by(knows)
def x_information_operations(
    source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never
) -> Stream:
    """Reads the tables of Tweets in the information operations archives of Twitter (X).

    Twitter Transparency Center, «Information Operations», readme of the archives (2018-2022): one row for each Tweet,
    `tweet_time` in UTC to the minute, `hashtags`, `urls` and `user_mentions` as lists in brackets, `userid`
    hashed for accounts with fewer than 5,000 followers.
    """
    from counterwatch.coordination.reading.tables import stream_of_text

    stop_if(cancel)
    return stream_of_text(source, name=name, mapping=mapping or Mapping(), progress=progress, cancel=cancel, known=COLUMNS)
