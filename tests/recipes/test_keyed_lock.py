"""What the keyed lock promises, in virtual time."""

import asyncio
import random
from collections import Counter, defaultdict

import pytest
from every_step import STEPS, assert_alone, cancel_at
from keyed_lock import KeyedLock
from virtual_time import virtual_run as run


@pytest.mark.parametrize("seed", range(50))
def test_one_at_a_time_in_order_and_no_trace(seed: int) -> None:
    """Whoever is cancelled, and whenever: the others get in, in the order of their calls."""
    chance = random.Random(seed)

    async def main() -> None:
        locks = KeyedLock[str]()
        inside: Counter[str] = Counter()
        entered: defaultdict[str, list[int]] = defaultdict(list)

        async def caller(key: str, number: int) -> None:
            async with locks.hold(key):
                inside[key] += 1
                assert inside[key] == 1
                assert key in locks
                entered[key].append(number)
                try:
                    await asyncio.sleep(chance.choice([0, 0, 0.1, 1]))
                    if chance.random() < 0.2:
                        raise ValueError("broken")
                finally:
                    inside[key] -= 1

        tasks = [asyncio.create_task(caller(chance.choice("abc"), number)) for number in range(30)]
        for task in chance.sample(tasks, 12):
            await asyncio.sleep(chance.choice([0, 0, 0, 0.1, 1]))
            task.cancel()
        results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), timeout=60)
        assert not [result for result in results if isinstance(result, AssertionError)]
        assert all(order == sorted(order) for order in entered.values())
        let_in = {number for order in entered.values() for number in order}
        assert let_in >= {number for number, task in enumerate(tasks) if not task.cancelled()}
        assert len(locks) == 0
        assert_alone()

    run(main())


@pytest.mark.parametrize("who", range(4))
@pytest.mark.parametrize("step", STEPS)
def test_cancelled_at_every_step(who: int, step: int) -> None:
    """Whether it holds the key, waits for it, or is just handed it."""

    async def main() -> None:
        locks = KeyedLock[str]()
        inside: list[int] = []
        ended: list[int] = []

        async def caller(number: int) -> None:
            async with locks.hold("key"):
                inside.append(number)
                assert inside == [number]
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                inside.remove(number)
                ended.append(number)

        async def careful(number: int) -> None:
            try:
                await caller(number)
            except asyncio.CancelledError:
                if number in inside:
                    inside.remove(number)
                raise

        tasks = [asyncio.create_task(careful(number)) for number in range(4)]
        await cancel_at(step, tasks[who])
        await asyncio.wait(tasks)
        assert ended == [number for number, task in enumerate(tasks) if not task.cancelled()]
        assert len(ended) >= 3
        assert len(locks) == 0
        assert_alone()

    run(main())


def test_the_key_goes_to_who_waits_and_not_to_who_comes() -> None:
    """Between release and the waiter's next step, nobody slips in."""

    async def main() -> list[str]:
        locks = KeyedLock[str]()
        order: list[str] = []

        async def caller(name: str) -> None:
            async with locks.hold("key"):
                order.append(name)

        await locks.acquire("key")
        async with asyncio.TaskGroup() as group:
            group.create_task(caller("waits"))
            await asyncio.sleep(0)
            locks.release("key")
            await caller("comes")
        return order

    assert run(main()) == ["waits", "comes"]


def test_other_keys_do_not_wait() -> None:
    """A thousand keys at once take as long as one, and leave no trace."""

    async def main() -> None:
        locks = KeyedLock[int]()

        async def caller(key: int) -> None:
            async with locks.hold(key):
                await asyncio.sleep(1)

        await asyncio.gather(*(caller(key) for key in range(1000)))
        assert asyncio.get_running_loop().time() == 1
        assert len(locks) == 0

    run(main())


def test_a_waiter_that_is_closed_leaves_the_line() -> None:
    """A coroutine that nobody drives any more doesn't keep the key."""

    async def main() -> None:
        locks = KeyedLock[str]()
        await locks.acquire("key")
        waiter = locks.acquire("key")
        waiter.send(None)
        waiter.close()
        locks.release("key")
        assert "key" not in locks

    run(main())


def test_who_holds_nothing_can_release_nothing() -> None:
    """A mistake of the caller is told."""
    with pytest.raises(RuntimeError, match="no task holds 'key'"):
        KeyedLock[str]().release("key")
