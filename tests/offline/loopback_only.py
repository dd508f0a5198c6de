"""Make any attempt to reach another machine raise, in this process, for as long as it lives.

An audit hook cannot be removed or bypassed by Python code. Native libraries do not raise audit events: `.ci/run` runs the
whole suite again without a network where the system permits.
"""

import ipaddress
import sys
from typing import Any

NAMES = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost"})
ASKS_FOR_A_NAME = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
SENDS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class NetworkUsed(RuntimeError):
    """Something tried to leave this machine."""


def is_loopback(host: object) -> bool:
    """Return whether a host name or address stays on this machine; `None` and the empty name do."""
    text = host.decode() if isinstance(host, bytes) else str(host or "")
    if text in NAMES:
        return True
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise when an audit event names another machine."""
    if not event.startswith("socket."):
        return
    if event in ASKS_FOR_A_NAME and not is_loopback(arguments[0]):
        raise NetworkUsed(f"{event}: asked for the address of {arguments[0]!r}")
    # Addresses of other families (a path of a UNIX socket, say) are not tuples.
    if event in SENDS and isinstance(arguments[1], tuple) and not is_loopback(arguments[1][0]):
        raise NetworkUsed(f"{event}: {arguments[1]!r} is not this machine")


sys.addaudithook(watch)
