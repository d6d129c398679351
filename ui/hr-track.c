/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-track"

#include "config.h"

#include "hr-event.h"
#include "hr-json.h"
#include "hr-recording-media.h"
#include "hr-track.h"
#include "hr-words.h"

static const struct
{
  const char  *kind;
  HrTrackState state;
} kinds[] = {
  { "recording.started", HR_TRACK_RECORDING },
  { "recording.finished", HR_TRACK_FINISHED },
  { "recording.failed", HR_TRACK_BROKEN },
  { "recording.removed", HR_TRACK_REMOVED },
};

static void
track_free (gpointer data)
{
  HrTrack *track = data;

  g_free (track->id);
  g_free (track->sha256);
  g_free (track->reason);
  g_free (track);
}

int
hr_track_find (GPtrArray  *tracks,
               const char *id)
{
  g_return_val_if_fail (tracks != NULL, -1);

  for (guint i = 0; id != NULL && i < tracks->len; i++)
    {
      if (g_str_equal (((HrTrack *) tracks->pdata[i])->id, id))
        return (int) i;
    }

  return -1;
}

static HrTrack *
add_track (GPtrArray *tracks,
           HrEvent   *event)
{
  HrTrack *track = g_new0 (HrTrack, 1);

  track->id = g_strdup (hr_json_get_string (hr_event_get_data (event), "recording_id"));
  track->started_at_us = hr_event_get_at_us (event);
  g_ptr_array_add (tracks, track);

  return track;
}

static void
read_event (GPtrArray   *tracks,
            HrEvent     *event,
            HrTrackState state)
{
  JsonObject *data = hr_event_get_data (event);
  const char *id = hr_json_get_string (data, "recording_id");
  int         i = hr_track_find (tracks, id);
  HrTrack    *track = i >= 0 ? tracks->pdata[i] : NULL;

  if (hr_recording_event_is_picture (data))
    return;

  /* What failed before there was anything of it has no id. */
  if (id != NULL && track == NULL && state == HR_TRACK_RECORDING)
    track = add_track (tracks, event);

  if (track == NULL)
    return;

  track->state = state;
  if (hr_json_get_int (data, "duration_ms", &track->duration_ms))
    track->duration_ms = MAX (track->duration_ms, 0);
  g_free (track->reason);
  track->reason = hr_words_dup_reason_of (data);

  if (state == HR_TRACK_FINISHED)
    {
      g_free (track->sha256);
      track->sha256 = g_strdup (hr_json_get_string (data, "sha256"));
    }
}

GPtrArray *
hr_track_read_all (GListModel *timeline)
{
  GPtrArray *tracks = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (timeline), NULL);

  tracks = g_ptr_array_new_with_free_func (track_free);

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);

      for (gsize j = 0; j < G_N_ELEMENTS (kinds); j++)
        {
          if (hr_event_is_kind (event, kinds[j].kind))
            read_event (tracks, event, kinds[j].state);
        }
    }

  return tracks;
}

gboolean
hr_track_can_be_heard (const HrTrack *track)
{
  g_return_val_if_fail (track != NULL, FALSE);

  return track->state == HR_TRACK_FINISHED || track->state == HR_TRACK_BROKEN;
}

const char *
hr_track_find_first (GPtrArray *tracks)
{
  g_return_val_if_fail (tracks != NULL, NULL);

  for (guint i = 0; i < tracks->len; i++)
    {
      const HrTrack *track = tracks->pdata[i];

      if (track->state != HR_TRACK_REMOVED)
        return track->id;
    }

  return tracks->len > 0 ? ((HrTrack *) tracks->pdata[0])->id : NULL;
}

const HrTrack *
hr_track_find_next (GPtrArray  *tracks,
                    const char *id)
{
  g_return_val_if_fail (tracks != NULL, NULL);

  for (guint i = (guint) (hr_track_find (tracks, id) + 1); i < tracks->len; i++)
    {
      const HrTrack *track = tracks->pdata[i];

      if (track->state != HR_TRACK_REMOVED)
        return track;
    }

  return NULL;
}

const HrTrack *
hr_track_find_moment (GPtrArray *tracks,
                      gint64     at_us,
                      gint64    *from_ms)
{
  const HrTrack *found = NULL;

  g_return_val_if_fail (tracks != NULL && from_ms != NULL, NULL);

  *from_ms = 0;
  for (const HrTrack *track = hr_track_find_next (tracks, NULL); track != NULL; track = hr_track_find_next (tracks, track->id))
    {
      if (found != NULL && track->started_at_us > at_us && *from_ms < MAX (found->duration_ms, 1))
        break;

      found = track;
      *from_ms = MAX (at_us - track->started_at_us, 0) / 1000;
    }

  if (found != NULL && *from_ms > 0 && *from_ms >= found->duration_ms)
    *from_ms = -1;

  return found;
}
