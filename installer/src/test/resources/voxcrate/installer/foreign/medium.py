"""A medium with firmware of its own: shows the folder SOURCE, read-only, at POINT, while COMMAND runs,
and ends with its status. Speaks the kernel's FUSE protocol itself (linux/fuse.h), so that it needs
nothing but Python and /dev/fuse. To be started in a mount namespace of its own, as root.

usage: medium.py BEHAVIOUR SOURCE POINT COMMAND...
"""
import ctypes
import errno
import os
import struct
import subprocess
import sys
import threading

BEHAVIOURS = {
    "faithful": "serves what is there",
    "second-open": "a file that is opened again has other bytes",
    "second-read": "a byte that is read again is another one",
    "no-direct-open": "refuses to be opened past the page cache",
    "no-direct-read": "can be opened past the page cache, and not read",
    "grows": "a file that was opened is longer from then on",
    "shrinks": "a file that was opened is shorter from then on, and ends there",
    "unlisted": "does not tell what it holds",
    "pulled-out": "is gone at the 20th read",
}
LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, INIT = 1, 2, 3, 14, 15, 17, 18, 26
OPENDIR, READDIR, RELEASEDIR, INTERRUPT, BATCH_FORGET = 27, 28, 29, 36, 42
UNANSWERED = {FORGET, INTERRUPT, BATCH_FORGET}
FOPEN_DIRECT_IO = 1
READS_UNTIL_PULLED_OUT = 20


class Refused(Exception):
    pass


class Medium:
    def __init__(self, behaviour, source):
        self.behaviour = behaviour
        self.source = source
        self.names = [""] + sorted(os.listdir(source))
        self.opened = {}
        self.handles = 0
        self.first = {}
        self.served = {}
        self.reads = 0

    def path(self, node):
        return os.path.join(self.source, self.names[node - 1])

    def attributes(self, node):
        found = os.stat(self.path(node))
        size = found.st_size
        if self.opened.get(node) and self.behaviour == "grows":
            size += 1
        if self.opened.get(node) and self.behaviour == "shrinks":
            size //= 2
        return struct.pack(
            "<6Q10I", node, size, -(-size // 512), 0, 0, 0, 0, 0, 0,
            found.st_mode, 1, 0, 0, 0, 512, 0)

    def init(self, node, body):
        readahead = struct.unpack_from("<I", body, 8)[0]
        return struct.pack("<4I2H2I2H8I", 7, 31, readahead, 0, 8, 6, 1 << 17, 1, 32, 0, *[0] * 8)

    def lookup(self, node, body):
        name = body.rstrip(b"\0").decode()
        if name not in self.names:
            raise Refused(errno.ENOENT)
        found = self.names.index(name) + 1
        return struct.pack("<4Q2I", found, 0, 0, 0, 0, 0) + self.attributes(found)

    def getattr(self, node, body):
        return struct.pack("<Q2I", 0, 0, 0) + self.attributes(node)

    def open(self, node, body):
        if self.behaviour == "no-direct-open" and struct.unpack_from("<I", body)[0] & os.O_DIRECT:
            raise Refused(errno.EINVAL)
        self.handles += 1
        self.first[self.handles] = not self.opened.get(node)
        self.opened[node] = True
        flags = FOPEN_DIRECT_IO if self.behaviour == "second-read" else 0
        return struct.pack("<Q2I", self.handles, flags, 0)

    def read(self, node, body):
        handle, offset, size, _, _, flags = struct.unpack_from("<2Q2IQI", body)
        self.reads += 1
        if self.behaviour == "pulled-out" and self.reads >= READS_UNTIL_PULLED_OUT:
            raise Refused(errno.EIO)
        if self.behaviour == "no-direct-read" and flags & os.O_DIRECT:
            raise Refused(errno.EINVAL)
        with open(self.path(node), "rb") as file:
            if self.behaviour == "shrinks":
                size = max(0, min(size, os.fstat(file.fileno()).st_size // 2 - offset))
            file.seek(offset)
            content = bytearray(file.read(size))
        if self.behaviour == "second-open" and not self.first[handle]:
            content = bytearray(byte ^ 1 for byte in content)
        if self.behaviour == "second-read":
            served = self.served.setdefault(node, set())
            for i in range(len(content)):
                if offset + i in served:
                    content[i] ^= 1
            served.update(range(offset, offset + len(content)))
        return bytes(content)

    def readdir(self, node, body):
        if self.behaviour == "unlisted":
            raise Refused(errno.EIO)
        _, offset, size = struct.unpack_from("<2QI", body)
        listing = b""
        for number, name in enumerate(self.names[1:], start=1):
            entry = name.encode()
            entry = struct.pack("<2Q2I", number + 1, number, len(entry), 8) + entry
            entry += b"\0" * (-len(entry) % 8)
            if number > offset and len(listing) + len(entry) <= size:
                listing += entry
        return listing

    def statfs(self, node, body):
        return struct.pack("<5Q4I6I", 1 << 20, 0, 0, 0, 0, 512, 255, 512, 0, *[0] * 6)

    def answer(self, opcode, node, body):
        known = {
            INIT: self.init, LOOKUP: self.lookup, GETATTR: self.getattr, OPEN: self.open, READ: self.read,
            READDIR: self.readdir, STATFS: self.statfs, OPENDIR: lambda node, body: bytes(16),
            RELEASE: lambda node, body: b"", RELEASEDIR: lambda node, body: b"",
        }
        if opcode not in known:
            raise Refused(errno.ENOSYS)
        return known[opcode](node, body)

    def serve(self, device):
        while True:
            try:
                request = os.read(device, 1 << 18)
            except OSError as gone:
                if gone.errno in (errno.EINTR, errno.ENOENT, errno.EAGAIN):
                    continue
                return
            _, opcode, unique, node = struct.unpack_from("<2I2Q", request)
            if opcode in UNANSWERED:
                continue
            try:
                error, content = 0, self.answer(opcode, node, request[40:])
            except Refused as refused:
                error, content = -refused.args[0], b""
            os.write(device, struct.pack("<IiQ", 16 + len(content), error, unique) + content)


def main():
    behaviour, source, point, *command = sys.argv[1:]
    if behaviour not in BEHAVIOURS:
        sys.exit(__doc__ + "".join(f"  {name}: {what}\n" for name, what in BEHAVIOURS.items()))
    libc = ctypes.CDLL(None, use_errno=True)
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other".encode()
    if libc.mount(b"medium", point.encode(), b"fuse", 1, options) != 0:
        sys.exit("mounting: " + os.strerror(ctypes.get_errno()))
    threading.Thread(target=Medium(behaviour, source).serve, args=(device,), daemon=True).start()
    status = subprocess.run(command).returncode
    libc.umount2(point.encode(), 2)
    os._exit(status)


main()
