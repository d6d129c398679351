/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-media"

#include "hr-recording-media.h"

#include "hr-json.h"

gboolean
hr_recording_event_is_picture (JsonObject *data)
{
  g_return_val_if_fail (data != NULL, FALSE);

  return g_strcmp0 (hr_json_get_string (data, "media"), HR_RECORDING_PICTURE) == 0;
}

gboolean
hr_recording_path_is_picture (const char *path)
{
  return path != NULL && g_str_has_suffix (path, ".webm");
}

const char *
hr_recording_path_get_content_type (const char *path)
{
  return hr_recording_path_is_picture (path) ? "video/webm" : "audio/ogg";
}
