/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-playback"

#include "config.h"

#include "hr-playback.h"

struct _HrPlayback
{
  GObject    parent_instance;
  HrRoom    *record; /* borrowed */
  GPtrArray *tracks; /* of HrTrack */
  char      *selected_id;
  GArray    *peaks;       /* of the selected one; NULL: not known */
  gint64     duration_ms; /* with peaks */
  gint64     position_ms;
  gboolean   is_playing;
  gboolean   has_failed; /* trouble says why */
  char      *trouble;
  char      *obstacle;
};

enum
{
  PROP_0,
  PROP_PLAYING,
  PROP_POSITION_MS,
  N_PROPS
};

enum
{
  CHANGED,
  WANTED,
  SOUGHT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPlayback, hr_playback, G_TYPE_OBJECT)

static void
tell_changed (HrPlayback *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
forget_sound (HrPlayback *self)
{
  g_clear_pointer (&self->peaks, g_array_unref);
  g_clear_pointer (&self->trouble, g_free);
  self->has_failed = FALSE;
}

/* Another one is in front of the person, from its beginning. */
static void
choose (HrPlayback *self,
        const char *id)
{
  g_free (self->selected_id);
  self->selected_id = g_strdup (id);
  forget_sound (self);
  hr_playback_set_position_ms (self, 0);
  g_signal_emit (self, signals[WANTED], 0);
  tell_changed (self);
}

/* What is heard goes on while other events come. */
static void
read_timeline (HrPlayback *self)
{
  gboolean was_wanted = hr_playback_get_wanted (self) != NULL;

  g_ptr_array_unref (self->tracks);
  self->tracks = hr_track_read_all (hr_room_get_timeline (self->record));

  if (hr_playback_get_selected (self) == NULL)
    {
      hr_playback_set_playing (self, FALSE);
      choose (self, hr_track_find_first (self->tracks));
      return;
    }

  if (hr_playback_get_state (self) == HR_PLAYBACK_REMOVED)
    {
      hr_playback_set_playing (self, FALSE);
      forget_sound (self);
    }

  if ((hr_playback_get_wanted (self) != NULL) != was_wanted)
    g_signal_emit (self, signals[WANTED], 0);

  tell_changed (self);
}

static void
on_timeline_changed (GListModel *timeline,
                     guint       position,
                     guint       n_removed,
                     guint       n_added,
                     HrPlayback *self)
{
  gboolean concerns = n_removed > 0 || position == 0;

  for (guint i = position; i < position + n_added && !concerns; i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);

      concerns = g_str_has_prefix (hr_event_get_kind (event), "recording.");
    }

  if (concerns)
    read_timeline (self);
}

static void
hr_playback_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  HrPlayback *self = HR_PLAYBACK (object);

  switch (prop_id)
    {
    case PROP_PLAYING:
      g_value_set_boolean (value, self->is_playing);
      break;
    case PROP_POSITION_MS:
      g_value_set_int64 (value, self->position_ms);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_playback_dispose (GObject *object)
{
  HrPlayback *self = HR_PLAYBACK (object);

  g_clear_weak_pointer (&self->record);

  G_OBJECT_CLASS (hr_playback_parent_class)->dispose (object);
}

static void
hr_playback_finalize (GObject *object)
{
  HrPlayback *self = HR_PLAYBACK (object);

  forget_sound (self);
  g_ptr_array_unref (self->tracks);
  g_free (self->selected_id);
  g_free (self->obstacle);

  G_OBJECT_CLASS (hr_playback_parent_class)->finalize (object);
}

static void
hr_playback_class_init (HrPlaybackClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_playback_get_property;
  object_class->dispose = hr_playback_dispose;
  object_class->finalize = hr_playback_finalize;

  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, readable);
  properties[PROP_POSITION_MS] = g_param_spec_int64 ("position-ms", NULL, NULL, 0, G_MAXINT64, 0, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", HR_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WANTED] = g_signal_new ("wanted", HR_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SOUGHT] = g_signal_new ("sought", HR_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_playback_init (HrPlayback *self)
{
  self->tracks = g_ptr_array_new ();
}

HrPlayback *
hr_playback_new (HrRoom *record)
{
  HrPlayback *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (record), NULL);

  self = g_object_new (HR_TYPE_PLAYBACK, NULL);
  g_set_weak_pointer (&self->record, record);
  g_signal_connect_object (hr_room_get_timeline (record), "items-changed", G_CALLBACK (on_timeline_changed), self, 0);
  g_signal_connect_object (record, "notify::connection", G_CALLBACK (tell_changed), self, G_CONNECT_SWAPPED);
  read_timeline (self);

  return self;
}

HrRoom *
hr_playback_get_record (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  return self->record;
}

HrPlaybackState
hr_playback_get_state (HrPlayback *self)
{
  const HrTrack *track = NULL;

  g_return_val_if_fail (HR_IS_PLAYBACK (self), HR_PLAYBACK_NONE);

  track = hr_playback_get_selected (self);

  /* An incident whose record was read has one event at least: that it was received. */
  if (track == NULL)
    return g_list_model_get_n_items (hr_room_get_timeline (self->record)) == 0 ? HR_PLAYBACK_WAITING : HR_PLAYBACK_NONE;

  if (!hr_track_can_be_heard (track))
    return track->state == HR_TRACK_REMOVED ? HR_PLAYBACK_REMOVED : HR_PLAYBACK_RECORDING;

  if (self->has_failed)
    return HR_PLAYBACK_FAILED;

  return self->peaks != NULL ? HR_PLAYBACK_READY : HR_PLAYBACK_WAITING;
}

const char *
hr_playback_get_trouble (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  return self->trouble;
}

GPtrArray *
hr_playback_get_tracks (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  return self->tracks;
}

const HrTrack *
hr_playback_get_selected (HrPlayback *self)
{
  int i = 0;

  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  i = hr_track_find (self->tracks, self->selected_id);

  return i >= 0 ? self->tracks->pdata[i] : NULL;
}

void
hr_playback_select (HrPlayback *self,
                    guint       i)
{
  const HrTrack *track = NULL;

  g_return_if_fail (HR_IS_PLAYBACK (self));
  g_return_if_fail (i < self->tracks->len);

  track = self->tracks->pdata[i];

  if (g_strcmp0 (track->id, self->selected_id) == 0)
    return;

  hr_playback_set_playing (self, FALSE);
  choose (self, track->id);
}

gint64
hr_playback_get_duration_ms (HrPlayback *self)
{
  const HrTrack *track = NULL;

  g_return_val_if_fail (HR_IS_PLAYBACK (self), 0);

  /* What is in the file is heard, whatever was written of it. */
  if (self->peaks != NULL)
    return self->duration_ms;

  track = hr_playback_get_selected (self);

  return track != NULL ? track->duration_ms : 0;
}

gint64
hr_playback_get_position_ms (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), 0);

  return self->position_ms;
}

gint64
hr_playback_get_position_us (HrPlayback *self)
{
  const HrTrack *track = NULL;

  g_return_val_if_fail (HR_IS_PLAYBACK (self), 0);

  track = hr_playback_get_selected (self);

  return track != NULL ? track->started_at_us + self->position_ms * 1000 : 0;
}

GArray *
hr_playback_get_peaks (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  return self->peaks;
}

void
hr_playback_set_playing (HrPlayback *self,
                         gboolean    is_playing)
{
  HrPlaybackState state = HR_PLAYBACK_NONE;

  g_return_if_fail (HR_IS_PLAYBACK (self));

  state = hr_playback_get_state (self);
  /* What is on its way is heard when it comes. */
  is_playing = is_playing && self->obstacle == NULL && hr_playback_get_selected (self) != NULL &&
               (state == HR_PLAYBACK_READY || state == HR_PLAYBACK_WAITING);

  if (self->is_playing == is_playing)
    return;

  if (is_playing && self->position_ms > 0 && self->position_ms >= hr_playback_get_duration_ms (self))
    hr_playback_set_position_ms (self, 0);

  self->is_playing = is_playing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

gboolean
hr_playback_is_playing (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), FALSE);

  return self->is_playing;
}

void
hr_playback_seek (HrPlayback *self,
                  gint64      position_ms)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));

  hr_playback_set_position_ms (self, CLAMP (position_ms, 0, hr_playback_get_duration_ms (self)));
  g_signal_emit (self, signals[SOUGHT], 0);
}

void
hr_playback_retry (HrPlayback *self)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));

  if (!self->has_failed)
    return;

  forget_sound (self);
  g_signal_emit (self, signals[WANTED], 0);
  tell_changed (self);
}

const HrTrack *
hr_playback_get_wanted (HrPlayback *self)
{
  const HrTrack *track = NULL;

  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  track = hr_playback_get_selected (self);

  return track != NULL && hr_track_can_be_heard (track) ? track : NULL;
}

void
hr_playback_set_sound (HrPlayback *self,
                       gint64      duration_ms,
                       GArray     *peaks,
                       const char *warning)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));
  g_return_if_fail (peaks != NULL);

  forget_sound (self);
  self->peaks = g_array_ref (peaks);
  self->duration_ms = duration_ms;
  self->trouble = g_strdup (warning);
  tell_changed (self);
}

void
hr_playback_fail (HrPlayback *self,
                  const char *reason)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));
  g_return_if_fail (reason != NULL);

  forget_sound (self);
  self->has_failed = TRUE;
  self->trouble = g_strdup (reason);
  hr_playback_set_playing (self, FALSE);
  tell_changed (self);
}

void
hr_playback_set_position_ms (HrPlayback *self,
                             gint64      position_ms)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));

  position_ms = MAX (position_ms, 0);

  if (self->position_ms == position_ms)
    return;

  self->position_ms = position_ms;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION_MS]);
}

void
hr_playback_end (HrPlayback *self)
{
  guint next = 0;

  g_return_if_fail (HR_IS_PLAYBACK (self));

  hr_playback_set_position_ms (self, hr_playback_get_duration_ms (self));
  next = (guint) (hr_track_find (self->tracks, self->selected_id) + 1);

  if (next < self->tracks->len && hr_track_can_be_heard (self->tracks->pdata[next]))
    choose (self, ((HrTrack *) self->tracks->pdata[next])->id);
  else
    hr_playback_set_playing (self, FALSE);
}

void
hr_playback_set_obstacle (HrPlayback *self,
                          const char *reason)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));

  if (g_strcmp0 (self->obstacle, reason) == 0)
    return;

  g_free (self->obstacle);
  self->obstacle = g_strdup (reason);

  if (reason != NULL)
    hr_playback_set_playing (self, FALSE);

  tell_changed (self);
}

const char *
hr_playback_get_obstacle (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  return self->obstacle;
}
