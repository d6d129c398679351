/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station-config.h"

#include <adwaita.h>

/* A number among the station's settings: what it is called here and in what unit people say it. */
typedef struct
{
  const char *key;
  const char *title; /* to translate */
  const char *zero;  /* what 0 means, to translate; nullable */
  int         scale; /* of the setting's unit in the one shown: 1000 for seconds of a `_ms` */
} HrSettingKind;

/* A setting that a person may change: it shows the station's value until they do, and theirs from then on. */
#define HR_TYPE_SETTING_ROW (hr_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (HrSettingRow, hr_setting_row, HR, SETTING_ROW, AdwActionRow)

/* @kind stays the caller's. Signal: changed: its value is another one. */
HrSettingRow *hr_setting_row_new (const HrSettingKind *kind);
/* What was written into @other, of the same setting, and not saved. */
void hr_setting_row_take_over (HrSettingRow *self, HrSettingRow *other);
/* Takes what the station says; a value that was changed here and not saved is kept. */
void        hr_setting_row_update (HrSettingRow *self, HrStationConfig *config);
void        hr_setting_row_reset (HrSettingRow *self); /* back to the station's value */
gboolean    hr_setting_row_is_changed (HrSettingRow *self);
const char *hr_setting_row_get_key (HrSettingRow *self);
gint64      hr_setting_row_get_value (HrSettingRow *self); /* in the setting's own unit */
