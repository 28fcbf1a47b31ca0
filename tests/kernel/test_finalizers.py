"""Each class of the kernel that has a finalizer is one of those that `tests/fidelity/finalizers.py` breaks."""

import ast
from collections.abc import Iterator
from pathlib import Path

import kernel

KERNEL = Path(kernel.__file__).parent
PROGRAM = Path(__file__).parents[1] / "fidelity/finalizers.py"
# By module, the cases of the program. The class of unraisable.py lives while that module is imported.
CASES: dict[str, list[str]] = {
    "base/unraisable.py": [],
    "files/epoll.py": ["epoll"],
    "files/memory.py": ["shared memory", "shared memory closed", "anonymous memory"],
    "files/sharing.py": ["descriptors on their way"],
    "interpreters/channel_ids.py": ["channel"],
    "net/sockets.py": ["socket", "listener", "datagram"],
    "tls/socket.py": ["tls"],
}


def _nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def test_all_finalizers_are_tried() -> None:
    """A new one needs a case: its descriptor, segment or interpreter gone."""
    files = {
        path.relative_to(KERNEL).as_posix()
        for path in KERNEL.rglob("*.py")
        if any(isinstance(node, ast.FunctionDef) and node.name == "__del__" for node in _nodes(path))
    }
    assert files == set(CASES)
    tried = PROGRAM.read_text()
    assert [case for cases in CASES.values() for case in cases if f'end("{case}",' not in tried] == []
