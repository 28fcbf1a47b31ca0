"""What a program that measures itself in the tab prints: the figures of a benchmark, as JSON."""

import json
from typing import Any

import chromium
from playground import open_playground, run
from playwright.sync_api import sync_playwright
from server import serve


def of(program: str) -> Any:
    """Run a program on a page of its own, for as long as it takes. Raises SystemExit with its errors if it fails."""
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_page(base_url=url, service_workers="block")
        page.set_default_timeout(600_000)
        open_playground(page)
        result = run(page, program)
        browser.close()
    if result["exitCode"]:
        raise SystemExit(result["stderr"])
    return json.loads(result["stdout"])
