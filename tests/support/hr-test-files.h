/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Removes a folder and all that is in it; a test's own temporary folder. */
void hr_test_remove_tree (const char *path);
