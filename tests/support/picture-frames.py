# SPDX-License-Identifier: GPL-3.0-or-later
"""What FFmpeg, which shares no code with the recorder, finds in a recording of a picture. Usage: picture-frames.py FILE

One word a frame: its time in ms, with a K behind it when it is a key frame. Fails when one cannot be decoded."""

import sys

from pictures import frames

print(*(f"{frame.at_ms}{'K' if frame.is_key else ''}" for frame in frames(sys.argv[1])))
