"""Interpreters exchange copies"""
# /// script
# requires-python = ">=3.14"
# ///

from concurrent import interpreters


def add_milk(cart: list[str]) -> list[str]:
    cart.append("milk")
    return cart


if __name__ == "__main__":
    cart = ["tea"]
    interpreter = interpreters.create()
    result = interpreter.call(add_milk, cart)
    interpreter.close()
    print("there:", result)
    print("here: ", cart)
