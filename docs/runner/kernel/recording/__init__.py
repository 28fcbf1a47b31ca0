"""What a reader's program does, for its timeline: events of tasks and threads, and who waits for whom in a deadlock."""
