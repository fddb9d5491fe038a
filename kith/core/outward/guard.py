"""Where Kith may go when somebody tells it an address: out into the world, and never to what lies behind it.

An address that a person types is a way to make this server ask its own neighbours. So an address is read strictly,
its name is looked up here, each of the numbers that it stands for is judged, and the connection goes to a number that
was judged. Whoever uses this connects to what `judge` returns and looks nothing up again: a name may answer otherwise
the second time. What is refused says one sentence, the same whether the name is unknown or leads inside.
"""

import ipaddress
import re
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused

PATIENCE = 5.0  # seconds for looking a name up
LONGEST = 500
PORTS = {"https": 443, "http": 80}
NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
A_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")  # as the last part of a name: some resolvers read it as an address
SENTENCE = _("Kith does not send to this address: it is not known, or not one where Kith may go.")

Number = ipaddress.IPv4Address | ipaddress.IPv6Address
WORLD = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
CLOSED = [
    ipaddress.ip_network(each)
    for each in (
        # what the library of some Pythons takes for the world, or will: the registry's list of special numbers
        "0.0.0.0/8",
        "100.64.0.0/10",  # a carrier's inside
        "192.0.0.0/24",
        "192.0.2.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "240.0.0.0/4",
        "168.63.129.16/32",  # the inside of a cloud, under a number of the world
        "192.88.99.0/24",  # relays of 6to4
        "2002::/16",  # 6to4: an address of the older kind within, and nobody needs it
        "64:ff9b:1::/48",  # NAT64 of one network
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",
        "3fff::/20",
        "fec0::/10",
    )
]


class NotThere(Exception):
    """The address is not known, or not one where Kith may go."""


@dataclass(frozen=True)
class Target:
    """An address, read: where to go and what to ask for."""

    scheme: str
    host: str  # lower case, ASCII, without a last dot
    port: int
    path: str
    inside: bool  # the operator listed it for whoever asks: it may lie inside and speak plain http

    @property
    def named(self) -> str:
        """As the header `Host` has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read(address: str, *, inside: bool = False) -> Target:
    """Read an address that somebody typed, without asking anybody about it.

    Args:
        inside: what the operator lists is open to who asks.

    Raises:
        Refused: it is none, or by itself says that it leads where Kith does not go.
    """
    if len(address) > LONGEST or not address.isprintable() or re.search(r"[\s\\]", address):
        raise _refused(_("An address has no spaces and at most 500 characters. It begins with https://."))
    try:
        parts = urlsplit(address)
        host, port = _plain(parts.hostname or ""), parts.port
    except ValueError as error:
        raise _refused(_("This is not an address. It begins with https://.")) from error
    if parts.scheme not in PORTS or not host:
        raise _refused(_("This is not an address. It begins with https://."))
    if parts.username is not None or parts.password is not None:
        raise _refused(_("Leave the user and the password out of the address: posts are signed instead."))
    if parts.fragment:
        raise _refused(_("Leave out what stands behind #: it is never sent."))
    port = PORTS[parts.scheme] if port is None else port
    target = Target(parts.scheme, host, port, _path(parts.path or "/", parts.query), inside)
    target = replace(target, inside=inside and _is_listed(target))
    if not target.inside:
        _outside(target)
    return target


def _is_listed(target: Target) -> bool:
    """Whether the operator lists it: with its port, or without one where it is that of its scheme."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    names = {f"{host}:{target.port}"}
    if target.port == PORTS[target.scheme]:
        names |= {host, target.host}
    return bool(names & settings.KITH_WEBHOOKS_INSIDE)


def _plain(host: str) -> str:
    """A host as ASCII in lower case: other scripts, full-width digits and dots are read as browsers do."""
    if ":" in host:
        return host.lower()
    return host.encode("idna").decode().lower().removesuffix(".")


def _path(path: str, query: str) -> str:
    asked = f"{path}?{query}" if query else path
    if not asked.isascii():
        raise _refused(_("Write what stands behind the name with the letters of ASCII, as %C3%A9 for é."))
    return asked


def _outside(target: Target) -> None:
    """What is judged of an address by its looks."""
    if target.scheme != "https":
        raise _refused(_("It has to begin with https://: what is posted must not be read on its way."))
    if target.port != PORTS["https"] and not 1024 <= target.port <= 65535:
        raise _refused(_("The port has to be 443, or 1024 and above."))
    number = _number(target.host)
    if number is not None:
        if not is_open(number):
            raise _refused(SENTENCE)
        return
    last = target.host.rpartition(".")[2]
    if not NAME.fullmatch(target.host) or "." not in target.host or A_NUMBER.fullmatch(last):
        raise _refused(SENTENCE)


def _refused(sentence: object) -> Refused:
    return Refused(str(sentence), "address")


def _number(host: str) -> Number | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_open(number: Number) -> bool:
    """Whether an address lies out in the world: nobody's inside, in whatever form it is written."""
    if isinstance(number, ipaddress.IPv6Address):
        if number.scope_id:
            return False
        if held := _held(number):
            return is_open(held)
        if number not in WORLD:
            return False
    closed = (number.is_private, number.is_loopback, number.is_link_local, number.is_multicast, number.is_reserved)
    return number.is_global and not any((*closed, number.is_unspecified, *(number in each for each in CLOSED)))


def _held(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of the older kind that is meant by one of the newer: mapped, or translated on the way."""
    if number in NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped


def judge(target: Target, patience: float | None = None) -> list[str]:
    """Look the name up and judge every number that it stands for; the numbers to which one may connect, in their order.

    Args:
        patience: seconds for looking it up, where that is less than `PATIENCE`.

    Raises:
        NotThere: the name is unknown, or one of its numbers lies where Kith does not go.
    """
    numbers = [number for each in _look_up(target, patience) if (number := _number(each)) is not None]
    if not numbers or not (target.inside or all(is_open(number) for number in numbers)):
        raise NotThere
    return [str(number) for number in numbers]


def _look_up(target: Target, patience: float | None) -> Iterable[str]:
    """What the resolver says, if it says it in time: the library's call knows no limit of its own."""
    found: list[str] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(row[4][0]) for row in rows))

    asking = threading.Thread(target=ask, name="look-up", daemon=True)
    asking.start()
    asking.join(PATIENCE if patience is None else min(patience, PATIENCE))
    return [] if asking.is_alive() else found
