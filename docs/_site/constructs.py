"""The constructs that a program uses: names with their modules, methods, and kinds of statements."""

import ast
from collections.abc import Iterator

from .snippet import Snippet

_SYNTAX: dict[type[ast.AST], str] = {
    ast.AsyncFor: "async for",
    ast.AsyncFunctionDef: "async def",
    ast.AsyncWith: "async with",
    ast.Await: "await",
    ast.Match: "match",
    ast.NamedExpr: ":=",
    ast.TryStar: "except*",
    ast.Yield: "yield",
    ast.YieldFrom: "yield from",
}
_ORDINARY = {"__init__", "__repr__", "__str__"}  # special methods that any class may have


def used(snippet: Snippet) -> frozenset[str]:
    """The constructs of a program, in these forms.

    - `asyncio.create_task`: a name, and the module that it is imported from; likewise an attribute of an object
      that is created in the expression: `threading.Thread(…).start` is `threading.Thread.start`.
    - `.cancel`: an attribute of anything else.
    - `print`: a name that isn't imported.
    - `async with`, `except*`, `:=`: syntax. A decorator is `@name`; a special method that a class defines is its name.
    - `async generator`: a coroutine function with a `yield`.
    - `# /// script`: a block of metadata (PEP 723).
    """
    found = set(_named(snippet.tree))
    for node in ast.walk(snippet.tree):
        if type(node) in _SYNTAX:
            found.add(_SYNTAX[type(node)])
        if isinstance(node, ast.comprehension) and node.is_async:
            found.add("async for")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                found.add("@" + ast.unparse(called).rpartition(".")[2])
        if isinstance(node, ast.ClassDef):
            methods = {child.name for child in node.body if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)}
            found.update(name for name in methods - _ORDINARY if name.startswith("__"))
        if isinstance(node, ast.AsyncFunctionDef) and any(isinstance(inner, ast.Yield) for inner in _own(node)):
            found.add("async generator")
    if snippet.metadata:
        found.add("# /// script")
    return frozenset(found)


def with_parts(constructs: frozenset[str]) -> set[str]:
    """Constructs, and all parts of their names, which readers may type: `Lock` for `asyncio.Lock`."""
    found = set(constructs)
    for name in constructs:
        parts = name.split(".") if name.replace(".", "").isidentifier() else []
        found.update(".".join(parts[first:end]) for end in range(1, len(parts) + 1) for first in range(end))
    return found


def _named(tree: ast.Module) -> Iterator[str]:
    """Names and attributes. Only the longest of `a.b.c` counts."""
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                imported[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})

    def dotted(node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return imported.get(node.id)
        if isinstance(node, ast.Attribute):
            made = isinstance(node.value, ast.Call) and dotted(node.value.func)
            owner = dotted(node.value) or (made if made and made.rpartition(".")[2][:1].isupper() else None)
            return f"{owner}.{node.attr}" if owner else None
        return None

    inner: set[int] = set()
    for node in ast.walk(tree):  # an expression comes before its parts
        if isinstance(node, ast.Attribute):
            inner.add(id(node.value))
            name = dotted(node)
            if name is None:
                yield f".{node.attr}"
            elif id(node) not in inner:
                yield name
        elif isinstance(node, ast.Name) and id(node) not in inner:
            yield dotted(node) or node.id


def _own(function: ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """The nodes in a function's body, except those of nested functions."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
