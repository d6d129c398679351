/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-figures-loader"

#include "hr-figures-loader.h"

#include "hr-time.h"

#include <glib/gi18n.h>

struct _HrFiguresLoader
{
  GObject parent_instance;

  HrRoom        *room;
  HrFigures     *figures;
  HrStationLink *link;
  GCancellable  *cancellable; /* while an answer is on its way */
  gint64         from_us;     /* of what was asked for last */
  gint64         to_us;
  gboolean       is_wanted; /* somebody has looked at them */
};

G_DEFINE_FINAL_TYPE (HrFiguresLoader, hr_figures_loader, G_TYPE_OBJECT)

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (HrFiguresLoader) self = HR_FIGURES_LOADER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) statistics = hr_station_link_get_json_finish (HR_STATION_LINK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  if (statistics != NULL)
    hr_figures_take (self->figures, statistics, self->from_us, self->to_us);
  else
    hr_figures_fail (self->figures, error->message);
}

static void
stop_reading (HrFiguresLoader *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
}

/* Hours of the day are those of the clock on this wall. */
static char *
dup_path (HrFiguresLoader *self)
{
  g_autofree char *from = hr_time_to_string (self->from_us);
  g_autofree char *to = hr_time_to_string (self->to_us);
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (self->from_us / G_USEC_PER_SEC);

  return g_strdup_printf ("/api/v1/stats?from=%s&to=%s&utc_offset_min=%d", from, to,
                          (int) (g_date_time_get_utc_offset (local) / G_TIME_SPAN_MINUTE));
}

static void
read_figures (HrFiguresLoader *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *path = NULL;

  stop_reading (self);

  if (hr_room_get_connection (self->room) != HR_CONNECTION_READY)
    {
      hr_figures_fail (self->figures, _ ("The station is not joined. They are read as soon as it is."));
      return;
    }

  if (!hr_span_get_bounds (hr_figures_get_span (self->figures), zone, hr_room_get_now_us (self->room),
                           hr_shift_get_begin_us (hr_room_get_shift (self->room)), &self->from_us, &self->to_us))
    {
      hr_figures_fail (self->figures, _ ("Nobody is on duty here: there is no shift to speak of."));
      return;
    }

  path = dup_path (self);
  hr_figures_set_loading (self->figures);
  self->cancellable = g_cancellable_new ();
  hr_station_link_get_json_async (self->link, path, self->cancellable, on_read, g_object_ref (self));
}

static void
on_wanted (HrFiguresLoader *self)
{
  self->is_wanted = TRUE;
  read_figures (self);
}

static void
on_connection_changed (HrFiguresLoader *self)
{
  if (self->is_wanted && hr_room_get_connection (self->room) == HR_CONNECTION_READY)
    read_figures (self);
}

static void
hr_figures_loader_dispose (GObject *object)
{
  HrFiguresLoader *self = HR_FIGURES_LOADER (object);

  stop_reading (self);
  g_clear_object (&self->figures);
  g_clear_object (&self->room);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (hr_figures_loader_parent_class)->dispose (object);
}

static void
hr_figures_loader_class_init (HrFiguresLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_figures_loader_dispose;
}

static void
hr_figures_loader_init (HrFiguresLoader *self)
{
}

HrFiguresLoader *
hr_figures_loader_new (HrRoom        *room,
                       HrStationLink *link)
{
  HrFiguresLoader *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);

  self = g_object_new (HR_TYPE_FIGURES_LOADER, NULL);
  self->room = g_object_ref (room);
  self->link = g_object_ref (link);
  self->figures = g_object_ref (hr_room_get_figures (room));
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (on_connection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->figures, "wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);

  return self;
}
