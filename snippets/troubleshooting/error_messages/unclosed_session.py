"""A ClientSession that is never closed"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
import gc
import warnings

import aiohttp


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"]))
    session = aiohttp.ClientSession()
    print("requests go here, closed:", session.closed)
    del session  # the mistake: the last reference goes, and no close()
    gc.collect()


with warnings.catch_warnings():
    warnings.simplefilter("ignore", ResourceWarning)  # repeats the message
    asyncio.run(main())
