"""Each source: what of its format becomes which part of a post, in the forms in which it is handed on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from posts_read import left_out, posts_in, wrong

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.reading.recognising import reader_for
from counterwatch.core.registry import readers

# 1 January 2022, 00:00 UTC.
NEW_YEAR = 1_640_995_200_000


def sample_of(name: str) -> bytes:
    made = readers(Stream)[f"coordination.{name}"].sample
    assert made is not None
    return made()


def without_nothing(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{part: value for part, value in post.items() if value is not None} for post in posts]


def test_pages_of_twitter_v2_and_flattened_tweets() -> None:
    posts, stream = posts_in(sample_of("twitter_v2"))
    assert without_nothing(posts) == [
        {
            "row": 1, "post": "11", "account": "1", "created": 1_425_204_000_000, "time": NEW_YEAR + 5_000, "text": "早上好 #武汉 https://t.co/x",
            "mentions": ["3"], "hashtags": ["武汉"], "links": ["https://example.org/1"],
        },
        {"row": 2, "post": "12", "account": "2", "time": NEW_YEAR + 9_000, "text": "བོད་ལ", "repost_of": "9"},
        {
            "row": 3, "post": "13", "account": "3", "created": 1_456_826_400_000, "time": NEW_YEAR + 60_000, "text": "ياخشى", "reply_to": "11",
            "reply_to_account": "1",
        },
    ]  # fmt: skip
    assert wrong(stream) == ["1 row has no date of the account that can be read"]


def test_a_page_of_twitter_v2_as_a_document_and_pages_in_a_list() -> None:
    page = json.loads(sample_of("twitter_v2").splitlines()[0])
    for text in (json.dumps(page, indent=2), json.dumps([page]), json.dumps([page], indent=1)):
        posts, stream = posts_in(text)
        assert [each["post"] for each in posts] == ["11", "12"]
        assert "read as Twitter API v2" in str(stream.said[0])
    assert [each["row"] for each in posts_in(json.dumps([page, {"meta": {"result_count": 0}}, page]))[0]] == [1, 2, 3, 4]


def test_an_entry_of_a_page_that_is_no_tweet_is_counted_and_does_not_hide_the_others() -> None:
    page = json.loads(sample_of("twitter_v2").splitlines()[0])
    posts, stream = posts_in(json.dumps({"data": [page["data"][0], 5, page["data"][1]]}))
    assert [each["row"] for each in posts] == [1, 3]
    assert wrong(stream)[0] == "row 2: no account is named"


def test_links_to_own_pictures_are_no_links() -> None:
    tweet = {"id": "1", "author_id": "2", "created_at": "2022-01-01T00:00:00.000Z", "text": "x", "entities": {
        "urls": [{"expanded_url": "https://twitter.com/a/status/1/photo/1", "media_key": "3_9"}, {"url": "https://t.co/y"}]},
        "attachments": {"media_keys": ["3_9"]}}  # fmt: skip
    (post,) = posts_in(json.dumps(tweet))[0]
    assert (post["links"], post["images"]) == (["https://t.co/y"], ["3_9"])


def test_statuses_of_twitter_v1_with_their_whole_text() -> None:
    posts, stream = posts_in(sample_of("twitter_v1"))
    assert without_nothing(posts) == [
        {
            "row": 1, "post": "11", "account": "1", "created": 1_425_204_000_000, "time": 1_539_202_764_000, "text": "武汉", "reply_to": "7",
            "reply_to_account": "3", "mentions": ["3"], "hashtags": ["武汉"], "links": ["https://example.org/1"],
        },
        {
            "row": 3, "post": "12", "account": "2", "created": 1_456_826_400_000, "time": 1_539_202_771_000, "text": "བོད་ལ #བོད", "repost_of": "9",
            "hashtags": ["བོད"],
        },
    ]  # fmt: skip
    assert wrong(stream) == ["1 entry that is no post, as a deletion or a service message, was passed over"]


def test_a_list_of_statuses_and_an_answer_of_the_search() -> None:
    statuses = [json.loads(line) for line in sample_of("twitter_v1").splitlines()]
    for document in (statuses, {"statuses": statuses, "search_metadata": {"count": 3}}):
        posts, _ = posts_in(json.dumps(document, indent=1))
        assert [each["post"] for each in posts] == ["11", "12"]


def test_identifiers_longer_than_a_float_keep_their_digits() -> None:
    status = {"id": 1_477_000_000_000_000_001, "created_at": "Sat Jan 01 00:00:00 +0000 2022", "text": "x", "user": {"id": 1_477_000_000_000_000_003}}
    lines = "\n".join(json.dumps(status | extra) for extra in ({"id_str": "1477000000000000001"}, {}))
    posts, _ = posts_in(lines)
    assert [(each["post"], each["account"]) for each in posts] == [("1477000000000000001", "1477000000000000003")] * 2


def test_information_operations_are_read_by_their_own_names() -> None:
    posts, stream = posts_in(sample_of("x_information_operations"))
    assert without_nothing(posts) == [
        {
            "row": 2, "post": "11", "account": "a1=", "created": 1_425_168_000_000, "time": 1_498_147_380_000, "text": "早上好",
            "hashtags": ["武汉", "新闻"], "links": ["https://example.org/1"],
        },
        {
            "row": 3, "post": "12", "account": "b2=", "created": 1_425_168_000_000, "time": 1_498_147_380_000, "text": 'RT @z: ياخشى, "ھە"',
            "repost_of": "7", "mentions": ["9", "a1="],
        },
        {
            "row": 4, "post": "13", "account": "c3=", "created": 1_425_254_400_000, "time": 1_498_147_500_000, "text": "བོད་\nལ",
            "reply_to_account": "a1=", "reply_to": "11",
        },
    ]  # fmt: skip
    assert wrong(stream) == []


def test_tables_of_4cat() -> None:
    posts, _ = posts_in(sample_of("fourcat"))
    assert without_nothing(posts) == [
        {
            "row": 2, "post": "11", "account": "1", "time": NEW_YEAR + 5_000, "text": "早上好, 武汉", "mentions": ["c"], "hashtags": ["武汉", "新闻"],
            "links": ["https://example.org/1", "https://example.org/2"],
        },
        {"row": 3, "post": "12", "account": "2", "time": NEW_YEAR + 9_000, "text": "བོད་", "reply_to_account": "a"},
    ]  # fmt: skip
    # Without the moment, the clock: 4CAT writes it in UTC.
    assert [each["time"] for each in posts_in("id,thread_id,timestamp,body,author\n1,1,2022-01-01 00:00:05,x,a\n")[0]] == [NEW_YEAR + 5_000]


def test_messages_of_telegram() -> None:
    posts, stream = posts_in(sample_of("telegram"))
    assert without_nothing([{part: post[part] for part in post if part != "repost_of"} for post in posts]) == [
        {"row": 1, "post": "100/2", "account": "user1", "time": NEW_YEAR + 5_000, "text": "早上好"},
        {
            "row": 2, "post": "100/3", "account": "user2", "time": NEW_YEAR + 9_000, "text": "བོད་ https://example.org/1 #བོད@c", "reply_to": "100/2",
            "mentions": ["c"], "hashtags": ["བོད"], "links": ["https://example.org/1"],
        },
        {"row": 3, "post": "100/4", "account": "user3", "time": NEW_YEAR + 30_000, "text": "ياخشى"},
    ]  # fmt: skip
    assert [post["repost_of"] is None for post in posts] == [True, True, False]
    assert wrong(stream) == ["1 entry that is no post, as a deletion or a service message, was passed over"]


def test_the_same_forwarded_message_is_the_same_object_in_every_chat_and_names_nobody() -> None:
    def message(number: int, origin: str, text: str) -> dict[str, Any]:
        return {"id": number, "type": "message", "date_unixtime": "1640995200", "from_id": "user1", "forwarded_from": origin, "text": text}

    chats = [
        {"name": "x", "type": "public_channel", "id": 7, "messages": [message(1, "Somebody", "a"), message(2, "Somebody", "b")]},
        {
            "name": "y",
            "type": "private_group",
            "id": 8,
            "messages": [message(1, "Somebody", "a"), message(2, "Another", "a"), message(3, "Another", "")],
        },
    ]
    account = {"about": "x", "personal_information": {"user_id": 1}, "chats": {"about": "y", "list": chats}, "left_chats": {"about": "z", "list": []}}
    posts, _ = posts_in(json.dumps(account, indent=1))
    assert [each["post"] for each in posts] == ["7/1", "7/2", "8/1", "8/2", "8/3"]
    one, two, same, other, nothing = (each["repost_of"] for each in posts)
    assert one == same
    assert len({one, two, other}) == 3
    assert nothing is None
    assert "Somebody" not in str([each["repost_of"] for each in posts])


def test_chats_with_one_person_are_no_public_posts_unless_their_owner_chose_them() -> None:
    message = {"id": 1, "type": "message", "date_unixtime": "1640995200", "from_id": "user1", "text": "x"}
    private = {"name": "x", "type": "personal_chat", "id": 7, "messages": [message]}
    group = {"name": "y", "type": "private_supergroup", "id": 8, "messages": [message]}
    account = {"about": "x", "personal_information": {"user_id": 1}, "chats": {"about": "y", "list": [private, group]}}
    posts, stream = posts_in(json.dumps(account))
    assert [each["post"] for each in posts] == ["8/1"]
    assert wrong(stream) == ["1 entry that is no post, as a deletion or a service message, was passed over"]
    assert [each["post"] for each in posts_in(json.dumps(private))[0]] == ["7/1"]


def test_statuses_of_mastodon() -> None:
    posts, _ = posts_in(sample_of("mastodon"))
    assert without_nothing(posts) == [
        {
            "row": 1, "post": "https://a.example/users/a/statuses/11", "account": "https://a.example/@a", "created": 1_577_836_800_000,
            "time": NEW_YEAR + 5_123, "text": "早上好 example.org/1", "hashtags": ["武汉"], "links": ["https://example.org/1"],
        },
        {
            "row": 2, "post": "https://a.example/users/b/statuses/12/activity", "account": "https://a.example/@b", "created": 1_609_459_200_000,
            "time": NEW_YEAR + 9_456, "text": "བོད་", "repost_of": "https://b.example/users/z/statuses/9", "hashtags": ["བོད"],
        },
    ]  # fmt: skip


def test_an_outbox_of_mastodon() -> None:
    note = {
        "id": "https://a.example/users/a/statuses/1", "type": "Note", "inReplyTo": "https://b.example/users/b/statuses/5", "published":
        "2022-01-01T00:00:00Z", "attributedTo": "https://a.example/users/a", "content": '<p><span class="h-card"><a href="https://b.example/@b" '
        'class="u-url mention">@<span>b</span></a></span> 武汉<br>&amp; more</p><p><a href="https://a.example/tags/x" class="mention hashtag">#x</a>'
        "</p>",
        "tag": [{"type": "Mention", "href": "https://b.example/users/b", "name": "@b@b.example"}, {"type": "Hashtag", "href": "y", "name": "#x"}],
        "attachment": [{"type": "Document", "url": "/m/1.png", "blurhash": "UBL_"}],
    }  # fmt: skip
    actor = "https://a.example/users/a"
    announced = "https://b.example/users/z/statuses/9"
    outbox: dict[str, Any] = {
        "@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection", "totalItems": 3, "orderedItems": [
            {"id": f"{note['id']}/activity", "type": "Create", "actor": actor, "published": "2022-01-01T00:00:00Z", "object": note},
            {"id": f"{actor}/statuses/2/activity", "type": "Announce", "actor": actor, "published": "2022-01-01T00:00:07Z", "object": announced},
            {"id": f"{actor}/statuses/3", "type": "Delete", "actor": actor, "object": "x"},
        ],
    }  # fmt: skip
    for text in (json.dumps(outbox, indent=1), "\n".join(json.dumps(each) for each in outbox["orderedItems"])):
        posts, stream = posts_in(text)
        assert without_nothing(posts) == [
            {
                "row": 1, "post": note["id"], "account": actor, "time": NEW_YEAR, "text": "@b 武汉\n& more\n#x", "reply_to": note["inReplyTo"],
                "mentions": ["https://b.example/users/b"], "hashtags": ["x"], "images": ["UBL_"],
            },
            {"row": 2, "post": f"{actor}/statuses/2/activity", "account": actor, "time": NEW_YEAR + 7_000, "repost_of": announced},
        ]  # fmt: skip
        assert "1 entry that is no post, as a deletion or a service message, was passed over" in wrong(stream)


def test_events_of_jetstream() -> None:
    posts, stream = posts_in(sample_of("bluesky"))
    # 9 September 2024, 19:46:02.102 UTC.
    moment = 1_725_911_162_102
    assert without_nothing(posts) == [
        {
            "row": 1, "post": "at://did:plc:a/app.bsky.feed.post/3k1", "account": "did:plc:a", "time": moment, "text": "早上好 @c #武汉",
            "mentions": ["did:plc:c"], "hashtags": ["武汉"], "links": ["https://example.org/1"],
        },
        {
            "row": 2, "post": "at://did:plc:b/app.bsky.feed.repost/3k2", "account": "did:plc:b", "time": moment + 3_000,
            "repost_of": "at://did:plc:z/app.bsky.feed.post/3j9",
        },
        {
            "row": 4, "post": "at://did:plc:c/app.bsky.feed.post/3k3", "account": "did:plc:c", "time": moment + 7_000, "text": "བོད་",
            "reply_to": "at://did:plc:a/app.bsky.feed.post/3k1", "reply_to_account": "did:plc:a",
        },
    ]  # fmt: skip
    assert wrong(stream) == ["1 entry that is no post, as a deletion or a service message, was passed over"]


def test_a_feed_an_answer_of_the_search_and_records_of_bluesky() -> None:
    uri = "at://did:plc:a/app.bsky.feed.post/3k1"
    image = {"$type": "app.bsky.embed.images", "images": [{"alt": "", "image": {"$type": "blob", "ref": {"$link": "bafkrei1"}}}]}
    record = {"$type": "app.bsky.feed.post", "createdAt": "2022-01-01T00:00:00Z", "text": "ياخشى", "tags": ["x"], "embed": image}
    post = {"uri": uri, "cid": "b", "author": {"did": "did:plc:a", "handle": "a.example"}, "record": record, "indexedAt": "2022-01-01T00:00:01Z"}
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": {"did": "did:plc:b"}, "indexedAt": "2022-01-01T00:00:09Z"}
    plain = {"row": 1, "post": uri, "account": "did:plc:a", "time": NEW_YEAR, "text": "ياخشى", "hashtags": ["x"], "images": ["bafkrei1"]}
    documents: list[Any] = [{"feed": [{"post": post}]}, {"posts": [post]}, {"records": [{"uri": uri, "cid": "b", "value": record}]}, [post], post]
    for document in documents:
        assert without_nothing(posts_in(json.dumps(document))[0]) == [plain], document
    (shared,) = without_nothing(posts_in(json.dumps({"feed": [{"post": post, "reason": reason}], "cursor": "x"}))[0])
    assert (shared["account"], shared["time"], shared["repost_of"]) == ("did:plc:b", NEW_YEAR + 9_000, uri)


def test_videos_of_tiktok() -> None:
    posts, _ = posts_in(sample_of("tiktok"))
    expected = [
        {"row": 1, "post": "7011", "account": "a", "time": NEW_YEAR + 5_000, "text": "早上好 #武汉", "hashtags": ["武汉"], "object": "5"},
        {"row": 2, "post": "7012", "account": "b", "time": NEW_YEAR + 9_000, "text": "བོད་ ياخشى", "object": "5"},
    ]
    assert without_nothing(posts) == expected
    page = json.loads(sample_of("tiktok"))
    flattened = "\n".join(json.dumps(each) for each in page["data"]["videos"])
    for text in (json.dumps([page, {"data": {}, "error": {"code": "ok"}}]), flattened):
        assert without_nothing(posts_in(text)[0]) == expected


@pytest.mark.parametrize("name", sorted(each.removeprefix("coordination.") for each in readers(Stream)))
def test_what_a_file_is_decides_and_not_its_name(name: str) -> None:
    for ending in (".json", ".csv", ".txt", ".parquet", ""):
        assert reader_for(sample_of(name), name=f"export{ending}").name == f"coordination.{name}"


def test_columns_that_were_named_are_taken_from_whatever_file_it_is() -> None:
    text = '{"id": "1", "author_id": "2", "created_at": "2022-01-01T00:00:00Z", "text": "x", "lang": "zh"}\n' * 2
    posts, stream = posts_in(text, columns={"account": "lang"})
    assert {each["account"] for each in posts} == {"zh"}
    assert "account: the column lang" in map(str, stream.said)


def test_an_entry_that_is_no_post_of_its_source_is_counted_and_the_others_are_read() -> None:
    lines = sample_of("twitter_v1").decode().splitlines()
    posts, stream = posts_in("\n".join([lines[0], '{"text": "no number"}', '["a"]', lines[2]]))
    assert [each["row"] for each in posts] == [1, 4]
    assert left_out(stream) == 2
    assert wrong(stream)[0] == "line 2: it is not a post as this source writes them: it has no id_str"
