/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-request-desk"

#include "hr-request-desk.h"

#include "hr-request.h"

struct _HrRequestDesk
{
  GObject parent_instance;

  HrPanelClient *panel;
};

G_DEFINE_FINAL_TYPE (HrRequestDesk, hr_request_desk, G_TYPE_OBJECT)

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (HrRequest) request = HR_REQUEST (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, &error);

  if (data != NULL)
    hr_request_set_answer (request, data);
  hr_request_finish (request, data != NULL ? NULL : error->message);
}

static void
on_request (HrRequestDesk *self,
            HrRequest     *request)
{
  hr_panel_client_command_async (self->panel, hr_request_get_name (request), hr_request_get_args (request),
                                 on_answer, g_object_ref (request));
}

static void
hr_request_desk_dispose (GObject *object)
{
  g_clear_object (&HR_REQUEST_DESK (object)->panel);

  G_OBJECT_CLASS (hr_request_desk_parent_class)->dispose (object);
}

static void
hr_request_desk_class_init (HrRequestDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_request_desk_dispose;
}

static void
hr_request_desk_init (HrRequestDesk *self)
{
}

HrRequestDesk *
hr_request_desk_new (HrRoom        *room,
                     HrPanelClient *panel)
{
  HrRequestDesk *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_PANEL_CLIENT (panel), NULL);

  self = g_object_new (HR_TYPE_REQUEST_DESK, NULL);
  self->panel = g_object_ref (panel);
  g_signal_connect_object (room, "request", G_CALLBACK (on_request), self, G_CONNECT_SWAPPED);

  return self;
}
