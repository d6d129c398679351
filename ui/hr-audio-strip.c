/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-audio-strip"

#include "config.h"

#include "hr-audio-strip.h"
#include "hr-meter.h"
#include "hr-permission.h"
#include "hr-waveform.h"
#include "hr-words.h"

#include <glib/gi18n.h>

/* A pause of breath is not worth a word; from here on it is. */
#define SILENCE_SAID_US (3 * G_USEC_PER_SEC)
#define SILENCE_LONG_US (30 * G_USEC_PER_SEC)
#define EMPTY_DB -100.0

struct _HrAudioStrip
{
  HrView         parent_instance;
  HrWaveform    *waveform;
  HrMeter       *meter;
  GtkLabel      *level;
  GtkLabel      *state;
  GtkWidget     *last;
  GtkWidget     *press;
  GtkButton     *mute;
  GtkAdjustment *volume;
  GtkButton     *listen;
  GtkButton     *unlisten;
  GtkButton     *back_to_live;
  GSignalGroup  *level_signals;
  GSignalGroup  *replay_signals;
  GBinding      *volume_binding;
};

G_DEFINE_FINAL_TYPE (HrAudioStrip, hr_audio_strip, HR_TYPE_VIEW)

typedef struct
{
  const char *look;
  char       *text;
} Line;

/* NULL: what is heard is live. */
static char *
dup_replay_text (HrListening *listening)
{
  HrReplay        *replay = hr_listening_get_replay (listening);
  g_autofree char *behind = hr_words_dup_elapsed (hr_replay_get_behind_us (replay));

  switch (hr_replay_get_state (replay))
    {
    case HR_REPLAY_FETCHING:
      return g_strdup (_ ("◀ Fetching what was said"));
    case HR_REPLAY_PAST:
      return g_strdup_printf (_ ("◀ The past: %s behind"), behind);
    case HR_REPLAY_CATCHING_UP:
      return g_strdup_printf (_ ("◀ The past: %s behind, catching up"), behind);
    default:
      return NULL;
    }
}

/* What is wrong with the call itself is said beside how far back one hears it. */
static Line
make_replay_line (HrListening *listening,
                  const char  *past)
{
  if (hr_listening_is_muted (listening))
    return (Line){ "warning", g_strdup_printf ("%s  %s", past, _ ("■ Muted here")) };

  if (!hr_listening_has_sound (listening))
    return (Line){ "warning", g_strdup_printf ("%s  %s", past, _ ("■ No sound arrives now")) };

  return (Line){ "past", g_strdup (past) };
}

/* What the line under the waveform says, the most pressing first. */
static Line
make_line (HrListening *listening)
{
  const char      *trouble = hr_replay_get_trouble (hr_listening_get_replay (listening));
  g_autofree char *past = dup_replay_text (listening);
  gint64           silent_since_us = hr_listening_get_silent_since_us (listening);
  gint64           silent_us = silent_since_us != 0 ? g_get_monotonic_time () - silent_since_us : 0;
  g_autofree char *silence = hr_words_dup_elapsed (silent_us);

  if (past != NULL)
    return make_replay_line (listening, past);

  if (trouble != NULL)
    return (Line){ "warning", g_strdup_printf ("■ %s", trouble) };

  if (hr_listening_get_slot (listening) < 0)
    return (Line){ NULL, g_strdup (_ ("Not heard here")) };

  if (!hr_listening_has_sound (listening))
    return (Line){ "warning", g_strdup (_ ("■ No sound arrives")) };

  if (hr_listening_is_muted (listening))
    return (Line){ "warning", g_strdup (_ ("■ Muted here")) };

  if (silent_us >= SILENCE_LONG_US)
    return (Line){ "warning", g_strdup_printf (_ ("■ Silent for %s"), silence) };

  if (silent_us >= SILENCE_SAID_US)
    return (Line){ NULL, g_strdup_printf (_ ("Silent for %s"), silence) };

  return (Line){ "good", g_strdup (_ ("● You hear this")) };
}

static void
update_level (HrAudioStrip *self)
{
  HrListening *listening = hr_view_get_item (HR_VIEW (self));
  gboolean     has_sound = listening != NULL && hr_listening_has_sound (listening);
  double       level_db = has_sound ? hr_listening_get_level_db (listening) : EMPTY_DB;
  double       peak_db = has_sound ? hr_listening_get_peak_db (listening) : EMPTY_DB;
  /* Translators: loudness; the minus sign is a real one. */
  g_autofree char *text = has_sound && level_db > -60 ? g_strdup_printf (_ ("−%.0f dB"), MAX (-level_db, 0))
                                                      : g_strdup (_ ("– dB"));

  hr_meter_set_level (self->meter, level_db, peak_db);
  gtk_label_set_text (self->level, text);
}

/* What is another operator's is not listened to. */
static gboolean
may_listen (HrAudioStrip *self,
            const char   *incident_id)
{
  HrRoom     *room = hr_view_get_room (HR_VIEW (self));
  HrIncident *incident = hr_board_get_incident (hr_room_get_board (room), incident_id);

  return incident != NULL && hr_permission_has_for (room, "incident.listen", incident);
}

static void
hr_audio_strip_update (HrView *view)
{
  HrAudioStrip    *self = HR_AUDIO_STRIP (view);
  HrListening     *listening = hr_view_get_item (view);
  const char      *id = hr_listening_get_incident_id (listening);
  gboolean         is_heard = hr_listening_get_slot (listening) >= 0;
  gboolean         is_muted = hr_listening_is_muted (listening);
  gboolean         may_hear = may_listen (self, id);
  gboolean         is_past = hr_replay_get_state (hr_listening_get_replay (listening)) != HR_REPLAY_NONE;
  Line             line = make_line (listening);
  g_autofree char *text = line.text;

  gtk_label_set_text (self->state, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), text);
  hr_view_set_look (GTK_WIDGET (self->state), (const char *const[]){ "warning", "good", "past", NULL }, line.look);
  hr_view_set_look (GTK_WIDGET (self), (const char *const[]){ "past", NULL }, is_past ? "past" : NULL);

  gtk_button_set_icon_name (self->mute, is_muted ? "hr-muted-symbolic" : "hr-sound-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->mute), is_muted ? _ ("Unmute") : _ ("Mute"));
  hr_view_set_name (GTK_WIDGET (self->mute), is_muted ? _ ("Unmute") : _ ("Mute"));
  hr_view_set_look (GTK_WIDGET (self->mute), (const char *const[]){ "warning", NULL }, is_muted ? "warning" : NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->listen), !is_heard && !is_past && may_hear);
  gtk_widget_set_visible (self->last, may_hear);
  gtk_widget_set_visible (self->press, may_hear);
  gtk_widget_set_visible (GTK_WIDGET (self->unlisten), is_heard && !is_past);
  gtk_widget_set_visible (GTK_WIDGET (self->back_to_live), is_past);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->listen), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->unlisten), "s", id);
  update_level (self);
}

/* The level comes twenty times a second and has a signal of its own. */
static gboolean
hr_audio_strip_concerns (HrView     *view,
                         const char *property)
{
  return !g_str_equal (property, "level-db") && !g_str_equal (property, "peak-db");
}

static void
on_item (HrAudioStrip *self)
{
  HrListening *listening = hr_view_get_item (HR_VIEW (self));

  g_clear_pointer (&self->volume_binding, g_binding_unbind);
  hr_waveform_set_listening (self->waveform, listening);
  g_signal_group_set_target (self->level_signals, listening);
  g_signal_group_set_target (self->replay_signals, listening != NULL ? hr_listening_get_replay (listening) : NULL);

  if (listening != NULL)
    self->volume_binding = g_object_bind_property (listening, "volume", self->volume, "value",
                                                   G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

static void
hr_audio_strip_dispose (GObject *object)
{
  HrAudioStrip *self = HR_AUDIO_STRIP (object);

  g_clear_pointer (&self->volume_binding, g_binding_unbind);
  g_clear_object (&self->level_signals);
  g_clear_object (&self->replay_signals);

  G_OBJECT_CLASS (hr_audio_strip_parent_class)->dispose (object);
}

static void
hr_audio_strip_class_init (HrAudioStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_audio_strip_dispose;
  view_class->update = hr_audio_strip_update;
  view_class->concerns = hr_audio_strip_concerns;
  view_class->has_clock = TRUE;

  g_type_ensure (HR_TYPE_WAVEFORM);
  g_type_ensure (HR_TYPE_METER);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-audio-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, waveform);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, meter);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, level);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, state);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, last);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, press);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, mute);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, volume);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, listen);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, unlisten);
  gtk_widget_class_bind_template_child (widget_class, HrAudioStrip, back_to_live);
}

static void
hr_audio_strip_init (HrAudioStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->level_signals = g_signal_group_new (HR_TYPE_LISTENING);
  g_signal_group_connect_swapped (self->level_signals, "level", G_CALLBACK (update_level), self);
  self->replay_signals = g_signal_group_new (HR_TYPE_REPLAY);
  g_signal_group_connect_swapped (self->replay_signals, "changed", G_CALLBACK (hr_view_update), self);
  g_signal_connect (self, "notify::item", G_CALLBACK (on_item), NULL);
}
