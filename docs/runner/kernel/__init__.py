"""The kernel: what an operating system is to CPython, in a browser tab.

It stands below the standard library, where Linux stands on a machine: it provides `_thread`, `_socket`, `select` and
`time.sleep`, and everything above them (`threading`, `socket`, `selectors`, `asyncio`, `queue`, aiohttp) is the
unmodified original.

    host      the one module that meets JavaScript: suspend a thread, wake it, start one, take a signal
    threads   green threads over JSPI: who runs, who waits, for what
    locks     `_thread.lock` and `_thread.RLock`
    local     `_thread._local`
    thread    the module `_thread`
    signals   preemption, and the delivery of signals between two bytecodes
    clock     `time.sleep`
    files     file descriptors and what they refer to
    polling   the module `select`: select, poll, epoll
    stream    a connection: two endpoints with a bounded buffer each way, and listeners
    network   ports of this tab, and what lies outside
    resolver  names to addresses
    addresses  as programs write them
    sockets   `_socket.socket`
    description  what a socket's descriptors refer to
    socket_module  the module `_socket`
    constants numbers of Linux that Emscripten lacks
    modules   copies of CPython's modules, to be changed
    boot      puts the modules in place before the standard library is imported
    packages  which wheels a program needs
    tracebacks  leaves the kernel out of what a traceback shows
    program   runs a reader's file as `__main__`, and ends it as CPython ends a process
"""
