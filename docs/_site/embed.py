"""The page `embed/`, which other sites show in an `<iframe>`: one program, without the guide's header.

docs/embed.js fills it. It isn't a page of mkdocs.yml: Material would give it a header, a search and a footer.
"""

import re
from pathlib import Path

PLACE = "embed/index.html"
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_ICON = re.compile(r'<link rel="icon" href="([^"]+)"')
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>A program of Interleave</title>
<link rel="icon" href="../{icon}">
{styles}
<script type="module" src="../runner/page/index.js"></script>
<script type="module" src="../embed.js"></script>
</head>
<body data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom">
<main class="embed md-typeset"><noscript>To show and run this program, this page needs JavaScript.</noscript></main>
</body>
</html>
"""


def write(site: Path) -> None:
    """Write the page into a built site, with the styles of its front page."""
    front = (site / "index.html").read_text(encoding="utf-8")
    styles, (icon,) = _STYLE.findall(front), _ICON.findall(front)
    links = [f'<link rel="stylesheet" href="../{style}">' for style in [*styles, "embed.css"]]
    (site / PLACE).parent.mkdir(exist_ok=True)
    (site / PLACE).write_text(_PAGE.format(styles="\n".join(links), icon=icon), encoding="utf-8")
