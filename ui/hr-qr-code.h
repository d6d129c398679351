/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Text as a QR code, dark on white with its quiet zone, each module a whole number of pixels. Property: text (nullable). */
#define HR_TYPE_QR_CODE (hr_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (HrQrCode, hr_qr_code, HR, QR_CODE, GtkWidget)

void hr_qr_code_set_text (HrQrCode   *self,
                          const char *text);

/* The same on paper: @text in a square of @size with its upper left corner at the origin, drawn in black where it is not white. */
void hr_qr_code_paint (cairo_t    *cr,
                       const char *text,
                       double      size);
