"""Errors of JavaScript become Python exceptions by Python code that JavaScript calls: no other thread runs in it."""

import sys
import threading

import js

sys.setswitchinterval(0.001)
done = False


def turn() -> None:
    count = 0
    while not done:
        count += 1


thread = threading.Thread(target=turn)
thread.start()
errors = 0
for _ in range(20_000):
    try:
        js.JSON.parse("{")
    except Exception:
        errors += 1
done = True
thread.join()
assert errors == 20_000
print("ok")
