"""gone.py SENTENCE -f CONNECTION_FILE

A kernel in the place of a Thaw that is gone: answers every cell with that sentence.
"""

import sys

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

SENTENCE = sys.argv.pop(1)


class Gone(Kernel):
    implementation = "thaw"
    implementation_version = "gone"
    language_info = {"name": "java", "mimetype": "text/x-java-source", "file_extension": ".jshell"}
    banner = SENTENCE

    def do_execute(self, code, silent, *_, **__):
        error = {"ename": "Gone", "evalue": SENTENCE, "traceback": [SENTENCE]}
        if not silent:
            self.send_response(self.iopub_socket, "error", error)
        return {"status": "error", "execution_count": self.execution_count, **error}


IPKernelApp.launch_instance(kernel_class=Gone)
