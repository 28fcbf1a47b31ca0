"""What the options of `python` and the variables PYTHON… change."""

import os
import re
import subprocess
import sys

for name in [name for name in os.environ if name.startswith("PYTHON")]:
    del os.environ[name]


def run(*options, text=None, **variables):
    return subprocess.run(
        [sys.executable, *options], input=text, capture_output=True, text=True, env={**os.environ, **variables}
    )


def show(*options, text=None, **variables):
    done = run(*options, text=text, **variables)
    for output in (done.stdout, done.stderr):
        if output:
            print(re.sub(r"Errno \d+", "Errno", output.replace(sys.executable, "PYTHON").rstrip()))
    print(done.returncode)


FLAGS = "import sys; print([getattr(sys.flags, name) for name in sys.argv[1:]], type(sys.flags).__name__)"
show("-OOBqsbbP", "-c", FLAGS, *"optimize dont_write_bytecode quiet no_user_site bytes_warning safe_path".split())
show("-IXdev", "-c", f"{FLAGS}; print(sys.warnoptions, sys._xoptions)", "isolated", "ignore_environment", "dev_mode")
show("-bb", "-c", "b'' == ''")
show("-O", "-c", "assert False; print(__debug__)")
show("-Sc", "import sys; print('site' in sys.modules); exit()")
show("-Wd", "-Xpycache_prefix=/x", "-c", "import sys; print(sys.warnoptions, sys.pycache_prefix)")
show("-Xcpu_count=3", "-c", "import os; print(os.cpu_count(), os.process_cpu_count())")
show("-Xtracemalloc=4", "-c", "import tracemalloc; print(tracemalloc.get_traceback_limit())")
show("-Xint_max_str_digits=700", "-c", "print(len(str(10 ** 699))); str(10 ** 700)")
show("-Xwarn_default_encoding", "-c", "import sys; print(sys.flags.warn_default_encoding); open('/dev/null')")
show("-Xutf8", "-c", "import sys; print(sys.flags.utf8_mode, sys.stdout.errors)")
print("import time:" in run("-Ximporttime", "-c", "import this").stderr)
CHANGED = """
import _colorize, asyncio, faulthandler, sys, tracemalloc
breakpoint()
flags = sys.flags
print(flags.optimize, flags.dev_mode, flags.safe_path, flags.verbose)
with asyncio.Runner() as runner:
    print(faulthandler.is_enabled(), tracemalloc.get_traceback_limit(), runner.get_loop().get_debug())
print(sys.warnoptions, sys.stdout.encoding, sys.stdout.errors, sys.get_int_max_str_digits())
print('/first' in sys.path[:2], '/second' in sys.path[:3], '' in sys.path)
"""
VARIABLES = {
    "PYTHONOPTIMIZE": "x", "PYTHONVERBOSE": "", "PYTHONDEVMODE": "1", "PYTHONTRACEMALLOC": "2", "PYTHONBREAKPOINT": "0",
    "PYTHONWARNINGS": "error,ignore::UserWarning", "PYTHONIOENCODING": "latin-1:replace", "PYTHONSAFEPATH": "1",
    "PYTHONINTMAXSTRDIGITS": "0", "PYTHONPATH": "/first:/second", "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip
show("-c", CHANGED, **VARIABLES)
show("-Ec", CHANGED.replace("breakpoint()", "").replace("sys.stdout.errors, ", ""), **VARIABLES)
show("-c", "import faulthandler; print(faulthandler.is_enabled())", PYTHONFAULTHANDLER="1")
show("-c", "import asyncio; print(asyncio.new_event_loop().get_debug())", PYTHONASYNCIODEBUG="1")
show("-c", "import os; print('before', end=' '); os.write(1, b'after'); os._exit(0)", PYTHONUNBUFFERED="1")
ORDER = "import sys; print(sys.flags.hash_randomization, list({'one', 'two', 'three', 'four', 'five'}))"
same = [run("-c", ORDER, PYTHONHASHSEED=seed).stdout for seed in "4044"]
print(same[0] == same[2] == same[3], same[0] != same[1], same[0][0], same[1][0])
