# SPDX-License-Identifier: GPL-3.0-or-later
"""A helper's phone with the Duress app, in a process of its own: tells when it sees and hears, and watches until it is stopped."""

import asyncio
import sys

from rtc_duress import RtcViewer


async def main():
    async with RtcViewer(sys.argv[1]) as viewer:
        await viewer.watch()
        print("watching", flush=True)
        await viewer.socket.wait_closed()


asyncio.run(main())
