"""Interpreter.call(): run a function in another interpreter"""
# /// script
# requires-python = ">=3.14"
# ///

import os
from concurrent import interpreters


def describe(word: str) -> tuple[str, int, int]:
    return word.upper(), interpreters.get_current().id, os.getpid()


if __name__ == "__main__":
    interpreter = interpreters.create()
    word, interpreter_id, pid = interpreter.call(describe, "hello")
    interpreter.close()
    print("result:", word)
    print("in this interpreter:", interpreter_id == interpreters.get_current().id)
    print("in this process:    ", pid == os.getpid())
