"""What is measured, never asserted: `make benchmark`, or `PYTHONPATH=tests python -m benchmarks PART …`.

Each part measures both sides of a ratio in turn, within one run, so that the machine's speed and load cancel out:

- start: from the click on Run to the first output, and what is loaded
- kernel: what programs ask of the operating system, in the tab and on CPython
- build: building the site with pages of programs and with pages without
- runs: how a run starts after a hundred others
- tracing: what recording a trace costs

`programs/` holds what is measured; `programs/starting.py` is for CPython alone, and the page about interpreters says
what it prints.
"""
