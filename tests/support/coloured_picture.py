# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of four colours that a victim sends, and where they are on a screen."""

import asyncio
import collections

import av
import numpy
from rtc_duress import Picture

# None of them is a colour of the console, or near one.
COLOURS = {"magenta": (210, 40, 210), "cyan": (40, 200, 200), "lime": (130, 210, 40), "blue": (50, 50, 220)}
ONE_ORDER = ("magenta", "cyan", "lime", "blue")
ANOTHER_ORDER = ("blue", "lime", "cyan", "magenta")
WIDTH, HEIGHT = 320, 240
# What a codec and a change of colour space leave of a colour.
TOLERANCE = 28
# Of each colour, on the screen: the picture is at least a quarter of its size there.
ENOUGH_PIXELS = WIDTH * HEIGHT // 16

Seen = collections.namedtuple("Seen", "order width height")


class ColouredPicture(Picture):
    """Four fields: above left, above right, below left, below right. The sending can stand still, as a phone's in a tunnel."""

    def __init__(self):
        super().__init__()
        self.order = ONE_ORDER
        self.moves = asyncio.Event()
        self.moves.set()

    async def recv(self):
        await self.moves.wait()
        sent = await super().recv()
        fields = [numpy.full((HEIGHT // 2, WIDTH // 2, 3), COLOURS[name], dtype=numpy.uint8) for name in self.order]
        frame = av.VideoFrame.from_ndarray(numpy.vstack([numpy.hstack(fields[:2]), numpy.hstack(fields[2:])]))
        frame.pts, frame.time_base = sent.pts, sent.time_base
        return frame


def find(pixels):
    """What is seen of it on a screen; None where a colour is missing."""
    boxes = {}
    for name, colour in COLOURS.items():
        rows, columns = numpy.nonzero((abs(pixels.astype(int) - colour) < TOLERANCE).all(axis=2))
        if len(rows) < ENOUGH_PIXELS:
            return None
        # A pixel elsewhere may have the colour by chance.
        boxes[name] = [*numpy.percentile(rows, (1, 99)), *numpy.percentile(columns, (1, 99))]
    order = sorted(boxes, key=lambda name: (boxes[name][0] + boxes[name][1] > sum(min_max(boxes, 0)), boxes[name][2]))
    (top, bottom), (left, right) = min_max(boxes, 0), min_max(boxes, 2)
    return Seen(tuple(order), right - left, bottom - top)


def min_max(boxes, first):
    return min(box[first] for box in boxes.values()), max(box[first + 1] for box in boxes.values())
