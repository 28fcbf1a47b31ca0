"""Several interpreters in a process: the modules `_interpreters`, `_interpqueues` and `_interpchannels`."""
