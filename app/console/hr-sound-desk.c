/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sound-desk"

#include "hr-sound-desk.h"

#include <glib/gi18n.h>

typedef struct
{
  HrAudioOutput *output;
  char          *failed_id; /* of a device that took no sound; NULL: none has */
} Way;

struct _HrSoundDesk
{
  GObject parent_instance;

  HrSound *sound;
  Way      ways[HR_SOUND_N_USES];
};

G_DEFINE_FINAL_TYPE (HrSoundDesk, hr_sound_desk, G_TYPE_OBJECT)

static void
direct (HrSoundDesk *self,
        HrSoundUse   use)
{
  Way             *way = &self->ways[use];
  const char      *id = hr_sound_get_chosen_id (self->sound, use);
  const char      *name = hr_sound_get_chosen_name (self->sound, use);
  gboolean         is_there = !hr_sound_is_complete (self->sound) || hr_sound_find_device (self->sound, id) != NULL;
  g_autofree char *fault = NULL;

  if (!is_there || g_strcmp0 (id, way->failed_id) != 0)
    g_clear_pointer (&way->failed_id, g_free);

  if (id[0] != '\0' && !is_there)
    fault = g_strdup_printf (_ ("“%s” is gone. The computer’s own choice is used until it is back."), name);
  else if (way->failed_id != NULL)
    fault = g_strdup_printf (_ ("“%s” takes no sound. The computer’s own choice is used."), name);

  hr_audio_output_set_sink (way->output, id[0] != '\0' && fault == NULL ? id : NULL);
  hr_sound_set_fault (self->sound, use, fault);
}

static void
direct_all (HrSoundDesk *self)
{
  for (HrSoundUse use = 0; use < HR_SOUND_N_USES; use++)
    direct (self, use);
}

/* Somebody has chosen: what failed before may do now. */
static void
on_changed (HrSoundDesk *self)
{
  for (HrSoundUse use = 0; use < HR_SOUND_N_USES; use++)
    {
      if (g_strcmp0 (self->ways[use].failed_id, hr_sound_get_chosen_id (self->sound, use)) != 0)
        direct (self, use);
    }
}

/* Only what was chosen can be at fault: of the computer's own choice the output says so itself. */
static void
on_lost (HrAudioOutput *output,
         const char    *reason,
         HrSoundDesk   *self)
{
  HrSoundUse  use = output == self->ways[HR_SOUND_CALLS].output ? HR_SOUND_CALLS : HR_SOUND_ALARMS;
  const char *id = hr_sound_get_chosen_id (self->sound, use);

  if (id[0] == '\0' || g_strcmp0 (hr_audio_output_get_sink (output), id) != 0)
    return;

  g_message ("%s: %s", hr_sound_get_chosen_name (self->sound, use), reason);
  g_free (self->ways[use].failed_id);
  self->ways[use].failed_id = g_strdup (id);
  direct (self, use);
}

static void
on_test (HrSound     *sound,
         HrSoundUse   use,
         HrSoundDesk *self)
{
  hr_audio_output_test (self->ways[use].output);
}

static void
hr_sound_desk_dispose (GObject *object)
{
  HrSoundDesk *self = HR_SOUND_DESK (object);

  for (HrSoundUse use = 0; use < HR_SOUND_N_USES; use++)
    {
      g_clear_object (&self->ways[use].output);
      g_clear_pointer (&self->ways[use].failed_id, g_free);
    }
  g_clear_object (&self->sound);

  G_OBJECT_CLASS (hr_sound_desk_parent_class)->dispose (object);
}

static void
hr_sound_desk_class_init (HrSoundDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_sound_desk_dispose;
}

static void
hr_sound_desk_init (HrSoundDesk *self)
{
}

HrSoundDesk *
hr_sound_desk_new (HrSound       *sound,
                   HrAudioOutput *calls,
                   HrAudioOutput *alarms)
{
  HrSoundDesk *self = NULL;

  g_return_val_if_fail (HR_IS_SOUND (sound), NULL);
  g_return_val_if_fail (HR_IS_AUDIO_OUTPUT (calls) && HR_IS_AUDIO_OUTPUT (alarms), NULL);

  self = g_object_new (HR_TYPE_SOUND_DESK, NULL);
  self->sound = g_object_ref (sound);
  self->ways[HR_SOUND_CALLS].output = g_object_ref (calls);
  self->ways[HR_SOUND_ALARMS].output = g_object_ref (alarms);
  g_signal_connect_object (calls, "lost", G_CALLBACK (on_lost), self, 0);
  g_signal_connect_object (alarms, "lost", G_CALLBACK (on_lost), self, 0);
  g_signal_connect_object (hr_sound_get_devices (sound), "items-changed", G_CALLBACK (direct_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sound, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sound, "test", G_CALLBACK (on_test), self, 0);
  direct_all (self);

  return self;
}
