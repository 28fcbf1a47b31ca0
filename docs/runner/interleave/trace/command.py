"""`python -m interleave trace [-o OUT] FILE [ARGS …]`: runs a program like `python FILE ARGS …`, and writes its trace.

A fresh interpreter takes this process's place (`exec`), and `start/sitecustomize.py` begins to record in it before the
program's first line. So `__main__`, `sys.argv`, stack, tracebacks and exit code are those of a plain run.
"""

import argparse
import os
import sys
from typing import NoReturn

OUTPUT = "INTERLEAVE_TRACE"
PROGRAM = "INTERLEAVE_PROGRAM"
FORMER_PATH = "INTERLEAVE_PYTHONPATH"
START = os.path.join(os.path.dirname(os.path.abspath(__file__)), "start")


def main(arguments: list[str]) -> NoReturn:
    """Run a command line, without the word `trace`. Doesn't return: the program takes this process's place."""
    parser = argparse.ArgumentParser("python -m interleave trace", description="Record what an asyncio program does.")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="where the trace goes (default: FILE's name + .trace.jsonl)"
    )
    parser.add_argument("file", metavar="FILE", help="the program")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGS", help="the program's own arguments")
    options = parser.parse_args(arguments)
    if sys.flags.ignore_environment or sys.flags.no_site:
        parser.error("run it without -I, -E and -S: the recorder reaches the program through PYTHONPATH and site")
    if not os.path.isfile(options.file):
        parser.error(f"there is no file {options.file}")
    name = os.path.splitext(os.path.basename(options.file))[0]
    os.environ[OUTPUT] = os.path.abspath(options.output or f"{name}.trace.jsonl")
    os.environ[PROGRAM] = os.path.abspath(options.file)
    former = os.environ.get("PYTHONPATH")
    if former is not None:
        os.environ[FORMER_PATH] = former
    os.environ["PYTHONPATH"] = START + (os.pathsep + former if former else "")
    options_of_python = sys.orig_argv[1 : sys.orig_argv.index("-m")]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *options_of_python, options.file, *options.arguments])
