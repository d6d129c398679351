/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <gtk/gtk.h>

/* A handover on paper, to be signed by both: what hr-handover-sheet.h says, and the head of the chain. @sheet: one that was done. */

/* The PDF. (transfer full) */
GBytes *hr_handover_paper_new_pdf (JsonObject *sheet,
                                   HrRoom     *room,
                                   GError    **error);
/* Writes it into @file, which is replaced as a whole or not at all. */
gboolean hr_handover_paper_save (JsonObject *sheet,
                                 HrRoom     *room,
                                 GFile      *file,
                                 GError    **error);
/* To be run: asks which printer, and holds nothing up meanwhile. (transfer full) */
GtkPrintOperation *hr_handover_paper_new_print (JsonObject *sheet,
                                                HrRoom     *room);
