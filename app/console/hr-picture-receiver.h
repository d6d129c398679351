/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/*
 * The console's end of an opened picture: the station's offer is answered, and VP8 becomes frames to be shown. Of frames that come faster than they can
 * be shown only the newest is. Main thread only.
 *
 * Signals, on the main context and never after close:
 *   answer (const char *sdp)
 *   candidate (const char *candidate, const char *mid, guint mline_index)   "" ends them
 *   state (gboolean is_connected)
 *   frame (GdkTexture *frame)
 */
#define HR_TYPE_PICTURE_RECEIVER (hr_picture_receiver_get_type ())
G_DECLARE_FINAL_TYPE (HrPictureReceiver, hr_picture_receiver, HR, PICTURE_RECEIVER, GObject)

HrPictureReceiver *hr_picture_receiver_new (void);
/* Once. @servers: (nullable): as hr_ice_uris_new() makes them. @error: as of hr_receiver_set_offer(). */
gboolean hr_picture_receiver_set_offer (HrPictureReceiver *self,
                                        const char        *sdp,
                                        const char *const *servers,
                                        GError           **error);
void     hr_picture_receiver_add_candidate (HrPictureReceiver *self,
                                            const char        *candidate,
                                            guint              mline_index);
/* Must be called before the last reference goes; may be called again. */
void hr_picture_receiver_close (HrPictureReceiver *self);
