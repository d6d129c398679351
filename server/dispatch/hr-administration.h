/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-journal.h"

/*
 * What an administrator changes: operators, zones, keys and settings. The panel, the control socket and the command line all come
 * here, so that there is one answer to what a valid operator is. Main thread only; nothing blocks, for a PIN arrives as its hash.
 *
 * @actor is "cli", "station", or the id of an enabled supervisor; anybody else is HR_PROTOCOL_ERROR_FORBIDDEN.
 * Other errors: HR_PROTOCOL_ERROR_MISSING_FIELD, _BAD_FIELD, _NOT_FOUND, each with a sentence. Nothing is recorded on an error.
 * Every function records one event and returns (transfer full) the `data` of the answer.
 */

/**
 * hr_administration_save_operator:
 * @args: {id, name?, role?, capacity?, enabled?, zones?: [{zone_id, rank?}]}; a member that is missing keeps its value when the
 *   operator exists, and is its id, "operator", 4, true and [] when it is new. `pin` is not read here: see @pin_hash.
 * @pin_hash: (nullable): hr_pin_hash() of args.pin, made beforehand because it takes tens of milliseconds; %NULL keeps the PIN
 *
 * Returns: (transfer full): {"id":…}
 */
JsonObject *hr_administration_save_operator (HrJournal  *journal,
                                             const char *actor,
                                             JsonObject *args,
                                             const char *pin_hash,
                                             GError    **error);
/* @args: {id, name?, geometry}: the name is the id when it is not given. Answers {"id":…}. */
JsonObject *hr_administration_save_zone (HrJournal  *journal,
                                         const char *actor,
                                         JsonObject *args,
                                         GError    **error);
/* @args: {id}. Nobody's new SOS is in it from then on; its operators keep it, and what is under way in it goes on. Answers {"id":…}. */
JsonObject *hr_administration_remove_zone (HrJournal  *journal,
                                           const char *actor,
                                           JsonObject *args,
                                           GError    **error);
/* @args: {name, scope: device|read|admin}. Answers {"id":…,"token":…}: the only time the token is seen. */
JsonObject *hr_administration_create_key (HrJournal  *journal,
                                          const char *actor,
                                          JsonObject *args,
                                          GError    **error);
/* @args: {id}. @exists: whether HrCredentials or the records know such a key. Answers {"id":…}. */
JsonObject *hr_administration_revoke_key (HrJournal  *journal,
                                          const char *actor,
                                          JsonObject *args,
                                          gboolean    exists,
                                          GError    **error);

/* Puts a checked value into effect, or refuses it with HR_PROTOCOL_ERROR_BAD_FIELD: hr_settings_set() with hr_settings_is_live(). */
typedef gboolean (*HrSettingFunc) (const char *key,
                                   const char *value,
                                   gpointer    user_data,
                                   GError    **error);
/* @args: {key, value}; the value may be a string, a number or a boolean. Answers {"key":…,"value":…}. */
JsonObject *hr_administration_set_setting (HrJournal    *journal,
                                           const char   *actor,
                                           JsonObject   *args,
                                           HrSettingFunc func,
                                           gpointer      user_data,
                                           GError      **error);
