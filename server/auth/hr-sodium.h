/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* libsodium, ready for use: call before any other function of it. Cheap after the first time; from any thread. Private to auth. */
void hr_sodium_ensure (void);
