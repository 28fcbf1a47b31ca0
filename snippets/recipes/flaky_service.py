"""A service that fails twice, one that is down, one that is slow, and an error that isn't retried"""

import asyncio

from retry import Policy

policy = Policy(attempts=4, base=0.01, total_timeout=0.5)


class Service:
    def __init__(self, *answers: Exception | float) -> None:
        self.answers = list(answers)
        self.calls = 0

    async def ask(self) -> str:
        self.calls += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        await asyncio.sleep(answer)
        return "ok"


async def main() -> None:
    down = ConnectionError("refused")
    services = {
        "back again": Service(down, TimeoutError("no answer"), 0.0),
        "down": Service(down, down, down, down, 0.0),
        "slow": Service(down, 100.0),
        "no such page": Service(LookupError(404), 0.0),
    }
    for name, service in services.items():
        try:
            result = await policy.call(service.ask)
        except (OSError, LookupError) as error:
            result = repr(error)
        print(f"{name}: {result} after {service.calls} calls")


asyncio.run(main())
