/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-cli.h"
#include "hr-settings.h"

/* What station.conf of the data directory and the options of the command line say. (transfer full) */
HrSettings *hr_cli_load_settings (const HrCliOptions *options, GError **error);
