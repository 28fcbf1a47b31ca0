"""Pages and programs fit together, and the Python in pages is right."""

import re
from collections import Counter
from pathlib import Path

import pytest
from interleave_site import plain
from interleave_site.pages import DOCS, Page, every_page
from interleave_site.snippet import ROOT, SNIPPETS, Snippet, every_snippet, shadows_standard_library
from pytest_examples import CodeExample, EvalExample, find_examples

PAGES = sorted(path for path in DOCS.rglob("*.md") if not {"_site", "runner"} & {*path.relative_to(DOCS).parts})
_FENCE = re.compile(r'^\s*`{3,} *\{ *\.snippet [^}]*src="([^"]+)"', re.MULTILINE)


def _named(page: Path) -> list[str]:
    return _FENCE.findall(page.read_text(encoding="utf-8"))


def test_pages_name_every_program_and_no_other() -> None:
    """A dangling name and a dead file both fail."""
    named = {name for page in PAGES for name in _named(page)}
    there = {snippet.name for snippet in every_snippet()}
    assert not named - there, "pages name programs that don't exist"
    assert not there - named, "no page names these programs: name them or delete them"


def test_transcripts_belong_to_programs() -> None:
    """A transcript without a program is dead."""
    transcripts = {path.with_suffix(".py") for path in SNIPPETS.rglob("*.out")}
    assert not transcripts - {snippet.path for snippet in every_snippet()}


def test_titles_are_unique() -> None:
    """Two programs of one name can't be told apart in an index."""
    titles = Counter(snippet.title for snippet in every_snippet())
    assert not [title for title, count in titles.items() if count > 1]


@pytest.mark.parametrize("snippet", every_snippet(), ids=lambda snippet: snippet.name)
def test_name_hides_no_standard_module(snippet: Snippet) -> None:
    """A file named like one breaks the imports of those beside it."""
    assert not shadows_standard_library(snippet)


def test_every_page_is_in_the_navigation() -> None:
    """A page that nobody can get to is lost."""
    assert {page.relative_to(DOCS).as_posix() for page in PAGES} == {page.source for page in every_page()}


def test_plain_pages_have_the_programs_and_their_output() -> None:
    """Who reads with a tool gets the whole page."""
    for page in every_page():
        text = plain.markdown(page)
        assert ".snippet" not in text
        for snippet in page.programs():
            assert snippet.source.rstrip() in text
            assert (snippet.transcript or "").rstrip() in text


@pytest.mark.usefixtures("site")
def test_llms_txt_lists_every_page() -> None:
    """Each with its address and what it is about."""
    text = (ROOT / "site" / "llms.txt").read_text(encoding="utf-8")
    for page in every_page():
        assert f"/{page.source}): {page.description}" in text
        assert (ROOT / "site" / page.source).is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_page_says_what_it_is_about(page: Path) -> None:
    """Search engines and link previews show the description."""
    assert re.match(r"---\n(?:.*\n)*?description: .+\n(?:.*\n)*?---\n", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_table_headers_say_what_their_column_holds(page: Path) -> None:
    """A screen reader reads the header with each cell; an empty one says nothing."""
    headers = re.findall(r"(?m)^(\|.*\|)\n\|[-:| ]+\|$", page.read_text(encoding="utf-8"))
    assert not [header for header in headers if not all(cell.strip() for cell in header.strip("|").split("|"))]


EXAMPLES = list(find_examples(*map(str, PAGES), str(ROOT / "README.md"), str(ROOT / "CONTRIBUTING.md")))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_inline_python_runs(example: CodeExample, eval_example: EvalExample) -> None:
    """The few lines of Python that stand in a page itself are linted and run."""
    eval_example.set_config(line_length=88, ruff_select=["E", "F", "W", "UP", "B"], target_version="py310")
    eval_example.lint_ruff(example)
    eval_example.run(example)


def test_counts() -> None:
    """The whole guide: at least 34 pages and 155 programs, of which 145 run in the tab."""
    programs = every_snippet()
    live = [snippet for snippet in programs if not snippet.needs]
    assert len(PAGES) >= 34
    assert len(programs) >= 155
    assert len(live) >= 145


GUIDE = [
    page
    for page in every_page()
    if page.part in ("Learn", "Threads", "Processes", "Concepts", "How-to", "Libraries", "Troubleshooting")
]


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.source)
def test_page_has_one_idea_and_shows_a_program(page: Page) -> None:
    """600 to 1,500 words tell one idea. Only the list of what to look at is shorter and has no program of its own."""
    if page.source != "troubleshooting/index.md":
        assert 600 <= page.words <= 1500
        assert list(page.programs())
