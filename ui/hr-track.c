/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-track"

#include "config.h"

#include "hr-event.h"
#include "hr-json.h"
#include "hr-track.h"

static void
track_free (gpointer data)
{
  HrTrack *track = data;

  g_free (track->id);
  g_free (track->peaks);
  g_free (track);
}

GPtrArray *
hr_track_new_list (void)
{
  return g_ptr_array_new_with_free_func (track_free);
}

HrTrack *
hr_track_find (GPtrArray  *tracks,
               const char *id)
{
  for (guint i = 0; id != NULL && i < tracks->len; i++)
    {
      HrTrack *track = tracks->pdata[i];

      if (g_str_equal (track->id, id))
        return track;
    }

  return NULL;
}

static void
on_started (GPtrArray *tracks,
            HrTrack   *track,
            HrEvent   *event)
{
  const char *id = hr_json_get_string (hr_event_get_data (event), "recording_id");
  HrTrack    *new_track = NULL;

  if (id == NULL || track != NULL)
    return;

  new_track = g_new0 (HrTrack, 1);
  new_track->id = g_strdup (id);
  new_track->started_at_us = hr_event_get_at_us (event);
  g_ptr_array_add (tracks, new_track);
}

static void
on_finished (GPtrArray *tracks,
             HrTrack   *track,
             HrEvent   *event)
{
  if (track == NULL)
    return;

  hr_json_get_int (hr_event_get_data (event), "duration_ms", &track->duration_ms);
  track->is_finished = TRUE;
}

static void
on_removed (GPtrArray *tracks,
            HrTrack   *track,
            HrEvent   *event)
{
  if (track != NULL)
    track->is_removed = TRUE;
}

static const struct
{
  const char *kind;
  void (*read) (GPtrArray *tracks, HrTrack *track, HrEvent *event);
} kinds[] = {
  { "recording.started", on_started },
  { "recording.finished", on_finished },
  { "recording.removed", on_removed },
};

static void
read_event (GPtrArray *tracks,
            HrEvent   *event)
{
  HrTrack *track = hr_track_find (tracks, hr_json_get_string (hr_event_get_data (event), "recording_id"));

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (hr_event_is_kind (event, kinds[i].kind))
        kinds[i].read (tracks, track, event);
    }
}

/* What was found out about a recording that is still one of them is kept. */
static void
keep_sound (GPtrArray *before,
            GPtrArray *tracks)
{
  for (guint i = 0; i < tracks->len; i++)
    {
      HrTrack *track = tracks->pdata[i];
      HrTrack *known = hr_track_find (before, track->id);

      if (known == NULL)
        continue;

      track->peaks = g_steal_pointer (&known->peaks);
      track->n_peaks = known->n_peaks;
      track->duration_ms = track->n_peaks > 0 ? known->duration_ms : track->duration_ms;
    }
}

static guint
drop_removed (GPtrArray *tracks)
{
  guint n_removed = 0;

  for (guint i = tracks->len; i > 0; i--)
    {
      const HrTrack *track = tracks->pdata[i - 1];

      if (!track->is_removed)
        continue;

      g_ptr_array_remove_index (tracks, i - 1);
      n_removed++;
    }

  return n_removed;
}

GPtrArray *
hr_track_read_all (GListModel *timeline,
                   GPtrArray  *before,
                   guint      *n_removed)
{
  GPtrArray *tracks = hr_track_new_list ();

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);

      read_event (tracks, event);
    }

  *n_removed = drop_removed (tracks);
  keep_sound (before, tracks);

  return tracks;
}
