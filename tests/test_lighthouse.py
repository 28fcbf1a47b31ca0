"""Lighthouse has nothing to find: accessibility, best practices, search engines."""

import json
import os
import subprocess
from pathlib import Path

import chromium
import pytest
from interleave_site.node import NODE
from server import serve

SCRIPT = Path(__file__).with_name("lighthouse.mjs")
PAGES = ("", "learn/tasks/", "reference/programs/", "playground/")


@pytest.mark.long
@pytest.mark.usefixtures("site")
def test_every_score_is_100() -> None:
    """On the front page, a Learn page, the programs and the playground."""
    with serve() as url:
        addresses = [url + page for page in PAGES]
        environment = os.environ | {"CHROME_PATH": str(chromium.find())}
        command = [NODE, str(SCRIPT), *addresses]
        result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert result.returncode == 0, result.stderr
    scores = json.loads(result.stdout)
    print(json.dumps(scores, indent=1))
    assert list(scores) == addresses
    found = {f"{url} {category}": entry for url, of in scores.items() for category, entry in of.items()}
    below = {where: entry for where, entry in found.items() if entry["score"] < 100}
    assert not below
