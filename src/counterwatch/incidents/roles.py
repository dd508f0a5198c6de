"""Which column of a sheet is which field of an incident: named by its usual names in four languages, or by the user."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from counterwatch.core import Template, WrongUsage

MOST = 9
"""So many sources and attributions have columns of their own."""

NUMBERED: Mapping[str, tuple[str, ...]] = (
    {f"source_{n}": (f"source_{n}",) for n in range(4, MOST + 1)}
    | {f"{name}_{n}": (f"{name}_{n}",) for name in ("source_reliability", "info_credibility", "source_origin") for n in range(1, MOST + 1)}
    | {f"{name}_{n}": (f"{name}_{n}",) for name in ("origin_state", "attributed_by") for n in range(3, MOST + 1)}
    | {f"basis_{n}": (f"attribution_basis_{n}", f"basis_{n}") for n in range(3, MOST + 1)}
)
"""Further sources and attributions of a row, and what is said of one source where it is not what is said of all."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "number", "no", "nr", "numéro", "编号", "編號", "序号"),
    "date": ("date", "when", "start_date", "date_start", "日期", "时间", "時間"),
    "end_date": ("end_date", "date_end", "until", "date de fin", "结束日期", "結束日期"),
    "date_precision": ("date_precision", "precision", "précision", "日期精度"),
    "host_country": ("host_country", "country", "pays", "国家", "國家", "所在国"),
    "host_place": ("host_place", "place", "city", "lieu", "ville", "地点", "地點", "城市"),
    "origin_state": ("origin_state", "origin", "état d'origine", "来源国", "來源國"),
    "tactic": ("tactic", "act", "type", "acte", "手段", "行为", "行為"),
    "channel": ("channel", "canal", "渠道", "管道"),
    "target_community": ("target_community", "community", "communauté", "群体", "群體"),
    "target_type": ("target_type", "target", "cible", "目标类型", "目標類型"),
    "organisation": ("target_org", "organisation", "organization", "机构", "機構"),
    "perpetrator_type": ("perpetrator_type", "perpetrator", "auteur", "行为者", "行為者"),
    "attributed_by": ("attributed_by", "attribution", "attribué par", "归因者", "歸因者"),
    "basis": ("attribution_basis", "basis", "fondement", "依据", "依據"),
    "origin_state_2": ("origin_state_2",),
    "attributed_by_2": ("attributed_by_2",),
    "basis_2": ("attribution_basis_2", "basis_2"),
    "harm": ("harm", "dommage", "伤害", "傷害"),
    "outcome": ("outcome", "résultat", "结果", "結果"),
    "status": ("status", "statut", "状态", "狀態"),
    "source_reliability": ("source_reliability", "reliability", "fiabilité", "来源可靠性"),
    "info_credibility": ("info_credibility", "credibility", "crédibilité", "信息可信度"),
    "confidence": ("confidence", "confiance", "把握", "把握程度"),
    "persons_affected": ("persons_affected", "persons", "personnes", "人数", "人數"),
    "persons_unit": ("persons_unit", "counting_unit", "unité", "人数单位"),
    "summary": ("summary", "description", "résumé", "摘要", "概述"),
    "source": ("source", "source_1", "link", "来源", "來源"),
    "source_2": ("source_2",),
    "source_3": ("source_3",),
    "source_origin": ("source_origin", "reprint_of", "reprise de", "转载自", "轉載自"),
    "response": ("response", "réponse", "回应", "回應"),
    "consent": ("consent", "consentement", "同意"),
    "consent_until": ("consent_until", "consent_expires", "consentement jusqu'au", "同意期限"),
    "sharing": ("sharing", "tlp", "partage", "共享范围"),
    "state_responsibility": ("state_responsibility", "responsabilité de l'état", "国家责任"),
    "event": ("event", "event_id", "événement", "事件"),
    **NUMBERED,
}
"""The fields of a row, and what their columns are usually called."""

NEEDED = ("date", "tactic")
MOSTLY_NAMED = 3
_NAMED = {name: field for field, names in NAMES.items() for name in names}
NO_COLUMN = Template("incidents.roles.no_column", "{name} has no column for {fields}")
MAP_IT = Template("incidents.roles.map_it", "say which it is: --map {field}=COLUMN; its columns are {columns}")
NO_FIELD = Template("incidents.roles.no_field", "there is no field «{field}»")
FIELDS = Template("incidents.roles.fields", "fields are {fields}")
NOT_THERE = Template("incidents.roles.not_there", "{name} has no column «{column}»")
COLUMNS_ARE = Template("incidents.roles.columns_are", "its columns are {columns}")


def names_columns(cells: Sequence[str], said: Collection[str] = ()) -> bool:
    """Do the cells of a row name columns: three fields by their usual names, or as the user said?"""
    known = {_NAMED[name] for each in cells if (name := each.casefold().replace(" ", "_")) in _NAMED}
    return len(known) + len({each for each in cells if each} & {*said}) >= MOSTLY_NAMED


def roles_of(columns: Sequence[str], said: Mapping[str, str], *, name: str, given: Collection[str] = ()) -> dict[str, str]:
    """Return the column of each field: what the user said, else a column with one of the usual names; fields that are `given` need none."""
    for field, column in said.items():
        if field not in NAMES:
            raise WrongUsage(NO_FIELD(field=field), hint=FIELDS(fields=", ".join(each for each in NAMES if each not in NUMBERED)))
        if column not in columns:
            raise WrongUsage(NOT_THERE(name=name, column=column), hint=COLUMNS_ARE(columns=", ".join(columns)))
    found = dict(said)
    by_name = {each.casefold().replace(" ", "_"): each for each in columns}
    for field, names in NAMES.items():
        free = [by_name[each] for each in names if each in by_name and by_name[each] not in found.values()]
        if field not in said and free:
            found[field] = free[0]
    if missing := [field for field in NEEDED if field not in found and field not in given]:
        raise WrongUsage(NO_COLUMN(name=name, fields=", ".join(missing)), hint=MAP_IT(field=missing[0], columns=", ".join(columns)))
    return found
