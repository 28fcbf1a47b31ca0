"""The modules named by import statements."""

import ast
from collections.abc import Iterator


def imported_by(node: ast.AST, package: str) -> Iterator[str]:
    """The modules that a statement in a package imports. A name after `from … import` may be a module or not."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*parents, *([node.module] if node.module else [])])
        yield from (base, *(f"{base}.{alias.name}" for alias in node.names))
