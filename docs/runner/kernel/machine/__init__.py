"""What a process asks the machine that all processes run on (docs/runner/machine/), and what it hears from it."""
