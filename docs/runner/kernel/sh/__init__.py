"""A small `/bin/sh`, and the programs that can be run beside Python."""
