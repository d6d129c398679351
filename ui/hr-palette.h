/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

/* The colours of style.css that are drawn by hand. */
#define HR_RGBA(hex, opacity) \
  ((GdkRGBA){ ((hex) >> 16 & 0xff) / 255.0f, ((hex) >> 8 & 0xff) / 255.0f, ((hex) &0xff) / 255.0f, (opacity) })

#define HR_COLOR_BASE 0x15191e
#define HR_COLOR_PANEL 0x1e242b
#define HR_COLOR_LINE 0x333d49
#define HR_COLOR_TEXT 0xe6e9ed
#define HR_COLOR_SECONDARY 0xb5bec8
#define HR_COLOR_GOOD 0x5fd6a4
#define HR_COLOR_WARNING 0xffb020
#define HR_COLOR_FIX 0x59c2ff
#define HR_COLOR_DRILL 0xe08bff
