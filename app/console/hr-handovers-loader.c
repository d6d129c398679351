/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handovers-loader"

#include "hr-handovers-loader.h"

#include "hr-handover.h"
#include "hr-handovers.h"
#include "hr-json.h"

#define PATH "/api/v1/handovers"

struct _HrHandoversLoader
{
  GObject parent_instance;

  HrRoom        *room;
  HrHandovers   *handovers;
  HrStationLink *link;
  GCancellable  *cancellable; /* while an answer is on its way */
  gboolean       is_wanted;   /* somebody has looked at them */
};

G_DEFINE_FINAL_TYPE (HrHandoversLoader, hr_handovers_loader, G_TYPE_OBJECT)

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (HrHandoversLoader) self = HR_HANDOVERS_LOADER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) list = hr_station_link_get_json_finish (HR_STATION_LINK (source), result, &error);
  JsonArray *items = list != NULL ? hr_json_get_array (list, "items") : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  if (items != NULL)
    hr_handovers_take (self->handovers, items);
  else
    hr_handovers_fail (self->handovers, error != NULL ? error->message : "");
}

static void
stop_reading (HrHandoversLoader *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
}

static void
read_handovers (HrHandoversLoader *self)
{
  stop_reading (self);

  /* They are read as soon as the station is joined. */
  if (!self->is_wanted || hr_room_get_connection (self->room) != HR_CONNECTION_READY)
    return;

  self->cancellable = g_cancellable_new ();
  hr_station_link_get_json_async (self->link, PATH, self->cancellable, on_read, g_object_ref (self));
}

static void
on_wanted (HrHandoversLoader *self)
{
  self->is_wanted = TRUE;
  read_handovers (self);
}

static void
on_applied (HrHandoversLoader *self,
            HrEvent           *event)
{
  if (hr_event_is_kind (event, HR_HANDOVER_EVENT))
    read_handovers (self);
}

static void
hr_handovers_loader_dispose (GObject *object)
{
  HrHandoversLoader *self = HR_HANDOVERS_LOADER (object);

  stop_reading (self);
  g_clear_object (&self->handovers);
  g_clear_object (&self->room);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (hr_handovers_loader_parent_class)->dispose (object);
}

static void
hr_handovers_loader_class_init (HrHandoversLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_handovers_loader_dispose;
}

static void
hr_handovers_loader_init (HrHandoversLoader *self)
{
}

HrHandoversLoader *
hr_handovers_loader_new (HrRoom        *room,
                         HrStationLink *link)
{
  HrHandoversLoader *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);

  self = g_object_new (HR_TYPE_HANDOVERS_LOADER, NULL);
  self->room = g_object_ref (room);
  self->link = g_object_ref (link);
  self->handovers = g_object_ref (hr_room_get_handovers (room));
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (read_handovers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->handovers, "wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);

  return self;
}
