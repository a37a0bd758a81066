"""Debian's jupyter_kernel_test, with a sample for each of its tests."""

import time
import unittest

import jupyter_kernel_test


class ThawKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "thaw"
    language_name = "java"
    file_extension = ".jshell"

    @classmethod
    def setUpClass(cls):
        """A busy computer may take longer than the tenth of a second that is allowed for a message."""
        super().setUpClass()
        channel = cls.kc.iopub_channel
        cls.soon = staticmethod(channel.get_msg)
        cls.late = staticmethod(lambda timeout=0: cls.soon(timeout=max(timeout, 10)))
        channel.get_msg = cls.late

    def flush_channels(self):
        time.sleep(0.1)
        self.kc.iopub_channel.get_msg = self.soon
        super().flush_channels()
        self.kc.iopub_channel.get_msg = self.late

    code_hello_world = 'System.out.println("hello, world")'
    code_stderr = 'System.err.println("oops")'
    code_generate_error = "int half = 1 / 0;"
    code_page_something = "mountAll?"
    code_clear_output = "clearOutput()"
    code_inspect_sample = "mountAll"
    code_display_data = [
        {"code": "display(pools())", "mime": "text/html"},
        {"code": "display(disks()); 1", "mime": "text/html"},
    ]
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a".repeat(3)', "result": "aaa"},
        {"code": "6 + 8", "result": "14"},
        {"code": "6 * 7", "result": "42"},
        {"code": "pools()", "mime": "text/html"},
        {"code": "6 * 7", "result": "42"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")

    completion_samples = [
        {"text": "mountA", "matches": {"mountAll("}},
        {"text": "rebuild(fla", "matches": {"flake="}},
        {"text": '"é𝒳".isEm', "matches": {"isEmpty()"}},
    ]
    complete_code_samples = ["1 + 1", "var a = 1;", "mountAll?", "pools()\n  .size()", ""]
    incomplete_code_samples = ["if (true) {", "pools(", '"""\nab', "for (int i = 0;"]
    invalid_code_samples = ["1 +* 2;", "int = 3;", ")"]


if __name__ == "__main__":
    unittest.main()
