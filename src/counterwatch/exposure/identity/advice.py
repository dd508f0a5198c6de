"""What to do when a thing goes dark, and before: a fallback for each kind, with what it costs, what it breaks, and where it comes from."""

from __future__ import annotations

from counterwatch.core import Message, Template
from counterwatch.exposure.advice import Advice
from counterwatch.exposure.identity.graph import Account, Factor

NIST = "counterwatch, docs/guide/blackout-drill.md; compare NIST SP 800-63B-4, 2025"
CODES = "Google Account Help, Sign in with backup codes"
OWN = "counterwatch, docs/guide/blackout-drill.md"


SIM = Advice(
    do=Template("exposure.identity.sim_do", "set up a passkey or printed codes beside the number, and take the number out where you can"),
    costs=Template("exposure.identity.sim_costs", "ten minutes for each service"),
    breaks=Template("exposure.identity.sim_breaks", "some services keep asking for a number, and an account without one may be asked for papers"),
    source=f"{NIST}, on out-of-band authentication by telephone",
)  # fmt: skip
NATIONAL_ID = Advice(
    do=Template("exposure.identity.id_do", "give each service that matters a second way in, and keep copies of what is stored there"),
    costs=Template("exposure.identity.id_costs", "an evening; for some services there is no second way"),
    breaks=Template("exposure.identity.id_breaks", "services that take nothing else stay out of reach: plan a substitute outside for those"),
    source=OWN,
)  # fmt: skip
EMAIL = Advice(
    do=Template("exposure.identity.email_do", "add a second mailbox with another provider, in another jurisdiction, as the address for recovery"),
    costs=Template("exposure.identity.email_costs", "half an hour, and a further password to keep"),
    breaks=Template("exposure.identity.email_breaks", "whoever gets into the second mailbox can recover what hangs on it"),
    source=f"{NIST}, on account recovery",
)  # fmt: skip
DEVICE = Advice(
    do=Template("exposure.identity.device_do", "sign in on a second device that is kept elsewhere, or print recovery codes"),
    costs=Template("exposure.identity.device_costs", "a second device, or a sheet of paper"),
    breaks=Template("exposure.identity.device_breaks", "a second device can be found and opened as well"),
    source=f"{NIST}, on the loss of authenticators",
)  # fmt: skip
PASSWORD = Advice(
    do=Template("exposure.identity.password_do", "keep passwords in a manager with a copy that does not depend on the account it opens"),
    costs=Template("exposure.identity.password_costs", "an hour once"),
    breaks=Template("exposure.identity.password_breaks", "the manager becomes a thing that opens everything: guard it with a passkey"),
    source=OWN,
)  # fmt: skip
PASSKEY = Advice(
    do=Template("exposure.identity.passkey_do", "register a second passkey on another device or key, and keep it elsewhere"),
    costs=Template("exposure.identity.passkey_costs", "the price of a key, five minutes for each service"),
    breaks=Template("exposure.identity.passkey_breaks", "nothing, as long as both are not kept together"),
    source=f"{NIST}, on the loss of authenticators",
)  # fmt: skip
PAPER = Advice(
    do=Template("exposure.identity.paper_do", "make new codes, which ends the old ones, and keep a copy in a second place"),
    costs=Template("exposure.identity.paper_costs", "two minutes for each service"),
    breaks=Template("exposure.identity.paper_breaks", "the codes on the old sheet no longer work"),
    source=CODES,
)  # fmt: skip
BANK_CARD = Advice(
    do=Template("exposure.identity.card_do", "keep another bank's card and some cash; take the card out as a proof of who you are"),
    costs=Template("exposure.identity.card_costs", "the fee of a second account"),
    breaks=Template("exposure.identity.card_breaks", "payments that are tied to the first card stop"),
    source=OWN,
)  # fmt: skip
CONTACT = Advice(
    do=Template("exposure.identity.contact_do", "name a second person, in another country, and agree how you will recognise each other"),
    costs=Template("exposure.identity.contact_costs", "a conversation"),
    breaks=Template("exposure.identity.contact_breaks", "people who vouch together can open the account together"),
    source=f"{NIST}, on recovery contacts",
)  # fmt: skip
POSTAL = Advice(
    do=Template("exposure.identity.postal_do", "have letters sent to another address, or switch to codes that need no letter"),
    costs=Template("exposure.identity.postal_costs", "a form for each service, and weeks until it holds"),
    breaks=Template("exposure.identity.postal_breaks", "letters that are under way arrive at the old address"),
    source=OWN,
)  # fmt: skip
APP = Advice(
    do=Template("exposure.identity.app_do", "export what the app holds, tell those who matter how else to reach you"),
    costs=Template("exposure.identity.app_costs", "an afternoon, and the habit of a second app"),
    breaks=Template("exposure.identity.app_breaks", "contacts and payments that exist only inside the app stay there"),
    source=OWN,
)  # fmt: skip
ACCOUNT = Advice(
    do=Template("exposure.identity.account_do", "give what hangs on this account a way in of its own, and export what is stored in it"),
    costs=Template("exposure.identity.account_costs", "ten minutes for each service"),
    breaks=Template("exposure.identity.account_breaks", "nothing; signing in takes a further step"),
    source=OWN,
)  # fmt: skip
FALLBACKS = {
    "sim": SIM, "national_id": NATIONAL_ID, "email": EMAIL, "device": DEVICE, "password": PASSWORD, "passkey": PASSKEY, "paper": PAPER,
    "bank_card": BANK_CARD, "contact": CONTACT, "postal": POSTAL, "app": APP,
}  # fmt: skip
"""A fallback for every kind of factor."""


def fallback_for(node: Factor | Account) -> Advice:
    """Return the fallback for a thing or an account."""
    return FALLBACKS[node.kind] if isinstance(node, Factor) else ACCOUNT


def step_for(node: Factor | Account) -> Message:
    """Return what to do about a thing, with cost, side effect and source, as one sentence."""
    return fallback_for(node).step
