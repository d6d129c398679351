/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-frame-guard"

#include "hr-frame-guard.h"

#include "hr-message.h"

#define FRAME_FINAL 0x80
#define FRAME_CONTROL 0x08
#define OPCODE_MASK 0x0f
#define OPCODE_PONG 0x0a

struct _HrFrameGuard
{
  SoupWebsocketExtension parent_instance;
  HrClock               *clock;
  gsize                  message_bytes; /* of the message whose fragments are arriving */
  guint64                sent_bytes;
  double                 allowance; /* frames that may come right now */
  gboolean               is_stopped;
  gint64                 counted_us;
};

enum
{
  FRAME,
  PONG,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrFrameGuard, hr_frame_guard, SOUP_TYPE_WEBSOCKET_EXTENSION)

static gboolean
take_allowance (HrFrameGuard *self)
{
  gint64 now_us = hr_clock_get_monotonic_us (self->clock);
  double earned = (now_us - self->counted_us) / (double) G_USEC_PER_SEC * HR_FRAME_GUARD_RATE_PER_S;

  self->allowance = MIN (self->allowance + earned, HR_FRAME_GUARD_BURST);
  self->counted_us = now_us;
  if (self->allowance < 1)
    return FALSE;

  self->allowance -= 1;
  return TRUE;
}

static GBytes *
refuse (HrFrameGuard          *self,
        GBytes                *payload,
        SoupWebsocketCloseCode code,
        const char            *reason,
        GError               **error)
{
  self->is_stopped = TRUE;
  g_bytes_unref (payload);
  g_set_error_literal (error, SOUP_WEBSOCKET_ERROR, (int) code, reason);
  return NULL;
}

static GBytes *
hr_frame_guard_process_incoming_message (SoupWebsocketExtension *extension,
                                         guint8                 *header,
                                         GBytes                 *payload,
                                         GError                **error)
{
  HrFrameGuard *self = HR_FRAME_GUARD (extension);

  g_signal_emit (self, signals[FRAME], 0);

  /* libsoup reads on for a while after a close; what comes then must neither be kept nor, by an error, be left in its buffer. */
  if (self->is_stopped && !(header[0] & FRAME_CONTROL))
    {
      g_bytes_unref (payload);
      return g_bytes_new_static ("", 0);
    }

  if (!self->is_stopped && !take_allowance (self))
    return refuse (self, payload, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "Too many frames", error);

  if ((header[0] & OPCODE_MASK) == OPCODE_PONG)
    g_signal_emit (self, signals[PONG], 0, payload);
  if (header[0] & FRAME_CONTROL)
    return payload;

  self->message_bytes += g_bytes_get_size (payload);
  if (self->message_bytes > HR_MESSAGE_MAX_BYTES)
    return refuse (self, payload, SOUP_WEBSOCKET_CLOSE_TOO_BIG, "The message is too large", error);

  if (header[0] & FRAME_FINAL)
    self->message_bytes = 0;
  return payload;
}

static GBytes *
hr_frame_guard_process_outgoing_message (SoupWebsocketExtension *extension,
                                         guint8                 *header,
                                         GBytes                 *payload,
                                         GError                **error)
{
  HR_FRAME_GUARD (extension)->sent_bytes += g_bytes_get_size (payload);
  return payload;
}

static void
hr_frame_guard_finalize (GObject *object)
{
  g_clear_object (&HR_FRAME_GUARD (object)->clock);

  G_OBJECT_CLASS (hr_frame_guard_parent_class)->finalize (object);
}

static void
hr_frame_guard_class_init (HrFrameGuardClass *klass)
{
  SoupWebsocketExtensionClass *extension_class = SOUP_WEBSOCKET_EXTENSION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_frame_guard_finalize;
  extension_class->process_incoming_message = hr_frame_guard_process_incoming_message;
  extension_class->process_outgoing_message = hr_frame_guard_process_outgoing_message;

  signals[FRAME] = g_signal_new ("frame", HR_TYPE_FRAME_GUARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PONG] = g_signal_new ("pong", HR_TYPE_FRAME_GUARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
}

static void
hr_frame_guard_init (HrFrameGuard *self)
{
  self->allowance = HR_FRAME_GUARD_BURST;
}

HrFrameGuard *
hr_frame_guard_new (HrClock *clock)
{
  HrFrameGuard *self = NULL;

  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_FRAME_GUARD, NULL);
  self->clock = g_object_ref (clock);
  self->counted_us = hr_clock_get_monotonic_us (clock);
  return self;
}

HrFrameGuard *
hr_frame_guard_of (SoupWebsocketConnection *connection)
{
  GList *extensions = soup_websocket_connection_get_extensions (connection);

  return extensions != NULL && HR_IS_FRAME_GUARD (extensions->data) ? extensions->data : NULL;
}

guint64
hr_frame_guard_get_sent_bytes (HrFrameGuard *self)
{
  g_return_val_if_fail (HR_IS_FRAME_GUARD (self), 0);

  return self->sent_bytes;
}

void
hr_frame_guard_stop (HrFrameGuard *self)
{
  g_return_if_fail (HR_IS_FRAME_GUARD (self));

  self->is_stopped = TRUE;
}

gboolean
hr_frame_guard_is_stopped (HrFrameGuard *self)
{
  g_return_val_if_fail (HR_IS_FRAME_GUARD (self), FALSE);

  return self->is_stopped;
}
