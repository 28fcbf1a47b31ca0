"""What the batcher promises, in virtual time."""

import asyncio
import contextvars
import random

import pytest
from batcher import Batcher
from cancelling import Cancellation, at_every_await
from virtual_time import virtual_run as run


class Rows:
    """Answers with ten times the key; 13 has an error, 14 is missing, and it can fail as a whole."""

    def __init__(self, takes: float = 1, stops_in: float = 0) -> None:
        self.takes = takes
        self.stops_in = stops_in
        self.error: BaseException | None = None
        self.batches: list[list[int]] = []
        self.running = 0

    async def load(self, keys: list[int]) -> dict[int, int | Exception]:
        self.batches.append(keys)
        self.running += 1
        try:
            await asyncio.sleep(self.takes)
            if self.error:
                raise self.error
            return {key: ValueError(key) if key == 13 else key * 10 for key in keys if key != 14}
        except asyncio.CancelledError:
            await asyncio.sleep(self.stops_in)
            raise
        finally:
            self.running -= 1


# Made where no loop runs, and none has ever run.
ROWS = Rows()
BATCHER = Batcher(ROWS.load)


def test_it_may_be_made_outside_a_loop() -> None:
    """And be used from one loop after the other."""
    for _ in range(2):
        assert run(BATCHER.load(1)) == 10
    assert ROWS.batches == [[1], [1]]


def test_all_who_are_ready_go_together() -> None:
    """No key twice, at most so many in one batch, answers to whoever asked."""

    async def main() -> None:
        rows = Rows()
        batcher = Batcher(rows.load, maxsize=4)
        keys = [1, 2, 1, 3, 4, 4, 5, 6, 1, 5]
        answers = await asyncio.gather(*(batcher.load(key) for key in keys))
        assert answers == [key * 10 for key in keys]
        assert rows.batches == [[1, 2, 3, 4], [5, 6]]
        assert asyncio.get_running_loop().time() == 1

    run(main())


def test_a_batch_waits_as_long_as_it_is_told() -> None:
    """Or until it is full."""

    async def main() -> None:
        rows = Rows()
        batcher = Batcher(rows.load, maxsize=3, wait=2)

        async def ask(delay: float, key: int) -> tuple[int, float]:
            await asyncio.sleep(delay)
            return await batcher.load(key), asyncio.get_running_loop().time()

        calls = [(0, 1), (1.9, 2), (4, 3), (4.5, 4), (5, 5), (5.1, 6)]
        answers = await asyncio.gather(*(ask(*call) for call in calls))
        assert [row for row, _ in answers] == [10, 20, 30, 40, 50, 60]
        assert [moment for _, moment in answers] == pytest.approx([3, 3, 6, 6, 6, 8.1])
        assert rows.batches == [[1, 2], [3, 4, 5], [6]]

    run(main())


def test_who_comes_while_a_key_is_loaded_gets_that_answer() -> None:
    """Who comes later asks anew: it is no cache."""

    async def main() -> None:
        rows = Rows()
        batcher = Batcher(rows.load)
        first = asyncio.create_task(batcher.load(1))
        await asyncio.sleep(0.5)
        assert list(await asyncio.gather(batcher.load(1), batcher.load(2))) == [10, 20]
        assert await first == 10
        assert await batcher.load(1) == 10
        assert rows.batches == [[1], [2], [1]]

    run(main())


def test_who_comes_in_the_moment_of_the_answer_asks_anew() -> None:
    """And who comes after that gets the new answer."""

    async def main() -> None:
        rows = Rows(takes=1)
        batcher = Batcher(rows.load)

        async def caller(delay: float) -> float:
            for _ in range(9):
                await asyncio.sleep(0)  # so that its timer fires just after that of the batch
            await asyncio.sleep(delay)
            assert await batcher.load(1) == 10
            return asyncio.get_running_loop().time()

        _, *times = await asyncio.gather(batcher.load(1), caller(1), caller(1.5))
        assert times == [2, 2]
        assert rows.batches == [[1], [1]]

    run(main())


def test_errors_of_some_are_theirs_alone() -> None:
    """One key has an exception, one has no answer; the others have their results."""

    async def main() -> None:
        batcher = Batcher(Rows().load)
        answers = await asyncio.gather(*map(batcher.load, [12, 13, 14, 13, 15]), return_exceptions=True)
        assert [type(answer) for answer in answers] == [int, ValueError, KeyError, ValueError, int]

    run(main())


@pytest.mark.parametrize(("error", "kind"), [(LookupError(), LookupError), (asyncio.CancelledError(), RuntimeError)])
def test_a_batch_that_fails_or_is_cancelled_rejects_all(error: BaseException, kind: type[Exception]) -> None:
    """No caller is left waiting, none is cancelled, and the next batch works."""

    async def main() -> None:
        rows = Rows()
        rows.error = error
        batcher = Batcher(rows.load)
        tasks = [asyncio.create_task(batcher.load(key)) for key in range(5)]
        await asyncio.wait(tasks)
        for task in tasks:
            with pytest.raises(kind):
                task.result()
        rows.error = None
        assert await batcher.load(1) == 10

    run(main())


@pytest.mark.parametrize("steps", range(6))
def test_a_batch_cancelled_from_elsewhere_rejects_all(steps: int) -> None:
    """Before it starts, while it collects, or while it loads; the next one works."""

    async def main() -> None:
        batcher = Batcher(Rows().load, wait=0 if steps % 2 else 0.5)
        loads = {asyncio.create_task(batcher.load(key)) for key in range(5)}
        await asyncio.sleep(0)
        for _ in range(steps):
            await asyncio.sleep(0)
        (batch,) = asyncio.all_tasks() - loads - {asyncio.current_task()}
        batch.cancel()
        await asyncio.wait(loads)
        assert [type(task.exception()) for task in loads] == [RuntimeError] * 5
        assert await batcher.load(1) == 10

    run(main())


@pytest.mark.parametrize("seed", range(50))
def test_any_callers_may_be_cancelled(seed: int) -> None:
    """Each of the others has the answer to its key, no batch is too large, and nothing is left."""

    async def main() -> None:
        chance = random.Random(seed)
        rows = Rows(takes=chance.choice([0, 0.1, 1]), stops_in=chance.choice([0, 0.3]))
        maxsize = chance.randint(1, 5)
        batcher = Batcher(rows.load, maxsize, wait=chance.choice([0, 0, 0.2]))

        async def caller() -> None:
            for _ in range(3):
                await asyncio.sleep(chance.choice([0, 0, 0.1, 0.5]))
                key = chance.randint(1, 8)
                assert await batcher.load(key) == key * 10

        tasks = [asyncio.create_task(caller()) for _ in range(12)]
        leaving = chance.sample(tasks, chance.randint(0, 12))
        for task in leaving:
            await asyncio.sleep(chance.choice([0, 0, 0, 0.1, 0.5]))
            task.cancel()
        await asyncio.wait(tasks)
        for task in tasks:
            if task.cancelled():
                assert task in leaving
            else:
                task.result()
        for keys in rows.batches:
            assert len(keys) == len(set(keys))
            assert len(keys) <= maxsize
        assert rows.running == 0
        assert not batcher._batches
        assert len(asyncio.all_tasks()) == 1

    run(main())


def test_a_key_that_nobody_wants_any_more_is_not_sent() -> None:
    """Its place is free for another one."""

    async def main() -> None:
        rows = Rows()
        batcher = Batcher(rows.load, maxsize=3, wait=9)
        leaves = asyncio.create_task(batcher.load(1))
        stays = asyncio.create_task(batcher.load(2))
        await asyncio.sleep(0)
        leaves.cancel()
        await asyncio.wait([leaves])
        assert list(await asyncio.gather(batcher.load(3), batcher.load(4), stays)) == [30, 40, 20]
        assert rows.batches == [[2, 3, 4]]
        assert asyncio.get_running_loop().time() == 1

    run(main())


@pytest.mark.parametrize("wait", [0, 0.5])
@pytest.mark.parametrize("company", [False, True])
def test_cancelled_at_every_await(wait: float, company: bool) -> None:
    """The only caller stops the batch; in company, the other one has its answer."""

    async def scenario(cancellation: Cancellation) -> None:
        rows = Rows(stops_in=0.5)
        batcher = Batcher(rows.load, wait=wait)
        task = cancellation.start(batcher.load(1))
        other = asyncio.create_task(batcher.load(2)) if company else None
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached
        if other:
            assert await other == 20
        assert rows.running == 0
        assert await batcher.load(1) == 10

    at_every_await(scenario)


def test_cancelled_again_while_the_batch_stops() -> None:
    """The last caller stays until it has ended."""

    async def main() -> None:
        rows = Rows(stops_in=1)
        task = asyncio.create_task(Batcher(rows.load).load(1))
        for _ in range(3):
            await asyncio.sleep(0.1)
            task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert rows.running == 0
        assert len(asyncio.all_tasks()) == 1

    run(main())


@pytest.mark.parametrize("arguments", [(0,), (1, -1)])
def test_bad_numbers_are_refused(arguments: tuple[int, ...]) -> None:
    """When it is made."""
    with pytest.raises(ValueError, match="must"):
        Batcher(Rows().load, *arguments)


def test_no_caller_lends_its_context_to_the_others() -> None:
    """The batch has that of the place where the batcher was made."""
    user = contextvars.ContextVar("user", default="nobody")

    async def main() -> list[str]:
        async def load_many(keys: list[int]) -> dict[int, str]:
            seen = user.get()
            user.set("left behind by a batch")
            return dict.fromkeys(keys, seen)

        batcher = Batcher(load_many)

        async def ask(name: str, key: int) -> str:
            user.set(name)
            return await batcher.load(key)

        first = await asyncio.gather(ask("ann", 1), ask("ben", 2))
        return [*first, *await asyncio.gather(ask("cid", 3))]

    assert run(main()) == ["nobody"] * 3
