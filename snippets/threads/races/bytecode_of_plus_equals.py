"""counter += 1 reads and writes in separate instructions"""

import dis

counter = 0


def increment() -> None:
    global counter
    counter += 1


for instruction in dis.get_instructions(increment):
    if instruction.argval == "counter":
        print(instruction.opname, instruction.argval)
    elif instruction.opname.startswith("BINARY"):
        print("  the addition, between the two")
