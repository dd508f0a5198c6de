"""Check digits of numbers that people type: one that does not fit is most likely a slip, and a slip finds nothing and says so to nobody."""

from __future__ import annotations

from collections.abc import Sequence


def luhn(digits: str) -> bool:
    """Return whether the last digit fits (ISO/IEC 7812-1), as in an IMEI of 15 digits."""
    total = 0
    for number, each in enumerate(reversed(digits)):
        value = int(each) * (1 + number % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def resident_china(number: str) -> bool:
    """Return whether the last of 18 characters fits (GB 11643-1999, after ISO 7064 MOD 11-2)."""
    weights = [2**each % 11 for each in range(17, 0, -1)]
    return "10X98765432"[_weighted(number[:17], weights) % 11] == number[17].upper()


def identity_turkey(number: str) -> bool:
    """Return whether the last two of 11 digits fit, and the first is no zero."""
    digits = [int(each) for each in number]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return digits[0] != 0 and digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


def identity_iran(number: str) -> bool:
    """Return whether the last of 10 digits fits, and not all are the same."""
    rest = _weighted(number[:9], range(10, 1, -1)) % 11
    return len(set(number)) > 1 and int(number[9]) == (rest if rest < 2 else 11 - rest)


def insurance_russia(number: str) -> bool:
    """Return whether the last two of 11 digits of an insurance number (SNILS) fit."""
    return _weighted(number[:9], range(9, 0, -1)) % 101 % 100 == int(number[9:])


def tax_russia(number: str) -> bool:
    """Return whether the last two of the 12 digits of a taxpayer (INN) fit."""
    tenth = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    first, second = _weighted(number[:10], tenth) % 11 % 10, _weighted(number[:11], (3, *tenth)) % 11 % 10
    return (first, second) == (int(number[10]), int(number[11]))


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(each) * weight for each, weight in zip(digits, weights, strict=True))
