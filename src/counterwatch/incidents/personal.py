"""What in a text points at a private person: numbers and addresses in any usual form, names after a form of address; said by kind, never shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

Kind = Literal["e_mail", "telephone", "identity_number", "passport", "bank_card", "bank_account", "device", "address", "coordinates", "name"]

EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+\.[\w.-]{2,}")
LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
RUN = re.compile(r"(?<![\w.])\+?\d(?:[ ()./\-\u00a0]*\d){6,}(?!\w)")
INTERNATIONAL = re.compile(r"(?<![\w/.-])(?:\+|00)\d[\d ()./-]{7,}\d")
CITIZEN = re.compile(r"(?<!\d)\d{17}[\dXx](?!\w)")
PASSPORT = re.compile(
    r"(?:passports?|passeports?|护照|護照|паспорт)\W{0,3}(?:no\.?|n°|number|nr\.?|numéro|号码?|號碼?|№)?\W{0,3}(?-i:[A-Z]{0,2}\d{6,9})\b",
    re.IGNORECASE,
)
CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
DEVICE = re.compile(r"\bimei\b\W{0,4}(\d(?:[ -]?\d){14})(?!\d)", re.IGNORECASE)
COORDINATES = re.compile(r"(?<![\w.])[+-]?\d{1,2}[.]\d{3,}\s*°?\s*[NS]?\s*[,;/ ]\s*[+-]?\d{1,3}[.]\d{3,}(?![\w.])")
DEGREES = re.compile(r"\d{1,2}\s*°\s*\d{1,2}\s*['′]\s*\d{1,2}(?:[.]\d+)?\s*[\"″]?\s*[NSns]")
ENGLISH = "Street|St\\.?|Road|Rd\\.?|Avenue|Ave\\.?|Lane|Drive|Boulevard|Blvd\\.?|Terrace|Close|Crescent"
STREET = re.compile(
    rf"\b\d{{1,4}}[A-Za-z]?,? (?:bis |ter )?(?:[A-Z][\w'.-]+ ){{1,3}}(?:{ENGLISH})\b"
    r"|\b\d{1,4},? (?:bis |ter )?(?:rue|avenue|boulevard|allée|chemin|impasse|quai) (?:d[eu]s? |de la |de l'|d')?[A-Z\u00c0-\u00de]\w+"
    r"|\b[A-Z\u00c0-\u00de][\w-]*(?:straße|strasse|str\.|gasse|allee|straat|gatan|gade|ulitsa) \d{1,4}[a-z]?\b"
    r"|[\u4e00-\u9fff]{2,}(?:路|街|巷|弄|胡同)\s?[0-9]{1,4}\s?[号號]"
)
ADDRESSED = re.compile(
    r"\b(?:Mrs|Mr|Ms|Miss|Mme|Mlle|Madame|Monsieur|Herr|Frau|Señora?|Sra?)\b\.? (?:[A-Z\u00c0-\u00de][\w'-]+)"
    r"|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|太太)(?![\u4e00-\u9fff]{0,1}们)"
)
NOBODY = re.compile(r"^[一二三四五六七八九十两几多数名这那该某有各老本女男位前和与的是对向给让请被把及個該个]{0,4}(?:先生|女士|小姐|太太)$")
DIGIT = re.compile(r"\d")
YEARS = re.compile(r"(?:(?:1[5-9]|20)\d\d[ ,/-]*)+")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def personal_in(text: str, *, region: str = "") -> Kind | None:
    """Return the first kind of personal data that a text holds, or None. `region` (ISO 3166-1) makes out numbers written without a country code."""
    plain = LINK.sub(" ", text if text.isascii() else unicodedata.normalize("NFKC", text))
    # Most texts hold no digit, and so hardly any of this.
    if not DIGIT.search(plain):
        return "e_mail" if "@" in plain and EMAIL.search(plain) else "name" if _has_name(plain) else None
    return next((kind for kind, found in _looks(plain, region) if found), None)


def _looks(text: str, region: str) -> Iterator[tuple[Kind, bool]]:
    """Yield each kind with whether the text holds one, those first that say most."""
    looks: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
        ("e_mail", lambda each: bool(EMAIL.search(each))), ("identity_number", _has_citizen), ("device", _has_device), ("bank_account", _has_iban),
        ("bank_card", _has_card), ("passport", lambda each: bool(PASSPORT.search(each))), ("coordinates", _has_coordinates),
        ("telephone", lambda each: _has_telephone(each, region)), ("address", lambda each: bool(STREET.search(each))), ("name", _has_name),
    )  # fmt: skip
    return ((kind, found(text)) for kind, found in looks)


def _has_citizen(text: str) -> bool:
    """Is there a citizen number of China whose last digit is right (GB 11643-1999) and whose day of birth is one?"""
    for each in CITIZEN.findall(text):
        month, day = int(each[10:12]), int(each[12:14])
        total = sum(int(digit) * weight for digit, weight in zip(each[:17], WEIGHTS, strict=True))
        if CHECKS[total % 11] == each[17].upper() and 1 <= month <= 12 and 1 <= day <= 31 and each[6:8] in ("19", "20"):
            return True
    return False


def _has_device(text: str) -> bool:
    return any(_luhn(each) for each in DEVICE.findall(text))


def _has_iban(text: str) -> bool:
    """Is there an account number whose remainder is right (ISO 13616)?"""
    for each in IBAN.findall(text):
        written = each.replace(" ", "")
        if len(written) >= 15 and int("".join(str(int(sign, 36)) for sign in written[4:] + written[:4])) % 97 == 1:
            return True
    return False


def _has_card(text: str) -> bool:
    """Is there a card number whose last digit is right (ISO/IEC 7812), of one of the usual beginnings?"""
    return any(each[0] in "3456" and _luhn(each) for each in CARD.findall(text))


def _luhn(text: str) -> bool:
    digits = [int(each) for each in reversed(text) if each.isdigit()]
    return sum(digits[::2]) % 10 == (-sum(sum(divmod(2 * each, 10)) for each in digits[1::2])) % 10


def _has_coordinates(text: str) -> bool:
    return bool(COORDINATES.search(text) or DEGREES.search(text))


def _has_telephone(text: str, region: str) -> bool:
    if INTERNATIONAL.search(text):
        return True
    return bool(region) and any(_is_number(each, region) for each in RUN.findall(COORDINATES.sub(" ", text)))


@lru_cache(maxsize=1024)
def _is_number(written: str, region: str) -> bool:
    """Is a run of digits a number that can be dialled in a country, and not rather a date or a year?"""
    import phonenumbers

    if re.fullmatch(r"(?:1[5-9]|20)\d\d[-. ]?\d{1,2}[-. ]?\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ](?:1[5-9]|20)\d\d", written):
        return False
    # Whole numbers with a space between thousands, and ranges of years, are counts and spans.
    if YEARS.fullmatch(written) or re.fullmatch(r"\d{1,3}(?:[ .\u00a0]\d{3})+", written):
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def _has_name(text: str) -> bool:
    return any(not NOBODY.match(each) for each in ADDRESSED.findall(text))
