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
FIXED_LATER: dict[str, str] = {
    "test.test_asyncio.test_base_events.*.test_create_connection_*transport_error_closes_sock": "gh-153133",
    "test.test_asyncio.test_selector_events.*.test_write_*_resume_writing_closes": "gh-156512",
    "test.test_asyncio.test_sendfile.*.test_*sendfile_offset": "the file's position is set to the end only since",
    "test.test_asyncio.test_server.TestServer2.test_close_with_hanging_client": "gh-123720",
    "test.test_asyncio.test_sock_lowlevel.*.test_sock_accept_racing": "gh-153761",
    "test.test_asyncio.test_streams.StreamTests.test_start_tls_buffered_data": "gh-142352",
    "test.test_asyncio.test_streams.StreamTests.test_streamwriter_start_tls_updates_reader_transport": (
        "the reader gets the new transport only since"
    ),
    "test.test_asyncio.test_streams.StreamTests.test_unhandled_exception_sync_callback": (
        "such an exception is reported only since"
    ),
    "test.test_asyncio.test_subprocess.*.test_pid_not_reaped_before_exit_published": "gh-127049",
    "test.test_asyncio.test_subprocess.*.test_send_signal_never_targets_reaped_pid": "gh-127049",
    "test.test_asyncio.test_subprocess.*.test_wait_even_if_pipe_is_open": "gh-119710",
    "test.test_subprocess.POSIXProcessTestCase.test_CalledProcessError_str_non_zero": (
        "an exit code that is no number is shown only since"
    ),
}

# What can't be had in a tab, with the reason. They count as failed.
IMPOSSIBLE: dict[str, str] = {}
