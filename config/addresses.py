"""Which addresses are on the public internet."""

from __future__ import annotations

from ipaddress import ip_address


def is_private_ip(host: str) -> bool:
    """Say whether a host is written as an address that is private, loopback, link-local, multicast or reserved."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    return address.is_multicast or not address.is_global
