"""The edits that the pages suggest: the entries of `snippets/<part>/<page>/edits.toml`, and the edited programs."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from interleave_site.pages import Page, every_page
from interleave_site.snippet import SNIPPETS, Snippet

_KEYS = {"program", "says", "replace", "hangs", "prints", "shows"}
_CONTROL = re.compile(r"[^\n -~\x80-\U0010ffff]")  # not allowed in TOML
_ERROR = re.compile(r"[\w.]+(Error|Exception|Group|Interrupt|Pool|Full)\b")


class EditError(Exception):
    """An edits.toml is wrong. The message says which edit, and what to do."""


@dataclass(frozen=True)
class Edit:
    """One edit of a program: what to change, the sentence that suggests it, and what the program prints then."""

    file: Path
    number: int  # its index in the file
    entry: dict[str, object]

    def __post_init__(self) -> None:
        unknown = self.entry.keys() - _KEYS
        missing = {"program", "says", "replace"} - self.entry.keys()
        if unknown or missing:
            raise EditError(f"{self.name}: unknown keys {sorted(unknown)}, missing keys {sorted(missing)}")

    @property
    def name(self) -> str:
        """The name in test ids."""
        return f"{self.file.parent.relative_to(SNIPPETS)}/{self.entry.get('program')}#{self.number + 1}"

    @cached_property
    def snippet(self) -> Snippet:
        """The unedited program. Raises SnippetError if there is no such file."""
        return Snippet.find((self.file.parent / str(self.entry["program"])).relative_to(SNIPPETS).as_posix())

    @property
    def says(self) -> str:
        """The page's sentence, on one line."""
        return " ".join(str(self.entry["says"]).split())

    @property
    def hangs(self) -> bool:
        """Whether the edited program doesn't end."""
        return bool(self.entry.get("hangs", False))

    @property
    def source(self) -> str:
        """The edited program. Raises EditError if a text to replace isn't there, or more than once."""
        source: str = self.snippet.source
        replacements = self.entry["replace"]
        assert isinstance(replacements, list)
        for pair in replacements:
            old, new = str(pair[0]), str(pair[1])
            if source.count(old) != 1:
                raise EditError(
                    f"{self.name}: the program has {old!r} {source.count(old)} times. Give more of the text"
                )
            source = source.replace(old, new)
        return source

    def pages(self) -> list[Page]:
        """The pages that show the program and contain the sentence."""
        showing = [page for page in every_page() if self.snippet in page.programs()]
        return [page for page in showing if self.says in " ".join(page.text.split())]

    def record(self, printed: str) -> None:
        """Write what was printed into the file, as the value of `prints`."""
        head, *blocks = re.split(r"(?m)^(?=\[\[edit\]\]$)", self.file.read_text(encoding="utf-8"))
        block = re.sub(r"(?ms)^prints = '''.*?'''\n", "", blocks[self.number]).rstrip("\n")
        blocks[self.number] = f"{block}\nprints = '''\n{printed}'''\n\n"
        self.file.write_text(head + "".join(blocks).rstrip("\n") + "\n", encoding="utf-8")


def every_edit() -> list[Edit]:
    """All edits, in the order of their files."""
    found = []
    for file in sorted(SNIPPETS.rglob("edits.toml")):
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["edit"]
        found += [Edit(file, number, entry) for number, entry in enumerate(entries)]
    return found


def without_frames(printed: str) -> str:
    """Reduce the tracebacks in a transcript to their errors; control characters become \\xNN."""
    lines: list[str] = []
    for line in printed.splitlines():
        text = line.removeprefix("stderr: ")
        inner = text.lstrip(" |+-")
        if text == line or not (text.startswith(" ") or "Traceback (most recent" in text):
            lines.append(line)
        elif _ERROR.match(inner):
            lines.append(f"stderr:   {inner}")
        elif not lines or lines[-1] != "stderr: Traceback ...":
            lines.append("stderr: Traceback ...")
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", "".join(f"{line}\n" for line in lines))
