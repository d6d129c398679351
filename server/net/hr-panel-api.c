/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel-api"

#include "hr-panel-api.h"

#include "hr-http.h"
#include "hr-panel.h"

#define PATH "/api/v1/panel"
#define PROTOCOL "hamrahi.panel.v1"

/* Five failures within five minutes hold an operator or an address for one. */
#define MAX_FAILURES 5
#define FAILURES_MS (5 * 60 * 1000)
#define HOLD_MS (60 * 1000)

#define STALE_AFTER_US (6 * G_TIME_SPAN_SECOND)
#define LIFE_CHECK_MS 1000

struct _HrPanelApi
{
  GObject         parent_instance;
  HrStation      *station; /* borrowed */
  SoupServer     *server;
  HrClock        *clock; /* the station's */
  HrRecentEvents *recent;
  HrThrottle     *throttle;
  GPtrArray      *panels;   /* of HrPanel */
  GPtrArray      *departed; /* of Departed */
  guint           life_id;
};

G_DEFINE_FINAL_TYPE (HrPanelApi, hr_panel_api, G_TYPE_OBJECT)

/* A console whose socket broke: until it counts as silent, its operator may be back on another socket and nothing was lost. */
typedef struct
{
  char  *operator_id;
  gint64 stale_us; /* monotonic */
} Departed;

static void
departed_free (gpointer data)
{
  Departed *self = data;

  g_free (self->operator_id);
  g_free (self);
}

/* For walking over: a console that is too slow is closed while it is being told, and leaves the list. */
static GPtrArray *
dup_panels (HrPanelApi *self)
{
  GPtrArray *panels = g_ptr_array_new_full (self->panels->len, g_object_unref);

  for (guint i = 0; i < self->panels->len; i++)
    g_ptr_array_add (panels, g_object_ref (g_ptr_array_index (self->panels, i)));

  return panels;
}

static void
on_recorded (HrPanelApi *self,
             HrEvent    *event)
{
  g_autoptr (GPtrArray) panels = dup_panels (self);

  for (guint i = 0; i < panels->len; i++)
    hr_panel_push (g_ptr_array_index (panels, i), event);
}

static void
leave (HrPanelApi *self,
       const char *operator_id,
       gboolean    is_orderly)
{
  hr_dispatcher_operator_left (hr_station_get_dispatcher (self->station), operator_id, is_orderly);
}

static void
check_departed (HrPanelApi *self)
{
  gint64 now_us = hr_clock_get_monotonic_us (self->clock);

  for (guint i = self->departed->len; i > 0; i--)
    {
      Departed *departed = g_ptr_array_index (self->departed, i - 1);

      if (now_us < departed->stale_us)
        continue;
      leave (self, departed->operator_id, FALSE);
      g_ptr_array_remove_index_fast (self->departed, i - 1);
    }
}

static gboolean
on_life_check (gpointer user_data)
{
  HrPanelApi *self = user_data;
  g_autoptr (GPtrArray) panels = dup_panels (self);

  for (guint i = 0; i < panels->len; i++)
    hr_panel_check_life (g_ptr_array_index (panels, i), STALE_AFTER_US);
  check_departed (self);

  return G_SOURCE_CONTINUE;
}

static void
remember_departed (HrPanelApi *self,
                   HrPanel    *panel)
{
  Departed *departed = g_new0 (Departed, 1);

  departed->operator_id = g_strdup (hr_panel_get_operator_id (panel));
  departed->stale_us = hr_panel_get_last_frame_us (panel) + STALE_AFTER_US;
  g_ptr_array_add (self->departed, departed);
}

/* Whoever says goodbye is not waited for at a connection that broke before. */
static void
forget_departed (HrPanelApi *self,
                 const char *operator_id)
{
  for (guint i = self->departed->len; i > 0; i--)
    {
      Departed *departed = g_ptr_array_index (self->departed, i - 1);

      if (!g_str_equal (departed->operator_id, operator_id))
        continue;
      leave (self, operator_id, FALSE);
      g_ptr_array_remove_index_fast (self->departed, i - 1);
    }
}

static void
on_closed (HrPanelApi *self,
           gboolean    is_orderly,
           HrPanel    *panel)
{
  const char *operator_id = hr_panel_get_operator_id (panel);

  /* A silent one was counted out when it fell silent. */
  if (operator_id != NULL && !hr_panel_is_silent (panel))
    {
      if (is_orderly)
        {
          forget_departed (self, operator_id);
          leave (self, operator_id, TRUE);
        }
      else
        remember_departed (self, panel);
    }

  g_ptr_array_remove_fast (self->panels, panel);
}

static void
on_socket (HrSocket          *socket,
           SoupServerMessage *message,
           gpointer           user_data)
{
  HrPanelApi *self = user_data;
  HrPanel    *panel = hr_panel_new (self->station, socket, self->recent, self->throttle);

  g_ptr_array_add (self->panels, panel);
  g_signal_connect_object (panel, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HrPanelApi *self = user_data;

  if (hr_http_check_method (message, "GET"))
    hr_http_upgrade (message, PROTOCOL, self->clock, on_socket, self);
}

static void
hr_panel_api_dispose (GObject *object)
{
  HrPanelApi *self = HR_PANEL_API (object);

  g_assert (self->life_id == 0);

  g_clear_pointer (&self->panels, g_ptr_array_unref);
  g_clear_pointer (&self->departed, g_ptr_array_unref);
  g_clear_pointer (&self->throttle, hr_throttle_free);
  g_clear_object (&self->recent);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (hr_panel_api_parent_class)->dispose (object);
}

static void
hr_panel_api_class_init (HrPanelApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_panel_api_dispose;
}

static void
hr_panel_api_init (HrPanelApi *self)
{
  self->panels = g_ptr_array_new_with_free_func (g_object_unref);
  self->departed = g_ptr_array_new_with_free_func (departed_free);
}

HrPanelApi *
hr_panel_api_new (HrStation  *station,
                  SoupServer *server)
{
  HrPanelApi *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self = g_object_new (HR_TYPE_PANEL_API, NULL);
  self->station = station;
  self->server = g_object_ref (server);
  self->clock = hr_station_get_clock (station);
  self->recent = hr_recent_events_new (hr_station_get_journal (station));
  self->throttle = hr_throttle_new (self->clock, MAX_FAILURES, FAILURES_MS, HOLD_MS);
  self->life_id = hr_clock_add_timeout (self->clock, LIFE_CHECK_MS, on_life_check, self);
  g_signal_connect_object (hr_station_get_journal (station), "recorded", G_CALLBACK (on_recorded), self, G_CONNECT_SWAPPED);
  soup_server_add_handler (server, PATH, on_request, self, NULL);

  return self;
}

/* The operators stay as they are on record: they are expected back when the station is. */
void
hr_panel_api_stop (HrPanelApi *self)
{
  g_return_if_fail (HR_IS_PANEL_API (self));

  hr_clock_clear (self->clock, &self->life_id);
  soup_server_remove_handler (self->server, PATH);
  for (guint i = 0; i < self->panels->len; i++)
    hr_panel_close (g_ptr_array_index (self->panels, i), "station_stopping");
  g_ptr_array_set_size (self->panels, 0);
}
