/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lamps"

#include "hr-lamps.h"

#include "hr-workplace.h"

#include <glib/gi18n.h>
#include <sys/timex.h>

#define TICK_MS 1000
#define DISK_EVERY_S 10
#define SLOW_ANSWER_US (G_USEC_PER_SEC / 2)
#define LONG_SILENCE_US (5 * G_USEC_PER_SEC)
#define SMALL_OFFSET_US (2 * G_USEC_PER_SEC)
#define LARGE_OFFSET_US (10 * G_USEC_PER_SEC)
#define CLOCK_ALARM "clock_differs"
/* Every clock on the screen follows the station's; whoever writes down what a wall clock says has to know. */
#define CLOCK_PRIORITY 3

struct _HrLamps
{
  GObject parent_instance;

  HrRoom        *room;
  HrPanelClient *panel;
  HrClock       *clock;
  GFile         *data_dir; /* NULL: another machine's */
  GCancellable  *cancellable;
  gint64         offset_us;    /* station minus here, when it was told */
  gint64         wall_base_us; /* wall clock minus monotonic clock, at that moment */
  guint          tick_id;
  guint          n_ticks;
  gboolean       has_offset;
};

G_DEFINE_FINAL_TYPE (HrLamps, hr_lamps, G_TYPE_OBJECT)

static void
set_lamp (HrLamps    *self,
          const char *name,
          HrLampState state,
          const char *text)
{
  hr_lamp_set (hr_room_get_lamp (self->room, name), state, text);
}

static void
judge_joined (HrLamps *self)
{
  gint64           round_trip_us = hr_panel_client_get_round_trip_us (self->panel);
  gint64           silence_us = hr_panel_client_get_silence_us (self->panel);
  g_autofree char *text = NULL;

  if (silence_us > LONG_SILENCE_US)
    {
      text = g_strdup_printf (_ ("The station has not answered for %d s"), (int) (silence_us / G_USEC_PER_SEC));
      set_lamp (self, "NET", HR_LAMP_WARNING, text);
    }
  else if (round_trip_us < 0)
    {
      set_lamp (self, "NET", HR_LAMP_GOOD, _ ("The station is joined"));
    }
  else
    {
      text = g_strdup_printf (_ ("The station answers in %.1f ms"), round_trip_us / 1000.0);
      set_lamp (self, "NET", round_trip_us > SLOW_ANSWER_US ? HR_LAMP_WARNING : HR_LAMP_GOOD, text);
    }
}

static void
judge_net (HrLamps *self)
{
  static const struct
  {
    HrLampState state;
    const char *text;
  } looks[] = {
    [HR_CONNECTION_STARTING] = { HR_LAMP_UNKNOWN, N_ ("The station is being started") },
    [HR_CONNECTION_CONNECTING] = { HR_LAMP_UNKNOWN, N_ ("The station is being joined") },
    [HR_CONNECTION_LOST] = { HR_LAMP_BAD, N_ ("The station is not heard; what is shown is old") },
  };
  HrConnection connection = hr_room_get_connection (self->room);

  if (connection == HR_CONNECTION_READY)
    judge_joined (self);
  else
    set_lamp (self, "NET", looks[connection].state, _ (looks[connection].text));
}

static void
on_filesystem_read (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (HrLamps) self = HR_LAMPS (user_data);
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info_finish (G_FILE (source), result, NULL);
  guint64          size_bytes = 0;
  guint64          free_bytes = 0;
  double           free_pct = 0;
  g_autofree char *free_text = NULL;
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (info != NULL)
    {
      size_bytes = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_SIZE);
      free_bytes = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
    }

  if (size_bytes == 0)
    {
      set_lamp (self, "DISK", HR_LAMP_UNKNOWN, _ ("The free space for records cannot be read"));
      return;
    }

  free_pct = 100.0 * free_bytes / size_bytes;
  free_text = g_format_size (free_bytes);
  text = g_strdup_printf (_ ("%s (%.0f %%) free for records"), free_text, free_pct);
  set_lamp (self, "DISK", free_pct < 2 ? HR_LAMP_BAD : free_pct < 10 ? HR_LAMP_WARNING
                                                                     : HR_LAMP_GOOD,
            text);
}

static void
read_filesystem (HrLamps *self)
{
  g_file_query_filesystem_info_async (self->data_dir,
                                      G_FILE_ATTRIBUTE_FILESYSTEM_SIZE "," G_FILE_ATTRIBUTE_FILESYSTEM_FREE,
                                      G_PRIORITY_LOW, self->cancellable,
                                      on_filesystem_read, g_object_ref (self));
}

static void
judge_disk (HrLamps *self)
{
  HrLampState state = hr_lamp_get_state (hr_room_get_lamp (self->room, "DISK"));

  if (hr_room_find_alert (self->room, "storage_degraded", NULL) != NULL)
    set_lamp (self, "DISK", HR_LAMP_BAD, _ ("The station cannot write its records"));
  else if (self->data_dir == NULL)
    set_lamp (self, "DISK", HR_LAMP_UNKNOWN, _ ("The station's disk is not seen from here"));
  else if (self->n_ticks % DISK_EVERY_S == 0 || state != HR_LAMP_GOOD)
    read_filesystem (self);
}

static gint64
get_wall_base_us (HrLamps *self)
{
  return hr_clock_get_utc_us (self->clock) - hr_clock_get_monotonic_us (self->clock);
}

/* Whether something outside this machine keeps its clock. */
static gboolean
is_clock_kept (void)
{
  struct timex state = { .modes = 0 };

  return adjtimex (&state) != -1 && (state.status & STA_UNSYNC) == 0;
}

/* Between the two nothing changes, so that an offset that wavers is one alarm. */
static void
judge_offset (HrLamps *self,
              gint64   offset_us)
{
  HrOwnAlarms *alarms = hr_room_get_own_alarms (self->room);

  if (ABS (offset_us) < SMALL_OFFSET_US)
    hr_own_alarms_clear (alarms, CLOCK_ALARM);
  else if (ABS (offset_us) >= LARGE_OFFSET_US && hr_room_find_alert (self->room, CLOCK_ALARM, NULL) == NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("The station's clock differs from this computer's by %d s."),
                                               (int) (ABS (offset_us) / G_USEC_PER_SEC));

      hr_own_alarms_raise (alarms, CLOCK_ALARM, CLOCK_PRIORITY, text, hr_room_get_now_us (self->room));
    }
}

static void
judge_clock (HrLamps *self)
{
  /* A jump of this machine's clock moves its own station's along, and not another's. */
  gint64           jump_us = get_wall_base_us (self) - self->wall_base_us;
  gint64           offset_us = self->data_dir != NULL ? self->offset_us : self->offset_us - jump_us;
  g_autofree char *text = NULL;

  if (!self->has_offset)
    {
      set_lamp (self, "CLOCK", HR_LAMP_UNKNOWN, _ ("The station has not told its time yet"));
      return;
    }

  hr_room_set_clock_offset (self->room, offset_us);

  judge_offset (self, offset_us);

  if (ABS (offset_us) >= SMALL_OFFSET_US)
    {
      text = g_strdup_printf (_ ("The station's clock differs from this one by %d s"), (int) (ABS (offset_us) / G_USEC_PER_SEC));
      set_lamp (self, "CLOCK", ABS (offset_us) >= LARGE_OFFSET_US ? HR_LAMP_BAD : HR_LAMP_WARNING, text);
    }
  else if (ABS (jump_us) >= SMALL_OFFSET_US)
    {
      text = g_strdup_printf (_ ("This computer's clock was moved by %d s while it ran"), (int) (jump_us / G_USEC_PER_SEC));
      set_lamp (self, "CLOCK", HR_LAMP_WARNING, text);
    }
  else if (is_clock_kept ())
    {
      set_lamp (self, "CLOCK", HR_LAMP_GOOD, _ ("The clock agrees with the station's and is kept by a time server"));
    }
  else
    {
      set_lamp (self, "CLOCK", HR_LAMP_UNKNOWN, _ ("The clock agrees with the station's, but no time server keeps it"));
    }
}

/* In other words. */
static void
judge_anew (HrLamps *self)
{
  self->n_ticks = 0;
  judge_net (self);
  judge_disk (self);
  judge_clock (self);
}

static gboolean
on_tick (gpointer user_data)
{
  HrLamps *self = HR_LAMPS (user_data);

  judge_net (self);
  judge_disk (self);
  judge_clock (self);
  self->n_ticks++;

  return G_SOURCE_CONTINUE;
}

static void
hr_lamps_dispose (GObject *object)
{
  HrLamps *self = HR_LAMPS (object);

  g_cancellable_cancel (self->cancellable);
  if (self->clock != NULL)
    hr_clock_clear (self->clock, &self->tick_id);
  g_clear_object (&self->clock);
  g_clear_object (&self->room);
  g_clear_object (&self->panel);
  g_clear_object (&self->data_dir);

  G_OBJECT_CLASS (hr_lamps_parent_class)->dispose (object);
}

static void
hr_lamps_finalize (GObject *object)
{
  g_clear_object (&HR_LAMPS (object)->cancellable);

  G_OBJECT_CLASS (hr_lamps_parent_class)->finalize (object);
}

static void
hr_lamps_class_init (HrLampsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_lamps_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_lamps_finalize;
}

static void
hr_lamps_init (HrLamps *self)
{
  self->cancellable = g_cancellable_new ();
}

HrLamps *
hr_lamps_new (HrRoom        *room,
              HrPanelClient *panel,
              HrClock       *clock,
              const char    *data_dir)
{
  HrLamps *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_PANEL_CLIENT (panel), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_LAMPS, NULL);
  self->room = g_object_ref (room);
  self->panel = g_object_ref (panel);
  self->clock = g_object_ref (clock);
  self->data_dir = data_dir != NULL ? g_file_new_for_path (data_dir) : NULL;
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (judge_net), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_workplace (room), "changed::" HR_WORKPLACE_LANGUAGE, G_CALLBACK (judge_anew), self, G_CONNECT_SWAPPED);
  self->tick_id = hr_clock_add_timeout (self->clock, TICK_MS, on_tick, self);
  judge_net (self);

  return self;
}

void
hr_lamps_set_clock_offset (HrLamps *self,
                           gint64   offset_us)
{
  g_return_if_fail (HR_IS_LAMPS (self));

  self->has_offset = TRUE;
  self->offset_us = offset_us;
  self->wall_base_us = get_wall_base_us (self);
  judge_clock (self);
}
