/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* Every setting of the station: station.conf (a key file) in the data directory, then --set, then settings.set while it runs.
 * One table holds name, type, default, meaning and whether it may change while running. */
#define HR_TYPE_SETTINGS (hr_settings_get_type ())
G_DECLARE_FINAL_TYPE (HrSettings, hr_settings, HR, SETTINGS, GObject)

HrSettings *hr_settings_new (void);                                                /* defaults */
gboolean    hr_settings_load (HrSettings *self, const char *path, GError **error); /* a missing file is no error */
/* "group.key=value" or group.key, value; HR_PROTOCOL_ERROR_BAD_FIELD with a sentence for an unknown key or a bad value */
gboolean    hr_settings_set (HrSettings *self, const char *key, const char *value, GError **error);
gboolean    hr_settings_is_live (HrSettings *self, const char *key);
gint64      hr_settings_get_int (HrSettings *self, const char *key);
gboolean    hr_settings_get_bool (HrSettings *self, const char *key);
const char *hr_settings_get_string (HrSettings *self, const char *key); /* NULL when empty */
/* For `hamrahi-station config`: every key, value, default and meaning. */
char *hr_settings_dup_text (HrSettings *self);
/**
 * hr_settings_to_json:
 * Returns: (transfer full): [{key, value, default, meaning, live, secret, min?, max?, words?}], every value as its text. Of a secret
 * it is "set" or "not set".
 */
JsonArray *hr_settings_to_json (HrSettings *self);
/* Signal: changed (const char *key) */
