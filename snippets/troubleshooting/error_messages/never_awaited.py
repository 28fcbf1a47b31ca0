"""main() is called, and nothing runs it"""

import asyncio
import warnings


async def main() -> None:
    await asyncio.sleep(0.1)
    print("hello")


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    main()  # the mistake
print(f"{caught[0].category.__name__}: {str(caught[0].message).splitlines()[0]}")
