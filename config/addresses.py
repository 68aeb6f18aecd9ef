"""Which addresses are on the public internet."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address


def ip_of(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is written as, or None for a name."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def is_public_ip(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is neither private, loopback, link-local, multicast nor reserved."""
    return address.is_global and not address.is_multicast
