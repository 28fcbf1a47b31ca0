"""Recording of a reader's program: events of tasks and threads for its timeline, and deadlocks."""
