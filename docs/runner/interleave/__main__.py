"""`python -m interleave COMMAND …`."""

import sys


def main() -> None:
    """Run a command."""
    if sys.version_info < (3, 12):
        sys.exit(f"interleave: recording needs Python 3.12 or newer (sys.monitoring); this is {sys.version.split()[0]}")
    if sys.argv[1:2] == ["trace"]:
        from .trace import command

        command.main(sys.argv[2:])
    print("usage: python -m interleave trace [-o OUT] FILE [ARGS …]", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
