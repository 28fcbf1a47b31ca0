"""The kernel: what an operating system is to CPython, in a browser tab.

It takes the place that Linux has on a machine, below the standard library: it provides `_thread`, `_socket`, `select`,
`_signal`, `_posixsubprocess`, `_multiprocessing`, descriptors and `time.sleep`. Everything above them (`threading`,
`socket`, `selectors`, `asyncio`, `queue`, `subprocess`, `multiprocessing`, aiohttp) is the unmodified original.

Its packages, the lowest first. Each imports only from those above it in this table; the docstring of each says what
belongs in it (tests/test_layers.py reads both).

    bridge        the type of the object that the worker's JavaScript passes in
    browser       the only interface to JavaScript: suspending, waking and starting threads, taking signals
    base          CPython's built-in modules, its C arguments, Linux's errors and numbers, tracebacks
    threads       the scheduler of green threads, locks, the module `_thread`
    machine       questions to the machine that all processes run on, and its reports
    files         descriptors and their files: pipes, connections, memory; `select`, `io.FileIO`, `fcntl`
    processes     starting and waiting for processes, signals, timers, users, limits
    net           addresses, ports, names, sockets
    tls           the module `_ssl`, over a null cipher
    web           hosts outside, through the browser's `fetch()`
    sh            a small `/bin/sh`
    recording     the events of a reader's program for its timeline, and deadlocks
    python        `python3 …`: parsing a command line, running and ending a program
    exploring     repeated runs of a program under other schedules
    interpreters  several interpreters in a process
    boot          installs all of it before the standard library is imported
"""
