"""What is known of CPython's tests before they run. Names are matched as `fnmatch` does."""

# The modules of the table.
MODULES = [
    "test_asyncio", "test_threading", "test_thread", "test_threading_local", "test_queue", "test_selectors",
    "test_socketserver", "test_concurrent_futures", "test_socket", "test_subprocess", "test_multiprocessing_spawn",
]  # fmt: skip

# Those that the table shows apart: what stands on threads, signals, descriptors and processes, or on frames.
OTHERS = [
    "test_signal", "test_threadsignals", "test_select", "test_poll", "test_epoll", "test_faulthandler", "test_sched",
    "test_timeout", "test_context", "test_contextlib", "test_contextlib_async", "test_coroutines", "test_asyncgen",
    "test_generators", "test_unittest.test_async_case", "test_importlib.test_threaded_import", "test_interpreters",
    "test_weakref", "test_gc", "test_atexit", "test_sys_settrace",
    "test_sys_setprofile", "test_monitoring", "test_logging", "test_io", "test_fcntl", "test_os", "test_posix",
    "test_popen", "test_ssl", "test_httpservers", "test_httplib", "test_urllib2_localnet", "test_ftplib",
    "test_poplib", "test_smtplib", "test_xmlrpc", "test_docxmlrpc", "test_wsgiref",
]  # fmt: skip

# Tests that crash or mislead any interpreter of the tab's version, with the reason. They are not run.
EVIL = {
    "test.test_asyncio.test_tasks.CIntrospectionTests.test_register_task_resurrection": (
        "provokes a crash that CPython fixed after 3.14.2"
    ),
}

# Tests of bugs that CPython fixed after the version in the tab, with the issue. They don't count.
_OLD_LIBRARY = "fails natively with 3.14.2's library too"
_OLD_COLLECTOR = "gh-148726: the collector has generations again only since"
FIXED_LATER: dict[str, str] = {
    "test.test_asyncio.test_graph.*.test_call_graph_finished_task": "such a task has no frame: looked at only since",
    "test.test_asyncio.test_graph.*.test_capture_call_graph_generator_keeps_caller_frames": "gh-156988",
    "test.test_asyncio.test_graph.*.test_stack_as_completed*": "gh-157058",
    "test.test_asyncio.test_graph.*.test_stack_gather_survivor": "gh-157213",
    "test.test_asyncio.test_graph.*.test_stack_wait_for_non_positive_timeout": "gh-157058",
    "test.test_queue.*.test_nonblocking_ignores_timeout": "the timeout is ignored only since",
    "test.test_concurrent_futures.*.test_broken_process_pool_traceback": _OLD_LIBRARY,
    "test.test_concurrent_futures.*.test_failed_worker_replacement_breaks_pool": _OLD_LIBRARY,
    "test.test_multiprocessing_spawn.*.test_freeze_support_dont_set_context": _OLD_LIBRARY,
    "test.test_concurrent_futures.*.test_*during_max_tasks_worker_exit*": "gh-152967",
    "test.test_concurrent_futures.*.test_max_tasks_per_child_pending_tasks_gh115634": "gh-115634",
    "test.test_concurrent_futures.*.test_shutdown_no_wait_max_tasks_gh119592": "gh-119592",
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
    "test.test_atexit.*.test_general": "gh-112127: a comparison in `unregister` may take callbacks away only since",
    "test.test_importlib.test_threaded_import.*.test_import_failure_race_condition": "gh-143650",
    "test.test_docxmlrpc.*.test_get_css": _OLD_LIBRARY,
    "test.test_ftplib.TestFtpcpSecurity.*": _OLD_LIBRARY,
    "test.test_gc.*.test_bug1055820[cd]": _OLD_COLLECTOR,
    "test.test_gc.*.test_collect_generations": _OLD_COLLECTOR,
    "test.test_gc.*.test_get_count_does_not_prevent_collection": _OLD_COLLECTOR,
    "test.test_gc.*.test_get_objects_generations": _OLD_COLLECTOR,
    "test.test_gc.*.test_indirect_calls_with_gc_disabled": _OLD_COLLECTOR,
    "test.test_httplib.*.test_chunked_too_many_trailers": _OLD_LIBRARY,
    "test.test_httplib.*.test_invalid_tunnel_h*": _OLD_LIBRARY,
    "test.test_httplib.*.test_too_many_interim_responses": _OLD_LIBRARY,
    "test.test_httpservers.*.test_invalid_request": _OLD_LIBRARY,
    "test.test_httpservers.*.test_request_line_error_has_status_line": _OLD_LIBRARY,
    "test.test_interpreters.test_queues.*.test_timeout_uses_monotonic_clock": _OLD_LIBRARY,
    "test.test_logging.*.test_emit_*open_error": _OLD_LIBRARY,
    "test.test_logging.*.test_listen_server_error": _OLD_LIBRARY,
    "test.test_logging.*.test_remove_handler_while_emitting": _OLD_LIBRARY,
    "test.test_wsgiref.*.testRaisesControlCharacters": _OLD_LIBRARY,
    "test.test_xmlrpc.*.test_dump_escape_methodname": _OLD_LIBRARY,
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
_NO_FIFO = "there are no named pipes"
_NO_TERMINAL = "there are no terminals but the page's output"
_C_MODULE = "needs a module in C for tests"
_TEXT = "names of files are text here"
_ONE_USER = "there is one user and one group"
_PIPE_SIZE = "a page of WebAssembly's memory is as large as a pipe"
_NO_CIPHER = "nothing is encrypted, so there are no parameters of a key exchange"
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
    "test.test_asyncio.test_events.*.test_*pty*": _NO_TERMINAL,
    "test.test_asyncio.test_events.*.test_*fifo*": _NO_FIFO,
    "test.test_asyncio.test_events.UnixPipeObjectSupportTests.test_*_character_device": _NO_TERMINAL,
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
    "test.test_subprocess.*.test_encoding_warning": "the warning is a setting of the interpreter's start",
    "test.test_subprocess.*.test_extra_groups*": _ONE_USER,
    "test.test_subprocess.*.test_pipesizes": _PIPE_SIZE,
    "test.test_subprocess.*.test_preexec*": _PREEXEC,
    "test.test_subprocess.*.test_restore_signals": "/proc/self/status tells of no signals",
    "test.test_subprocess.*.test_specific_shell": "there is one shell, sh",
    "test.test_subprocess.*.test_stopped": _C_MODULE,
    "test.test_subprocess.*.test_surrogates_error_message": _PREEXEC,
    "test.test_subprocess.*.test_vfork_used_when_expected": "there are no system calls to trace",
    "test.test_atexit.*.test_atexit_with_low_memory": "without memory the kernel, in Python, can't go on",
    "test.test_atexit.SubinterpreterTest.test_callback_on_subinterpreter_teardown": _C_INTERPRETER,
    "test.test_interpreters.test_api.*.test_created_with_capi": _C_INTERPRETER,
    "test.test_interpreters.test_api.InterpreterObjectTests.test_whence": _C_INTERPRETER,
    "test.test_interpreters.test_api.LowLevelTests.test_destroy": _C_INTERPRETER,
    "test.test_interpreters.test_api.LowLevelTests.test_exec": _C_INTERPRETER,
    "test.test_interpreters.test_api.LowLevelTests.test_get_config": _C_INTERPRETER,
    "test.test_interpreters.test_api.LowLevelTests.test_get_current": _C_INTERPRETER,
    "test.test_interpreters.test_api.LowLevelTests.test_is_running": _C_INTERPRETER,
    "test.test_interpreters.test_api.LowLevelTests.test_list_all": _C_INTERPRETER,
    "test.test_interpreters.test_api.LowLevelTests.test_set___main___attrs": _C_INTERPRETER,
    "test.test_interpreters.test_api.LowLevelTests.test_whence": _C_INTERPRETER,
    "test.test_interpreters.test_channels.TestSendRecv.test_send_buffer*": "interpreters share no memory",
    "test.test_fcntl.*.test_fcntl_f_pipesize": _PIPE_SIZE,
    "test.test_faulthandler.*.test_stack_overflow": "WebAssembly's stack isn't a program's to overrun",
    "test.test_httpservers.*.test_list_dir_un*codable_filename": _TEXT,
    "test.test_io.*.test_large_file_ops": "files are in memory",
    "test.test_io.*.test_startup_optimization": _IN_MEMORY,
    "test.test_logging.*.test_post_fork_child_no_deadlock": _FORK,
    "test.test_logging.*.test_relativeCreated_has_higher_precision": _IN_MEMORY,
    "test.test_logging.*named_pipe*": _NO_FIFO,
    "test.test_os.*named_pipe*": _NO_FIFO,
    "test.test_os.ChownFileTests.test_chown_with_root": _ONE_USER,
    "test.test_os.ForkTests.*": _FORK,
    "test.test_os.Pep383Tests.*": _TEXT,
    "test.test_os.PseudoterminalTests.*": _NO_TERMINAL,
    "test.test_posix.PosixGroupsTester.*": _ONE_USER,
    "test.test_posix.*.test_fexecve": _FORK,
    "test.test_posix.*.test_mkfifo*": _NO_FIFO,
    "test.test_posix.*.test_register_at_fork": _FORK,
    "test.test_posix.*.test_waitid": _FORK,
    "test.test_ssl.*.test_dh_params": _NO_CIPHER,
}
