/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * The way from the station to one who watches a call from outside: Opus and VP8 as the citizen's device sent them, sendonly on one bundled
 * transport, never decoded. Made by hr_media_session_add_viewer(), or by
 * hr_media_session_add_picture_viewer() for the picture alone; it offers once, when there is media, and goes on over the device's later
 * attempts without another offer. The session ends it when it ends itself. Main thread only.
 *
 * Signals, on the main context and never after close:
 *   offer (const char *sdp)        once; with the candidates known by then
 *   candidate (const char *candidate, const char *mid, guint mline_index)   those that come after the offer; "" ends them
 *   connected ()                   what comes from now on gets there
 *   failed (GError *error)         at most once; nothing more is sent: close it, and add another when the viewer comes back
 */
#define HR_TYPE_RELAY_VIEWER (hr_relay_viewer_get_type ())
G_DECLARE_FINAL_TYPE (HrRelayViewer, hr_relay_viewer, HR, RELAY_VIEWER, GObject)

/* Parsed, checked (every section recvonly) and rebuilt before webrtcbin sees it. Errors: bad_sdp, one_way_violation; wrong_state when no
 * offer waits for an answer. A refused answer harms nothing: another may follow. */
gboolean hr_relay_viewer_set_answer (HrRelayViewer *self,
                                     const char    *sdp,
                                     GError       **error);
/* May come before the answer, not before the offer. Errors: bad_candidate (which harm nothing). */
gboolean hr_relay_viewer_add_candidate (HrRelayViewer *self,
                                        const char    *candidate,
                                        const char    *mid,
                                        guint          mline_index,
                                        GError       **error);
/* Must be called, or the viewer stays until its session ends; may be called again. */
void hr_relay_viewer_close (HrRelayViewer *self);
