"""A seed gives the same order in the tab as on CPython, by the recipe."""

import hashlib
import subprocess
import sys

from interleave_site.snippet import ROOT, SNIPPETS
from playground import run
from playwright.sync_api import Page

FILES = [SNIPPETS / "recipes" / "schedules.py", SNIPPETS / "recipes" / "virtual_time.py"]
FILES += [ROOT / "tests" / "planted.py", ROOT / "tests" / "every_trail.py"]
PROGRAM = """\
import hashlib
import pathlib

for name, text in FILES.items():
    pathlib.Path(name).write_text(text)
from every_trail import trails
text = "".join(line + "\\n" for line in trails())
print(len(text.splitlines()), hashlib.sha256(text.encode()).hexdigest())
"""


def test_a_hundred_seeds_choose_the_same(warm_playground: Page) -> None:
    """In each of the six planted programs: all choices, the lines that they changed, and how the run ended."""
    command = [sys.executable, str(ROOT / "tests" / "every_trail.py")]
    native = subprocess.run(command, capture_output=True, check=True).stdout
    files = {path.name: path.read_text(encoding="utf-8") for path in FILES}
    result = run(warm_playground, f"FILES = {files!r}\n{PROGRAM}")
    assert result["output"].split() == ["600", hashlib.sha256(native).hexdigest()]
