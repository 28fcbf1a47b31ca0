"""What is known of CPython's tests before they run. Names are matched as `fnmatch` does."""

# The modules of the table.
MODULES = [
    "test_asyncio", "test_threading", "test_thread", "test_threading_local", "test_queue", "test_selectors",
    "test_socketserver", "test_concurrent_futures", "test_socket", "test_subprocess", "test_multiprocessing_spawn",
]  # fmt: skip

# Tests that crash or mislead any interpreter of the tab's version, with the reason. They are not run.
EVIL = {
    "test.test_asyncio.test_tasks.CIntrospectionTests.test_register_task_resurrection": (
        "provokes a crash that CPython fixed after 3.14.2"
    ),
}

# Tests of bugs that CPython fixed after the version in the tab, with the issue. They don't count.
FIXED_LATER: dict[str, str] = {}

# What can't be had in a tab, with the reason. They count as failed.
IMPOSSIBLE: dict[str, str] = {}
