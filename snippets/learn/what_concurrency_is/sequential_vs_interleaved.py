"""The same three waits, one after the other and interleaved"""

import time

WAIT = 0.4  # seconds
DISHES = ("soup", "curry", "tea")


def order(dish: str) -> float:
    print(f"  {dish}: ordered")
    return time.perf_counter() + WAIT  # when the kitchen will have it ready


def serve(dish: str, ready: float) -> None:
    time.sleep(max(0.0, ready - time.perf_counter()))  # the kitchen works, this program only waits
    print(f"  {dish}: served")


print("One after the other")
start = time.perf_counter()
for dish in DISHES:
    serve(dish, order(dish))
print(f"  took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")

print("Interleaved")
start = time.perf_counter()
orders = {dish: order(dish) for dish in DISHES}
for dish, ready in orders.items():
    serve(dish, ready)
print(f"  took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")
