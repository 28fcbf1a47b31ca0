"""Packages that an image holds, imported already: a program that imports them finds them as if it were then.

While an image is made, `load` imports modules, and takes them away again: out of `sys.modules`, and out of the modules
that hold them as attributes. A program's first import of one puts back what that import would have brought, and nothing
else: so `import package` alone gives no `package.module` which only another import gives.
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
    """Gives a module that has run already; whatever else loaders know comes from its own one."""

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
    """Finds what was taken away."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        # By importing module: what it imported while it ran, itself.
        self._imports: dict[str, set[str]] = {}
        # Those that their packages hold by their names. A package may give such a name to something else:
        # tenacity.retry is a function.
        self._held: set[str] = set()

    def load(self, names: Iterable[str], tops: Iterable[str]) -> None:
        """Import modules, and take away all that came with them and belongs to packages.

        What fails to be imported is left to the program, which is told.

        Args:
            names: of modules, with dots.
            tops: the top-level names that packages have.
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
        """Note who imports what meanwhile."""
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
        """The module of which another one is an attribute, once it is imported."""
        parent, _, attribute = name.rpartition(".")
        return self._modules.get(parent) or sys.modules.get(parent), attribute

    def _brought(self, name: str) -> list[str]:
        """What importing a module brings, itself and its parents included."""
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
        """Let all that a module brings be imported, and give it."""
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
        """Keep none but extension modules: many can't be initialized a second time."""
        self._modules = {
            name: module
            for name, module in self._modules.items()
            if isinstance(getattr(module.__spec__, "loader", None), ExtensionFileLoader)
        }

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """As any finder: None for what it doesn't have."""
        module = self._modules.get(fullname)
        if module is None or module.__spec__ is None:
            return None
        spec = copy(module.__spec__)
        spec.loader = _Loader(module.__spec__, self._put_back)
        return spec


_preloaded = Preloaded()
load = _preloaded.load
forget = _preloaded.forget
