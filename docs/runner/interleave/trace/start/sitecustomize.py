"""Begins to record, in the interpreter that `python -m interleave trace` starts, before the program's first line.

It undoes what brought it here: the environment and `sys.path` are those of a plain run, and so is the machine's own
`sitecustomize`, if there is one.
"""

import importlib.util
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_TRACE = os.path.dirname(_HERE)


def _restore() -> tuple[str, str]:
    former = os.environ.pop("INTERLEAVE_PYTHONPATH", None)
    if former is None:
        os.environ.pop("PYTHONPATH", None)
    else:
        os.environ["PYTHONPATH"] = former
    sys.path.remove(_HERE)
    return os.environ.pop("INTERLEAVE_PROGRAM"), os.environ.pop("INTERLEAVE_TRACE")


def _record(program: str, output: str) -> None:
    # By path: the package need not lie on sys.path, and the program must not find it there.
    name = "_interleave_trace"
    spec = importlib.util.spec_from_file_location(
        name, os.path.join(_TRACE, "__init__.py"), submodule_search_locations=[_TRACE]
    )
    assert spec is not None and spec.loader is not None
    package = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    package.record_to(output, program)


_record(*_restore())
del sys.modules["sitecustomize"]
try:
    import sitecustomize  # noqa: F401  (the machine's own)
except ImportError as error:
    if error.name != "sitecustomize":
        raise
    # `site` takes it as an interpreter without one.
    raise ImportError("no sitecustomize", name="sitecustomize") from None
