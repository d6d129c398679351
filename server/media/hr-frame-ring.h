/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"

/* The packets of the last seconds that passed over a bus, for a listener who comes late. Any thread. */
typedef struct _HrFrameRing HrFrameRing;

HrFrameRing *hr_frame_ring_new (HrFrameBus *bus,
                                guint       keep_ms);
/* The newest last: (transfer full) (element-type GstBuffer). */
GPtrArray *hr_frame_ring_dup (HrFrameRing *self);
void       hr_frame_ring_free (HrFrameRing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrFrameRing, hr_frame_ring_free)
