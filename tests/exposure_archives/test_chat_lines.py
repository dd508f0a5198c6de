"""Lines of exported chats as telephones of many places write them, each a line that somebody could have; all say the same moment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.exposure.archives.whatsapp import order_of, said, time_of
from counterwatch.exposure.archives.when import ms_of
from counterwatch.exposure.reading.exports import read_archive

MOMENT = ms_of("2024-03-25 21:05:00")
LINES = {
    "en-GB iPhone": "[25/03/2024, 21:05:00] Someone: text",
    "en-GB Android": "25/03/2024, 21:05 - Someone: text",
    "en-US iPhone": "[3/25/24, 9:05:00\u202fPM] Someone: text",
    "en-US Android": "3/25/24, 9:05\u202fPM - Someone: text",
    "en-US Android before 2023": "3/25/24, 9:05 PM - Someone: text",
    "en-AU Android": "25/3/2024, 9:05 pm - Someone: text",
    "en-IN Android": "25/03/24, 9:05 pm - Someone: text",
    "en-CA iPhone": "[2024-03-25, 9:05:00 p.m.] Someone: text",
    "en-CA Android": "2024-03-25, 9:05 p.m. - Someone: text",
    "en-ZA Android": "2024/03/25, 21:05 - Someone: text",
    "de Android": "25.03.24, 21:05 - Someone: text",
    "de iPhone": "[25.03.24, 21:05:00] Someone: text",
    "de iPhone, long year": "[25.03.2024, 21:05:00] Someone: text",
    "de-AT": "25.3.2024, 21:05 - Someone: text",
    "fr Android": "25/03/2024, 21:05 - Someone: text",
    "fr Android, older": "25/03/2024 à 21:05 - Someone: text",
    "fr-CA": "2024-03-25 21 h 05 - Someone: text",
    "es Android": "25/3/24 21:05 - Someone: text",
    "es iPhone": "[25/3/24, 21:05:00] Someone: text",
    "es-MX": "25/3/2024 09:05 p. m. - Someone: text",
    "es-US iPhone": "[25/03/24, 9:05:00\u202fp.\u00a0m.] Someone: text",
    "it": "25/03/24, 21:05 - Someone: text",
    "pt-BR Android": "25/03/2024 21:05 - Someone: text",
    "pt-BR iPhone": "[25/03/2024, 21:05:00] Someone: text",
    "pt-PT": "25/03/24, 21:05 - Someone: text",
    "nl iPhone": "[25-03-2024 21:05:00] Someone: text",
    "nl Android": "25-03-2024 21:05 - Someone: text",
    "da": "25.03.2024 21.05 - Someone: text",
    "fi": "25.3.2024 klo 21.05 - Someone: text",
    "sv": "2024-03-25 21:05 - Someone: text",
    "nb": "25.03.2024, 21:05 - Someone: text",
    "pl": "25.03.2024, 21:05 - Someone: text",
    "cs": "25. 3. 2024 21:05 - Someone: text",
    "hu": "2024. 03. 25. 21:05 - Someone: text",
    "ru iPhone": "[25.03.2024, 21:05:00] Someone: text",
    "tr": "25.03.2024 21:05 - Someone: text",
    "tr, 12 hours": "25.03.2024 ÖS 9:05 - Someone: text",
    "el": "25/3/24, 9:05 μ.μ. - Someone: text",
    "he": "25.3.2024, 21:05 - Someone: text",
    "he iPhone": "\u200f[25.3.2024, 21:05:00] Someone: text",
    "ar digits": "٢٥/٣/٢٠٢٤، ٩:٠٥ م - Someone: text",
    "ar marks": "\u200f25\u200f/3\u200f/2024, 9:05 م - Someone: text",
    "fa": "۲۰۲۴/۳/۲۵،\u200f ۲۱:۰۵ - Someone: text",
    "hi": "25/3/24, 9:05 pm - Someone: text",
    "zh-CN Android": "2024年3月25日 21:05 - Someone: text",
    "zh-CN Android, slash": "2024/3/25 下午9:05 - Someone: text",
    "zh-CN iPhone": "[2024/3/25 21:05:00] Someone: text",
    "zh-HK": "25/3/2024 下午9:05 - Someone: text",
    "zh-TW iPhone": "[2024/3/25 下午9:05:00] Someone: text",
    "ja": "2024/03/25 21:05 - Someone: text",
    "ja, 12 hours": "[2024/03/25 午後9:05:00] Someone: text",
    "ko Android": "2024. 3. 25. 오후 9:05 - Someone: text",
    "ko iPhone": "[2024. 3. 25. 오후 9:05:00] Someone: text",
    "th, Buddhist year": "25/3/2567 21:05 - Someone: text",
    "id": "25/03/24 21.05 - Someone: text",
    "ko Android, words": "2024년 3월 25일 오후 9:05 - Someone: text",
    "mark first": "\u200e[25/03/2024, 21:05:00] Someone: text",
}


@pytest.mark.parametrize("where", LINES)
def test_a_line_of_any_locale_says_its_moment_and_its_sender(where: str) -> None:
    messages, unparsed = said([LINES[where]])
    assert unparsed == 0
    assert [(each.sender, each.lines) for each in messages] == [("Someone", ["text"])]
    order, shown = order_of(messages)
    assert shown
    assert time_of(messages[0], order) == MOMENT


def test_there_are_more_than_thirty_one_patterns() -> None:
    assert len(set(LINES.values())) > 31


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(1, 12), st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=40))
def test_what_is_written_is_read_back(moments: list[tuple[int, int, int, int]]) -> None:
    lines = [f"{day:02}.{month:02}.2023, {hour:02}:{minute:02} - Someone: text {number}" for number, (day, month, hour, minute) in enumerate(moments)]
    messages, unparsed = said(lines)
    assert (len(messages), unparsed) == (len(lines), 0)
    expected = [ms_of(f"2023-{month:02}-{day:02} {hour:02}:{minute:02}:00") for day, month, hour, minute in moments]
    assert [time_of(each, "dmy") for each in messages] == expected


def test_the_order_of_day_and_month_is_seen_in_the_chat() -> None:
    american, _ = said([f"{month}/{day}/24, 9:05 AM - A: x" for month, day in ((1, 9), (1, 10), (1, 12), (2, 1), (2, 2))])
    assert order_of(american) == ("mdy", True)
    european, _ = said([f"{day}/{month}/24, 9:05 AM - A: x" for month, day in ((1, 9), (1, 10), (1, 12), (2, 1), (2, 2))])
    assert order_of(european) == ("dmy", True)
    assert order_of(said(["1/2/24, 9:05 AM - A: x"])[0]) == ("dmy", False)


def test_lines_that_cannot_be_read_are_counted_and_their_share_is_said() -> None:
    chat = "[2024-03-25, 21:05:00] A: one\nmore of one\n[2024-03-25 sometime] A: two\n[2024-03-26, 21:05:00] B: three\n[99/99/9999, 21:05] A: four\n"
    archive = read_archive(chat.encode(), name="chat.txt", pseudonym=str.upper)
    assert (archive.lines, archive.unparsed) == (5, 1)
    assert [str(each.message) for each in archive.problems] == [
        "1 message has a date of another calendar, or one that does not exist; it is counted without its time"
    ]
    assert "1 of 5 lines could not be read (20.0%)" in [str(each) for each in archive.said]


def test_what_whatsapp_wrote_itself_is_no_message() -> None:
    lines = [
        "[2024-03-25, 21:05:00] A: \u200eMissed voice call",
        "25/03/2024, 21:05 - Messages and calls are end-to-end encrypted.",
        "25/03/2024, 21:06 - A: hi",
    ]
    assert [each.kind for each in said(lines)[0]] == ["notice", "notice", ""]
