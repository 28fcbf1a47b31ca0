"""sys.exit with a message: it goes to standard error, and the exit code is 1."""

import sys


class Noisy:
    def __del__(self) -> None:
        print("deleted at exit")


kept = Noisy()
print("out")
print("err", file=sys.stderr)
sys.exit("a message")
