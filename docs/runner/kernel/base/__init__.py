"""The foundation of all other packages: replacing CPython's built-in modules, arguments as its C code takes them,
Linux's errors and numbers, tracebacks without the kernel's frames.

Nothing here waits, or knows about threads, descriptors or processes.
"""
