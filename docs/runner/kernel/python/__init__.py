"""`python3 …`: parsing a command line, running a program as `__main__`, and ending it."""
