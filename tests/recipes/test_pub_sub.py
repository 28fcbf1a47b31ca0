"""What publish and subscribe promises, in virtual time."""

import asyncio
import random
from typing import Any, get_args

import pytest
from every_step import STEPS, assert_alone, cancel_at
from pub_sub import Disconnected, Policy, PubSub
from virtual_time import virtual_run as run

POLICIES: tuple[Policy, ...] = get_args(Policy)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("policy", POLICIES)
def test_bound_and_order(policy: Policy, seed: int) -> None:
    """Several publishers, slow readers, some of which leave or are cancelled."""
    chance = random.Random(seed)
    maxsize = chance.randint(1, 4)
    published: list[int] = []

    async def main() -> None:
        hub = PubSub[int](maxsize, policy)

        async def publisher(numbers: range) -> None:
            for number in numbers:
                await asyncio.sleep(chance.choice([0, 0, 0.1]))
                await hub.publish(number)
                published.append(number)

        async def reader() -> list[int]:
            seen: list[int] = []
            patience = chance.choice([3, 1000])
            with hub.subscribe() as messages:
                try:
                    async for message in messages:
                        seen.append(message)
                        await asyncio.sleep(chance.choice([0, 0.1, 0.3]))
                        assert len(messages) <= maxsize
                        if len(seen) == patience:
                            return seen
                except Disconnected:
                    assert policy == "disconnect"
                    return seen
                assert policy.startswith("drop") or not messages.dropped
                assert len(seen) + messages.dropped == 60
            return seen

        readers = [asyncio.create_task(reader()) for _ in range(6)]
        await asyncio.sleep(0)
        async with asyncio.TaskGroup() as group:
            for start in (0, 20, 40):
                group.create_task(publisher(range(start, start + 20)))
            await asyncio.sleep(0.5)
            readers[0].cancel()
        hub.close()
        await asyncio.wait(readers)
        place = {number: index for index, number in enumerate(published)}
        for each in readers[1:]:
            places = [place[number] for number in each.result()]
            assert places == sorted(places)
            if policy == "block":
                # Nothing is lost: what it has seen are the first so many.
                assert places == list(range(len(places)))
        assert len(hub) == 0
        assert_alone()

    run(main())


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("first_to_read", [0, 1])
def test_a_cancelled_publisher_reaches_all_or_nobody(first_to_read: int, step: int) -> None:
    """And the one behind it in the line reaches all."""

    async def main() -> None:
        hub = PubSub[str](1, "block")
        with hub.subscribe() as one, hub.subscribe() as two:
            await hub.publish("old")
            publishing = asyncio.create_task(hub.publish("new"))
            behind = asyncio.create_task(hub.publish("newest"))
            subscriptions = [one, two] if first_to_read == 0 else [two, one]

            async def read() -> list[list[str]]:
                seen: list[list[str]] = [[], []]
                while len(seen[1]) < 2 or seen[1][-1] != "newest":
                    for place, subscription in enumerate(subscriptions):
                        await asyncio.sleep(0)
                        seen[place].append(await anext(subscription))
                return seen

            reading = asyncio.create_task(read())
            await cancel_at(step, publishing)
            seen = await reading
            assert seen[0] == seen[1]
            assert seen[0] == (["old", "newest"] if publishing.cancelled() else ["old", "new", "newest"])
            await behind
        assert_alone()

    run(main())


@pytest.mark.parametrize("step", STEPS)
def test_a_cancelled_reader_takes_nothing(step: int) -> None:
    """What it did not get, the next one gets."""

    async def main() -> None:
        hub = PubSub[int](2, "block")
        with hub.subscribe() as messages:
            seen: list[int] = []

            async def read() -> None:
                async for message in messages:
                    seen.append(message)

            async def publish() -> None:
                for number in range(5):
                    await asyncio.sleep(0)
                    await hub.publish(number)
                hub.close()

            first, publishing = asyncio.create_task(read()), asyncio.create_task(publish())
            await cancel_at(step, first)
            await read()
            await publishing
            assert seen == [0, 1, 2, 3, 4]
        assert_alone()

    run(main())


def test_readers_of_one_subscription_share_it() -> None:
    """Each message goes to one of them."""

    async def main() -> list[int]:
        hub = PubSub[int](2, "block")
        seen: list[int] = []
        with hub.subscribe() as messages:

            async def read() -> None:
                async for message in messages:
                    seen.append(message)
                    await asyncio.sleep(0)

            async with asyncio.TaskGroup() as group:
                for _ in range(3):
                    group.create_task(read())
                for number in range(20):
                    await hub.publish(number)
                hub.close()
        return seen

    assert run(main()) == list(range(20))


@pytest.mark.parametrize(
    ("policy", "seen", "dropped"),
    [("drop_oldest", [4, 5], 3), ("drop_newest", [1, 2], 3), ("disconnect", [1, 2], 1)],
)
def test_what_a_full_buffer_keeps(policy: Policy, seen: list[int], dropped: int) -> None:
    """Publishing waits for a turn of the loop at most, and the loss shows."""

    async def main() -> None:
        hub = PubSub[int](2, policy)
        with hub.subscribe() as messages:
            for number in range(1, 6):
                publishing: Any = hub.publish(number)
                with pytest.raises(StopIteration):
                    publishing.send(None)
                    publishing.send(None)
            assert len(hub) == (0 if policy == "disconnect" else 1)
            hub.close()
            read: list[int] = []
            try:
                async for message in messages:
                    read.append(message)
            except Disconnected:
                assert policy == "disconnect"
            assert (read, messages.dropped) == (seen, dropped)

    run(main())


@pytest.mark.parametrize("policy", ["drop_oldest", "drop_newest", "disconnect", "block"])
def test_a_ready_reader_loses_nothing(policy: Policy) -> None:
    """However fast the publisher is: a full buffer gives the readers a turn first."""

    async def main() -> list[int]:
        hub = PubSub[int](10, policy)
        got: list[int] = []

        async def read() -> None:
            with hub.subscribe() as messages:
                async for message in messages:
                    got.append(message)
            assert messages.dropped == 0

        async with asyncio.TaskGroup() as group:
            group.create_task(read())
            await asyncio.sleep(0)
            for number in range(100):
                await hub.publish(number)
            hub.close()
        return got

    assert run(main()) == list(range(100))


def test_who_leaves_holds_no_publisher_up() -> None:
    """A full buffer whose subscriber has left stops no publisher."""

    async def main() -> None:
        hub = PubSub[int](1, "block")
        with hub.subscribe():
            await hub.publish(1)
            publishing = asyncio.create_task(hub.publish(2))
            await asyncio.sleep(1)
            assert not publishing.done()
        await publishing

    run(main())


def test_closing_tells_everybody() -> None:
    """A publisher that waits, one that comes, a reader that waits, and one that comes."""

    async def main() -> None:
        hub = PubSub[int](1, "block")
        with hub.subscribe() as full, hub.subscribe() as empty:
            await hub.publish(1)
            await anext(empty)
            publishing, reading = asyncio.create_task(hub.publish(2)), asyncio.create_task(anext(empty, "end"))
            await asyncio.sleep(1)
            hub.close()
            with pytest.raises(RuntimeError, match="closed"):
                await publishing
            assert await reading == "end"
            assert [message async for message in full] == [1]
        with pytest.raises(RuntimeError, match="closed"), hub.subscribe():
            pass
        with pytest.raises(RuntimeError, match="closed"):
            await hub.publish(3)

    run(main())


@pytest.mark.parametrize("arguments", [(0, "block"), (1, "forget")])
def test_bad_arguments_are_refused(arguments: tuple[int, Policy]) -> None:
    """A buffer without a place, a policy that isn't there."""
    with pytest.raises(ValueError, match="must be"):
        PubSub(*arguments)
