"""The kernel of a Thaw that is gone, by jupyter_client."""

import unittest

from conversation import LIMIT, Kernel


class Gone(unittest.TestCase):
    def test_every_cell_says_so_and_what_to_do(self):
        kernel = Kernel()
        try:
            info = kernel.client.kernel_info(reply=True, timeout=LIMIT)["content"]
            self.assertIn("/nowhere/thaw", info["banner"])
            for cell in ("pools()", "1 + 1"):
                reply = kernel.run(cell)
                self.assertEqual("error", reply.status)
                text = "\n".join(reply.of("error")[0]["traceback"])
                self.assertIn("Thaw is not at /nowhere/thaw any more", text)
                self.assertIn("thaw kernel install", text)
            self.assertEqual([], kernel.run("pools()", silent=True).of("error"))
        finally:
            kernel.end()


if __name__ == "__main__":
    unittest.main()
