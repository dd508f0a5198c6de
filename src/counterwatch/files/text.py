"""Bytes as text: the encoding that was named, a byte order mark, UTF-8, and then the older encodings by what makes plausible text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from counterwatch.core import Template, UnreadableEvidence, WrongUsage

NOT_TEXT = Template("files.text.not_text", "{name} is not text: it holds bytes that no text file has")
WRONG_KIND = Template("files.text.wrong_kind", "look at what the file really is, or say its encoding with --encoding")
CANNOT_DECODE = Template("files.text.cannot_decode", "{name} is not {encoding}: byte {byte} cannot be read so")
OTHER_ENCODING = Template("files.text.other_encoding", "leave --encoding out to have it guessed")
NO_SUCH_ENCODING = Template("files.text.no_such_encoding", 'there is no encoding "{encoding}"')
ENCODINGS = Template("files.text.encodings", "common ones are utf-8, utf-16, gb18030, big5, shift_jis, euc-kr, windows-1251 and windows-1252")

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
OLDER = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1251")
SAMPLE = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of a file; `certain` says that the encoding was named or shown by the file and not inferred."""

    text: str
    encoding: str
    certain: bool


def decode(data: bytes, *, name: str, encoding: str | None = None) -> Text:
    """Return the text of a file and the encoding it was read in."""
    if encoding is not None:
        return Text(text=_as_asked(data, name, encoding), encoding=encoding, certain=True)
    for mark, each in MARKS:
        if data.startswith(mark) and (text := _strictly(data[len(mark) :], each)) is not None:
            return Text(text=text, encoding=each, certain=True)
    if b"\x00" in data:
        return _wide(data, name)
    if (text := _strictly(data, "utf-8")) is not None:
        return Text(text=text, encoding="utf-8", certain=True)
    best = _older(data)
    text = _strictly(data, best)
    if text is None or len(re.findall(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]", text[:SAMPLE])) > 0.01 * len(text[:SAMPLE]):
        raise UnreadableEvidence(NOT_TEXT(name=name), hint=WRONG_KIND())
    return Text(text=text, encoding=best, certain=False)


def _as_asked(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(codecs.lookup(encoding).name).removeprefix("\ufeff")
    except LookupError as error:
        raise WrongUsage(NO_SUCH_ENCODING(encoding=encoding), hint=ENCODINGS()) from error
    except UnicodeDecodeError as error:
        raise UnreadableEvidence(CANNOT_DECODE(name=name, encoding=encoding, byte=error.start), hint=OTHER_ENCODING()) from error
    except (UnicodeError, ValueError) as error:
        raise UnreadableEvidence(CANNOT_DECODE(name=name, encoding=encoding, byte=0), hint=OTHER_ENCODING()) from error


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes, name: str) -> Text:
    """Read UTF-16 without a mark: its ASCII has a zero at every second byte."""
    head = data[:SAMPLE]
    for encoding, zeros, others in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        text = _strictly(data, encoding) if zeros.count(0) > 0.2 * len(zeros) and not others.count(0) else None
        if text is not None:
            return Text(text=text, encoding=encoding, certain=False)
    raise UnreadableEvidence(NOT_TEXT(name=name), hint=WRONG_KIND())


def _older(data: bytes) -> str:
    sample = data[:SAMPLE].rpartition(b"\n")[0] or data[:SAMPLE]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    # Accented letters stand alone between plain ones; the scripts below write whole words in high bytes.
    if sum(len(run) == 1 for run in runs) > 0.5 * len(runs) and not _two_byte(sample):
        return "cp1252" if _strictly(data, "cp1252") is not None else "latin-1"
    scores = {each: plausible(sample, each) for each in OLDER if _strictly(data, each) is not None}
    best = max(scores, key=lambda each: scores[each], default="")
    if best and scores[best] >= 0.5:
        return best
    return "cp1252" if _strictly(data, "cp1252") is not None else "latin-1"


def _two_byte(sample: bytes) -> bool:
    """Say whether lone high bytes are the first halves of Big5 or Shift JIS characters: then hardly any text has words around them."""
    return len(re.findall(rb"[A-Za-z][\x80-\xff][a-z ,;]", sample)) < 0.2 * len(re.findall(rb"[\x80-\xff]+", sample))


def plausible(sample: bytes, encoding: str) -> float:
    """Return the share of the characters beyond ASCII that are common ones in the language of an encoding."""
    text = [each for each in sample.decode(encoding, errors="ignore") if ord(each) > 127]
    if not text:
        return 0.0
    if encoding == "cp1251":
        letters = re.findall(r"\b[А-Яа-яЁё][а-яё]*\b|\b[А-ЯЁ]+\b", sample.decode(encoding, errors="ignore"))
        return sum(map(len, letters)) / len(text)
    return sum(_common(each, encoding) for each in text) / len(text)


def _common(character: str, encoding: str) -> bool:
    if encoding == "shift_jis":
        return "\u3040" <= character <= "\u30ff" or character in "年月日県市都道府"
    try:
        first = character.encode({"gb18030": "gb2312"}.get(encoding, encoding))[0]
    except UnicodeEncodeError:
        return False
    common = {"gb18030": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7), "euc_kr": range(0xB0, 0xC9)}[encoding]
    return first in common or first in (0xA1, 0xA3)
