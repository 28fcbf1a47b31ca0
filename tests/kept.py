"""The files of the site that a reader's browser has kept."""

import json

from interleave_site import offline
from playwright.sync_api import Page
from server import PREFIX, SITE

CACHE = json.dumps(f"interleave {PREFIX}")
_KEYS = f"caches.open({CACHE}).then((cache) => cache.keys()).then((keys) => keys.map(({{url}}) => url))"
_ALL_KEPT = f"""
async (number) => {{
  const cache = await caches.open({CACHE});
  while ((await cache.keys()).length < number) await new Promise((resolve) => setTimeout(resolve, 100));
}}
"""
SAVES_DATA = """
Object.defineProperty(navigator, "connection", {value: {saveData: true, effectiveType: "4g", type: "wifi"}});
"""


def addresses(page: Page) -> list[str]:
    """The addresses of kept files, with their hashes."""
    return list(page.evaluate(_KEYS))


def paths(page: Page) -> set[str]:
    """The files that are kept."""
    return {url.partition("?")[0].partition(PREFIX)[2] for url in addresses(page)}


def control(page: Page) -> None:
    """Wait until a service worker serves the page."""
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def wait_for_all(page: Page) -> None:
    """Wait until all of the site is kept."""
    control(page)
    page.evaluate(_ALL_KEPT, len(list(offline.Contents.of(SITE))))
