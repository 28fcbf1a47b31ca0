"""One line in requirements/tab.in, compiled to tab.txt, ships a package: nothing else names it."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from interleave_site import compiled_wheels, kernel, libraries, vendor, wheels

METADATA = """\
Metadata-Version: 2.4
Name: Queue_Of.Tea
Version: 1.2
License-Expression: MIT
Provides-Extra: trio
Requires-Dist: {required}
Requires-Dist: trio; extra == "trio"
Requires-Dist: colorama; sys_platform == "win32"
"""


def _wheel(path: Path, required: str) -> None:
    """Write a wheel in plain Python, with a package and a module beside it."""
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tea/__init__.py", "def brew():\n    from . import pot\n")
        wheel.writestr("tea/pot.py", "import trio\n")
        wheel.writestr("tea_times.py", "")
        wheel.writestr("queue_of_tea-1.2.dist-info/METADATA", METADATA.format(required=required))


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A clone with one line more, and its pin; what pip downloads is the new wheel, and what it requires."""
    shutil.copytree(wheels.ROOT / "requirements", tmp_path / "requirements")
    for name, line in (("tab.in", "queue-of-tea"), ("tab.txt", "queue-of-tea==1.2 --hash=sha256:0")):
        with (tmp_path / "requirements" / name).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    there, downloads, run = wheels.index(), wheels.DOWNLOADS, subprocess.run
    (tmp_path / ".cache").mkdir()

    def download(command: list[str], **how: Any) -> Any:
        if "pip" not in command:
            return run(command, **how)
        assert command[command.index("-r") + 1] == str(tmp_path / "requirements" / "tab.txt")
        target = Path(command[command.index("--dest") + 1])
        for name in wheels.closure(["anyio", "trio"], there):
            (target / there[name]["file"]).hardlink_to(downloads / there[name]["file"])
        return _wheel(target / "queue_of_tea-1.2-py3-none-any.whl", "anyio>=4")

    monkeypatch.setattr(subprocess, "run", download)
    monkeypatch.setattr(vendor, "ROOT", tmp_path)
    monkeypatch.setattr(wheels, "DOWNLOADS", tmp_path / ".cache" / "wheels")
    monkeypatch.setattr(wheels, "SHIPPED", tmp_path / "vendor")
    monkeypatch.setattr(vendor, "_LIST", tmp_path / ".cache" / "wheels.txt")
    monkeypatch.setattr(wheels, "INDEX", tmp_path / ".cache" / "wheels.json")
    monkeypatch.setattr(wheels, "_NAMED", tmp_path / "requirements" / "tab.in")
    wheels.index.cache_clear()
    yield tmp_path
    wheels.index.cache_clear()


def test_one_line_ships_a_package(clone: Path) -> None:
    """It is downloaded, found by what programs import, loaded with what it requires, and on the page."""
    vendor.wheels()
    compiled_wheels.ship(wheels.DOWNLOADS, wheels.SHIPPED, ["tea"])
    assert list((clone / "vendor").glob("queue_of_tea-1.2-py3-none-any-*.whl"))
    entry = wheels.told()["queue-of-tea"]
    assert (entry["version"], entry["named"]) == ("1.2", True)
    assert (entry["imports"], entry["requires"], entry["extras"]) == (
        ["tea", "tea_times"],
        ["anyio"],
        {"trio": ["trio"]},
    )
    assert entry["brings"] == {"tea.pot": ["trio"]}
    packages: Any = kernel.module("python.packages")
    packages.offer(wheels.index())
    for source in (
        "import tea",
        "from tea_times import five",
        '# /// script\n# dependencies = ["Queue.of_tea"]\n# ///\n',
    ):
        assert packages.imported([source]) == ["queue-of-tea"]
    assert {"queue-of-tea", "anyio", "idna"} <= set(packages.missing(["queue-of-tea"]))
    assert "queue-of-tea 1.2" in libraries.in_words()
    assert "<td>queue-of-tea</td><td>1.2</td>" in libraries.format_libraries("", "", "", {}, None)


def test_a_line_whose_requirement_does_not_ship_fails(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """tab.txt was not compiled anew."""
    monkeypatch.setattr("test_one_line.METADATA", METADATA.replace("{required}", "teapot"))
    with pytest.raises(SystemExit, match=r"queue-of-tea requires teapot, which requirements/tab\.txt lacks"):
        vendor.wheels()
