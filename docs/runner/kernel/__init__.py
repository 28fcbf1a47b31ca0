"""The kernel: what an operating system is to CPython, in a browser tab.

It stands below the standard library, where Linux stands on a machine: it provides `_thread`, `_socket`, `select`,
`_signal`, `_posixsubprocess`, `_multiprocessing`, descriptors and `time.sleep`. Everything above them (`threading`,
`socket`, `selectors`, `asyncio`, `queue`, `subprocess`, `multiprocessing`, aiohttp) is the unmodified original.

    host      the one module that meets JavaScript: suspend a thread, wake it, start one, take a signal
    threads   green threads over JSPI: who runs, who waits, for what
    locks     `_thread.lock` and `_thread.RLock`
    local     `_thread._local`
    thread    the module `_thread`
    signals   preemption, and the delivery of signals between two bytecodes
    clock     `time.sleep`
    files     file descriptors and what they refer to
    descriptors  what `os` does with them
    control   what a descriptor is told about itself: `fcntl`, whether it blocks, who inherits it
    file_locks  locks on files
    splicing  `os.sendfile`, `os.splice` and their like
    fileio    `io.FileIO` and `open` over them
    polling   the module `select`: select and poll
    epoll     and epoll
    stream    a connection: two endpoints with a bounded buffer each way, and listeners
    pipes     bytes one way
    remote    pipes and connections that other processes hold too
    shared_sockets  listening and datagram sockets that other processes hold too
    machine   questions to the machine that the processes run on
    processes  starting them, sending them signals
    children  waiting for them
    spawning  posix_spawn, spawn, system
    interpreters  the module `_interpreters`
    subinterpreter  being one of several interpreters of a process
    shareable  what interpreters hand to each other
    stateless  which code another interpreter may run
    interpqueues  the module `_interpqueues`
    channel_ids  identifiers of the channels between interpreters
    interpchannels  the module `_interpchannels`
    semaphores  the module `_multiprocessing`
    memory    the module `_posixshmem`, and `mmap` of what processes share
    hashing   the module `_hashlib`
    system    what `os` says of the machine
    identity  users and groups; the modules `pwd` and `grp`
    error_numbers  Linux's, for whoever sees them
    scheduling  priorities, policies, processors
    limits    the module `resource`
    services  names of ports and protocols
    file_calls  functions for files that Emscripten's C library lacks
    unavailable  what a tab can't have: names that raise an error
    network   ports of this tab, and what lies outside
    resolver  names to addresses
    addresses  as programs write them
    arguments  as CPython's C code takes them
    interfaces  of the network: one
    gateway   connections to hosts outside, which become the browser's `fetch()`
    conversation  one of them
    http1     requests out of bytes, and the head of a response
    web_socket  WebSockets to hosts outside
    hosts     example.com
    refusal   why something did not leave the tab
    sockets   `_socket.socket`
    description  what a socket's descriptors refer to
    socket_module  the module `_socket`
    tls       a package: the module `_ssl`, over a null cipher, and the gateway's side of a TLS session
    constants numbers of Linux that Emscripten lacks
    modules   copies of CPython's modules, to be changed
    boot      puts the modules in place before the standard library is imported
    packages  which wheels a program needs
    tracebacks  leaves the kernel out of what a traceback shows
    command   `python3 …`: runs what a command line names, as `__main__`
    shell     a small `/bin/sh`
    shell_words  how it reads a command line
    shell_commands  what it runs itself
    shell_programs  the programs among these, which can be run without it
    shell_streams  what they write to
    program   how a program ends
"""
