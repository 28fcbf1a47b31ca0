"""Gathers the evidence anew, on CPython 3.14 and in the tab, and writes the page: `make names`."""

import shutil
import sys
from pathlib import Path

import chromium
from names import evidence, table
from native import heed_interrupts
from playground import open_playground, run
from playwright.sync_api import sync_playwright
from server import serve


def main() -> None:
    """Write what was found, and say what pretends; with arguments, of these programs only."""
    heed_interrupts()
    wanted = set(sys.argv[1:])
    programs = [program for program in evidence.PROGRAMS if not wanted or program.stem in wanted]
    python = shutil.which("python3.14")
    if python is None:
        sys.exit("CPython 3.14 is needed, as python3.14 on PATH: what it prints is the measure")
    native = table.read(table.NATIVE) if wanted else {}
    for program in programs:
        said = evidence.on_cpython(Path(python), program)
        # What a name does counts more than that it is there.
        native |= {name: value for name, value in said.items() if value[0] != "callable" or name not in native}
    table.dump(table.NATIVE, native)
    tab: evidence.Evidence = {}
    found = {name: table.State(*state) for name, state in table.read(table.TAB).items()} if wanted else {}
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_page(base_url=url, service_workers="block")
        open_playground(page)
        for program in programs:
            tab |= evidence.read(run(page, evidence.source(program))["stdout"])
            print(f"{program.stem}: {len(tab)} names", flush=True)
        browser.close()
    names = [name for name, (outcome, _) in tab.items() if name in native and (outcome != "callable" or not wanted)]
    found |= table.states(native, tab, names if wanted else native)
    table.dump(table.TAB, found)
    table.PAGE.write_text(table.page(found), encoding="utf-8")
    pretending = {name: state.text for name, state in found.items() if state.outcome == "pretends"}
    sys.exit("".join(f"{name}: {text}\n" for name, text in pretending.items()) or None)


if __name__ == "__main__":
    main()
