# SPDX-License-Identifier: GPL-3.0-or-later
"""A phone network between two network namespaces: delay, jitter, reordering, loss, rate, outage, and the operator's NAT.

The program that calls enter_network() goes on in a namespace of its own: there it, and what it starts, is on the phones' side. A process with
Link.station_side in front of its words, and a socket made by Link.in_station(), is on the station's. Between them a third process passes packets
from one TUN device to the other; it is this file, run as a program.

The phones' address is private and no route leads to it. A cone NAT gives each of its ports one public port, and lets in only what comes from where
that port has sent to.
"""

import argparse
import ctypes
import dataclasses
import errno
import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import threading
import time

import namespaces

PHONES_ADDRESS = "10.64.0.2"
PUBLIC_ADDRESS = "203.0.113.7"
STATION_ADDRESS = "198.51.100.1"

SKIPPED = 77  # what meson takes for it

CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
SIGKILL = 9
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000

TCP, UDP = 6, 17
CHECKSUM_AT = {TCP: 16, UDP: 6}
FIRST_PUBLIC_PORT = 20000
LONGEST_PACKET = 65536
LEAST_WAIT_S = 0.0002


@dataclasses.dataclass
class Conditions:
    """Of both ways alike, and of each on its own."""

    delay_ms: float = 0.0   # one way
    jitter_ms: float = 0.0  # the delay is anything up to this more or less
    reorder: bool = False   # whether jitter lets a packet overtake another
    loss: float = 0.0       # share of the packets
    burst: float = 1.0      # how many are lost in a run, in the mean
    rate_kbps: float = 0.0  # 0: without limit
    queue_ms: float = 200.0 # what waits longer for the rate is dropped
    outage: bool = False


# The test's side.


def enter_network():
    """Starts the program again in namespaces of its own. Ends it with the word “skipped” where the machine allows none."""
    if namespaces.enter("n", *_trial()):
        return
    print("skipped: this machine allows no network namespaces with a TUN device (unshare, ip, /dev/net/tun)", flush=True)
    raise SystemExit(SKIPPED)


def _trial():
    return [sys.executable, os.path.abspath(__file__), "--trial"]


class Link:
    """The link and its NAT, for the length of a with block."""

    def __init__(self, **conditions):
        self._conditions = conditions

    def __enter__(self):
        self._process = subprocess.Popen([sys.executable, os.path.abspath(__file__)], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True, preexec_fn=_end_with_the_parent)
        self._read()
        self.station_side = ["nsenter", f"--net=/proc/{self._process.pid}/ns/net"]
        self.set(**self._conditions)
        return self

    def __exit__(self, *exception):
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def set(self, **conditions):
        """From now on these conditions hold; one that is not named has its default."""
        self._ask(dataclasses.asdict(Conditions(**conditions)))

    def counts(self):
        """Since the last call: packets passed, lost, overtaken and refused by the NAT; how late the emulator itself was, ms."""
        return self._ask({})

    def in_station(self, make):
        """What make() returns when it is called on the station's side; a socket stays there."""
        results = []

        def run():
            with open(f"/proc/{self._process.pid}/ns/net", "rb") as namespace:
                _check(ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET))
            results.append(make())

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        return results[0]

    def _ask(self, request):
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self):
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError("the link emulator ended")
        return json.loads(line)


# The emulator.


class Path:
    """One way over the link: when a packet arrives, if it does."""

    def __init__(self):
        self.conditions = Conditions()
        self._free_at = 0.0
        self._last_at = 0.0
        self._in_burst = False

    def arrival(self, now, size):
        """The time of arrival, or None."""
        conditions = self.conditions
        if conditions.outage or self._is_lost():
            return None
        sent_at = now
        if conditions.rate_kbps > 0:
            starts_at = max(now, self._free_at)
            if starts_at - now > conditions.queue_ms / 1000:
                return None
            sent_at = self._free_at = starts_at + 8 * size / (1000 * conditions.rate_kbps)
        delay_ms = conditions.delay_ms + random.uniform(-conditions.jitter_ms, conditions.jitter_ms)
        arrives_at = sent_at + max(0.0, delay_ms) / 1000
        if not conditions.reorder:
            arrives_at = self._last_at = max(arrives_at, self._last_at)
        return arrives_at

    def _is_lost(self):
        """Gilbert's two states; a mean run of one packet is independent loss."""
        loss, burst = self.conditions.loss, self.conditions.burst
        if burst <= 1:
            return random.random() < loss
        leaves, enters = 1 / burst, loss / (burst * (1 - loss))
        self._in_burst = random.random() >= leaves if self._in_burst else random.random() < enters
        return self._in_burst


class Nat:
    """Port-restricted cone: one public port for each private one, open to those whom it has sent to."""

    def __init__(self):
        self._private = _bytes_of(PHONES_ADDRESS)
        self._public = _bytes_of(PUBLIC_ADDRESS)
        self._public_ports = {}   # (protocol, private port): public port
        self._private_ports = {}  # (protocol, public port): private port
        self._peers = set()       # (protocol, public port, peer's address and port)

    def outbound(self, packet):
        """The packet as the station's side sees it, or None."""
        protocol, start = _transport(packet)
        if protocol is None or packet[12:16] != self._private:
            return None
        key = protocol, _port(packet, start)
        if key not in self._public_ports:
            self._public_ports[key] = FIRST_PUBLIC_PORT + len(self._public_ports)
            self._private_ports[protocol, self._public_ports[key]] = key[1]
        port = self._public_ports[key]
        self._peers.add((protocol, port, bytes(packet[16:20] + packet[start + 2 : start + 4])))
        return _rewrite(packet, protocol, start, 12, self._public, start, port)

    def inbound(self, packet):
        """The packet as the phone sees it, or None."""
        protocol, start = _transport(packet)
        if protocol is None or packet[16:20] != self._public:
            return None
        port = _port(packet, start + 2)
        if (protocol, port, bytes(packet[12:16] + packet[start : start + 2])) not in self._peers:
            return None
        return _rewrite(packet, protocol, start, 16, self._private, start + 2, self._private_ports[protocol, port])


def _bytes_of(address):
    return bytes(int(part) for part in address.split("."))


def _port(packet, at):
    return int.from_bytes(packet[at : at + 2], "big")


def _transport(packet):
    """(protocol, where its header is) of a whole IPv4 packet with ports, else (None, 0)."""
    if len(packet) < 28 or packet[0] >> 4 != 4 or packet[9] not in CHECKSUM_AT or _port(packet, 6) & 0x3FFF:
        return None, 0
    return packet[9], 4 * (packet[0] & 15)


def _adjust(packet, at, old, new):
    """RFC 1624: the checksum at a place, after old bytes became new ones."""
    total = ~_port(packet, at) & 0xFFFF
    for offset in range(0, len(old), 2):
        total += (~_port(old, offset) & 0xFFFF) + _port(new, offset)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    packet[at : at + 2] = (~total & 0xFFFF).to_bytes(2, "big")


def _rewrite(packet, protocol, start, address_at, address, port_at, port):
    old = bytes(packet[address_at : address_at + 4] + packet[port_at : port_at + 2])
    new = address + port.to_bytes(2, "big")
    checksum_at = start + CHECKSUM_AT[protocol]
    packet[address_at : address_at + 4] = address
    packet[port_at : port_at + 2] = new[4:]
    _adjust(packet, 10, old[:4], new[:4])
    if protocol == TCP or _port(packet, checksum_at) != 0:
        _adjust(packet, checksum_at, old, new)
    return packet


class Emulator:
    """Passes packets between two TUN devices until its standard input ends."""

    def __init__(self, phones, station):
        nat = Nat()
        self._ways = {phones: (Path(), nat.outbound, station), station: (Path(), nat.inbound, phones)}
        self._waiting = []  # heap of (arrival, order of sending, device, packet)
        self._n_sent = 0
        self._clear_counts()

    def _clear_counts(self):
        self._counts = {"passed": 0, "lost": 0, "overtaken": 0, "refused": 0, "late_ms": 0.0}
        self._latest = {}  # device: highest order that has arrived

    def run(self):
        while True:
            timeout = max(LEAST_WAIT_S, self._waiting[0][0] - time.monotonic()) if self._waiting else None
            for ready in select.select([*self._ways, 0], [], [], timeout)[0]:
                if ready == 0:
                    line = sys.stdin.readline()
                    if not line:
                        return
                    print(json.dumps(self._answer(json.loads(line))), flush=True)
                else:
                    self._take(ready)
            self._deliver()

    def _answer(self, request):
        """Conditions to set; without any, the question for the counts."""
        counts = self._counts
        if request:
            for path, _, _ in self._ways.values():
                path.conditions = Conditions(**request)
        else:
            self._clear_counts()
        return counts

    def _take(self, device):
        path, translate, other = self._ways[device]
        packet = bytearray(os.read(device, LONGEST_PACKET))
        now = time.monotonic()
        arrives_at = path.arrival(now, len(packet))
        if arrives_at is None:
            self._counts["lost"] += 1
        elif translated := translate(packet):
            self._n_sent += 1
            heapq.heappush(self._waiting, (arrives_at, self._n_sent, other, bytes(translated)))
        else:
            self._counts["refused"] += 1

    def _deliver(self):
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            arrives_at, order, device, packet = heapq.heappop(self._waiting)
            _write(device, packet)
            self._counts["passed"] += 1
            self._counts["overtaken"] += order < self._latest.get(device, 0)
            self._counts["late_ms"] = max(self._counts["late_ms"], 1000 * (now - arrives_at))
            self._latest[device] = max(order, self._latest.get(device, 0))


def _write(device, packet):
    try:
        os.write(device, packet)
    except OSError as error:
        # A device whose queue is full has lost it, as a real one would.
        if error.errno not in (errno.EAGAIN, errno.ENOBUFS, errno.EIO):
            raise


def _check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _end_with_the_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL)


def _open_device(name, address):
    """A TUN device in this namespace that everything goes to. libnice leaves out interfaces that are named like a container's."""
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    for words in (["address", "add", f"{address}/24", "dev", name], ["link", "set", "lo", "up"], ["link", "set", name, "up"],
                  ["route", "add", "default", "dev", name]):
        subprocess.run(["ip", *words], check=True)
    return device


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trial", action="store_true", help="only see whether the devices can be made")
    words = parser.parse_args()
    phones = _open_device("phones0", PHONES_ADDRESS)
    _check(ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET))
    station = _open_device("station0", STATION_ADDRESS)
    if not words.trial:
        print("{}", flush=True)
        Emulator(phones, station).run()


if __name__ == "__main__":
    main()
