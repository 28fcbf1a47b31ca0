"""Who runs and who waits: green threads, their locks, and the module `_thread`."""
