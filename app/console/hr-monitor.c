/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-monitor"

#include "hr-monitor.h"

#include "hr-audio-output.h"
#include "hr-mixer.h"
#include "hr-receiver.h"

#define JITTER_MS 60
/* Two slots more: for what was recorded, and for what is said of a call's past. */
#define PLAY_SLOT HR_MONITOR_N_SLOTS
#define REPLAY_SLOT (HR_MONITOR_N_SLOTS + 1)
#define N_MIXED_SLOTS (HR_MONITOR_N_SLOTS + 2)
/* A decoded block is ready so long after its timestamp: its packet of 20 ms, or of 60, has to come and may have been waited for. */
#define SLOT_LATENCY_NS ((JITTER_MS + 20) * GST_MSECOND)

/* An operator hears what is. */
static const HrReceiverFormat sound_format = {
  .media = "audio",
  .max_sections = HR_MONITOR_N_SLOTS,
  .jitter_ms = JITTER_MS,
  .drops_late = TRUE,
  .decoder = HR_MONITOR_DECODER " ! appsink name=sink sync=false async=false caps=\"" HR_AUDIO_CAPS "\"",
};

/*
 * Three pipelines joined by buffers, so that each can go without the others noticing: the receiver's and the mixer's, which always
 * runs, on one clock and base time, and the output's, which plays what comes.
 */
struct _HrMonitor
{
  GObject        parent_instance;
  guint          open_source;
  GstClockTime   base_time;
  HrMixer       *mixer;
  HrAudioOutput *output;
  HrReceiver    *receiver; /* NULL without a connection */

  GMutex         lock;
  HrReplayVoice *voice;        /* NULL: nothing of the past is told */
  int            replay_slot;  /* -1: none */
  gboolean       is_held_back; /* what comes live on that slot */
  gboolean       are_muted[HR_MONITOR_N_SLOTS];
};

enum
{
  SIGNAL_ANSWER,
  SIGNAL_CANDIDATE,
  SIGNAL_STATE,
  SIGNAL_LEVEL,
  SIGNAL_OUTPUT_LOST,
  SIGNAL_OUTPUT_FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMonitor, hr_monitor, G_TYPE_OBJECT)

static void
on_answer (HrReceiver *receiver,
           const char *sdp,
           gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ANSWER], 0, sdp);
}

static void
on_candidate (HrReceiver *receiver,
              const char *candidate,
              const char *mid,
              guint       mline_index,
              gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CANDIDATE], 0, candidate, mid, mline_index);
}

static void
on_state (HrReceiver *receiver,
          gboolean    is_connected,
          gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_STATE], 0, is_connected);
}

static void
on_output_lost (HrAudioOutput *output,
                const char    *reason,
                gpointer       user_data)
{
  g_message ("Calls cannot be heard: %s", reason);
  g_signal_emit (user_data, signals[SIGNAL_OUTPUT_LOST], 0, reason);
}

static void
on_output_found (HrAudioOutput *output,
                 gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_OUTPUT_FOUND], 0);
}

static void
on_level (HrMixer *mixer,
          guint    slot,
          double   rms_db,
          double   peak_db,
          gpointer user_data)
{
  if (slot < HR_MONITOR_N_SLOTS)
    g_signal_emit (user_data, signals[SIGNAL_LEVEL], 0, slot, rms_db, peak_db);
}

/* The caller has the lock. */
static void
update_muted (HrMonitor *self,
              guint      slot)
{
  hr_mixer_set_muted (self->mixer, slot, self->are_muted[slot] || (self->is_held_back && (int) slot == self->replay_slot));
}

static void
set_held_back (HrMonitor *self,
               gboolean   is_held_back)
{
  if (self->is_held_back == is_held_back)
    return;

  self->is_held_back = is_held_back;
  if (self->replay_slot >= 0)
    update_muted (self, (guint) self->replay_slot);
}

/* On a streaming thread of the receiver, which is closed before the mixer goes. */
static void
on_decoded (guint      slot,
            GstSample *decoded,
            gpointer   user_data)
{
  HrMonitor *self = user_data;
  GstBuffer *block = gst_sample_get_buffer (decoded);

  g_mutex_lock (&self->lock);
  if (self->voice != NULL && (int) slot == self->replay_slot)
    set_held_back (self, !hr_replay_voice_take_live (self->voice, block, GST_BUFFER_PTS (block) + hr_mixer_get_shift_ns (self->mixer, slot)));
  g_mutex_unlock (&self->lock);

  hr_mixer_push (self->mixer, slot, gst_buffer_ref (block));
  gst_sample_unref (decoded);
}

/* On the mixer's streaming thread. */
static void
on_mixed (GstBuffer *mixed,
          gpointer   user_data)
{
  hr_audio_output_push (user_data, mixed);
}

/* Only now has the owner had the time to listen to the signals. */
static gboolean
on_may_open (gpointer user_data)
{
  HrMonitor *self = user_data;

  self->open_source = 0;
  hr_audio_output_open (self->output);
  return G_SOURCE_REMOVE;
}

static void
hr_monitor_dispose (GObject *object)
{
  hr_monitor_close (HR_MONITOR (object));

  G_OBJECT_CLASS (hr_monitor_parent_class)->dispose (object);
}

static void
hr_monitor_finalize (GObject *object)
{
  g_mutex_clear (&HR_MONITOR (object)->lock);

  G_OBJECT_CLASS (hr_monitor_parent_class)->finalize (object);
}

static void
hr_monitor_class_init (HrMonitorClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_monitor_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_monitor_finalize;

  signals[SIGNAL_ANSWER] = g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_STATE] = g_signal_new ("state", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_LEVEL] = g_signal_new ("level", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_OUTPUT_LOST] = g_signal_new ("output-lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OUTPUT_FOUND] = g_signal_new ("output-found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
}

static void
hr_monitor_init (HrMonitor *self)
{
  g_mutex_init (&self->lock);
  self->replay_slot = -1;
}

HrMonitor *
hr_monitor_new (const char *sink)
{
  HrMonitor *self = g_object_new (HR_TYPE_MONITOR, NULL);
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();

  self->base_time = gst_clock_get_time (clock);
  self->output = hr_audio_output_new (sink != NULL ? sink : g_getenv ("HAMRAHI_AUDIO_SINK"));
  g_signal_connect_object (self->output, "lost", G_CALLBACK (on_output_lost), self, 0);
  g_signal_connect_object (self->output, "found", G_CALLBACK (on_output_found), self, 0);

  self->mixer = hr_mixer_new (self->base_time, N_MIXED_SLOTS, SLOT_LATENCY_NS,
                              on_mixed, g_object_ref (self->output), g_object_unref);
  g_signal_connect_object (self->mixer, "level", G_CALLBACK (on_level), self, 0);
  self->open_source = g_idle_add (on_may_open, self);
  return self;
}

void
hr_monitor_set_offer (HrMonitor         *self,
                      const char        *sdp,
                      const char *const *servers)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_MONITOR (self));
  g_return_if_fail (sdp != NULL);
  g_return_if_fail (self->mixer != NULL);

  hr_monitor_reset (self);
  self->receiver = hr_receiver_new (&sound_format, self->base_time, on_decoded, self);
  g_signal_connect_object (self->receiver, "answer", G_CALLBACK (on_answer), self, 0);
  g_signal_connect_object (self->receiver, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (self->receiver, "state", G_CALLBACK (on_state), self, 0);
  hr_receiver_use_servers (self->receiver, servers);
  if (hr_receiver_set_offer (self->receiver, sdp, &error))
    return;

  g_warning ("%s", error->message);
  hr_monitor_reset (self);
  g_signal_emit (self, signals[SIGNAL_STATE], 0, FALSE);
}

void
hr_monitor_add_candidate (HrMonitor  *self,
                          const char *candidate,
                          guint       mline_index)
{
  g_return_if_fail (HR_IS_MONITOR (self));
  g_return_if_fail (candidate != NULL);

  if (self->receiver != NULL)
    hr_receiver_add_candidate (self->receiver, candidate, mline_index);
}

void
hr_monitor_reset (HrMonitor *self)
{
  g_return_if_fail (HR_IS_MONITOR (self));

  if (self->receiver == NULL)
    return;

  /* Its last reference may fall on another thread, at the moment when this object goes. */
  g_signal_handlers_disconnect_by_data (self->receiver, self);
  hr_receiver_close (self->receiver);
  g_clear_object (&self->receiver);
}

void
hr_monitor_set_volume (HrMonitor *self,
                       guint      slot,
                       double     volume)
{
  g_return_if_fail (HR_IS_MONITOR (self));

  hr_mixer_set_volume (self->mixer, slot, volume);
}

void
hr_monitor_set_muted (HrMonitor *self,
                      guint      slot,
                      gboolean   is_muted)
{
  g_return_if_fail (HR_IS_MONITOR (self));
  g_return_if_fail (slot < HR_MONITOR_N_SLOTS);

  g_mutex_lock (&self->lock);
  self->are_muted[slot] = is_muted;
  update_muted (self, slot);
  g_mutex_unlock (&self->lock);
}

HrAudioOutput *
hr_monitor_get_output (HrMonitor *self)
{
  g_return_val_if_fail (HR_IS_MONITOR (self), NULL);

  return self->output;
}

void
hr_monitor_play (HrMonitor *self,
                 GstBuffer *block)
{
  g_return_if_fail (HR_IS_MONITOR (self));

  block = gst_buffer_make_writable (block);
  GST_BUFFER_PTS (block) -= self->base_time;
  hr_mixer_push (self->mixer, PLAY_SLOT, block);
}

/* On the voice's thread, which ends before the mixer is closed. */
static void
on_said (GstBuffer *block,
         gpointer   user_data)
{
  hr_mixer_push (((HrMonitor *) user_data)->mixer, REPLAY_SLOT, block);
}

HrReplayVoice *
hr_monitor_start_replay (HrMonitor *self,
                         gint64     asked_until_us)
{
  HrReplayVoice *voice = NULL;

  g_return_val_if_fail (HR_IS_MONITOR (self), NULL);
  g_return_val_if_fail (self->mixer != NULL, NULL);

  hr_monitor_stop_replay (self);
  voice = hr_replay_voice_new (self->base_time, asked_until_us, on_said, self);
  g_mutex_lock (&self->lock);
  self->voice = voice;
  g_mutex_unlock (&self->lock);

  return voice;
}

void
hr_monitor_set_replay_slot (HrMonitor *self,
                            int        slot)
{
  g_return_if_fail (HR_IS_MONITOR (self));
  g_return_if_fail (slot >= -1 && slot < HR_MONITOR_N_SLOTS);

  g_mutex_lock (&self->lock);
  set_held_back (self, FALSE);
  self->replay_slot = slot;
  set_held_back (self, slot >= 0 && self->voice != NULL);
  g_mutex_unlock (&self->lock);
}

void
hr_monitor_set_replay_volume (HrMonitor *self,
                              double     volume,
                              gboolean   is_muted)
{
  g_return_if_fail (HR_IS_MONITOR (self));

  hr_mixer_set_volume (self->mixer, REPLAY_SLOT, volume);
  hr_mixer_set_muted (self->mixer, REPLAY_SLOT, is_muted);
}

void
hr_monitor_stop_replay (HrMonitor *self)
{
  g_autoptr (HrReplayVoice) voice = NULL;

  g_return_if_fail (HR_IS_MONITOR (self));

  g_mutex_lock (&self->lock);
  set_held_back (self, FALSE);
  self->replay_slot = -1;
  voice = g_steal_pointer (&self->voice);
  g_mutex_unlock (&self->lock);

  if (voice != NULL)
    hr_replay_voice_close (voice);
}

void
hr_monitor_close (HrMonitor *self)
{
  g_return_if_fail (HR_IS_MONITOR (self));

  hr_monitor_reset (self);
  hr_monitor_stop_replay (self);
  g_clear_handle_id (&self->open_source, g_source_remove);
  if (self->mixer != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->mixer, self);
      hr_mixer_close (self->mixer);
      g_clear_object (&self->mixer);
    }
  if (self->output == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->output, self);
  hr_audio_output_close (self->output);
  g_clear_object (&self->output);
}
