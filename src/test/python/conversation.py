"""What a person and the kernel say to each other, by jupyter_client."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import unittest

from jupyter_client.manager import start_new_kernel

LIMIT = 60


def runs(mark):
    """Whether a sleep of so many seconds runs."""
    return subprocess.run(["pgrep", "-fx", f"sleep {mark}"], capture_output=True).returncode == 0


def ends(mark):
    """Whether it has ended, or does soon."""
    for _ in range(50):
        if not runs(mark):
            return True
        time.sleep(0.1)
    return False


class Reply:
    """What a cell gave."""

    def __init__(self, content, outputs, asked):
        self.content = content
        self.outputs = outputs
        self.asked = asked

    @property
    def status(self):
        return self.content["status"]

    def of(self, kind):
        return [content for type, content in self.outputs if type == kind]

    @property
    def printed(self):
        return "".join(content["text"] for content in self.of("stream"))

    @property
    def everything(self):
        return str(self.content) + str(self.outputs)


class Kernel:
    """A kernel, and a front end of it."""

    def __init__(self, **environment):
        env = {**os.environ, **environment}
        self.manager, self.client = start_new_kernel(
            kernel_name="thaw", startup_timeout=LIMIT, env=env
        )

    def run(
        self, code, answers=(), interrupt=None, how=None, canAsk=True, thinking=0, **options
    ):
        """Runs a cell; interrupts it so many seconds after it began, by a message or as is said how;
        thinks so long before each answer, and answers None never."""
        outputs, asked, left = [], [], list(answers)

        def ask(message):
            asked.append(message["content"])
            answer = left.pop(0) if left else None
            if answer is not None:
                time.sleep(thinking)
                self.client.input(answer)

        timer = interrupt and threading.Timer(interrupt, how or self.manager.interrupt_kernel)

        def hear(message):
            outputs.append((message["msg_type"], message["content"]))
            if timer and message["content"].get("execution_state") == "busy":
                timer.start()

        reply = self.client.execute_interactive(
            code,
            allow_stdin=canAsk,
            stdin_hook=ask,
            output_hook=hear,
            timeout=LIMIT,
            **options,
        )
        if timer:
            timer.join()
        return Reply(reply["content"], outputs, asked)

    def pid(self):
        return self.manager.provisioner.process.pid

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


class Conversation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel()

    @classmethod
    def tearDownClass(cls):
        cls.kernel.end()

    def setUp(self):
        self.run_cell('on("practice:vfio"); reset()')

    def run_cell(self, code, **how):
        return self.kernel.run(code, **how)

    # ---- results

    def test_each_value_is_shown_and_the_last_one_is_the_result(self):
        reply = self.run_cell('1; System.out.println("between"); 2; 3')
        kinds = [kind for kind, _ in reply.outputs if kind not in ("status", "execute_input")]
        self.assertEqual(["display_data", "stream", "display_data", "execute_result"], kinds)
        self.assertEqual("3", reply.of("execute_result")[0]["data"]["text/plain"])

    def test_a_value_before_a_statement_is_no_result(self):
        reply = self.run_cell("7; int last = 8;")
        self.assertEqual([], reply.of("execute_result"))
        self.assertEqual("7", reply.of("display_data")[0]["data"]["text/plain"])

    def test_an_error_is_shown_at_its_place(self):
        reply = self.run_cell("int good = 1;\ngood.bad()")
        trace = re.sub("\x1b\\[[0-9]*m", "", "\n".join(reply.content["traceback"]))
        self.assertIn("line 2:\n  good.bad()\n      ^\n", trace)
        self.assertEqual("1", self.run_cell("good").of("execute_result")[0]["data"]["text/plain"])

    def test_what_is_printed_comes_in_order_whatever_the_amount(self):
        reply = self.run_cell(
            "for (int i = 0; i < 50000; i++) System.out.println(i);\nSystem.out.println('é');"
        )
        self.assertEqual("".join(f"{i}\n" for i in range(50000)) + "é\n", reply.printed)

    def test_no_control_character_comes_through(self):
        reply = self.run_cell('System.out.println("a\\033[31mb\\007\\u202ec")')
        self.assertEqual("a\\x1b[31mb\\x07\\u202ec\n", reply.printed)

    def test_html_of_values_is_escaped(self):
        reply = self.run_cell('record R(String name) {}\nList.of(new R("<script>x</script>&"))')
        html = reply.of("execute_result")[0]["data"]["text/html"]
        self.assertIn("&lt;script&gt;x&lt;/script&gt;&amp;", html)
        self.assertNotIn("<script", html)

    def test_a_boot_chain_and_disks_are_pictures(self):
        for code in ("bootChain()", "disks()", "diagnose()"):
            html = self.run_cell(code).of("execute_result")[0]["data"]["text/html"]
            self.assertIn("<svg", html, code)

    def test_user_expressions_are_answered_each_by_itself(self):
        expressions = {"sum": "1 + 1", "wrong": "nothing.here"}
        reply = self.run_cell("int x = 1;", user_expressions=expressions)
        answers = reply.content["user_expressions"]
        self.assertEqual("2", answers["sum"]["data"]["text/plain"])
        self.assertEqual("error", answers["wrong"]["status"])

    def test_a_silent_cell_shows_and_counts_nothing(self):
        before = self.run_cell("1").content["execution_count"]
        silent = self.run_cell('System.out.println("x"); 5', silent=True, store_history=False)
        self.assertEqual({"status"}, {kind for kind, _ in silent.outputs})
        self.assertEqual(before + 1, self.run_cell("1").content["execution_count"])

    def test_a_cell_that_is_not_stored_is_shown_and_neither_counted_nor_kept(self):
        before = self.run_cell("1").content["execution_count"]
        reply = self.run_cell("2021", store_history=False)
        self.assertEqual("2021", reply.of("execute_result")[0]["data"]["text/plain"])
        self.assertEqual(before + 1, self.run_cell("1").content["execution_count"])
        kept = self.ask(self.kernel.client.history(hist_access_type="tail", n=2))["history"]
        self.assertEqual([[1, before, "1"], [1, before + 1, "1"]], kept)

    def statuses(self, *cells, **options):
        """How cells end that are sent at once."""
        sent = [self.kernel.client.execute(code, **options) for code in cells]
        replies = [self.kernel.client.get_shell_msg(timeout=LIMIT) for _ in sent]
        self.assertEqual(sent, [reply["parent_header"]["msg_id"] for reply in replies])
        return [reply["content"]["status"] for reply in replies]

    def test_cells_that_were_sent_after_one_that_failed_are_not_run(self):
        self.assertEqual(
            ["error", "aborted", "aborted"], self.statuses("int h = 1 / 0;", "2", "3"))

    def test_a_cell_that_was_sent_after_the_answer_of_one_that_failed_is_run(self):
        for _ in range(20):
            self.assertEqual("error", self.run_cell("int h = 1 / 0;").status)
            self.assertEqual("ok", self.run_cell("4").status)

    def test_they_are_run_where_the_front_end_says_so(self):
        self.assertEqual(
            ["error", "ok"], self.statuses("int h = 1 / 0;", "2", stop_on_error=False))

    def test_there_are_no_widgets_and_it_says_so(self):
        client = self.kernel.client
        self.assertEqual({}, self.ask(client.comm_info())["comms"])
        opened = {"comm_id": "c1", "target_name": "jupyter.widget", "data": {}}
        self.send("shell", "comm_open", opened)
        while (message := client.get_iopub_msg(timeout=LIMIT))["msg_type"] != "comm_close":
            pass
        self.assertEqual("c1", message["content"]["comm_id"])

    def send(self, channel, type, content):
        """Sends a message of any type, and gives its header."""
        message = self.kernel.client.session.msg(type, content)
        getattr(self.kernel.client, f"{channel}_channel").send(message)
        return message["header"]

    def answer(self, channel, type, content):
        """What comes back on a channel to such a message."""
        sent = self.send(channel, type, content)
        reply = getattr(self.kernel.client, f"get_{channel}_msg")(timeout=LIMIT)
        for field in ("msg_id", "msg_type"):
            self.assertEqual(sent[field], reply["parent_header"][field])
        return reply

    def test_there_is_no_debugger_and_it_says_so(self):
        wanted = {"type": "request", "seq": 7, "command": "debugInfo", "arguments": {"a": [{}]}}
        for channel in ("control", "shell"):
            info = self.answer(channel, "kernel_info_request", {})
            self.assertFalse(info["content"]["debugger"])
            reply = self.answer(channel, "debug_request", wanted)
            self.assertEqual("debug_reply", reply["msg_type"])
            content = reply["content"]
            self.assertEqual((False, 7), (content["success"], content["request_seq"]))
            self.assertEqual(("response", "debugInfo"), (content["type"], content["command"]))
            self.assertIn("no debugger", content["message"])
            self.answer(channel, "debug_request", {})

    def test_what_no_kernel_or_not_this_one_knows_ends_nothing(self):
        for channel in ("control", "shell"):
            for type, content in (
                ("frobnicate_request", {"deep": [[[{}]]]}),
                ("create_subshell_request", {}),
                ("connect_request", {}),
                ("debug_request", {"seq": "no number"}),
                ("execute_request", {"code": ["no", "text"]}),
                ("comm_msg", {}),
                ("execute_reply", {}),
                ("\x1b]0;\x07'\"é", {}),
            ):
                self.send(channel, type, content)
            # The next answer is not to any of them.
            info = self.answer(channel, "kernel_info_request", {})
            self.assertEqual("ok", info["content"]["status"])
        self.assertEqual("3", self.result("1 + 2"))

    def test_habits_of_other_kernels_are_answered_by_what_to_type(self):
        self.assertIn('sh("', "\n".join(self.run_cell("!ls /mnt").content["traceback"]))
        self.assertIn("no more libraries", str(self.run_cell("%maven a:b:1").content))
        self.assertIn("help()", str(self.run_cell("%nonsense").content))
        self.assertRegex(self.run_cell("%time 1 + 1").printed, r"^Took \d+ ms\.")

    # ---- questions

    def test_an_acting_helper_asks_and_does_nothing_when_the_answer_is_no(self):
        reply = self.run_cell("mountAll()", answers=["n"])
        self.assertEqual([{"prompt": "Run these 6 commands? [y/N] ", "password": False}], reply.asked)
        self.assertEqual("error", reply.status)
        self.assertIn("not approved", reply.content["evalue"])
        self.assertEqual("false", self.result("sh(\"mount\", looks=true).contains(\"/mnt\")"))

    def test_a_yes_is_enough_and_the_plan_was_shown_before(self):
        reply = self.run_cell("mountAll()", answers=["what?", "yes"])
        self.assertEqual(2, len(reply.asked))
        self.assertEqual("ok", reply.status)
        self.assertIn("$ zpool import -f -N -R /mnt nvmepool", reply.printed)

    def test_where_nobody_can_be_asked_nothing_is_changed_and_the_error_says_how(self):
        reply = self.run_cell("mountAll()", canAsk=False)
        self.assertEqual([], reply.asked)
        text = "\n".join(reply.content["traceback"])
        self.assertIn("yes=true", text)
        self.assertIn("THAW_YES", text)
        self.assert_fits(text)
        self.assertEqual("false", self.result("sh(\"mount\", looks=true).contains(\"/mnt\")"))

    def assert_fits(self, text):
        """`jupyter console` breaks a longer line in the middle of a word."""
        for line in text.splitlines():
            self.assertLessEqual(len(re.sub("\x1b\\[[0-9;]*m", "", line)), 80, line)

    def test_the_notebook_can_approve_beforehand(self):
        self.run_cell('on("practice:vfio", yes=true)')
        self.assertEqual("ok", self.run_cell("mountAll()", canAsk=False).status)
        self.run_cell('on("practice:vfio")')
        self.assertEqual("error", self.run_cell("leave()", canAsk=False).status)

    def test_a_passphrase_is_masked_and_shown_nowhere(self):
        self.run_cell('on("practice:wrong-uuid"); reset()')
        reply = self.run_cell("unlock()", answers=["y", "practice"])
        self.assertEqual([False, True], [question["password"] for question in reply.asked])
        self.assertEqual("ok", reply.status, reply.content)
        self.assertNotIn("practice\\n", reply.everything.replace("practice:wrong-uuid", ""))
        self.assertNotIn('"practice"', self.run_cell("history()").everything)

    def test_a_passphrase_is_not_asked_for_where_nobody_can_be(self):
        self.run_cell('on("practice:wrong-uuid", yes=true); reset()')
        reply = self.run_cell("unlock()", canAsk=False)
        self.assertEqual("error", reply.status)
        self.assertIn("keyFile", "\n".join(reply.content["traceback"]))

    def test_a_cell_can_read_lines(self):
        reply = self.run_cell(
            "var in = new Scanner(System.in);\nin.nextLine() + in.nextLine()", answers=["é ", "b"]
        )
        self.assertEqual("é b", reply.of("execute_result")[0]["data"]["text/plain"])

    def test_enter_without_a_command_says_that_there_is_no_terminal(self):
        self.run_cell("mountAll()", answers=["y"])
        reply = self.run_cell("enter()", answers=["y"])
        self.assertEqual("error", reply.status)
        self.assertIn('enter("', "\n".join(reply.content["traceback"]))

    # ---- interrupts

    def test_an_interrupt_ends_a_cell_and_the_kernel_goes_on(self):
        self.run_cell("int kept = 5;")
        for code in ("Thread.sleep(60000)", "while (true) kept++;", "new Scanner(System.in).next()"):
            reply = self.run_cell(code, interrupt=1.0)
            self.assertEqual("error", reply.status, code)
            self.assertEqual("Interrupted", reply.content["ename"], code)
        self.assertEqual("ok", self.run_cell("kept").status)

    def test_an_answer_that_comes_after_the_interrupt_is_none_to_the_next_question(self):
        self.assertEqual("error", self.run_cell("mountAll()", interrupt=1.0).status)
        self.kernel.client.input("y")
        time.sleep(0.3)
        reply = self.run_cell("mountAll()", answers=["n"])
        self.assertIn("not approved", reply.content["evalue"])

    def test_an_interrupt_ends_the_process_that_the_cell_started(self):
        mark = f"31{os.getpid()}"
        reply = self.run_cell(f'on("local"); sh("sleep {mark}", looks=true)', interrupt=2.0)
        self.assertEqual("Interrupted", reply.content["ename"])
        self.assertEqual("ok", self.run_cell("1").status)
        self.assertTrue(ends(mark))

    def test_a_signal_interrupts_as_a_message_does(self):
        for _ in range(2):
            reply = self.run_cell(
                "Thread.sleep(60000)",
                interrupt=1.0,
                how=lambda: os.kill(self.kernel.pid(), signal.SIGINT),
            )
            self.assertEqual("Interrupted", reply.content["ename"])

    def test_an_interrupt_ends_the_process_at_the_far_end_of_ssh(self):
        mark = f"33{os.getpid()}"
        self.run_cell(os.environ["THAW_TEST_SSH"])
        ran = []
        timer = threading.Timer(2.0, lambda: ran.append(runs(mark)))
        timer.start()
        reply = self.run_cell(f'sh("sleep {mark}", looks=true)', interrupt=3.0)
        timer.join()
        self.assertEqual([True], ran)
        self.assertEqual("Interrupted", reply.content["ename"])
        self.assertTrue(ends(mark))
        self.assertEqual("alive", self.result('sh("echo alive", looks=true).strip()'))

    # ---- progress

    def test_progress_is_shown_in_place(self):
        reply = self.run_cell('on("local"); sh("sleep 2", looks=true)')
        first = [out for out in reply.of("display_data") if "transient" in out]
        self.assertEqual("run a line that only looks …", first[0]["data"]["text/plain"])
        last = reply.of("update_display_data")[-1]
        self.assertEqual(first[0]["transient"], last["transient"])
        self.assertRegex(last["data"]["text/plain"], r"^Took \d+\.\d s\.$")

    def test_progress_goes_on_in_place_while_step_follows_step(self):
        reply = self.run_cell(
            'on("local"); for (int i = 0; i < 12; i++) { sh("sleep 0.2", looks=true); disks(); }')
        first = [out for out in reply.of("display_data") if "transient" in out]
        self.assertEqual(1, len(first))
        lines = {out["data"]["text/plain"] for out in reply.of("update_display_data")}
        self.assertIn("run a line that only looks …", lines)
        self.assertGreater(len(lines), 2, lines)

    def test_nothing_is_said_about_cells_that_are_quick(self):
        self.run_cell('on("local")')
        for _ in range(6):
            reply = self.run_cell('sh("sleep 0.2", looks=true)')
            self.assertEqual([], [out for out in reply.of("display_data") if "transient" in out])

    def test_there_is_no_progress_while_a_question_waits(self):
        reply = self.run_cell("mountAll()", answers=["n"], thinking=1.5)
        self.assertEqual([], reply.of("display_data"))

    def test_what_is_printed_comes_while_the_cell_runs(self):
        self.kernel.client.execute(
            'for (int i = 0; i < 3; i++) { System.out.println(i); Thread.sleep(700); }')
        times = []
        while len(times) < 3:
            message = self.kernel.client.get_iopub_msg(timeout=LIMIT)
            if message["msg_type"] == "stream":
                times.append(time.monotonic())
        self.kernel.client.get_shell_msg(timeout=LIMIT)
        self.assertGreater(times[1] - times[0], 0.4)
        self.assertGreater(times[2] - times[1], 0.4)

    # ---- code that is being written

    def ask(self, message):
        reply = self.kernel.client.get_shell_msg(timeout=LIMIT)
        self.assertEqual(message, reply["parent_header"]["msg_id"])
        return reply["content"]

    def test_completion_says_what_each_candidate_is(self):
        self.run_cell("pools()")
        content = self.ask(self.kernel.client.complete('importPool("nv'))
        self.assertEqual(['nvmepool"'], content["matches"])
        typed = self.ask(self.kernel.client.complete("moun"))["metadata"]
        first = typed["_jupyter_types_experimental"][0]
        self.assertEqual("helper", first["type"])
        self.assertIn("Mounts", first["signature"])

    def test_inspection_is_the_explanation_as_text_and_html(self):
        code = "mountAll(install=1)"
        data = self.ask(self.kernel.client.inspect(code, len(code) - 1))["data"]
        self.assertIn("Mounts the installed system", data["text/plain"])
        self.assertIn("<h1>mountAll</h1>", data["text/html"])

    def test_a_failure_is_completed_and_its_page_shown_in_the_cell_or_beside_it(self):
        content = self.ask(self.kernel.client.complete('explain("zfs-pool-for'))
        self.assertEqual(['zfs-pool-foreign"'], content["matches"])
        shown = self.run_cell('explain("zfs-pool-foreign")').of("execute_result")[0]["data"]
        title = "<h1>A ZFS pool was last used by another system</h1>"
        self.assertIn(title, shown["text/html"])
        beside = self.run_cell("?zfs-pool-foreign").content["payload"][0]
        self.assertEqual("page", beside["source"])
        self.assertIn(title, beside["data"]["text/html"])

    # ---- the machine

    def result(self, code):
        return self.run_cell(code).of("execute_result")[0]["data"]["text/plain"]

    def test_what_is_mounted_is_found_again_after_a_restart(self):
        kernel = Kernel(THAW_ON="practice:vfio")
        try:
            kernel.run("reset()")
            self.assertEqual("ok", kernel.run("mountAll()", answers=["y"]).status)
            kernel.manager.restart_kernel(now=False)
            kernel.client.wait_for_ready(timeout=LIMIT)
            again = kernel.run("mountAll()")
            self.assertEqual([], again.asked)
            self.assertIn("is mounted at /mnt", again.everything)
            kernel.run("leave()", answers=["y"])
        finally:
            kernel.end()

    def test_the_banner_tells_the_machine_and_an_unnamed_one_is_told_once(self):
        kernel = Kernel()
        try:
            reply = kernel.client.kernel_info(reply=True, timeout=LIMIT)
            self.assertIn("on practice", reply["content"]["banner"])
            self.assert_fits(reply["content"]["banner"])
            self.assertEqual("", kernel.run("1 + 1").printed)
            remark = kernel.run("pools()").printed
            self.assertIn("No machine was named", remark)
            self.assert_fits(remark)
            self.assertEqual("", kernel.run("pools()").printed)
        finally:
            kernel.end()

    def test_a_machine_that_can_not_be_is_a_sentence(self):
        kernel = Kernel(THAW_ON="ssh://-oProxyCommand=x")
        try:
            reply = kernel.run("pools()")
            self.assertIn("names no machine", reply.content["evalue"])
            self.assertEqual("ok", kernel.run('on("practice:vfio"); pools()').status)
        finally:
            kernel.end()

    # ---- the end

    def test_the_kernel_ends_with_its_jupyter(self):
        code = (
            "from jupyter_client.manager import start_new_kernel\n"
            "m, c = start_new_kernel(kernel_name='thaw', startup_timeout=60)\n"
            "print(m.provisioner.process.pid, flush=True)\n"
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        killed = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        pid = int(killed.stdout.readline())
        killed.wait()
        self.assert_ends(pid)

    def test_a_shutdown_ends_it_at_once_in_the_middle_of_a_cell(self):
        kernel = Kernel(THAW_ON="local")
        mark = f"32{os.getpid()}"
        kernel.client.execute(f'sh("sleep {mark}", looks=true)')
        time.sleep(2)
        pid = kernel.pid()
        kernel.client.shutdown()
        self.assert_ends(pid, kernel.manager.provisioner.process)
        self.assertTrue(ends(mark))
        kernel.end()

    def assert_ends(self, pid, process=None):
        for _ in range(60):
            if process is not None and process.poll() is not None:
                return
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)
        os.kill(pid, signal.SIGKILL)
        self.fail("the kernel goes on")


if __name__ == "__main__":
    unittest.main()
