# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings of a picture, read by FFmpeg, which shares no code with what wrote them."""

import collections

import av

# That a file was cut off is known to who asks.
av.logging.set_level(av.logging.FATAL)

Frame = collections.namedtuple("Frame", "at_ms is_key width height brightness")


def frames(path):
    """Every frame in it; an exception when one cannot be decoded."""
    found = []
    with av.open(str(path), "r", format="matroska") as recording:
        track, = recording.streams
        assert track.codec_context.name == "vp8", track
        for packet in recording.demux(track):
            if packet.size == 0:
                continue
            decoded = packet.decode()
            assert len(decoded) == 1 or found, "a recording begins with a key frame"
            for frame in decoded:
                found.append(Frame(round(packet.pts * packet.time_base * 1000), bool(packet.is_keyframe), frame.width, frame.height,
                                   float(frame.to_ndarray(format="gray").mean())))
    return found
