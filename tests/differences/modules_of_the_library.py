"""modules of the standard library"""

import contextlib
import importlib
import io
import sys
import warnings

warnings.simplefilter("ignore")
missing = []
with contextlib.redirect_stdout(io.StringIO()):  # `this` prints
    for name in sorted(sys.stdlib_module_names - {"antigravity"}):  # which opens a browser
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
print("missing:", *missing)
if "curses" in missing:
    print("as the table says")
