"""Green threads: scheduling, locks, and the module `_thread`."""
