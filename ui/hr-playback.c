/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-playback"

#include "config.h"

#include "hr-playback.h"

#define MIN_RATE 0.5
#define MAX_RATE 2.0

struct _HrPlayback
{
  GObject    parent_instance;
  HrRoom    *record;
  GPtrArray *tracks; /* HrTrack that can be heard, oldest first */
  guint      n_removed;
  gint64     position_ms;
  double     rate;
  gboolean   is_playing;
  gboolean   is_loading;
  char      *obstacle;
  char      *error;
};

enum
{
  PROP_0,
  PROP_PLAYING,
  PROP_RATE,
  PROP_POSITION_MS,
  PROP_OBSTACLE,
  PROP_ERROR,
  PROP_LOADING,
  N_PROPS
};

enum
{
  TRACKS_CHANGED,
  SOUGHT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPlayback, hr_playback, G_TYPE_OBJECT)

static void
read_timeline (HrPlayback *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->tracks);

  self->tracks = hr_track_read_all (hr_room_get_timeline (self->record), before, &self->n_removed);
  g_signal_emit (self, signals[TRACKS_CHANGED], 0);
}

static void
on_timeline_changed (GListModel *timeline,
                     guint       position,
                     guint       n_removed,
                     guint       n_added,
                     HrPlayback *self)
{
  gboolean concerns = n_removed > 0;

  for (guint i = position; i < position + n_added && !concerns; i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);

      concerns = g_str_has_prefix (hr_event_get_kind (event), "recording.");
    }

  if (concerns)
    read_timeline (self);
}

static void
set_error (HrPlayback *self,
           const char *error)
{
  if (g_strcmp0 (self->error, error) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
on_selected (HrPlayback *self)
{
  set_error (self, NULL);
  hr_playback_set_playing (self, FALSE);
  hr_playback_set_position_ms (self, 0);
  g_signal_emit (self, signals[SOUGHT], 0, (gint64) 0);
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
    case PROP_RATE:
      g_value_set_double (value, self->rate);
      break;
    case PROP_POSITION_MS:
      g_value_set_int64 (value, self->position_ms);
      break;
    case PROP_OBSTACLE:
      g_value_set_string (value, self->obstacle);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_playback_dispose (GObject *object)
{
  g_clear_object (&HR_PLAYBACK (object)->record);

  G_OBJECT_CLASS (hr_playback_parent_class)->dispose (object);
}

static void
hr_playback_finalize (GObject *object)
{
  HrPlayback *self = HR_PLAYBACK (object);

  g_ptr_array_unref (self->tracks);
  g_free (self->obstacle);
  g_free (self->error);

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
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, MIN_RATE, MAX_RATE, 1, readable);
  properties[PROP_POSITION_MS] = g_param_spec_int64 ("position-ms", NULL, NULL, 0, G_MAXINT64, 0, readable);
  properties[PROP_OBSTACLE] = g_param_spec_string ("obstacle", NULL, NULL, NULL, readable);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[TRACKS_CHANGED] = g_signal_new ("tracks-changed", HR_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SOUGHT] = g_signal_new ("sought", HR_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
hr_playback_init (HrPlayback *self)
{
  self->tracks = hr_track_new_list ();
  self->rate = 1;
}

HrPlayback *
hr_playback_new (HrRoom *record)
{
  HrPlayback *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (record), NULL);

  self = g_object_new (HR_TYPE_PLAYBACK, NULL);
  self->record = g_object_ref (record);
  g_signal_connect_object (record, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_timeline (record), "items-changed", G_CALLBACK (on_timeline_changed), self, 0);
  read_timeline (self);

  return self;
}

HrRoom *
hr_playback_get_record (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  return self->record;
}

guint
hr_playback_get_n_tracks (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), 0);

  return self->tracks->len;
}

const HrTrack *
hr_playback_get_track (HrPlayback *self,
                       guint       i)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);
  g_return_val_if_fail (i < self->tracks->len, NULL);

  return self->tracks->pdata[i];
}

guint
hr_playback_get_n_removed (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), 0);

  return self->n_removed;
}

gint64
hr_playback_get_offset_ms (HrPlayback *self,
                           guint       track)
{
  gint64 offset_ms = 0;

  g_return_val_if_fail (HR_IS_PLAYBACK (self), 0);

  for (guint i = 0; i < MIN (track, self->tracks->len); i++)
    offset_ms += hr_playback_get_track (self, i)->duration_ms;

  return offset_ms;
}

gint64
hr_playback_get_duration_ms (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), 0);

  return hr_playback_get_offset_ms (self, self->tracks->len);
}

gint64
hr_playback_get_position_ms (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), 0);

  return self->position_ms;
}

gboolean
hr_playback_find (HrPlayback *self,
                  gint64      position_ms,
                  guint      *track,
                  gint64     *within_ms)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), FALSE);

  for (guint i = 0; i < self->tracks->len; i++)
    {
      gint64 duration_ms = hr_playback_get_track (self, i)->duration_ms;

      if (position_ms < duration_ms)
        {
          *track = i;
          *within_ms = position_ms;
          return TRUE;
        }

      position_ms -= duration_ms;
    }

  return FALSE;
}

void
hr_playback_set_playing (HrPlayback *self,
                         gboolean    is_playing)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));

  is_playing = is_playing && self->obstacle == NULL && self->tracks->len > 0;

  if (self->is_playing == is_playing)
    return;

  if (is_playing && self->position_ms >= hr_playback_get_duration_ms (self))
    hr_playback_seek (self, 0);

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

  position_ms = CLAMP (position_ms, 0, hr_playback_get_duration_ms (self));
  hr_playback_set_position_ms (self, position_ms);
  g_signal_emit (self, signals[SOUGHT], 0, position_ms);
}

void
hr_playback_set_rate (HrPlayback *self,
                      double      rate)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));

  rate = CLAMP (rate, MIN_RATE, MAX_RATE);

  if (self->rate == rate)
    return;

  self->rate = rate;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
}

double
hr_playback_get_rate (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), 1);

  return self->rate;
}

void
hr_playback_set_sound (HrPlayback  *self,
                       const char  *track_id,
                       gint64       duration_ms,
                       const float *peaks,
                       gsize        n_peaks)
{
  HrTrack *track = NULL;

  g_return_if_fail (HR_IS_PLAYBACK (self));
  g_return_if_fail (track_id != NULL);

  track = hr_track_find (self->tracks, track_id);

  if (track == NULL)
    return;

  g_free (track->peaks);
  track->peaks = g_memdup2 (peaks, n_peaks * sizeof *peaks);
  track->n_peaks = n_peaks;
  /* What is in the file is heard, whatever was written of it. */
  track->duration_ms = duration_ms;
  g_signal_emit (self, signals[TRACKS_CHANGED], 0);
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
hr_playback_set_loading (HrPlayback *self,
                         gboolean    is_loading)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));

  if (self->is_loading == is_loading)
    return;

  self->is_loading = is_loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

gboolean
hr_playback_is_loading (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), FALSE);

  return self->is_loading;
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

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OBSTACLE]);
}

const char *
hr_playback_get_obstacle (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  return self->obstacle;
}

void
hr_playback_fail (HrPlayback *self,
                  const char *error)
{
  g_return_if_fail (HR_IS_PLAYBACK (self));
  g_return_if_fail (error != NULL);

  set_error (self, error);
}

const char *
hr_playback_get_error (HrPlayback *self)
{
  g_return_val_if_fail (HR_IS_PLAYBACK (self), NULL);

  return self->error;
}
