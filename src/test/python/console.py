"""`jupyter console`, typed at as a person would."""

import unittest

import pexpect


class Console(unittest.TestCase):
    def test_shows_values_asks_and_ends(self):
        console = pexpect.spawn(
            "/usr/bin/jupyter-console --kernel thaw --simple-prompt",
            encoding="utf-8", timeout=60, dimensions=(40, 100),
        )
        console.expect("Thaw .*, on practice")
        console.expect(r"In \[1\]: ")
        console.sendline('on("practice:vfio"); reset()')
        console.expect("loading module vfio_pci")
        console.expect(r"In \[2\]: ")
        console.sendline("mountAll()")
        console.expect(r"Run these 6 commands\? \[y/N\] ")
        console.sendline("y")
        console.expect("atlas is mounted at /mnt, writable.")
        console.expect(r"In \[3\]: ")
        console.sendline("exit")
        console.expect(pexpect.EOF)


if __name__ == "__main__":
    unittest.main()
