# SPDX-License-Identifier: GPL-3.0-or-later
"""Namespaces of a test's own: what it mounts, and the network it makes, are nobody else's and end with it."""

import os
import shutil
import subprocess
import sys

ENTERED = "HAMRAHI_TEST_NAMESPACES"


def enter(kind, *trial):
    """Starts the program again in namespaces of this kind, a letter of unshare(1): as its own user's root, or as root. False where the
    words of the trial do not work in such a one."""
    if ENTERED in os.environ:
        return True
    for options in (["-r" + kind], ["-" + kind]):
        words = ["unshare", *options]
        if shutil.which("unshare") and subprocess.run([*words, *trial], capture_output=True).returncode == 0:
            os.environ[ENTERED] = kind
            os.execvp("unshare", [*words, sys.executable, *sys.argv])
    return False
