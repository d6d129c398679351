/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-device.h"

struct _HrDevice
{
  GObject         parent_instance;
  HrStation      *station; /* borrowed: it owns who owns us */
  HrSocket       *socket;
  char           *bearer;
  HrMediaSession *session; /* nullable: before activate or join, and after the end */

  /* What the citizen was told last. */
  const char *told_status;
  char       *told_operator_id;
  const char *told_audio;

  gint64 location_us; /* monotonic, of the last accepted one */
  gint64 telemetry_us;
  gint64 cancel_us;
};

/* Carries @session from now on: its offers and candidates go to this device. Of the shape of HrSessionFunc. */
void hr_device_attach (HrMediaSession *session, gpointer self);
/* A session that was there before this socket: its open offer is sent again, and media hears that the device can be reached. */
void hr_device_take_up (HrDevice *self, HrMediaSession *session);
/* Sends `accepted` as soon as everything recorded so far is on disk. */
void hr_device_accept_when_durable (HrDevice *self);
/* A message of the device. */
void hr_device_handle_message (HrDevice *self, JsonObject *message);
