/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/*
 * One connection with the station: a webrtcbin that answers the station's offer and decodes what comes, of sound or of a picture. It plays and
 * shows nothing itself. Only what comes from the certificate that the offer names is let through. Main thread only.
 *
 * Signals, on the main context and never after close:
 *   answer (const char *sdp)
 *   candidate (const char *candidate, const char *mid, guint mline_index)   "" ends them
 *   state (gboolean is_connected)
 */
#define HR_TYPE_RECEIVER (hr_receiver_get_type ())
G_DECLARE_FINAL_TYPE (HrReceiver, hr_receiver, HR, RECEIVER, GObject)

typedef struct
{
  const char *media; /* “audio” or “video”: of every section that the station may offer */
  guint       max_sections;
  guint       jitter_ms;             /* the time for which packets are waited for */
  gboolean    drops_late;            /* what has waited for longer is of the past, and nothing stays behind for good */
  const char *decoder;               /* from RTP to an appsink named “sink”, in the words of gst-launch */
  void (*prepare) (GstBin *decoder); /* nullable: on a streaming thread, before it is used */
} HrReceiverFormat;

/* On a streaming thread. @section: of the offer. @decoded: (transfer full): timestamps against the base time. */
typedef void (*HrDecodedFunc) (guint section, GstSample *decoded, gpointer user_data);

/* @format: static. @func may run until close has returned, and then no more. */
HrReceiver *hr_receiver_new (const HrReceiverFormat *format,
                             GstClockTime            base_time,
                             HrDecodedFunc           func,
                             gpointer                user_data);
/* Before the offer: what helps to reach the station. @uris: as hr_ice_uris_new() makes them. */
void hr_receiver_use_servers (HrReceiver *self, const char *const *uris);
/* Once. A description that is not an offer of such media from the station alone is refused with %G_IO_ERROR_INVALID_DATA. */
gboolean hr_receiver_set_offer (HrReceiver *self,
                                const char *sdp,
                                GError    **error);
void     hr_receiver_add_candidate (HrReceiver *self,
                                    const char *candidate,
                                    guint       mline_index);
/* The pipeline is taken down on another thread, which holds a reference until then. */
void hr_receiver_close (HrReceiver *self);
