"""A casebook of which it is known which records are of one event: events told by several people in several scripts, and events that look like one."""

import datetime
import random
from dataclasses import dataclass, replace

from linkage_names import ORGANISATIONS, PLACES

from counterwatch.incidents.incident import Act, Incident, Persons, Source, Where
from counterwatch.incidents.when import when

TACTICS = [
    "TD.direct_threat",
    "TD.bounty",
    "TD.surveillance",
    "DA.assault",
    "DA.abduction",
    "DA.arson",
    "CO.detention",
    "CO.family_visit",
    "MC.passport",
    "MC.entry_ban",
    "IN.undeclared_office",
    "IN.venue_pressure",
    "DG.phishing",
    "DG.doxing",
    "DG.spyware",
    "LE.lawsuit",
    "LE.notice",
    "TD.call",
]
WEIGHTS = [9, 2, 6, 5, 1, 1, 4, 9, 5, 3, 2, 4, 6, 5, 2, 2, 1, 7]
COMMUNITIES, CHANNELS = (
    ["uyghur", "tibetan", "hongkonger", "falun_gong", "kazakh", "russian", "dissident"],
    ["phone", "email", "in_person", "app", "post", ""],
)
PHRASES = {
    "latin": [
        "A caller said that the meeting must not take place",
        "The police took the report and closed it",
        "Two men waited in front of the house",
        "The organisers were told to cancel",
        "Nobody was hurt",
        "The letter named relatives at home",
        "The embassy did not answer questions",
        "Witnesses speak of a grey car",
        "The account was locked for some days",
        "A window was broken",
        "The passport was not renewed",
        "The family was visited and asked to call",
        "The organisation has asked for protection",
        "The event took place all the same",
    ],
    "cjk": [
        "来电者要求取消活动",
        "警方接到报案后没有立案",
        "两名男子在住所前等候",
        "信中提到国内的亲属",
        "没有人受伤",
        "使馆没有回应",
        "护照没有得到更换",
        "家人被上门谈话",
        "账号被锁数日",
        "活动照常举行",
        "窗户被打破",
    ],
    "cyrillic": [
        "Звонивший потребовал отменить встречу",
        "Полиция приняла заявление",
        "Двое мужчин ждали у дома",
        "Никто не пострадал",
        "В письме упомянуты родственники",
        "Посольство не ответило",
        "Паспорт не продлили",
        "К семье приходили с вопросами",
        "Окно разбито",
    ],
    "arabic": [
        "تېلېفون قىلغۇچى يىغىننى توختىتىشنى تەلەپ قىلدى",
        "ساقچى خەۋەرنى ئالدى",
        "ھېچكىم يارىلانمىدى",
        "خەتتە تۇغقانلار تىلغا ئېلىندى",
        "دېرىزە چېقىلدى",
    ],
    "tibetan": ["ཁ་པར་གཏོང་མཁན་གྱིས་ཚོགས་འདུ་མཚམས་འཇོག་དགོས་ཞེས་བཤད", "ཉེན་རྟོག་པས་སྙན་ཞུ་བླངས", "སུ་ལ་ཡང་རྨས་སྐྱོན་མ་བྱུང", "ཡི་གེའི་ནང་སྤུན་མཆེད་ཀྱི་མིང་འཁོད"],
}
WORDS = [
    "harbour",
    "letter",
    "choir",
    "lantern",
    "bicycle",
    "winter",
    "ticket",
    "garden",
    "ferry",
    "kitchen",
    "market",
    "bridge",
    "stairs",
    "ladder",
    "mirror",
    "blanket",
    "camera",
    "flag",
    "river",
    "teacher",
    "nurse",
    "baker",
    "violin",
    "poster",
    "banner",
    "station",
    "parcel",
    "window",
    "engine",
    "pocket",
    "orange",
    "marble",
    "candle",
    "hammer",
    "island",
    "meadow",
    "thunder",
    "copper",
    "velvet",
    "saddle",
]
FIRST = [
    "Weser",
    "Linden",
    "Kirch",
    "Wald",
    "Berg",
    "Stein",
    "Rosen",
    "Markt",
    "Garten",
    "Mühlen",
    "Brunnen",
    "Eichen",
    "Buchen",
    "Hafen",
    "König",
    "Wiesen",
    "Sonnen",
    "Birken",
    "Acker",
    "Tannen",
]
LAST = [
    "straße",
    "allee",
    "platz",
    "weg",
    "gasse",
    "ufer",
    "damm",
    "ring",
    "hof",
    "markt",
    "steig",
    "halle",
    "brücke",
    "zeile",
    "grund",
    "feld",
    "tor",
    "hain",
    "au",
    "stieg",
]
"""Streets and halls: names that a summary holds and that few others hold."""


@dataclass(frozen=True)
class Event:
    """What happened; records tell of it."""

    day: datetime.date
    country: str
    place: str
    tactic: str
    community: str
    channel: str
    organisation: str
    persons: int | None
    facts: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """Incidents, and the pairs of ids that are of one event."""

    incidents: list[Incident]
    truth: set[frozenset[str]]


@dataclass(frozen=True)
class Coders:
    """Who writes records, and how often what they write is wrong, missing or known to the month only."""

    scripts: tuple[int, ...] = (60, 20, 10, 5, 5)
    known_to_the_day: float = 0.87
    right_days: int = 18
    misspelled: float = 0.1
    other_tactic: float = 0.08
    no_channel: float = 0.15
    no_community: float = 0.1
    no_organisation: float = 0.08
    no_place: float = 0.04
    other_number: float = 0.2
    no_number: float = 0.3
    facts: float = 0.6
    how: tuple[int, ...] = (25, 20, 55)
    """So many of a hundred duplicates are from the same page, reprints, and told in words of their own."""


CODERS = Coders()
CARELESS = Coders(
    known_to_the_day=0.75, right_days=10, misspelled=0.2, other_tactic=0.12, no_channel=0.3, no_community=0.2, no_organisation=0.15, no_place=0.08,
    other_number=0.3, no_number=0.4, facts=0.5,
)  # fmt: skip
OF_MANY_SCRIPTS = Coders(scripts=(30, 30, 20, 10, 10), how=(15, 10, 75))
SCRIPTS = ["latin", "cjk", "cyrillic", "arabic", "tibetan"]


def script_of(name: str) -> str:
    point = ord(next(each for each in name if each.isalpha()))
    return (
        "cjk"
        if 0x3400 <= point <= 0x9FFF
        else "cyrillic"
        if 0x400 <= point < 0x530
        else "arabic"
        if 0x600 <= point < 0x700
        else "tibetan"
        if 0xF00 <= point < 0x1000
        else "latin"
    )


def an_event(rng: random.Random, days: int) -> Event:
    country = rng.choice(list(PLACES))
    return Event(
        day=datetime.date(2021, 1, 1) + datetime.timedelta(rng.randrange(days)),
        country=country,
        place=rng.choice(PLACES[country]),
        tactic=rng.choices(TACTICS, WEIGHTS)[0],
        community=rng.choice(COMMUNITIES),
        channel=rng.choice(CHANNELS),
        organisation=rng.choice(ORGANISATIONS) if rng.random() < 0.6 else "",
        persons=rng.choice([None, None, 1, 1, 1, 2, 3, 6, 12, 40]),
        facts=facts(rng),
    )


def facts(rng: random.Random) -> tuple[str, ...]:
    names = [rng.choice(FIRST) + rng.choice(LAST) for _ in range(3)]
    return (*rng.sample(WORDS, 4), *names, str(rng.randrange(10, 10**5)), str(rng.randrange(2, 60)))


def like(rng: random.Random, event: Event) -> Event:
    """Return another event that looks like one: what an honest coder keeps apart, and knows how."""
    kind = rng.choice(["series", "same day and place", "same act and week", "copycat"])
    later = event.day + datetime.timedelta(rng.randrange(1, 15))
    if kind == "series":  # the same organisation is threatened in the same way, days later
        return replace(event, day=event.day + datetime.timedelta(rng.randrange(4, 40)), facts=facts(rng), persons=rng.choice([None, 1, 2, 5]))
    if kind == "same day and place":  # a demonstration on which other things happened to others
        other = rng.choice([each for each in TACTICS if each != event.tactic])
        return replace(
            event,
            tactic=other,
            organisation=rng.choice(ORGANISATIONS),
            community=rng.choice(COMMUNITIES),
            facts=facts(rng),
            persons=rng.choice([None, 1, 4]),
        )
    if kind == "same act and week":
        return replace(
            event,
            day=later,
            place=rng.choice(PLACES[event.country]),
            organisation=rng.choice(ORGANISATIONS),
            facts=facts(rng),
            persons=rng.choice([None, 1, 2, 5]),
            channel=rng.choice(CHANNELS),
        )
    country = rng.choice([each for each in PLACES if each != event.country])
    return replace(
        event,
        day=event.day + datetime.timedelta(rng.randrange(3)),
        country=country,
        place=rng.choice(PLACES[country]),
        organisation=rng.choice(ORGANISATIONS),
        facts=(*event.facts[:4], *facts(rng)[4:]),
    )


def told(rng: random.Random, event: Event, writes: str, coders: Coders = CODERS) -> str:
    said = rng.sample(PHRASES[writes], 3)
    numbers = [each for each in event.facts[-2:] if rng.random() < coders.facts]
    names = [each for each in event.facts[4:7] if rng.random() < coders.facts]
    detail = " ".join([*rng.sample(event.facts[:4], 2), *names, *numbers] if writes == "latin" else numbers)
    return ". ".join(rng.sample([*said, detail], 4)) + "."


def edited(rng: random.Random, text: str) -> str:
    words = text.split()
    for _ in range(len(words) // 12):
        words[rng.randrange(len(words))] = rng.choice(WORDS)
    return " ".join([*words, rng.choice(["(agencies)", "By our staff.", "本报讯", ""])])


def misspelled(rng: random.Random, name: str, often: float) -> str:
    if len(name) < 6 or rng.random() < 1 - often:
        return name
    at = rng.randrange(2, len(name) - 2)
    return name[:at] + name[at + 1 :] if rng.random() < 0.5 else name[:at] + name[at] + name[at:]


def called(rng: random.Random, names: str, writes: str, often: float) -> str:
    if not names:
        return ""
    every = names.split("|")
    fitting = [each for each in every if script_of(each) == writes] or [every[0]]
    return misspelled(rng, rng.choice(fitting), often)


def record(rng: random.Random, id: str, event: Event, *, source: str = "", text: str = "", writes: str = "", coders: Coders = CODERS) -> Incident:
    """Return a record of an event by somebody who makes the mistakes that coders make."""
    writes = writes or rng.choices(SCRIPTS, coders.scripts)[0]
    day = event.day + datetime.timedelta(rng.choice([0] * coders.right_days + [-1, 1]))
    family = [each for each in TACTICS if each.split(".")[0] == event.tactic.split(".")[0]]
    persons = event.persons if event.persons is None or rng.random() < 1 - coders.other_number else max(1, event.persons + rng.choice([-1, 1]))
    act = Act(
        tactic=rng.choice(family) if rng.random() < coders.other_tactic else event.tactic,
        channel=event.channel if rng.random() < 1 - coders.no_channel else "",
        target_community=event.community if rng.random() < 1 - coders.no_community else "",
        organisation=called(rng, event.organisation, writes, coders.misspelled) if rng.random() < 1 - coders.no_organisation else "",
        persons=None if persons is None or rng.random() < coders.no_number else Persons(low=persons, high=persons),
    )
    page = source or f"https://{rng.choice('abcdefghijklmnop')}{rng.randrange(30)}.example/{rng.randrange(10**9)}"
    return Incident(
        id=id,
        date=when(day.isoformat() if rng.random() < coders.known_to_the_day else day.isoformat()[:7]),
        where=Where(country=event.country, place=called(rng, event.place, writes, coders.misspelled) if rng.random() < 1 - coders.no_place else ""),
        acts=(act,),
        sources=(Source(reference=page),),
        summary=text or told(rng, event, writes, coders),
        status="possible",
    )


def again(rng: random.Random, id: str, event: Event, first: Incident, coders: Coders = CODERS) -> Incident:
    """Return another record of an event: from the same page, a reprint, or by somebody else in another script."""
    how = rng.choices(["page", "reprint", "own words"], coders.how)[0]
    if how == "page":
        return record(rng, id, event, source=first.sources[0].reference + rng.choice(["", "?utm_source=x", "#top"]), coders=coders)
    if how == "reprint":
        return record(rng, id, event, text=edited(rng, first.summary), coders=coders)
    return record(rng, id, event, coders=coders)


def world(seed: int, *, events: int = 900, doubled: int = 150, hard: float = 1.0, days: int = 1000, coders: Coders = CODERS) -> World:
    """Return `events` events, `doubled` of them told twice or three times, with `hard` look-alikes for each doubled one."""
    rng = random.Random(seed)
    every = [an_event(rng, days) for _ in range(events)]
    incidents, truth = list[Incident](), set[frozenset[str]]()
    for number, event in enumerate(every):
        incidents.append(record(rng, f"e{number}", event, coders=coders))
    for number in range(doubled):
        copies = 1 + (rng.random() < 0.15)
        for copy in range(copies):
            incidents.append(again(rng, f"d{number}-{copy}", every[number], incidents[number], coders))
        same = [f"e{number}", *(f"d{number}-{copy}" for copy in range(copies))]
        truth |= {frozenset((one, other)) for one in same for other in same if one != other}
    for number in range(int(doubled * hard)):
        event = like(rng, every[number % events])
        # One report in seven tells of several events: its page is shared by what it lists.
        shared = incidents[number % events].sources[0].reference if rng.random() < 1 / 7 else ""
        incidents.append(record(rng, f"h{number}", event, source=shared, coders=coders))
    rng.shuffle(incidents)
    return World(incidents, truth)
