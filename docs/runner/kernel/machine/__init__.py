"""Communication with the machine that all processes run on (docs/runner/machine/)."""
