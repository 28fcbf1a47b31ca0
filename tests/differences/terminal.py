"""the terminal"""

import os
import sys

print(sys.stdin.isatty(), sys.stdout.isatty())
try:
    os.get_terminal_size(0)
except OSError as error:
    print(error)
    if sys.stdin.isatty() and not sys.stdout.isatty():
        print("as the table says")
