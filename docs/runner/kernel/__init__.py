"""The kernel: what an operating system is to CPython, in a browser tab.

It stands below the standard library, where Linux stands on a machine: it provides `_thread`, `_socket`, `select`,
`_signal`, `_posixsubprocess`, `_multiprocessing`, descriptors and `time.sleep`. Everything above them (`threading`,
`socket`, `selectors`, `asyncio`, `queue`, `subprocess`, `multiprocessing`, aiohttp) is the unmodified original.

Its packages, the lowest first. Each imports only from those above it in this table; each says in its docstring what may
be in it (tests/test_layers.py reads both).

    bridge        the type of what the worker's JavaScript hands over
    browser       the one module that meets JavaScript: suspend a thread, wake it, start one, take a signal
    base          CPython's built-in modules, its C arguments, errors and numbers of Linux, tracebacks
    threads       who runs and who waits: the scheduler, locks, the module `_thread`
    machine       questions to the machine that all processes run on, and what it tells
    files         descriptors and what they refer to: pipes, connections, memory; `select`, `io.FileIO`, `fcntl`
    processes     starting and waiting for processes, signals, timers, users, limits
    net           addresses, ports, names, sockets
    tls           the module `_ssl`, over a null cipher
    web           hosts outside, through the browser's `fetch()`
    sh            a small `/bin/sh`
    recording     what a reader's program does, for its timeline
    python        `python3 …`: what a command line asks for, and how a program ends
    exploring     other schedules of a program, run again and again
    interpreters  several interpreters in a process
    boot          puts all of it in place before the standard library is imported
"""
