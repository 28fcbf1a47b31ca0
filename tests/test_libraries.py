"""The page of the packages that the tab has, and the playground's line, say what ships."""

import json
import zipfile

from interleave_site import examples, libraries, wheels

_PAGE = libraries.format_libraries("", "", "", {}, None)


def test_every_package_that_ships_is_on_the_page() -> None:
    """With its version and its licence, those that come along included."""
    for name, entry in wheels.index().items():
        assert f"<td>{name}</td><td>{entry['version']}</td>" in _PAGE
        assert entry["licence"] not in ("", "see its files"), name


def test_each_package_brings_the_text_of_its_licence() -> None:
    """In the wheel, from where it comes into the tab."""
    for package, path in wheels.shipped().items():
        with zipfile.ZipFile(path) as wheel:
            names = [name.lower() for name in wheel.namelist() if ".dist-info/" in name]
        assert any("licen" in name or "copying" in name for name in names), package


def test_the_playground_says_what_is_installed() -> None:
    """What requirements/tab.in names, but for what only the standard library reads."""
    assert set(libraries.offered()) == wheels.named() - {"tzdata"}
    for name in libraries.offered():
        assert f"{name} {wheels.index()[name]['version']}" in libraries.in_words()


def test_seconds_are_those_of_packages_that_ship() -> None:
    """A package that is taken out takes its seconds with it."""
    measured = json.loads(libraries.SECONDS.read_text(encoding="utf-8"))
    assert set(measured) <= set(libraries.offered())


def test_a_size_counts_what_is_required() -> None:
    """FastAPI's includes pydantic's."""
    index = wheels.told()
    assert libraries.size("fastapi") > index["fastapi"]["size"] + index["pydantic-core"]["size"]


def test_an_example_of_each_library_was_run() -> None:
    """Of the version that ships; where the tab's output isn't CPython's, the page says why."""
    found = json.loads(examples.RESULTS.read_text(encoding="utf-8"))
    assert {each["library"] for each in found} == set(libraries.offered())
    for each in found:
        assert each["version"] == wheels.index()[each["library"]]["version"], each["library"]
        assert each["same"] or each["why"], each
    page = examples.format_examples("", "", "", {}, None)
    assert page.count("<tr>") == len(found) + 1
