/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-listening"

#include "config.h"

#include "hr-listening.h"

/* Below this a room is quiet: breathing and a fan are above it, a phone's noise floor is not. */
#define SILENCE_DB -50.0
#define NO_LEVEL_DB -100.0
#define SOUND_TIMEOUT_MS 1000
#define MAX_VOLUME 1.5

struct _HrListening
{
  GObject   parent_instance;
  char     *incident_id;
  int       slot;
  double    level_db;
  double    peak_db;
  gint64    silent_since_us;
  double    volume;
  gboolean  is_muted;
  gboolean  has_sound;
  guint     sound_timeout_id;
  float     levels_db[HR_LISTENING_N_LEVELS]; /* a ring */
  gsize     n_pushed;
  HrReplay *replay;
};

enum
{
  PROP_0,
  PROP_INCIDENT_ID,
  PROP_SLOT,
  PROP_LEVEL_DB,
  PROP_PEAK_DB,
  PROP_SILENT_SINCE_US,
  PROP_VOLUME,
  PROP_MUTED,
  PROP_HAS_SOUND,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint       level_signal;

G_DEFINE_FINAL_TYPE (HrListening, hr_listening, G_TYPE_OBJECT)

static void
set_has_sound (HrListening *self,
               gboolean     has_sound)
{
  if (self->has_sound == has_sound)
    return;

  self->has_sound = has_sound;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_SOUND]);
}

static void
set_silent_since (HrListening *self,
                  gint64       silent_since_us)
{
  if (self->silent_since_us == silent_since_us)
    return;

  self->silent_since_us = silent_since_us;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SILENT_SINCE_US]);
}

static gboolean
on_sound_timeout (gpointer data)
{
  HrListening *self = HR_LISTENING (data);

  self->sound_timeout_id = 0;
  set_has_sound (self, FALSE);

  return G_SOURCE_REMOVE;
}

static void
hr_listening_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  HrListening *self = HR_LISTENING (object);

  switch (prop_id)
    {
    case PROP_INCIDENT_ID:
      g_value_set_string (value, self->incident_id);
      break;
    case PROP_SLOT:
      g_value_set_int (value, self->slot);
      break;
    case PROP_LEVEL_DB:
      g_value_set_double (value, self->level_db);
      break;
    case PROP_PEAK_DB:
      g_value_set_double (value, self->peak_db);
      break;
    case PROP_SILENT_SINCE_US:
      g_value_set_int64 (value, self->silent_since_us);
      break;
    case PROP_VOLUME:
      g_value_set_double (value, self->volume);
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, self->is_muted);
      break;
    case PROP_HAS_SOUND:
      g_value_set_boolean (value, self->has_sound);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_listening_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  HrListening *self = HR_LISTENING (object);

  switch (prop_id)
    {
    case PROP_INCIDENT_ID:
      self->incident_id = g_value_dup_string (value);
      break;
    case PROP_SLOT:
      hr_listening_set_slot (self, g_value_get_int (value));
      break;
    case PROP_VOLUME:
      hr_listening_set_volume (self, g_value_get_double (value));
      break;
    case PROP_MUTED:
      hr_listening_set_muted (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_listening_finalize (GObject *object)
{
  HrListening *self = HR_LISTENING (object);

  g_clear_handle_id (&self->sound_timeout_id, g_source_remove);
  g_object_unref (self->replay);
  g_free (self->incident_id);

  G_OBJECT_CLASS (hr_listening_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_INCIDENT_ID] =
    g_param_spec_string ("incident-id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SLOT] = g_param_spec_int ("slot", NULL, NULL, -1, G_MAXINT, -1, writable);
  properties[PROP_LEVEL_DB] =
    g_param_spec_double ("level-db", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, NO_LEVEL_DB, readable);
  properties[PROP_PEAK_DB] =
    g_param_spec_double ("peak-db", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, NO_LEVEL_DB, readable);
  properties[PROP_SILENT_SINCE_US] =
    g_param_spec_int64 ("silent-since-us", NULL, NULL, 0, G_MAXINT64, 0, readable);
  properties[PROP_VOLUME] =
    g_param_spec_double ("volume", NULL, NULL, 0, MAX_VOLUME, 1.0, writable);
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, writable);
  properties[PROP_HAS_SOUND] = g_param_spec_boolean ("has-sound", NULL, NULL, FALSE, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hr_listening_class_init (HrListeningClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_listening_get_property;
  object_class->set_property = hr_listening_set_property;
  object_class->finalize = hr_listening_finalize;

  install_properties (object_class);

  level_signal = g_signal_new ("level", HR_TYPE_LISTENING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
hr_listening_init (HrListening *self)
{
  self->slot = -1;
  self->level_db = NO_LEVEL_DB;
  self->peak_db = NO_LEVEL_DB;
  self->volume = 1.0;
  self->replay = hr_replay_new ();
}

HrListening *
hr_listening_new (const char *incident_id)
{
  g_return_val_if_fail (incident_id != NULL, NULL);

  return g_object_new (HR_TYPE_LISTENING, "incident-id", incident_id, NULL);
}

const char *
hr_listening_get_incident_id (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), NULL);

  return self->incident_id;
}

int
hr_listening_get_slot (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), -1);

  return self->slot;
}

void
hr_listening_set_slot (HrListening *self,
                       int          slot)
{
  g_return_if_fail (HR_IS_LISTENING (self));
  g_return_if_fail (slot >= -1);

  if (self->slot == slot)
    return;

  self->slot = slot;

  /* What is not on a slot is not heard, so it can be neither loud nor silent. */
  if (slot < 0)
    {
      g_clear_handle_id (&self->sound_timeout_id, g_source_remove);
      set_has_sound (self, FALSE);
      set_silent_since (self, 0);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOT]);
}

double
hr_listening_get_level_db (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), NO_LEVEL_DB);

  return self->level_db;
}

double
hr_listening_get_peak_db (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), NO_LEVEL_DB);

  return self->peak_db;
}

void
hr_listening_push_level (HrListening *self,
                         double       level_db,
                         double       peak_db)
{
  g_return_if_fail (HR_IS_LISTENING (self));

  /* GStreamer says minus infinity for digital silence. */
  self->level_db = MAX (level_db, NO_LEVEL_DB);
  self->peak_db = MAX (peak_db, NO_LEVEL_DB);
  self->levels_db[self->n_pushed++ % HR_LISTENING_N_LEVELS] = (float) self->level_db;

  g_clear_handle_id (&self->sound_timeout_id, g_source_remove);
  self->sound_timeout_id = g_timeout_add (SOUND_TIMEOUT_MS, on_sound_timeout, self);
  set_has_sound (self, TRUE);

  if (self->level_db >= SILENCE_DB)
    set_silent_since (self, 0);
  else if (self->silent_since_us == 0)
    set_silent_since (self, g_get_monotonic_time ());

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEVEL_DB]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PEAK_DB]);
  g_signal_emit (self, level_signal, 0, self->level_db, self->peak_db);
}

gint64
hr_listening_get_silent_since_us (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), 0);

  return self->silent_since_us;
}

double
hr_listening_get_volume (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), 0);

  return self->volume;
}

void
hr_listening_set_volume (HrListening *self,
                         double       volume)
{
  double clamped = CLAMP (volume, 0, MAX_VOLUME);

  g_return_if_fail (HR_IS_LISTENING (self));

  if (self->volume == clamped)
    return;

  self->volume = clamped;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VOLUME]);
}

gboolean
hr_listening_is_muted (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), FALSE);

  return self->is_muted;
}

void
hr_listening_set_muted (HrListening *self,
                        gboolean     is_muted)
{
  g_return_if_fail (HR_IS_LISTENING (self));

  if (self->is_muted == is_muted)
    return;

  self->is_muted = is_muted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MUTED]);
}

gboolean
hr_listening_has_sound (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), FALSE);

  return self->has_sound;
}

HrReplay *
hr_listening_get_replay (HrListening *self)
{
  g_return_val_if_fail (HR_IS_LISTENING (self), NULL);

  return self->replay;
}

gsize
hr_listening_copy_levels (HrListening *self,
                          float       *levels_db,
                          gsize        n_levels)
{
  gsize n_copied = 0;

  g_return_val_if_fail (HR_IS_LISTENING (self), 0);
  g_return_val_if_fail (levels_db != NULL || n_levels == 0, 0);

  n_copied = MIN (MIN (self->n_pushed, HR_LISTENING_N_LEVELS), n_levels);

  for (gsize i = 0; i < n_copied; i++)
    levels_db[i] = self->levels_db[(self->n_pushed - n_copied + i) % HR_LISTENING_N_LEVELS];

  return n_copied;
}
