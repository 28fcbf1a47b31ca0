"""A service goes down and comes back, and ten callers send it one probe"""

import asyncio
from collections import Counter

from circuit_breaker import CircuitBreaker, CircuitOpen

breaker = CircuitBreaker(threshold=3, reset=0.2)
down = True
requests = 0


async def service() -> str:
    global requests
    requests += 1
    await asyncio.sleep(0.01)
    if down:
        raise ConnectionError
    return "ok"


async def caller() -> str:
    try:
        return await breaker.call(service)
    except CircuitOpen:
        return "not called"
    except ConnectionError:
        return "failed"


async def ten_callers(when: str) -> None:
    global requests
    requests = 0
    answers = await asyncio.gather(*(caller() for _ in range(10)))
    counts = ", ".join(f"{count} {answer}" for answer, count in sorted(Counter(answers).items()))
    print(f"{when}: {counts}; requests: {requests}, then {breaker.state}")


async def main() -> None:
    global down
    await ten_callers("down")
    await ten_callers("just after")
    await asyncio.sleep(0.21)
    await ten_callers("later")
    down = False
    await asyncio.sleep(0.21)
    await ten_callers("back")
    await ten_callers("at last")


asyncio.run(main())
