"""Descriptors and their files: pipes, connections, memory, counters; reading, writing, locking and polling them."""
