"""The first cell of a kernel that has just been started, by jupyter_client."""

import os
import re
import tempfile
import time
import unittest
from pathlib import Path

from jupyter_client.manager import KernelManager, start_new_kernel

LIMIT = 60


class FirstCell(unittest.TestCase):
    def setUp(self):
        self.manager = KernelManager(kernel_name="thaw")
        self.manager.start_kernel()
        self.client = self.manager.client()

    def tearDown(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def test_is_heard_by_a_front_end_that_listens_after_it_has_asked(self):
        self.client.shell_channel.start()
        sent = self.client.execute("help()")
        time.sleep(2)
        self.client.iopub_channel.start()
        self.assertEqual(["busy", "execute_input", "execute_result", "idle"], self.heard(sent))

    def test_is_answered_also_when_nobody_listens(self):
        self.client.shell_channel.start()
        sent = self.client.execute("help()")
        reply = self.client.get_shell_msg(timeout=LIMIT)
        self.assertEqual(sent, reply["parent_header"]["msg_id"])
        self.assertEqual("ok", reply["content"]["status"])

    def test_sees_what_another_kernel_has_done_before_it(self):
        self.client.start_channels()
        self.client.kernel_info(reply=True, timeout=LIMIT)
        time.sleep(1)
        other = KernelManager(kernel_name="thaw")
        other.start_kernel()
        try:
            client = other.client()
            client.start_channels()
            self.run_in(client, 'on("practice", yes=true);\nsh("touch /root/seen")')
            client.stop_channels()
        finally:
            other.shutdown_kernel(now=True)
        self.run_in(self.client, 'assert sh("ls /root", looks=true).contains("seen")')

    def test_takes_its_classes_from_caches_of_its_own(self):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "classes"
            logging = {"JDK_JAVA_OPTIONS": f"-Xlog:class+load:file={log}"}
            manager, client = start_new_kernel(kernel_name="thaw", env={**os.environ, **logging})
            try:
                self.run_in(client, "pools()")
                self.run_in(client, "1 + 1")
            finally:
                client.stop_channels()
                manager.shutdown_kernel(now=True)
            loaded = re.findall(r"\] (\S+) source: (.*)", log.read_text())
        where = {name: source for name, source in loaded
                 if re.match(r"(dev\.thaw|com\.sun\.tools|jdk\.jshell)\.", name)}
        self.assertGreater(len(where), 1500)
        # Java does not keep the code that it makes for switches.
        self.assertEqual([], [name for name, source in where.items()
                              if "shared objects file" not in source and "$$" not in name])
        # The upper one is not read before a class of it is needed.
        self.assertNotIn("top", where["dev.thaw.kernel.Execution"])
        self.assertIn("top", where["dev.thaw.session.JShellSession"])

    def run_in(self, client, code):
        reply = client.execute_interactive(code, timeout=LIMIT, output_hook=lambda message: None)
        self.assertEqual("ok", reply["content"]["status"], reply["content"])

    def heard(self, sent):
        heard = []
        while "idle" not in heard:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == sent:
                heard.append(message["content"].get("execution_state", message["msg_type"]))
        return [kind for kind in heard if kind != "stream"]


if __name__ == "__main__":
    unittest.main()
