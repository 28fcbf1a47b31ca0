"""`python3 …`: what a command line asks for, running it as `__main__`, and how a program ends."""
