# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is slow or fails, under a station that runs: see faulty-disk.c."""

import os
import pathlib

from station import build_dir


class FaultyDisk:
    """The disk of a data directory. `within` goes to the Station that is to have it; `control` is a file outside of that directory."""

    def __init__(self, data_dir, control):
        self._control = pathlib.Path(control)
        self.within = ["env", f"LD_PRELOAD={build_dir() / 'tests' / 'support' / 'libfaulty-disk.so'}",
                       f"HAMRAHI_FAULTY_DISK={self._control}", f"HAMRAHI_FAULTY_DISK_DIR={pathlib.Path(data_dir).resolve()}",
                       # The sanitizer's library comes second, after this one.
                       f"ASAN_OPTIONS={os.environ.get('ASAN_OPTIONS', '')}:verify_asan_link_order=0"]
        self.works()

    def works(self):
        self._set(0, 0)

    def is_slow(self, delay_ms):
        """Each sync takes so much longer."""
        self._set(delay_ms, 0)

    def fails(self, error):
        """Each write and sync fails with this errno."""
        self._set(0, error)

    def _set(self, delay_ms, error):
        fresh = self._control.with_suffix(".new")
        fresh.write_text(f"{delay_ms} {error}\n")
        fresh.rename(self._control)
