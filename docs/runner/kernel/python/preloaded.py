"""Packages imported in an image already: importing them in a program looks like a first import.

While an image is made, `load` imports modules and then hides them: it removes them from `sys.modules`, and from the
modules that have them as attributes. A program's first import of one restores exactly what that import would have
brought: `import package` alone doesn't make `package.module` available if only another import does.
"""

import builtins
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from types import ModuleType
from typing import Any


class _Loader(Loader):
    """Returns a module that has been executed already; the original loader answers everything else."""

    def __init__(self, spec: ModuleSpec, give: Callable[[str], ModuleType]) -> None:
        self._spec = spec
        self._give = give

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._give(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._spec

    def __getattr__(self, name: str) -> Any:
        return getattr(self._spec.loader, name)


class Preloaded(MetaPathFinder):
    """Finds the hidden modules."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        # By importing module, the modules that it imported itself while it was executed.
        self._imports: dict[str, set[str]] = {}
        # Modules that are attributes of their packages. A package may use such a name for something else:
        # tenacity.retry is a function.
        self._held: set[str] = set()

    def load(self, names: Iterable[str], tops: Iterable[str]) -> None:
        """Import modules, and hide all modules of packages that were imported with them.

        A module that can't be imported is left to the program, which gets the error.

        Args:
            names: Names of modules, with dots.
            tops: The top-level names of packages.
        """
        packages = frozenset(tops)
        before = set(sys.modules)
        with self._recorded():
            for name in names:
                with suppress(Exception):
                    importlib.import_module(name)
        for name in sys.modules.keys() - before:
            module = sys.modules[name]
            if name.partition(".")[0] in packages and getattr(module, "__spec__", None):
                self._modules[name] = module
        for name, module in self._modules.items():
            del sys.modules[name]
            holder, attribute = self._holder(name)
            if holder is not None and vars(holder).get(attribute) is module:
                delattr(holder, attribute)
                self._held.add(name)
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    @contextmanager
    def _recorded(self) -> Iterator[None]:
        """Record which module imports which meanwhile."""
        plain = builtins.__import__

        def noting(
            name: str,
            globals: Mapping[str, object] | None = None,
            locals: Mapping[str, object] | None = None,
            fromlist: Sequence[str] | None = (),
            level: int = 0,
        ) -> ModuleType:
            found = plain(name, globals, locals, fromlist or (), level)
            if globals is not None:
                importer = str(globals.get("__name__"))
                base = str(globals.get("__package__") or "").rsplit(".", level - 1)[0] if level else ""
                absolute = ".".join(filter(None, (base, name)))
                asked = {absolute, *(f"{absolute}.{item}" for item in fromlist or ())}
                self._imports.setdefault(importer, set()).update(asked)
            return found

        builtins.__import__ = noting
        try:
            yield
        finally:
            builtins.__import__ = plain

    def _holder(self, name: str) -> tuple[ModuleType | None, str]:
        """The module that has another one as an attribute after its import."""
        parent, _, attribute = name.rpartition(".")
        return self._modules.get(parent) or sys.modules.get(parent), attribute

    def _brought(self, name: str) -> list[str]:
        """The modules that importing a module brings, including itself and its parents."""
        found: dict[str, None] = {}
        wanted = [name]
        while wanted:
            last = wanted.pop()
            if last in found or last not in self._modules:
                continue
            found[last] = None
            wanted += [*self._imports.get(last, ()), last.rpartition(".")[0]]
        return list(found)

    def _put_back(self, name: str) -> ModuleType:
        """Restore everything that importing a module brings; returns the module."""
        module = self._modules[name]
        brought = self._brought(name)
        sys.modules.update((each, self._modules[each]) for each in brought)
        for each in brought:
            holder, attribute = self._holder(each)
            if holder is not None and each in self._held:
                setattr(holder, attribute, self._modules[each])
        for each in brought:
            del self._modules[each]
        return module

    def forget(self) -> None:
        """Forget all modules except extension modules, many of which can't be initialized twice."""
        self._modules = {
            name: module
            for name, module in self._modules.items()
            if isinstance(getattr(module.__spec__, "loader", None), ExtensionFileLoader)
        }

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Find a hidden module; None for any other."""
        module = self._modules.get(fullname)
        if module is None or module.__spec__ is None:
            return None
        spec = copy(module.__spec__)
        spec.loader = _Loader(module.__spec__, self._put_back)
        return spec


_preloaded = Preloaded()
load = _preloaded.load
forget = _preloaded.forget
