/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-audio-watch"

#include "hr-audio-watch.h"

#include "hr-sound.h"
#include "hr-workplace.h"

#include <glib/gi18n.h>

#define ALARM_PRIORITY 2

struct _HrAudioWatch
{
  GObject parent_instance;

  HrRoom          *room;
  HrListeningDesk *listening_desk;
  HrAlarmDesk     *alarm_desk;
  char            *call_fault; /* why calls are not heard; NULL: they are */
  char            *alarm_fault;
  gboolean         is_open; /* the output for calls was found */
};

G_DEFINE_FINAL_TYPE (HrAudioWatch, hr_audio_watch, G_TYPE_OBJECT)

/* An alarm of this console alone: the station knows nothing of its loudspeakers. */
static void
set_alarm (HrAudioWatch *self,
           const char   *kind,
           const char   *fault)
{
  HrOwnAlarms *alarms = hr_room_get_own_alarms (self->room);

  if (fault != NULL)
    hr_own_alarms_raise (alarms, kind, ALARM_PRIORITY, fault, hr_room_get_now_us (self->room));
  else
    hr_own_alarms_clear (alarms, kind);
}

/* Something is heard, but not where somebody listens for it. */
static const char *
get_device_fault (HrAudioWatch *self)
{
  HrSound    *sound = hr_room_get_sound (self->room);
  const char *fault = hr_sound_get_fault (sound, HR_SOUND_CALLS);

  return fault != NULL ? fault : hr_sound_get_fault (sound, HR_SOUND_ALARMS);
}

static void
show (HrAudioWatch *self)
{
  const char *leg_fault = _ ("Calls cannot be heard: the audio connection with the station is being made again");
  gboolean    is_leg_lost = hr_listening_desk_is_leg_lost (self->listening_desk);
  HrLamp     *lamp = hr_room_get_lamp (self->room, "AUDIO");
  const char *device_fault = get_device_fault (self);

  if (self->call_fault != NULL)
    hr_lamp_set (lamp, HR_LAMP_BAD, self->call_fault);
  else if (is_leg_lost)
    hr_lamp_set (lamp, HR_LAMP_BAD, leg_fault);
  else if (self->alarm_fault != NULL)
    hr_lamp_set (lamp, HR_LAMP_WARNING, self->alarm_fault);
  else if (device_fault != NULL)
    hr_lamp_set (lamp, HR_LAMP_WARNING, device_fault);
  else if (self->is_open)
    hr_lamp_set (lamp, HR_LAMP_GOOD, _ ("The audio output is open"));
  else
    hr_lamp_set (lamp, HR_LAMP_UNKNOWN, _ ("The audio output is being opened"));

  set_alarm (self, "calls_unheard", self->call_fault != NULL ? self->call_fault : is_leg_lost ? leg_fault
                                                                                              : NULL);
  set_alarm (self, "alarms_unheard", self->alarm_fault);
  hr_alarm_desk_set_deaf (self->alarm_desk, self->call_fault != NULL || is_leg_lost);
}

static void
on_call_output_lost (HrMonitor    *monitor,
                     const char   *reason,
                     HrAudioWatch *self)
{
  g_free (self->call_fault);
  self->call_fault = g_strdup_printf (_ ("Calls cannot be heard: %s"), reason);
  show (self);
}

static void
on_call_output_found (HrMonitor    *monitor,
                      HrAudioWatch *self)
{
  g_clear_pointer (&self->call_fault, g_free);
  self->is_open = TRUE;
  show (self);
}

static void
on_alarm_output_lost (HrAlarmTone  *tone,
                      const char   *reason,
                      HrAudioWatch *self)
{
  g_free (self->alarm_fault);
  self->alarm_fault = g_strdup_printf (_ ("Alarms cannot be heard: %s"), reason);
  show (self);
}

static void
on_alarm_output_found (HrAlarmTone  *tone,
                       HrAudioWatch *self)
{
  g_clear_pointer (&self->alarm_fault, g_free);
  show (self);
}

static void
hr_audio_watch_dispose (GObject *object)
{
  HrAudioWatch *self = HR_AUDIO_WATCH (object);

  g_clear_object (&self->room);
  g_clear_object (&self->listening_desk);
  g_clear_object (&self->alarm_desk);

  G_OBJECT_CLASS (hr_audio_watch_parent_class)->dispose (object);
}

static void
hr_audio_watch_finalize (GObject *object)
{
  HrAudioWatch *self = HR_AUDIO_WATCH (object);

  g_clear_pointer (&self->call_fault, g_free);
  g_clear_pointer (&self->alarm_fault, g_free);

  G_OBJECT_CLASS (hr_audio_watch_parent_class)->finalize (object);
}

static void
hr_audio_watch_class_init (HrAudioWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_audio_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_audio_watch_finalize;
}

static void
hr_audio_watch_init (HrAudioWatch *self)
{
}

HrAudioWatch *
hr_audio_watch_new (HrRoom          *room,
                    HrMonitor       *monitor,
                    HrAlarmTone     *tone,
                    HrListeningDesk *listening_desk,
                    HrAlarmDesk     *alarm_desk)
{
  HrAudioWatch *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_MONITOR (monitor), NULL);
  g_return_val_if_fail (HR_IS_ALARM_TONE (tone), NULL);
  g_return_val_if_fail (HR_IS_LISTENING_DESK (listening_desk), NULL);
  g_return_val_if_fail (HR_IS_ALARM_DESK (alarm_desk), NULL);

  self = g_object_new (HR_TYPE_AUDIO_WATCH, NULL);
  self->room = g_object_ref (room);
  self->listening_desk = g_object_ref (listening_desk);
  self->alarm_desk = g_object_ref (alarm_desk);
  g_signal_connect_object (monitor, "output-lost", G_CALLBACK (on_call_output_lost), self, 0);
  g_signal_connect_object (monitor, "output-found", G_CALLBACK (on_call_output_found), self, 0);
  g_signal_connect_object (tone, "output-lost", G_CALLBACK (on_alarm_output_lost), self, 0);
  g_signal_connect_object (tone, "output-found", G_CALLBACK (on_alarm_output_found), self, 0);
  g_signal_connect_object (listening_desk, "notify::leg-lost", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_sound (room), "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_workplace (room), "changed::" HR_WORKPLACE_LANGUAGE, G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);

  return self;
}
