"""What to do when an identifier of a kind is sent, with what that costs and breaks, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping

from counterwatch.core import Template
from counterwatch.exposure.advice import Advice
from counterwatch.exposure.persona import Kind

GUIDE = "counterwatch, docs/guide/self-audit.md"
AD_ID = "Google Play Console Help, Advertising ID (answer 6048248)"
LOCATION = "EFF, advice on location data brokers, 2026"
MASKS = "Mozilla, Firefox Relay FAQ"

PHONE = Advice(
    do=Template(
        "exposure.leak.do_phone",
        "where an account works without a number, take it out; where not, consider a number for sign-ups only",
    ),
    costs=Template("exposure.leak.cost_phone", "ten minutes for each service, and the fee of a second number"),
    breaks=Template("exposure.leak.breaks_phone", "codes by text message no longer arrive: set up another way in first"),
    source=GUIDE,
)  # fmt: skip
EMAIL = Advice(
    do=Template(
        "exposure.leak.do_email",
        "use an address or alias of its own for each service, so that lists cannot be joined by it",
    ),
    costs=Template("exposure.leak.cost_email", "five minutes for each service; some providers ask a fee for many aliases"),
    breaks=Template(
        "exposure.leak.breaks_email",
        "not for banks, doctors and lawyers, who must know who you are; some services refuse aliases",
    ),
    source=MASKS,
)  # fmt: skip
NAME = Advice(
    do=Template("exposure.leak.do_name", "where nothing requires the name on your papers, do not enter it"),
    costs=Template("exposure.leak.cost_name", "a few minutes in the profile of each app"),
    breaks=Template(
        "exposure.leak.breaks_name",
        "people who know you by that name may not find you; an app with real-name rules may close the account",
    ),
    source=GUIDE,
)  # fmt: skip
DOCUMENT = Advice(
    do=Template(
        "exposure.leak.do_id",
        "ask whether the service needs the number of a document at all, and what it must delete after checking it",
    ),
    costs=Template("exposure.leak.cost_id", "a letter; an answer may take a month"),
    breaks=Template("exposure.leak.breaks_id", "nothing while you ask; where the law demands the number, the service ends without it"),
    source=GUIDE,
)  # fmt: skip
DEVICE = Advice(
    do=Template(
        "exposure.leak.do_device",
        "delete the advertising number in the settings; a hardware number stays: use another device for what must not be joined",
    ),
    costs=Template("exposure.leak.cost_device", "two minutes for the setting, the price of a device for the rest"),
    breaks=Template("exposure.leak.breaks_device", "advertisements fit less; apps that asked for the number receive zeros"),
    source=AD_ID,
)  # fmt: skip
PLACE = Advice(
    do=Template(
        "exposure.leak.do_place",
        "deny the app your location, or allow only the approximate one, and only while it is used",
    ),
    costs=Template("exposure.leak.cost_place", "two minutes for each app"),
    breaks=Template("exposure.leak.breaks_place", "turn-by-turn directions and rides need the exact place while they are used"),
    source=LOCATION,
)  # fmt: skip
ADDRESS = Advice(
    do=Template("exposure.leak.do_address", "have parcels sent to a pick-up point where that is possible"),
    costs=Template("exposure.leak.cost_address", "a walk for each parcel"),
    breaks=Template("exposure.leak.breaks_address", "large goods, and shops that deliver only home"),
    source=GUIDE,
)  # fmt: skip
ACCOUNT = Advice(
    do=Template("exposure.leak.do_account", "use another name on each platform, so that accounts cannot be joined by it"),
    costs=Template("exposure.leak.cost_account", "a few minutes for each platform"),
    breaks=Template("exposure.leak.breaks_account", "people who look for the old name do not find you; old links may end nowhere"),
    source=GUIDE,
)  # fmt: skip
OPT_OUT = Advice(
    do=Template(
        "exposure.leak.opt_out",
        "look whether the app works without this connection: a blocker of trackers on the device shows it",
    ),
    costs=Template("exposure.leak.cost_opt_out", "half an hour to set up, then nothing"),
    breaks=Template("exposure.leak.breaks_opt_out", "some apps refuse to start, or lose maps, payment or messages"),
    source=GUIDE,
)  # fmt: skip
ADVICE: Mapping[Kind, Advice] = {
    "phone": PHONE, "email": EMAIL, "name": NAME, "id": DOCUMENT, "device": DEVICE, "place": PLACE, "address": ADDRESS, "account": ACCOUNT,
}  # fmt: skip
"""What can be done about each kind of identifier."""
