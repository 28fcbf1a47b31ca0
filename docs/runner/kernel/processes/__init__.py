"""Processes: starting them and waiting for them, signals, timers, users, limits, the clocks of CPU time."""
