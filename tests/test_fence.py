"""The fence shows a program, and bad input ends the build with a message that says what to do."""

import html
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import markdown
import pytest
from interleave_site import fence, snippet
from pymdownx.superfences import SuperFencesException

GOOD = "learn/tasks/seed_two_tasks.py"


def convert(text: str) -> str:
    """Render a page as the builders do."""
    fences: dict[str, Any] = {
        "name": "snippet",
        "class": "snippet",
        "format": fence.format_snippet,
        "validator": fence.validate,
    }
    return markdown.markdown(
        text,
        extensions=["attr_list", "md_in_html", "pymdownx.highlight", "pymdownx.superfences"],
        extension_configs={"pymdownx.superfences": {"custom_fences": [fences]}},
    )


def show(options: str) -> str:
    """Render one fence."""
    return convert(f"``` {{ .snippet {options} }}\n```\n")


def test_holds_the_whole_file_and_its_transcript() -> None:
    """The element needs the file to the byte; a reader without JavaScript needs everything else."""
    page = show(f'src="{GOOD}"')
    match = re.search(r'data-source="([^"]*)"', page)
    assert match
    assert html.unescape(match[1]) == (snippet.SNIPPETS / GOOD).read_text(encoding="utf-8")
    assert page.startswith("<py-snippet")
    assert page.count("<py-snippet") == page.count("</py-snippet>") == 1
    transcript = (snippet.SNIPPETS / GOOD).with_suffix(".out").read_text(encoding="utf-8")
    assert html.escape(transcript.splitlines()[0]) in page
    assert 'href="snippets/learn/tasks/seed_two_tasks.py" download' in page


def test_shows_a_part() -> None:
    """The part's lines keep the file's numbers."""
    page = show(f'src="{GOOD}" lines="3-6"')
    assert 'data-lines="3,4,5,6"' in page


@pytest.mark.parametrize(("hl", "count"), [("3", 1), ("3-5 7", 4), ("text:create_task", 2)])
def test_highlights_lines(hl: str, count: int) -> None:
    """By number, or by what they contain."""
    assert show(f'src="{GOOD}" hl="{hl}"').count('class="hll"') == count


def test_text_in_the_docstring_highlights_no_line() -> None:
    """A title says in words what the line of code does that is meant."""
    page = show('src="troubleshooting/error_messages/never_awaited_fixed.py" hl="text:asyncio.run"')
    assert page.count('class="hll"') == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ('src="learn/tasks/no_such.py"', "does not exist. Create it, or correct src"),
        ('src="../README.md"', "lies outside snippets/"),
        ('src="../../etc/passwd.py"', "lies outside snippets/"),
        (f'src="{GOOD}" colour="red"', "has no key 'colour'. It takes hl, lines, section, src, timeline, title"),
        ('title="x"', 'needs src="'),
        (f'src="{GOOD}" lines="900"', "are not in snippets/"),
        (f'src="{GOOD}" lines="2"', "are blank, or the title alone"),
        (f'src="{GOOD}" lines="a-b"', "is no line number or range"),
        (f'src="{GOOD}" section="nope"', "has no section 'nope'. Mark it with"),
        (f'src="{GOOD}" hl="text:nowhere to be found"', "contains that text"),
        (f'src="{GOOD}" lines="1" section="x"', "not both"),
    ],
)
def test_bad_input_says_what_to_do(options: str, message: str) -> None:
    """Never a missing block."""
    with pytest.raises(SuperFencesException, match=re.escape(message)):
        show(options)


@pytest.mark.parametrize(
    ("block", "badge"),
    [
        ('dependencies = ["aiohttp>=3.12", "yarl"]', ""),
        ('dependencies = ["aiohttp", "Dask[distributed]"]', "needs dask"),
        ('requires-python = ">=3.15"\n# dependencies = ["dask"]', "needs Python 3.15, dask"),
    ],
)
def test_says_what_the_tab_lacks(block: str, badge: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dependency without a wheel for the tab, too."""
    (tmp_path / "new.py").write_text(f'"""New"""\n# /// script\n# {block}\n# ///\n')
    (tmp_path / "new.out").write_text("x\n")
    monkeypatch.setattr(snippet, "SNIPPETS", tmp_path)
    page = show('src="new.py"')
    assert re.findall(r'class="snippet-badge[^>]*>([^<]*)<', page) == ([badge] if badge else [])
    assert ("data-needs" in page) == bool(badge)


def _lines(page: str) -> list[str]:
    """The lines of code that a page shows."""
    code = re.search(r"<code>(.*?)</code></pre>", page, re.DOTALL)
    assert code
    return html.unescape(re.sub(r"<[^>]*>", "", code[1])).splitlines()


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('"""New"""\n\nprint(1)\n', ["print(1)"]),
        ('"""New"""\n# /// script\n# ///\n\nprint(1)\n', ["# /// script", "# ///", "", "print(1)"]),
        ('# /// script\n# ///\n"""New"""\n\nprint(1)\n\n', ["# /// script", "# ///", "", "print(1)"]),
        ('"""New\n\nMore.\n"""\n\nprint(1)\n', ['"""New', "", "More.", '"""', "", "print(1)"]),
    ],
)
def test_the_title_is_shown_once(
    source: str, shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not again as the code's first line; a docstring that says more is shown."""
    (tmp_path / "new.py").write_text(source)
    (tmp_path / "new.out").write_text("1\n")
    monkeypatch.setattr(snippet, "SNIPPETS", tmp_path)
    page = show('src="new.py"')
    assert _lines(page) == shown
    numbers = re.search(r'data-lines="([^"]*)"', page)
    assert numbers
    assert [source.splitlines()[int(number) - 1] for number in numbers[1].split(",")] == shown


def test_a_part_says_that_it_is_one() -> None:
    """Names that it uses may be defined in what isn't shown."""
    assert '<span class="snippet-badge">lines 3 to 6 of ' in show(f'src="{GOOD}" lines="3-6"')


def test_a_program_can_be_linked_to() -> None:
    """Its id is its file's name; one that a page shows twice has two."""
    page = convert(f'``` {{ .snippet src="{GOOD}" }}\n```\n\n``` {{ .snippet src="{GOOD}" lines="6" }}\n```\n')
    assert re.findall(r'<py-snippet id="([^"]*)"', page) == ["seed_two_tasks.py", "seed_two_tasks.py-2"]
    assert re.findall(r'<a class="snippet-anchor" href="#([^"]*)"', page) == [
        "seed_two_tasks.py",
        "seed_two_tasks.py-2",
    ]


def test_an_exit_code_says_which_signal_gave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not everybody knows how a shell counts."""
    monkeypatch.setattr(snippet, "SNIPPETS", tmp_path)
    (tmp_path / "new.py").write_text('"""New"""\n\nprint(1)\n')
    for code, meaning in {
        "3": "",
        "130": " (128 + 2: ended by SIGINT)",
        "143": " (128 + 15: ended by SIGTERM)",
    }.items():
        (tmp_path / "new.out").write_text(f"exit: {code}\n")
        assert f'<span class="snippet-exit">exit: {code}{meaning}</span>' in show('src="new.py"')


def test_text_in_the_fence_is_refused() -> None:
    """Code in the page would be code that no test runs."""
    with pytest.raises(SuperFencesException, match="Leave it empty"):
        convert(f'``` {{ .snippet src="{GOOD}" }}\nprint(1)\n```\n')


def test_missing_transcript_says_how_to_record_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is only shown with what it printed."""
    (tmp_path / "new.py").write_text('"""New"""\n\nprint(1)\n')
    monkeypatch.setattr(snippet, "SNIPPETS", tmp_path)
    monkeypatch.setattr(snippet, "ROOT", tmp_path.parent)
    with pytest.raises(SuperFencesException, match=r"no transcript. Run it once: make test .*-k new"):
        show('src="new.py"')


def test_a_bad_fence_ends_the_build(tmp_path: Path) -> None:
    """superfences swallows ordinary exceptions; this one must reach the builder."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text('# X\n\n``` { .snippet src="no/such.py" }\n```\n')
    config = (snippet.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    fences = config[config.index("  - pymdownx.superfences:") : config.index("plugins:")]
    (tmp_path / "mkdocs.yml").write_text(f"site_name: X\nmarkdown_extensions:\n{fences}")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert "docs/index.md: .snippet src='no/such.py': snippets/no/such.py does not exist" in result.stderr


def test_recorded_output_is_what_a_terminal_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control characters and colours of a transcript never reach the page as they are."""
    (tmp_path / "new.py").write_text('"""New"""\n\nprint(1)\n')
    recorded = " 10 %\r100 %\n\x1b[1;31mred\x1b[0m <b>\n\nstderr: \x1b[2Kgone\x1b[1G\x1b[Kwarn\nexit: 1\n"
    (tmp_path / "new.out").write_text(recorded)
    monkeypatch.setattr(snippet, "SNIPPETS", tmp_path)
    page = show('src="new.py"')
    assert "\x1b" not in page
    assert (
        '<code>100 %&#10;<span class="ansi ansi-bold ansi-fg" style="--ansi-fg:#cd0000">red</span> &lt;b&gt;&#10;&#10;'
        '<span class="snippet-stderr"><span class="snippet-mark">stderr: </span>warn</span>&#10;'
        '<span class="snippet-exit">exit: 1' in page
    )
