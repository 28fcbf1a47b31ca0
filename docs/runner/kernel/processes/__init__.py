"""Processes: starting and waiting, signals, timers, users, limits, CPU time."""
