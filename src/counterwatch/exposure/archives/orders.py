"""A history of orders or parcels as a table: which column is what, by the words of its heading in several languages."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from counterwatch.core import Template, WrongUsage
from counterwatch.exposure.archives.limits import LINES
from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.when import ms_of

WORDS: dict[str, str] = {
    "time": r"date|time|jour|heure|日期|时间|時間|下单|下單|签收|簽收",
    "party": r"seller|shop|store|merchant|vendor|courier|carrier|sender|vendeur|boutique|marchand|transporteur|exp[ée]diteur"
    r"|商家|店铺|店鋪|卖家|賣家|快递|快遞|物流|寄件",
    "name": r"recipient|receiver|consignee|name|destinataire|nom\b|收件人|收货人|收貨人|姓名",
    "phone": r"phone|mobile|t[ée]l[ée]phone|portable|电话|電話|手机|手機",
    "email": r"e-?mail|courriel|邮箱|郵箱|电子邮件",
    "address": r"address|adresse|street|city|postcode|zip|地址|住址|城市",
    "item": r"item|product|goods|article|produit|title|商品|物品|名称|品名",
    "order": r"order|parcel|tracking|waybill|commande|colis|suivi|订单|訂單|运单|運單|单号|單號|包裹",
}  # fmt: skip
"""Words of headings, asked in this order; a column is what its heading first fits."""
HANDED = ("name", "phone", "email", "address")
UNKNOWN_COLUMN = Template("exposure.orders.unknown_column", "there is no column «{column}», or nothing called «{role}» is read from one")
COLUMNS = Template("exposure.orders.columns", "columns can be named for {roles}")
STAMP = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def roles(heading: Sequence[str], columns: Mapping[str, str] | None = None) -> dict[str, list[int]]:
    """Return the places of the columns of each role; `columns` (role to heading) decides where it is given. Raises `WrongUsage`."""
    found: dict[str, list[int]] = {}
    named = {role: heading.index(column) for role, column in (columns or {}).items() if role in WORDS and column in heading}
    for role, column in (columns or {}).items():
        if role not in named:
            raise WrongUsage(UNKNOWN_COLUMN(column=column, role=role), hint=COLUMNS(roles=", ".join(WORDS)))
    for number, word in enumerate(heading):
        role = next((each for each, at in named.items() if at == number), "") or _role(word)
        if role and (role not in named or named[role] == number):
            found.setdefault(role, []).append(number)
    return found


def _role(word: str) -> str:
    return next((role for role, words in WORDS.items() if re.search(words, word.strip(), re.IGNORECASE)), "")


def is_history(found: Mapping[str, list[int]]) -> bool:
    """Say whether columns are those of orders or parcels: something was sent, and something of oneself was handed over."""
    return bool(found.keys() & {"order", "item", "party"}) and bool(found.keys() & {"address", "phone", "name"})


def table(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the heading and the rows of a table, whichever sign parts its cells."""
    first = text[:4096].split("\n", maxsplit=1)[0]
    sign = max(",;\t|", key=first.count)
    lines = list(itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), LINES + 1))
    return ([each.strip().removeprefix("\ufeff") for each in lines[0]], lines[1:]) if lines else ([], [])


def read_orders(heading: Sequence[str], lines: Sequence[Sequence[str]], making: Making, columns: Mapping[str, str] | None = None) -> None:
    """Read orders: when, to whom oneself was told, and what of oneself. Rows with another telephone or name than most are of other persons."""
    if len(lines) >= LINES:
        making.too_many(LINES)
    found = roles(heading, columns)
    values = [_values(row, found) for row in lines if any(cell.strip() for cell in row)]
    making.unread("orders", sum(1 for each in values if each is None))
    kept = [each for each in values if each is not None]
    usual = {role: _most(each.get(role, "") for each in kept) for role in ("phone", "email", "name")}
    for role, value in usual.items():
        making.belongs(role, value)
    for number, each in enumerate(kept, start=1):
        _order(each, usual, making, number)
    for place, names in found.items():
        making.saw(place, understood=bool(names))


def _values(row: Sequence[str], found: Mapping[str, list[int]]) -> dict[str, str] | None:
    if max((at for places in found.values() for at in places), default=0) >= len(row):
        return None
    return {role: " ".join(row[at].strip() for at in places).strip() for role, places in found.items()}


def _most(values: object) -> str:
    counted = Counter(each for each in values if each)  # type: ignore[attr-defined]
    return min(counted, key=lambda each: (-counted[each], each)) if counted else ""


def _order(each: Mapping[str, str], usual: Mapping[str, str], making: Making, number: int) -> None:
    other = any(each.get(role) and each[role] != usual[role] for role in ("phone", "email"))
    when, party = _time(each.get("time", "")), making.third(each.get("party", ""))
    if other:
        making.add("contact", "orders", row=number, time=when, what="order for another", third=making.third(each.get("phone") or each.get("email")))
        return
    making.add("order", "orders", row=number, time=when, what="with address" if each.get("address") else "", third=party)
    for role in HANDED:
        if each.get(role):
            making.add("address" if role == "address" else "account", "orders", row=number, time=when, what=f"{role} handed over", third=party)


def _time(text: str) -> int | None:
    if found := STAMP.search(text):
        year, month, day, hour, minute, second = (int(each or 0) for each in found.groups())
        return ms_of(f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    return None
