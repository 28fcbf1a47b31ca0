"""What all other packages stand on: CPython's built-in modules to be changed, arguments as its C code takes them,
errors and numbers of Linux, tracebacks without the kernel's frames.

Nothing here waits, or knows of threads, descriptors or processes.
"""
