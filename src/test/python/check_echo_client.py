"""Holds the Python of docs/protocol.md to the test vectors: check_echo_client.py ECHO.PY VECTORS"""

import importlib.util
import io
import json
import re
import sys


def load(path):
    spec = importlib.util.spec_from_file_location("echo", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hex_bytes(lines):
    out = b""
    for line in lines:
        for token in line.split("  ")[0].split():
            byte, _, times = token.partition("*")
            out += bytes.fromhex(byte) * int(times or 1)
    return out


def vectors(path):
    lines = []
    for line in open(path, encoding="utf-8"):
        if line.startswith("== "):
            name, lines = line[3:].strip(), []
        elif re.match(r"[a-z]+ \{", line):
            verdict, expected = line.split(" ", 1)
            yield name, hex_bytes(lines), verdict, json.loads(expected)
        elif not line.startswith("#"):
            lines.append(line.rstrip("\n"))


def body_of(frame):
    body = frame.get("body", {})
    if "bytes" in body:
        return hex_bytes([re.sub("..", r"\g<0> ", body["bytes"]) if "*" not in body["bytes"] else body["bytes"]])
    return body.get("string", body.get("json"))


def check(echo, name, data, frame):
    """Whether the client has anything to do with such a frame; fails when it is wrong about it."""
    kind = frame["kind"]
    if {"n", "received", "redelivered"} & set(frame):
        return False  # a session's, which this client has not
    if kind == "SEND" and set(frame) == {"kind", "address", "replyAddress", "body"} and "bytes" in frame["body"]:
        assert echo.request(frame["address"], frame["replyAddress"], body_of(frame)) == data, name
        return True
    if kind == "MESSAGE" and "replyAddress" not in frame:
        assert echo.read_answer(io.BytesIO(data)) == (frame["address"], body_of(frame)), name
        return True
    if kind == "ERR":
        try:
            echo.read_answer(io.BytesIO(data))
        except RuntimeError as e:
            assert e.args[1:] == (frame.get("address"), frame["message"]), (name, e.args)
            return True
        raise AssertionError(name)
    return False


if __name__ == "__main__":
    echo = load(sys.argv[1])
    checked = [
        name
        for name, data, verdict, expected in vectors(sys.argv[2])
        if verdict == "frame" and check(echo, name, data, expected)
    ]
    print(len(checked))
