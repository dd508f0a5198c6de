"""Which names belong to a registry: below them anybody may register, so no list can say that one organisation owns all of it.

Written from what registries publish about their second level (IANA root zone database 2024; the policies of CNNIC, TWNIC, JPRS, KISA,
TR-NIC, NIC.ir and others), not taken from a list of public suffixes. It guards against a row that would give a whole registry to somebody.
"""

from __future__ import annotations

KINDS = """
    ac asn biz co com coop ed edu fin firm gen go gob gobierno gouv gov govt gv id idf in inf info int k12 law ltd me med mil mobi museum muni name ne
    net nic nom nome or org plc police press pro sch school sci store sc tel tm tv web
"""
"""Labels that registries of countries keep for kinds of registrants, as in `com.cn`, `co.uk`, `gov.ir`."""

PROVINCES = "ah bj cq fj gd gs gx gz ha hb he hi hk hl hn jl js jx ln mo nm nx qh sc sd sh sn sx tj tw xj xz yn zj"
"""Labels of provinces below `cn` (CNNIC)."""

OTHERS = """
    av.tr bbs.tr bel.tr dr.tr kep.tr pol.tr tsk.tr  re.kr pe.kr hs.kr ms.kr es.kr kg.kr seoul.kr busan.kr daegu.kr  ad.jp gr.jp lg.jp tokyo.jp
    osaka.jp kyoto.jp  idv.tw game.tw ebiz.tw club.tw  idv.hk  nhs.uk  xn--55qx5d.cn xn--io0a7i.cn xn--od0alg.cn
    uk.com us.com eu.com cn.com ru.com de.com jpn.com eu.org com.ru net.ru org.ru pp.ru spb.ru msk.ru
"""
"""Names of other kinds, and names below which a company sells names as a registry does."""

OF_COMPANIES = frozenset({"tm.fr", "nic.ir", "id.ru", "web.de", "id.me", "mobi.uz"})
"""Names that look like those of a registry and are registered by one organisation."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEPT, GIVEN_OUT = _words(KINDS), _words(OTHERS) | {f"{province}.cn" for province in _words(PROVINCES)}


def is_of_a_registry(suffix: str) -> bool:
    """Return whether names directly below a suffix are given out by a registry, as below `com`, `com.cn` or `xj.cn`."""
    first, _, rest = suffix.partition(".")
    if not rest or suffix in GIVEN_OUT:
        return True
    return first in KEPT and len(rest) == 2 and suffix not in OF_COMPANIES
