"""Which column of a file is which part of a post: by what the user said, then by the names that such columns have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.coordination.mapping import Mapping
from counterwatch.core import Message, Template, UnreadableEvidence, WrongUsage

MISSING = Template("coordination.roles.missing", "no column of {name} is known to be the {part}; its columns are {columns}")
MAP = Template("coordination.roles.map", "--map {part}=COLUMN says which column it is")
NO_SUCH_PART = Template("coordination.roles.no_such_part", 'a post has no part called "{part}"')
PARTS = Template("coordination.roles.parts", "its parts are {parts}")
NO_SUCH_COLUMN = Template("coordination.roles.no_such_column", '{name} has no column "{column}"; its columns are {columns}')
TAKEN = Template("coordination.roles.taken", "{part}: the column {column}")
UNUSED = Template("coordination.roles.unused", "not used: the column {columns}", "not used: the columns {columns}")

SPELLINGS: dict[str, str] = {
    "account": "accountid userid useridstr authorid externalauthorid fromid actorid ownerid channelid pageid did uid account author username "
    "userscreenname screenname user handle acct actor creator poster from 用户id 用户编号 账号id 帐号id 博主id 作者id 账号 帐号 用户名 用户名称 "
    "博主 用户 昵称 用户昵称 作者 发布者 发布人 用戶id 帳號id 使用者id 作者編號 帳號 用戶名 用戶名稱 使用者 用戶 暱稱 發布者 發文者",
    "post": "postid contentid messageid tweetid statusid idstr itemid videoid mid id uri 微博id 帖子id 推文id 内容id 消息id 文章id 博文id "
    "貼文id 內容id 訊息id",
    "time": "timestampshare timestamp timestamputc unixtimestamp dateunixtime createdatutc tweettime createdat createdtime createtime publishdate "
    "publishedat publishtime posttime postedat postdate datetime time date created 发布时间 发表时间 发帖时间 发文时间 创建时间 推文时间 时间 "
    "发布日期 日期 發布時間 發佈時間 發表時間 發文時間 建立時間 創建時間 時間 發布日期",
    "text": "text fulltext tweettext videodescription message body content caption description tweet post "
    "微博正文 正文 内容 微博内容 帖子内容 文本 全文 文字 "
    "貼文內容 內容 推文 訊息",
    "repost_of": "repostof repostid retweettweetid retweetid retweetof retweetedid retweetedstatusid retweetedtweetid sharedpostid reblogofid "
    "转发微博id 原微博id 被转发id 转发id 原帖id 轉發id 原文id",
    "reply_to": "replyto replyid inreplytotweetid inreplytostatusid inreplytoid repliedtoid replytoid replytomessageid parentid 回复id 被回复id "
    "回覆id",
    "reply_to_account": "replytoaccount inreplytouserid inreplytoaccountid replytouserid inreplytoscreenname replytouser 回复用户id 回复用户 "
    "回覆用戶",
    "mentions": "mentions usermentions mentionids mentioneduserids mentioned mention 提及 提到 提及用户 艾特用户 提及用戶",
    "hashtags": "hashtags hashtag hashtagid hashtagnames tags 话题 微博话题 标签 話題 標籤 主題標籤",
    "links": "urls expandedurls expandedurl links link sharedurl urlid url 链接 网址 外链 連結 鏈接 網址",
    "images": "imagehash imagehashes phash phashid perceptualhash imagehashid imageid mediahash images 图片哈希 图片 圖片",
    "object": "objectid object sharedobject sharedid 对象 对象id 物件 物件id",
    "created": "created accountcreationdate accountcreatedat accountcreated usercreatedat authorcreatedat "
    "注册时间 账号创建时间 註冊時間 帳號建立時間",
}  # fmt: skip
"""Names of columns by part of a post, the better ones first, as `plain` writes them. QUT's eight (message_id, user_id, username, repost_id,
reply_id, message, timestamp, urls) and CooRTweet's four (object_id, account_id, content_id, timestamp_share) are among them."""

NEEDED = ("account", "time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """`columns` names the column of each part that the file has; `unused` are the others, in the order of the file."""

    columns: dict[str, str]
    unused: tuple[str, ...]

    @property
    def said(self) -> tuple[Message, ...]:
        taken = tuple(TAKEN(part=part, column=column[:60]) for part, column in self.columns.items())
        return (*taken, UNUSED(n=len(self.unused), columns=shown(self.unused))) if self.unused else taken


def roles_of(names: Sequence[str], *, name: str, mapping: Mapping, known: Named[str, str] | None = None) -> Roles:
    """Return which column is which part; `known` are the names that a source is documented to have, and then nothing else is guessed."""
    found = dict(known or guessed(names, given=mapping.columns))
    for part, column in mapping.columns.items():
        if part not in SPELLINGS:
            raise WrongUsage(NO_SUCH_PART(part=part[:40]), hint=PARTS(parts=", ".join(SPELLINGS)))
        if column and column not in names:
            raise WrongUsage(NO_SUCH_COLUMN(name=name, column=column[:60], columns=shown(names)), hint=MAP(part=part))
        found[part] = column
    columns = {part: found[part] for part in SPELLINGS if found.get(part) in names}
    for part in NEEDED:
        if part not in columns:
            raise UnreadableEvidence(MISSING(name=name, part=part, columns=shown(names)), hint=MAP(part=part))
    return Roles(columns=columns, unused=tuple(each for each in names if each not in columns.values()))


def guessed(names: Sequence[str], *, given: Named[str, str]) -> dict[str, str]:
    """Return a column for each part by its name; one column is one part, and what the user named is taken."""
    by_name: dict[str, str] = {}
    for each in names:
        by_name.setdefault(plain(each), each)
    free = {spelling: column for spelling, column in by_name.items() if column not in given.values()}
    found: dict[str, str] = {}
    for part, spellings in SPELLINGS.items():
        spelling = next((each for each in spellings.split() if each in free), None)
        if part not in given and spelling is not None:
            found[part] = free.pop(spelling)
    return found


def plain(name: str) -> str:
    """Return a column name without case, space and signs: `User ID`, `user_id` and `userId` are one."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def shown(names: Sequence[str]) -> str:
    """Return names of columns as a message lists them."""
    listed = ", ".join(each[:40] for each in names[:30])
    return f"{listed} …" if len(names) > 30 else listed
