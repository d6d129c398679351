/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-voice-player"

#include "hr-voice-player.h"

/* After a stall of the process so much is caught up, the rest is left out. */
#define MAX_CATCH_UP_US 200000

#define PACE_MS 10

struct _HrVoicePlayer
{
  HrVoice   *voice;
  GstAppSrc *source;
  guint      pace_id;
  guint      next_packet;
  gint64     next_due_us; /* monotonic */
  gint64     sent_us;     /* of sound, since the first packet */
};

static void
push_packet (HrVoicePlayer *self)
{
  GBytes    *bytes = hr_voice_get_packet (self->voice, self->next_packet);
  gint64     packet_us = hr_voice_get_packet_us (self->voice, self->next_packet);
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (bytes);

  GST_BUFFER_PTS (buffer) = self->sent_us * GST_USECOND;
  GST_BUFFER_DURATION (buffer) = packet_us * GST_USECOND;
  gst_app_src_push_buffer (self->source, buffer);

  self->next_packet++;
  self->sent_us += packet_us;
  self->next_due_us += packet_us;
}

static gboolean
on_pace (gpointer user_data)
{
  HrVoicePlayer *self = user_data;
  gint64         now_us = g_get_monotonic_time ();
  gint64         skipped_us = now_us - self->next_due_us - MAX_CATCH_UP_US;

  if (skipped_us > 0)
    {
      self->next_due_us += skipped_us;
      self->sent_us += skipped_us;
    }

  while (self->next_due_us <= now_us)
    push_packet (self);

  return G_SOURCE_CONTINUE;
}

HrVoicePlayer *
hr_voice_player_new (HrVoice   *voice,
                     GstAppSrc *source)
{
  HrVoicePlayer *self = NULL;

  g_return_val_if_fail (HR_IS_VOICE (voice), NULL);
  g_return_val_if_fail (GST_IS_APP_SRC (source), NULL);

  self = g_new0 (HrVoicePlayer, 1);
  self->voice = g_object_ref (voice);
  self->source = gst_object_ref (source);
  self->next_due_us = g_get_monotonic_time ();
  self->pace_id = g_timeout_add (PACE_MS, on_pace, self);

  return self;
}

void
hr_voice_player_free (HrVoicePlayer *self)
{
  g_clear_handle_id (&self->pace_id, g_source_remove);
  g_clear_object (&self->voice);
  g_clear_object (&self->source);
  g_free (self);
}
