"""Names and addresses outside the tab, and those of the reader's own machine."""

import errno
import socket

import pytest
from answering_browser import GET, Browser, connect, tell, view
from kernel.files import stream
from kernel.net import ports, resolver


@pytest.mark.parametrize(
    "name", ["a.invalid", "b.test", "api.example.com", "nodot", "a b.dev", "-a.dev", "1.2.3.256", "::1q"]
)
def test_names_that_nobody_has(name: str) -> None:
    """They fail at once."""
    with pytest.raises(socket.gaierror):
        resolver.addresses(name)


def test_names_keep_their_addresses() -> None:
    """The address leads back to the name."""
    address = resolver.addresses("Api.Site.dev.")[0]
    assert resolver.addresses("api.site.dev") == [address]
    assert resolver.name_of(address) == "api.site.dev"
    assert resolver.gethostbyaddr(address)[0] == "api.site.dev"
    assert resolver.name_of(resolver.addresses("bücher.dev")[0]) == "xn--bcher-kva.dev"


@pytest.mark.parametrize(
    ("address", "named", "url"),
    [
        ("192.0.2.7", "192.0.2.7", "http://192.0.2.7:80/a?b"),
        ("192.0.2.7", "Some.site:80", "http://some.site:80/a?b"),
        ("192.0.2.7", "localhost", "http://192.0.2.7:80/a?b"),
        ("2001:db8::1", "[2001:db8::1]:80", "http://[2001:db8::1]:80/a?b"),
    ],
)
def test_literal_addresses(address: str, named: str, url: str, browser: Browser) -> None:
    """The name comes from the request, unless it is this machine's."""
    client = connect(address)
    client.write(view(GET.replace(b"api.site.dev", named.encode())))
    assert browser.fetched[0][1] == url
    client.close()


def attempt(port: int) -> stream.Connecting:
    """An attempt to connect to this machine."""
    attempt = stream.Connecting(("127.0.0.1", 1), ("127.0.0.1", port))
    ports.reach(attempt, "127.0.0.1", port)
    return attempt


def test_sites_have_no_business_on_the_readers_machine(browser: Browser) -> None:
    """Nothing is asked."""
    assert attempt(9999).error == errno.ECONNREFUSED
    assert not browser.probed


def test_a_page_of_this_machine_reaches_its_servers(browser: Browser) -> None:
    """The attempt stays undecided until the browser knows; a port of the tab's own is never looked for."""
    browser.page_of = {"origin": "http://localhost:8000", "hostname": "localhost", "port": 8000, "loopback": True}
    refused, granted, own, abandoned = (attempt(port) for port in (9999, 9998, 8000, 9997))
    assert [place for _, place in browser.probed] == [f"127.0.0.1:{port}" for port in (9999, 9998, 9997)]
    assert [one.done() for one in (refused, granted, own)] == [False, False, True]
    abandoned.abandoned = True
    for (number, _), found in zip(browser.probed, (False, True, True), strict=True):
        tell("probed", number, found=found)
    assert refused.error == errno.ECONNREFUSED
    assert abandoned.endpoint is None
    for one, url in ((granted, "http://127.0.0.1:9998/a?b"), (own, "http://localhost:8000/a?b")):
        assert one.endpoint is not None
        one.endpoint.write(view(GET))
        assert browser.fetched[-1][1] == url
        one.endpoint.close()

    ports._known_ports.add(9996)
    assert attempt(9996).error == errno.ECONNREFUSED
    assert len(browser.probed) == 3
