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
    "test.test_asyncio.test_graph.*.test_call_graph_finished_task": "such a task has no frame: looked at only since",
    "test.test_asyncio.test_graph.*.test_capture_call_graph_generator_keeps_caller_frames": "gh-156988",
    "test.test_asyncio.test_graph.*.test_stack_as_completed*": "gh-157058",
    "test.test_asyncio.test_graph.*.test_stack_gather_survivor": "gh-157213",
    "test.test_asyncio.test_graph.*.test_stack_wait_for_non_positive_timeout": "gh-157058",
    "test.test_queue.*.test_nonblocking_ignores_timeout": "the timeout is ignored only since",
    "test.test_concurrent_futures.*.test_broken_process_pool_traceback": "fails natively with 3.14.2's library too",
    "test.test_concurrent_futures.*.test_failed_worker_replacement_breaks_pool": (
        "fails natively with 3.14.2's library too"
    ),
    "test.test_concurrent_futures.*.test_*during_max_tasks_worker_exit*": "gh-152967",
    "test.test_concurrent_futures.*.test_max_tasks_per_child_pending_tasks_gh115634": "gh-115634",
    "test.test_concurrent_futures.*.test_shutdown_no_wait_max_tasks_gh119592": "gh-119592",
    "test.test_multiprocessing_spawn.*.test_freeze_support_dont_set_context": (
        "fails natively with 3.14.2's library too"
    ),
    "test.test_asyncio.test_base_events.*.test_create_connection_*transport_error_closes_sock": "gh-153133",
    "test.test_asyncio.test_events.*.test_writelines_empty_chunk": "gh-155888",
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
_FORK = "a process here can't be copied"
_C_THREAD = "needs a thread that C code starts"
_C_INTERPRETER = "makes an interpreter with C functions for tests, past the modules that programs use"
_IN_MEMORY = "an interpreter starts with common modules in memory"
_PREEXEC = "there is no moment between fork and exec here in which a program could run something"
IMPOSSIBLE: dict[str, str] = {
    "test.test_concurrent_futures.*.ProcessPoolFork[!s]*": _FORK,
    "test.test_concurrent_futures.*.test_import_interpreter_pool_executor": (
        "an interpreter starts with common modules in memory"
    ),
    "test.test_concurrent_futures.test_thread_pool.*.test_process_fork_from_a_threadpool": _FORK,
    "test.test_thread.TestForkInThread.*": _FORK,
    "test.test_threading.*fork*": _FORK,
    "test.test_threading.SubinterpThreadingTests.test_*threads_not_allowed": _C_INTERPRETER,
    "test.test_threading.SubinterpThreadingTests.test_threads_join": _C_INTERPRETER,
    "test.test_threading.SubinterpThreadingTests.test_threads_join_2": _C_INTERPRETER,
    "test.test_threading.ThreadTests.test_finalize_daemon_thread_hang": "lets a thread wait in a C function for tests",
    "test.test_threading.ThreadTests.test_frame_tstate_tracing": _C_THREAD,
    "test.test_threading.ThreadTests.test_import_from_another_thread": _IN_MEMORY,
    "test.test_threading.ThreadTests.test_lazy_import": _IN_MEMORY,
    "test.test_threading_local.*.test_threading_local_clear_race": _C_THREAD,
    "test.test_asyncio.test_unix_events.TestFork.*": _FORK,
    "test.test_asyncio.test_events.*.test_*pty*": "there are no terminals but the page's output",
    "test.test_asyncio.test_events.*.test_*fifo*": "there are no named pipes",
    "test.test_asyncio.test_events.UnixPipeObjectSupportTests.test_*_character_device": (
        "there are no terminals but the page's output"
    ),
    "test.test_socketserver.*.test_[fF]orking*": _FORK,
    "test.test_multiprocessing_main_handling.ForkCmdLineTest.*": _FORK,
    "test.test_multiprocessing_forkserver.*.test_resource_tracker_*fork*": _FORK,
    "test.test_multiprocessing_forkserver.*.test_resource_tracker_safety_net_timeout": _FORK,
    "test.test_multiprocessing_forkserver.*.test_preload_main": "there is no server that loads modules once",
    "test.test_multiprocessing_*.TestStartMethod.test_context": _FORK,
    "test.test_multiprocessing_*.TestStartMethod.test_set_get": _FORK,
    "test.test_multiprocessing_*.TestStartMethod.test_spawn_dont_set_context": _FORK,
    "test.test_multiprocessing_*._TestImportStar.test_import": "the standard library is a zip file",
    "test.test_multiprocessing_*.test_spawn_sys_executable_none_allows_import": (
        "an interpreter starts with common modules in memory"
    ),
    "test.test_multiprocessing_*.WithManagerTestRemoteManager.test_remote": (
        "the function that it sends is written in Python: it has attributes, which can be marshalled"
    ),
    "test.test_multiprocessing_*.test_large_pool": "a browser has no room for the memories of 200 interpreters",
    "test.test_socket.BasicBluetoothTest.*": "there is no Bluetooth in a tab",
    "test.test_socket.BasicVSOCKTest.*": "there is no virtual machine to talk to",
    "test.test_socket.GeneralModuleTests.testRefCountGetNameInfo": (
        "the function is written in Python: the traceback holds its arguments"
    ),
    "test.test_socket.GeneralModuleTests.test_sethostname": "the tab's name can't be changed",
    "test.test_socket.GeneralModuleTests.test_socket_type": "the type is written in Python, so it can be changed",
    "test.test_socket.NonBlockingTCPTests.testSetBlocking_overflow": "integers of C have 32 bits here",
    "test.test_socket.TestLazyImport.*": _IN_MEMORY,
    "test.test_subprocess.*.test_close_fds_after_preexec": _PREEXEC,
    "test.test_subprocess.*.test_close_fds_when_max_fd_is_lowered": "there is no module resource",
    "test.test_subprocess.*.test_encoding_warning": "the warning is a setting of the interpreter's start",
    "test.test_subprocess.*.test_extra_groups*": "there is one user and one group",
    "test.test_subprocess.*.test_group": "there is one user and one group",
    "test.test_subprocess.*.test_no_leaking": "there are more descriptors than the test tries",
    "test.test_subprocess.*.test_pipesizes": "a page of WebAssembly's memory is as large as a pipe",
    "test.test_subprocess.*.test_preexec*": _PREEXEC,
    "test.test_subprocess.*.test_restore_signals": "there is no /proc/self/status",
    "test.test_subprocess.*.test_specific_shell": "there is one shell, sh",
    "test.test_subprocess.*.test_stopped": "needs a module in C for tests",
    "test.test_subprocess.*.test_surrogates_error_message": _PREEXEC,
    "test.test_subprocess.*.test_vfork_used_when_expected": "there are no system calls to trace",
}
