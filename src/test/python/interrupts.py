"""Interrupts in the first second of a kernel's life, while JShell still starts, by jupyter_client."""

import os
import time
import unittest

from conversation import LIMIT, Kernel, ends

SOON = 10


class FirstSecond(unittest.TestCase):
    def assert_ends(self, code, **environment):
        """Interrupts a cell as soon as it is busy, and a little later, each in a kernel of its own."""
        for later in (0, 0.1, 0.4):
            with self.subTest(later=later):
                kernel = Kernel(**environment)
                try:
                    self.assert_ends_after(later, code, kernel)
                finally:
                    kernel.end()

    def assert_ends_after(self, later, code, kernel):
        sent = kernel.client.execute(code)
        self.wait_until_busy(kernel.client, sent)
        time.sleep(later)
        kernel.manager.interrupt_kernel()
        reply = self.answer(kernel.client, sent)
        self.assertEqual("Interrupted", reply["content"].get("ename"))
        self.assertEqual("ok", kernel.run("int next = 1;").status)

    def answer(self, client, sent):
        """What the kernel answers to it; its start was asked after more than once, on a busy computer."""
        while True:
            reply = client.get_shell_msg(timeout=SOON)
            if reply["parent_header"].get("msg_id") == sent:
                return reply

    def wait_until_busy(self, client, sent):
        while True:
            message = client.get_iopub_msg(timeout=LIMIT)
            state = message["content"].get("execution_state")
            if message["parent_header"].get("msg_id") == sent and state == "busy":
                return

    def test_ends_a_loop(self):
        self.assert_ends("while (true) {}")

    def test_ends_a_sleep(self):
        self.assert_ends("Thread.sleep(60_000)")

    def test_ends_a_helper_and_its_process(self):
        mark = f"34{os.getpid()}"
        self.assert_ends(f'sh("sleep {mark}", looks=true)', THAW_ON="local")
        self.assertTrue(ends(mark))

    def test_ends_a_helper_of_a_cell_for_the_compiler_and_its_process_at_the_far_end_of_ssh(self):
        mark = f"35{os.getpid()}"
        far_end = os.environ["THAW_TEST_SSH"]
        self.assert_ends(f'{far_end};\nsh("sleep {mark}", looks=true)')
        self.assertTrue(ends(mark))


if __name__ == "__main__":
    unittest.main()
