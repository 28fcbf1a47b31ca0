"""A program's output looks as it does in a terminal."""

import pytest
from playground import open_playground, run
from playwright.sync_api import Page, expect

# Shows chunks as a run would, in the page's own element and in the look that it gives them.
_SHOW = """
async ([name, frames]) => {
  const {OutputView} = await import(new URL("../runner/page/output-view.js", location.href).href);
  window.lines = [];
  const view = new OutputView(name, {onLine: (line) => lines.push(line), onText() {}, onEnd() {}});
  document.querySelector("py-snippet").append(view.element);
  for (const chunks of frames) {
    for (const [stream, text] of chunks) view.append({stream, text});
    view.render();
  }
  return view.code.textContent;
}
"""

# The least contrast (WCAG 2) of the colours in which a text and its ground are shown.
_CONTRAST = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgb = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (channels) => {
    const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = channels.map((channel) => linear(channel / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = {};
  for (const element of document.querySelectorAll(".snippet-output .ansi, .snippet-output .snippet-stderr")) {
    if (!element.textContent.trim() || element.classList.contains("ansi-hidden")) continue;
    const grounds = [];
    for (let at = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
    const ground = luminance(rgb("white", ...grounds));
    const text = luminance(rgb("white", ...grounds, getComputedStyle(element).color));
    found[element.outerHTML.slice(0, 140)] = (Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05);
  }
  return found;
}
"""


def show(page: Page, *frames: list[tuple[str, str]], name: str = "x.py") -> str:
    """Show chunks, frame by frame; gives the text that is there in the end."""
    text: str = page.evaluate(_SHOW, [name, list(frames)])
    return text


def test_a_program_that_draws(playground: Page) -> None:
    """A progress bar, a spinner, lines that are drawn again; on either stream, as tqdm and rich write them."""
    page = playground
    source = (
        "import sys\n"
        "for i in range(0, 101, 10):\n"
        "    print(f'\\r{i:3} %', end='', flush=True)\n"
        "print()\n"
        "for c in '|/-\\\\': print(c, end='\\b', flush=True)\n"
        "print(' ')\n"
        "for n in 1, 2:\n"
        "    print(f'\\x1b[2Ka {n}\\n\\x1b[2Kb {n}\\n\\x1b[2A', end='', flush=True)\n"
        "print('\\n')\n"
        "print('\\rwarn\\x1b[K \\x1b[33mcareful\\x1b[0m', file=sys.stderr)\n"
    )
    result = run(page, source)
    assert "\r 10 %" in result["stdout"]  # the program's own text is what it was
    expect(page.locator(".snippet-output code")).to_have_text(
        "100 %\n \na 2\nb 2\nwarn careful\n", use_inner_text=False
    )
    assert page.locator(".snippet-output code").evaluate("c => c.textContent") == "100 %\n \na 2\nb 2\nwarn careful\n"
    expect(page.locator(".snippet-stderr .ansi")).to_have_text("careful")


def test_frames_change_what_is_there(page: Page) -> None:
    """What was drawn is replaced, and nothing is left of it; what scrolled away stays."""
    open_playground(page)
    many = "".join(f"{line}\n" for line in range(60))
    frames = [[("stdout", text)] for text in (many, "a\nb\n", "\x1b[2A\x1b[Jc", "\x1b[2J\x1b[Hend")]
    assert show(page, *frames[:1]).endswith("58\n59\n")
    text = show(page, *frames)
    assert text == "".join(f"{line}\n" for line in range(39)) + "end"


def test_a_flood_is_shown_at_once(page: Page) -> None:
    """Most rows of it need no element."""
    open_playground(page)
    text = "".join(f"{line}\n" for line in range(30_000))
    assert show(page, [("stdout", text)]) == text
    assert page.locator(".snippet-output code *").count() < 100


def test_lines_of_a_traceback_are_links(page: Page) -> None:
    """Also in the colours that CPython gives a traceback, and where a chunk ends within the name."""
    open_playground(page)
    coloured = 'Traceback:\n  File \x1b[35m"/home/x.py"\x1b[0m, line \x1b[35m3\x1b[0m, in <module>\n'
    cut = [("stderr", '  File "/home/x'), ("stderr", '.py", line 1'), ("stderr", "2, in f\n/home/x.py:45: Warning\n")]
    show(page, [("stderr", coloured)], cut[:1], cut[1:])
    buttons = page.locator(".snippet-stderr button.snippet-line")
    expect(buttons).to_have_text(["3", "12", "45"])
    for button in buttons.all():
        button.click()
    assert page.evaluate("lines") == [3, 12, 45]
    assert page.locator(".snippet-stderr").first.get_attribute("title") == "standard error"


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_every_colour_can_be_read(page: Page, scheme: str) -> None:
    """4.5:1 for all 256, as text, as ground, reversed, dim, and each of the sixteen on each."""
    open_playground(page)
    page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    text = "".join(f"\x1b[0;{kind}{n}m{n}" for n in range(256) for kind in ("38;5;", "48;5;", "7;38;5;", "7;48;5;"))
    text += "".join(f"\x1b[0;38;5;{f};48;5;{b}mx\x1b[7mx" for f in range(16) for b in range(16))
    show(page, [("stdout", text + "\x1b[0;2mdim\x1b[0;7minverse\x1b[0m"), ("stderr", "\x1b[2mdim\x1b[0m plain")])
    contrast: dict[str, float] = page.evaluate(_CONTRAST)
    assert len(contrast) > 1200
    assert not {look: round(ratio, 2) for look, ratio in contrast.items() if ratio < 4.5}
