"""Runs a program in the tab and prints what it printed: `python tests/tab.py [--native] FILE …`, on the site as built.

With `--native`, the output of CPython 3.14 (or of the running one, which has the packages) comes before the tab's;
`--clock instant` sets the clock of the tab.
"""

import argparse
from pathlib import Path

import chromium
import transcript
from native import heed_interrupts, of_the_tab, run_process
from playground import open_playground, run
from playwright.sync_api import sync_playwright
from server import serve


def main() -> None:
    """Run each file, one after the other, on one page."""
    heed_interrupts()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--native", action="store_true")
    parser.add_argument("--clock", default="real")
    options = parser.parse_args()
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_page(base_url=url, service_workers="block")
        page.on("pageerror", lambda error: print(f"[error on the page: {error}]"))
        open_playground(page)
        for path in map(Path.resolve, options.files):
            if options.native:
                python = of_the_tab(path)
                chunks, exit_code = run_process([str(python), "-u", str(path)], path.parent)
                print(f"--- {path.name} on {python.name}\n{transcript.render(chunks, exit_code)}", end="", flush=True)
            result = run(page, path.read_text(encoding="utf-8"), clock=options.clock)
            printed = transcript.render(result["chunks"], result["exitCode"])
            print(f"--- {path.name} in the tab ({result['ms'] / 1000:.2f} s)\n{printed}", end="", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
