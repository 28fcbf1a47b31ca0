"""ExecutionFailed: an exception in another interpreter"""
# /// script
# requires-python = ">=3.14"
# ///

from concurrent import interpreters


def parse(text: str) -> int:
    return int(text)


if __name__ == "__main__":
    interpreter = interpreters.create()
    try:
        interpreter.call(parse, "forty-two")
    except interpreters.ExecutionFailed as error:
        print("type:   ", error.excinfo.type.__name__)
        print("message:", error.excinfo.msg)
    print("the interpreter can still be used:", interpreter.call(parse, "42"))
    interpreter.close()
