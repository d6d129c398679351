/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

/* Has the arrows and + and − move @map while it has the keyboard's focus, which it can have from then on. */
void hr_map_keys_add (ShumateMap *map);
