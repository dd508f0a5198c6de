"""What to do first about what an export reveals: where the setting is, what it costs, what it breaks, and where that was read, with the day."""

from __future__ import annotations

from dataclasses import dataclass

from counterwatch.core import Message, Template
from counterwatch.exposure.advice import STEP, Advice

OWN = "counterwatch, docs/guide/exposure-archives.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformAdvice(Advice):
    """What to do, where `where` names the way to the setting by platform, and `sources` who describes it there, with the year."""

    where: dict[str, str]
    sources: dict[str, str]
    source: str = OWN


AT = Template("exposure.reveals.at", "{do} ({path})")

SIGN_OUT = PlatformAdvice(
    do=Template("exposure.reveals.sign_out_do", "sign out every session and device that you do not use, then change the password"),
    costs=Template("exposure.reveals.sign_out_costs", "ten minutes"),
    breaks=Template("exposure.reveals.sign_out_breaks", "you sign in again on your own devices; whoever was signed in there sees that it ended"),
    where={
        "TikTok": "Settings and privacy > Security > Manage devices", "Telegram": "Settings > Privacy and Security > Active sessions",
        "Facebook": "Accounts Centre > Password and security > Where you're logged in",
        "Instagram": "Accounts Centre > Password and security > Where you're logged in", "Google": "Google Account > Security > Your devices",
    },
    sources={"TikTok": "Adweek, 2023-01-31", "Telegram": "Telegram FAQ, on active sessions"},
)  # fmt: skip
PLACES = PlatformAdvice(
    do=Template("exposure.reveals.places_do", "turn the history of places off, delete what is kept, and give apps your location only while in use"),
    costs=Template("exposure.reveals.places_costs", "fifteen minutes"),
    breaks=Template(
        "exposure.reveals.places_breaks", "you cannot look up where you were; what the platform gave to others is not deleted by it"
    ),
    where={"Google": "Google Maps > your picture > Your Timeline > Settings and privacy > delete, and delete automatically"},
    sources={"Google": "Firstpost, 2019-07-08; names of menus have changed since"},
)  # fmt: skip
CONTACTS = PlatformAdvice(
    do=Template("exposure.reveals.contacts_do", "stop the upload of your address book and delete the contacts that were uploaded"),
    costs=Template("exposure.reveals.contacts_costs", "ten minutes"),
    breaks=Template("exposure.reveals.contacts_breaks", "the app shows numbers in place of names, and no longer suggests people you know"),
    where={
        "Telegram": "Settings > Privacy and Security > Delete synced contacts", "TikTok": "Settings and privacy > Privacy > Sync contacts",
        "Facebook": "Accounts Centre > Your information and permissions > Upload contacts",
        "Instagram": "Accounts Centre > Your information and permissions > Upload contacts",
    },
    sources={"Telegram": "Telegram FAQ, on deleting data without the account"},
)  # fmt: skip
CHATS = PlatformAdvice(
    do=Template(
        "exposure.reveals.chats_do", "agree with those you write to on messages that vanish, and delete old chats on both sides where the app can"
    ),
    costs=Template("exposure.reveals.chats_costs", "a conversation with each of them"),
    breaks=Template("exposure.reveals.chats_breaks", "you lose the record as well: seal first what you may need as evidence"),
    where={}, sources={},
)  # fmt: skip
ORDERS = PlatformAdvice(
    do=Template("exposure.reveals.orders_do", "remove saved addresses and cards, and have parcels sent to a pick-up point or to another name"),
    costs=Template("exposure.reveals.orders_costs", "twenty minutes, and a walk for each parcel"),
    breaks=Template("exposure.reveals.orders_breaks", "orders take longer; sellers and couriers keep what they were given before"),
    where={"TikTok": "Shop > your orders > Settings > Addresses, and Payment"}, sources={},
)  # fmt: skip
IDENTIFIERS = PlatformAdvice(
    do=Template(
        "exposure.reveals.identifiers_do", "take out what the account does not need (day of birth, full name, address), and use an e-mail of its own"
    ),
    costs=Template("exposure.reveals.identifiers_costs", "fifteen minutes, and one more mailbox"),
    breaks=Template(
        "exposure.reveals.identifiers_breaks", "a telephone number or an e-mail may be the only way back in: run the blackout drill first"
    ),
    where={}, sources={},
)  # fmt: skip
FACE = PlatformAdvice(
    do=Template("exposure.reveals.face_do", "switch off what is made of your face or voice, and ask the platform in writing to delete it"),
    costs=Template("exposure.reveals.face_costs", "a letter"),
    breaks=Template("exposure.reveals.face_breaks", "filters and suggestions that use it stop; a face cannot be changed once it was copied"),
    where={}, sources={},
)  # fmt: skip
ADS = PlatformAdvice(
    do=Template("exposure.reveals.ads_do", "clear what other apps and shops report about you, and stop it for the future"),
    costs=Template("exposure.reveals.ads_costs", "five minutes"),
    breaks=Template("exposure.reveals.ads_breaks", "signing in to other apps with this account may stop; you see as many advertisements as before"),
    where={
        "Facebook": "Accounts Centre > Your information and permissions > Your activity off Meta technologies",
        "Instagram": "Accounts Centre > Your information and permissions > Your activity off Meta technologies",
        "TikTok": "Settings and privacy > Ads > Using Off-TikTok activity for ad targeting",
    },
    sources={},
)  # fmt: skip
SETTINGS = PlatformAdvice(
    do=Template("exposure.reveals.settings_do", "change the settings named here"),
    costs=Template("exposure.reveals.settings_costs", "five minutes"),
    breaks=Template("exposure.reveals.settings_breaks", "fewer people find you, and friends may not either"),
    where={"TikTok": "Settings and privacy > Privacy"}, sources={},
)  # fmt: skip
HISTORY = PlatformAdvice(
    do=Template("exposure.reveals.history_do", "delete what you watched and searched for, and have it deleted automatically where that is offered"),
    costs=Template("exposure.reveals.history_costs", "five minutes"),
    breaks=Template("exposure.reveals.history_breaks", "suggestions start anew; the hours at which you are active show again within weeks"),
    where={"Google": "Google Account > Data and privacy > Web and App Activity", "TikTok": "Settings and privacy > Activity centre"}, sources={},
)  # fmt: skip


def step(advice: PlatformAdvice, platform: str) -> Message:
    """Return what to do as one sentence with the way to the setting, cost, side effect, source and day."""
    path = advice.where.get(platform, "")
    do = AT(do=advice.do(), path=path) if path else advice.do()
    source = advice.sources.get(platform, advice.source)
    return STEP(do=do, costs=advice.costs(), breaks=advice.breaks(), source=source, day=advice.read)
