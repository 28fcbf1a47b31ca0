"""The names of the example domains (RFC 2606): the hosts outside that the kernel itself provides (web.hosts)."""

_DOMAINS = ("example.com", "example.net", "example.org")
NAMES = {prefix + domain for domain in _DOMAINS for prefix in ("", "www.")}


def is_unknown(name: str) -> bool:
    """Whether a name is in one of the example domains, but isn't provided."""
    return name not in NAMES and name.endswith(tuple(f".{domain}" for domain in _DOMAINS))
