"""Descriptors and what they refer to: pipes, connections, memory, counters; reading, writing, locking, polling them."""
