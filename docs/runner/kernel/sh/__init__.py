"""A small `/bin/sh`, and the programs available besides Python."""
