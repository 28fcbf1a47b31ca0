"""tenacity: retry with backoff, jitter and a limit"""
# /// script
# dependencies = ["tenacity"]
# ///

import asyncio

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

calls = 0


@retry(
    retry=retry_if_exception_type((ConnectionError, TimeoutError)),
    wait=wait_random_exponential(multiplier=0.02, max=1),
    stop=stop_after_attempt(4),
    reraise=True,
)
async def fetch() -> str:
    global calls
    calls += 1
    if calls < 3:
        raise ConnectionError("refused")
    return f"answer at attempt {calls}"


print(asyncio.run(fetch()))
