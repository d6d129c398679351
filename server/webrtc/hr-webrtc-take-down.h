/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/* Takes a pipeline with a webrtcbin to NULL; whoever owns it drops it afterwards. Blocks until its threads have ended, some
 * milliseconds: for a worker thread. The DTLS elements stay for some seconds more, until the default main context lets go of them.
 * @last_task: (transfer full) (nullable): the promise of what webrtcbin was asked to do last, which is waited for. */
void hr_webrtc_take_down (GstElement *pipeline, GstPromise *last_task);
