/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-shift-loader"

#include "hr-shift-loader.h"

#include "hr-handover.h"
#include "hr-json.h"
#include "hr-time.h"

/* What happens together is asked for once. */
#define SETTLE_MS 1000

struct _HrShiftLoader
{
  GObject parent_instance;

  HrRoom        *room;
  HrStationLink *link;
  HrClock       *clock;
  GCancellable  *cancellable; /* while an answer is on its way */
  guint          settle_id;
  gboolean       is_stale; /* something happened since it was asked for */
};

/* What moves a figure of the shift. */
static const char *const kinds[] = { "incident.activated", "incident.acknowledged", "incident.ended", "media.live", "alert.raised",
                                     "drill.started", NULL };

G_DEFINE_FINAL_TYPE (HrShiftLoader, hr_shift_loader, G_TYPE_OBJECT)

static void ask (HrShiftLoader *self);

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (HrShiftLoader) self = HR_SHIFT_LOADER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) figures = hr_station_link_get_json_finish (HR_STATION_LINK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  /* The figures from before stay; they are asked for again with the next event. */
  if (figures == NULL)
    g_message ("The figures of the shift cannot be read: %s", error->message);
  else
    hr_shift_set_figures (hr_room_get_shift (self->room), figures);

  if (self->is_stale)
    ask (self);
}

static gboolean
on_settled (gpointer user_data)
{
  HrShiftLoader   *self = HR_SHIFT_LOADER (user_data);
  gint64           begin_us = hr_shift_get_begin_us (hr_room_get_shift (self->room));
  g_autofree char *from = hr_time_to_string (begin_us);
  g_autofree char *path = g_strdup_printf ("/api/v1/stats?from=%s", from);

  self->settle_id = 0;
  self->is_stale = FALSE;
  self->cancellable = g_cancellable_new ();
  hr_station_link_get_json_async (self->link, path, self->cancellable, on_read, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
ask (HrShiftLoader *self)
{
  self->is_stale = TRUE;

  if (self->settle_id == 0 && self->cancellable == NULL && hr_room_get_connection (self->room) == HR_CONNECTION_READY &&
      hr_shift_get_begin_us (hr_room_get_shift (self->room)) != 0)
    self->settle_id = hr_clock_add_timeout (self->clock, SETTLE_MS, on_settled, self);
}

static void
stop_asking (HrShiftLoader *self)
{
  hr_clock_clear (self->clock, &self->settle_id);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Since when it counts: since the shift was handed over; where none ever was, since somebody logged in here. */
static gint64
get_begin_us (HrShiftLoader *self)
{
  JsonObject *shift = hr_board_get_shift (hr_room_get_board (self->room));
  const char *began_at = shift != NULL ? hr_json_get_string (shift, "began_at") : NULL;
  gint64      begin_us = 0;

  if (hr_room_get_operator_id (self->room) == NULL)
    return 0;

  return began_at != NULL && hr_time_from_string (began_at, &begin_us) ? begin_us : hr_room_get_now_us (self->room);
}

static void
on_operator_changed (HrShiftLoader *self)
{
  stop_asking (self);
  hr_shift_begin (hr_room_get_shift (self->room), get_begin_us (self));
  ask (self);
}

/* A console that joined anew may have missed that its shift was handed over. */
static void
on_shift_changed (HrShiftLoader *self)
{
  HrShift *shift = hr_room_get_shift (self->room);

  if (hr_board_get_shift (hr_room_get_board (self->room)) != NULL && hr_shift_get_begin_us (shift) != get_begin_us (self))
    on_operator_changed (self);
}

static void
on_applied (HrShiftLoader *self,
            HrEvent       *event)
{
  if (hr_event_is_kind (event, HR_HANDOVER_EVENT))
    on_shift_changed (self);
  else if (g_strv_contains (kinds, hr_event_get_kind (event)))
    ask (self);
}

/* What happened meanwhile is in the records. */
static void
on_connection_changed (HrShiftLoader *self)
{
  if (hr_room_get_connection (self->room) == HR_CONNECTION_READY)
    ask (self);
  else
    stop_asking (self);
}

static void
hr_shift_loader_dispose (GObject *object)
{
  HrShiftLoader *self = HR_SHIFT_LOADER (object);

  if (self->clock != NULL)
    stop_asking (self);
  g_clear_object (&self->room);
  g_clear_object (&self->link);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_shift_loader_parent_class)->dispose (object);
}

static void
hr_shift_loader_class_init (HrShiftLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_shift_loader_dispose;
}

static void
hr_shift_loader_init (HrShiftLoader *self)
{
}

HrShiftLoader *
hr_shift_loader_new (HrRoom        *room,
                     HrStationLink *link,
                     HrClock       *clock)
{
  HrShiftLoader *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_SHIFT_LOADER, NULL);
  self->room = g_object_ref (room);
  self->link = g_object_ref (link);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (room, "notify::operator-id", G_CALLBACK (on_operator_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (on_connection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_board (room), "reset", G_CALLBACK (on_shift_changed), self, G_CONNECT_SWAPPED);

  return self;
}
