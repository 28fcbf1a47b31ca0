"""Three mails in the background: one is sent, one fails, one is late"""

import asyncio

from background_tasks import BackgroundTasks


async def send(mail: str, seconds: float) -> None:
    if mail == "to nobody":
        raise ValueError("no address")
    try:
        await asyncio.sleep(seconds)
        print("sent:", mail)
    except asyncio.CancelledError:
        print("put back into the outbox:", mail)
        raise


def report(error: BaseException, task: asyncio.Task[None]) -> None:
    print("failed:", task.get_name(), "-", error)


async def main() -> None:
    async with BackgroundTasks(grace=0.2, on_error=report) as background:
        for mail, seconds in {"greeting": 0.05, "to nobody": 0, "newsletter": 60}.items():
            background.start(send(mail, seconds), name=mail)
        print("three are under way")
    print("still running:", len(background))


asyncio.run(main())
