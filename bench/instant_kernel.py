#!/usr/bin/python3
"""A kernel that is running before it is started: it waits for connection files, one after the other, and
answers each request that comes by them with "ok". What its client's first cell takes is the client's own
time, and that of ZeroMQ's second attempt to reach sockets that were not there at the first.
  usage: instant_kernel.py PIPE    where the connection files come from, whole"""

import json
import sys

import zmq
from jupyter_client.session import Session


def serve(context, said):
    address = f"{said['transport']}://{said['ip']}:"
    kinds = {"hb": zmq.REP, "control": zmq.ROUTER, "shell": zmq.ROUTER, "stdin": zmq.ROUTER, "iopub": zmq.XPUB}
    sockets = {name: context.socket(kind) for name, kind in kinds.items()}
    for name, socket in sockets.items():
        socket.bind(address + str(said[f"{name}_port"]))
    session = Session(key=said["key"].encode())
    shell, iopub = sockets["shell"], sockets["iopub"]
    # Nobody listens before that.
    iopub.recv()
    ident, request = session.recv(shell, mode=0)
    for state in ("busy", "idle"):
        session.send(iopub, "status", {"execution_state": state}, parent=request)
    session.send(shell, request["msg_type"].replace("request", "reply"), {"status": "ok"}, request, ident=ident)
    for socket in sockets.values():
        socket.close(linger=1000)


def main():
    context = zmq.Context()
    while True:
        with open(sys.argv[1]) as pipe:
            said = json.load(pipe)
        serve(context, said)


if __name__ == "__main__":
    main()
