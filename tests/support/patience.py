# SPDX-License-Identifier: GPL-3.0-or-later
"""How long tests wait for what should come soon. Such a limit only ends a test that has failed: a sanitizer, or a machine with other work, may
not make one fail. What has a deadline of its own is measured instead."""

import os

FACTOR = float(os.environ.get("HAMRAHI_TEST_PATIENCE", "3"))


def at_most(seconds):
    return FACTOR * seconds
