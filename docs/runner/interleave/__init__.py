"""See a concurrent program happen: `python -m interleave trace FILE`. CPython 3.12 or newer, standard library only."""
