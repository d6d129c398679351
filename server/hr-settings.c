/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-settings"

#include "hr-settings.h"

#include "hr-message.h"

#include <string.h>

typedef enum
{
  TYPE_TEXT,
  TYPE_INT,
  TYPE_BOOL,
  TYPE_ADDRESS, /* a literal IP address */
  TYPE_CHOICE,  /* one of a list of words */
  TYPE_SERVER,  /* scheme://host:port */
  TYPE_ELEMENT, /* of a path: nothing that would have to be escaped */
} Type;

typedef struct
{
  const char *key;
  Type        type;
  const char *initial;
  gint64      min; /* of an integer */
  gint64      max;
  const char *words; /* the words of a choice, or the scheme of a server, separated by | */
  gboolean    is_live;
  gboolean    is_secret;
  const char *meaning;
} Setting;

#define HOUR_MS (60 * 60 * 1000)

static const Setting table[] = {
  { "station.name", TYPE_TEXT, "", .is_live = TRUE, .meaning = "what this station is called on screens and sheets" },
  { "listen.address", TYPE_ADDRESS, "127.0.0.1", .meaning = "address to listen on; 0.0.0.0 and :: are all of them" },
  { "listen.port", TYPE_INT, "8080", 0, 65535, .meaning = "port to listen on; 0 picks a free one" },
  { "tls.cert", TYPE_TEXT, "", .meaning = "certificate file, PEM; empty: the station makes its own beyond loopback" },
  { "tls.key", TYPE_TEXT, "", .meaning = "key file of the certificate, PEM" },
  { "auth.require_device_token", TYPE_CHOICE, "auto", .words = "auto|true|false", .meaning = "whether an activation needs a device token; auto: only beyond loopback" },
  { "dispatch.ack_timeout_ms", TYPE_INT, "15000", 1000, HOUR_MS, .is_live = TRUE, .meaning = "how long it rings before it rings at the next operator too" },
  { "dispatch.queue_timeout_ms", TYPE_INT, "10000", 1000, HOUR_MS, .is_live = TRUE, .meaning = "how long an incident waits before the supervisors are alarmed" },
  { "dispatch.neighbour_after_ms", TYPE_INT, "0", 0, HOUR_MS, .is_live = TRUE, .meaning = "when operators of adjoining zones are asked; 0: never" },
  { "dispatch.zone_reach_m", TYPE_INT, "20000", 0, 20000000, .is_live = TRUE, .meaning = "how far the nearest zone may be from a position outside all" },
  { "dispatch.no_position_after_ms", TYPE_INT, "30000", 0, HOUR_MS, .is_live = TRUE, .meaning = "how long a live call may be without a position before there is an alarm; 0: never" },
  { "dispatch.old_position_after_ms", TYPE_INT, "120000", 0, HOUR_MS, .is_live = TRUE, .meaning = "how old the position of a live call may grow before there is an alarm; 0: never" },
  { "dispatch.unstaffed_after_ms", TYPE_INT, "120000", 0, 24 * HOUR_MS, .is_live = TRUE, .meaning = "how long nobody of a zone may be available before there is an alarm; 0: never" },
  { "sla.offer_ms", TYPE_INT, "500", 1, HOUR_MS, .meaning = "goal from activation to offer" },
  { "sla.audio_ms", TYPE_INT, "3000", 100, HOUR_MS, .meaning = "deadline of an attempt from activation to sound" },
  { "sla.lost_ms", TYPE_INT, "5000", 500, HOUR_MS, .meaning = "silence on the network after which audio counts as lost" },
  { "ice.stun", TYPE_SERVER, "", .words = "stun", .meaning = "STUN server, stun://HOST:PORT; empty: none" },
  { "ice.turn", TYPE_SERVER, "", .words = "turn|turns", .meaning = "TURN server, turn://HOST:PORT; empty: none" },
  { "ice.turn_secret", TYPE_TEXT, "", .is_secret = TRUE, .meaning = "secret shared with the TURN server, for time-limited credentials" },
  { "ice.relay_only", TYPE_BOOL, "false", .meaning = "whether media may only go through the TURN server" },
  { "duress.enabled", TYPE_CHOICE, "auto", .words = "auto|true|false", .meaning = "whether phones with the Duress app are served; auto: only on loopback, for it has no credentials" },
  { "duress.shared_secret", TYPE_ELEMENT, "", .is_secret = TRUE, .meaning = "part of the path of the Duress interface, /duress-SECRET/; empty: /duress/" },
  { "duress.max_open", TYPE_INT, "200", 1, 10000, .is_live = TRUE, .meaning = "open requests of Duress phones; beyond them the answer is Busy" },
  { "duress.unjoined_ms", TYPE_INT, "1800000", 1000, 24 * HOUR_MS, .is_live = TRUE, .meaning = "how long a Duress request stays open when nobody is connected to it" },
  { "media.pool_size", TYPE_INT, "4", 0, 64, .meaning = "receivers kept ready, so that an offer costs nothing" },
  { "retention.backups", TYPE_INT, "14", 0, 3650, .is_live = TRUE, .meaning = "how many daily backups are kept in backups/; 0: none are made" },
  { "retention.recordings_days", TYPE_INT, "0", 0, 36500, .is_live = TRUE, .meaning = "days after an incident's end until its recordings are removed; 0: never" },
  { "retention.personal_days", TYPE_INT, "0", 0, 36500, .is_live = TRUE, .meaning = "days after an incident's end until its citizen, positions, notes and recordings are erased; 0: never" },
  { "limits.connections", TYPE_INT, "2000", 1, 100000, .is_live = TRUE, .meaning = "connections in all" },
  { "limits.connections_per_address", TYPE_INT, "64", 1, 100000, .is_live = TRUE, .meaning = "connections from one address; loopback is exempt" },
};

struct _HrSettings
{
  GObject parent_instance;

  char *values[G_N_ELEMENTS (table)];
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrSettings, hr_settings, G_TYPE_OBJECT)

static int
find (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_strcmp0 (table[i].key, key) == 0)
        return (int) i;
    }

  return -1;
}

static const char *
get (HrSettings *self,
     const char *key,
     Type        type)
{
  int index = find (key);

  g_return_val_if_fail (HR_IS_SETTINGS (self), "");
  g_return_val_if_fail (index >= 0 && table[index].type == type, "");

  return self->values[index];
}

static gboolean
is_word (const char *words,
         const char *word)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  return g_strv_contains ((const char *const *) list, word);
}

static char *
check_text (const Setting *setting,
            const char    *value)
{
  return g_utf8_validate (value, -1, NULL) ? NULL : g_strdup ("UTF-8 text");
}

static char *
check_int (const Setting *setting,
           const char    *value)
{
  if (g_ascii_string_to_signed (value, 10, setting->min, setting->max, NULL, NULL))
    return NULL;

  return g_strdup_printf ("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, setting->min, setting->max);
}

static char *
check_bool (const Setting *setting,
            const char    *value)
{
  return is_word ("true|false", value) ? NULL : g_strdup ("true or false");
}

static char *
check_address (const Setting *setting,
               const char    *value)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (value);

  return address != NULL ? NULL : g_strdup ("an IP address");
}

static char *
check_choice (const Setting *setting,
              const char    *value)
{
  return is_word (setting->words, value) ? NULL : g_strdup_printf ("one of %s", setting->words);
}

static char *
check_server (const Setting *setting,
              const char    *value)
{
  g_autofree char *scheme = NULL;
  g_autofree char *host = NULL;
  int              port = -1;

  if (value[0] == '\0')
    return NULL;

  /* Nothing but these: a password in an address would be shown with it. */
  if (g_uri_split_network (value, G_URI_FLAGS_NONE, &scheme, &host, &port, NULL) &&
      is_word (setting->words, scheme) && host[0] != '\0' && strpbrk (value + strlen (scheme) + strlen ("://"), "@/?#") == NULL)
    return NULL;

  return g_strdup_printf ("%s://HOST:PORT", setting->words);
}

static char *
check_element (const Setting *setting,
               const char    *value)
{
  for (gsize i = 0; value[i] != '\0'; i++)
    {
      if (!g_ascii_isalnum (value[i]) && strchr ("-._~", value[i]) == NULL)
        return g_strdup ("letters, digits and -._~ alone");
    }

  return NULL;
}

/* What a value must be, as the end of a sentence, or NULL when it is. */
static char *(*const checks[]) (const Setting *setting, const char *value) = {
  [TYPE_TEXT] = check_text,
  [TYPE_INT] = check_int,
  [TYPE_BOOL] = check_bool,
  [TYPE_ADDRESS] = check_address,
  [TYPE_CHOICE] = check_choice,
  [TYPE_SERVER] = check_server,
  [TYPE_ELEMENT] = check_element,
};

static void
hr_settings_finalize (GObject *object)
{
  HrSettings *self = HR_SETTINGS (object);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_free (self->values[i]);

  G_OBJECT_CLASS (hr_settings_parent_class)->finalize (object);
}

static void
hr_settings_class_init (HrSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_settings_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_settings_init (HrSettings *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    self->values[i] = g_strdup (table[i].initial);
}

HrSettings *
hr_settings_new (void)
{
  return g_object_new (HR_TYPE_SETTINGS, NULL);
}

static gboolean
load_group (HrSettings *self,
            GKeyFile   *file,
            const char *group,
            GError    **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *key = g_strconcat (group, ".", keys[i], NULL);
      g_autofree char *value = g_key_file_get_string (file, group, keys[i], error);

      if (value == NULL || !hr_settings_set (self, key, g_strstrip (value), error))
        return FALSE;
    }

  return TRUE;
}

gboolean
hr_settings_load (HrSettings *self,
                  const char *path,
                  GError    **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) groups = NULL;

  g_return_val_if_fail (HR_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local_error))
    groups = g_key_file_get_groups (file, NULL);
  else if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;

  for (gsize i = 0; groups != NULL && groups[i] != NULL && local_error == NULL; i++)
    load_group (self, file, groups[i], &local_error);

  if (local_error == NULL)
    return TRUE;

  g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", path);
  return FALSE;
}

static gboolean
set (HrSettings *self,
     const char *key,
     const char *value,
     GError    **error)
{
  int              index = find (key);
  g_autofree char *expected = NULL;

  if (index < 0)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "There is no setting “%s”", key);
      return FALSE;
    }

  expected = checks[table[index].type](&table[index], value);

  if (expected != NULL)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD,
                   "“%s” must be %s", key, expected);
      return FALSE;
    }

  if (strcmp (self->values[index], value) == 0)
    return TRUE;

  g_free (self->values[index]);
  self->values[index] = g_strdup (value);
  g_signal_emit (self, signals[CHANGED], 0, table[index].key);
  return TRUE;
}

gboolean
hr_settings_set (HrSettings *self,
                 const char *key,
                 const char *value,
                 GError    **error)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (HR_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (value != NULL)
    return set (self, key, value, error);

  parts = g_strsplit (key, "=", 2);

  if (g_strv_length (parts) == 2)
    return set (self, parts[0], parts[1], error);

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“%s” is not of the form group.key=value", key);
  return FALSE;
}

gboolean
hr_settings_is_live (HrSettings *self,
                     const char *key)
{
  int index = find (key);

  g_return_val_if_fail (HR_IS_SETTINGS (self), FALSE);

  return index >= 0 && table[index].is_live;
}

gint64
hr_settings_get_int (HrSettings *self,
                     const char *key)
{
  return g_ascii_strtoll (get (self, key, TYPE_INT), NULL, 10);
}

gboolean
hr_settings_get_bool (HrSettings *self,
                      const char *key)
{
  return strcmp (get (self, key, TYPE_BOOL), "true") == 0;
}

const char *
hr_settings_get_string (HrSettings *self,
                        const char *key)
{
  int index = find (key);

  g_return_val_if_fail (HR_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (index >= 0, NULL);

  return self->values[index][0] != '\0' ? self->values[index] : NULL;
}

/* A secret only says whether it is there. */
static const char *
show (const Setting *setting,
      const char    *value)
{
  if (setting->is_secret)
    return value[0] != '\0' ? "set" : "not set";

  return value;
}

char *
hr_settings_dup_text (HrSettings *self)
{
  GString *text = NULL;

  g_return_val_if_fail (HR_IS_SETTINGS (self), NULL);

  text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_string_append_printf (text, "%s = %s\n    %s (default: %s)%s\n",
                            table[i].key, show (&table[i], self->values[i]), table[i].meaning,
                            table[i].initial[0] != '\0' ? show (&table[i], table[i].initial) : "none",
                            table[i].is_live ? ", may change while running" : "");

  return g_string_free (text, FALSE);
}

/* What a value may be, beside its type. */
static void
add_bounds (const Setting *setting,
            JsonObject    *item)
{
  if (setting->type == TYPE_INT)
    {
      json_object_set_int_member (item, "min", setting->min);
      json_object_set_int_member (item, "max", setting->max);
    }

  if (setting->type == TYPE_CHOICE)
    json_object_set_string_member (item, "words", setting->words);
}

JsonArray *
hr_settings_to_json (HrSettings *self)
{
  JsonArray *items = NULL;

  g_return_val_if_fail (HR_IS_SETTINGS (self), NULL);

  items = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "key", table[i].key);
      json_object_set_string_member (item, "value", show (&table[i], self->values[i]));
      json_object_set_string_member (item, "default", show (&table[i], table[i].initial));
      json_object_set_string_member (item, "meaning", table[i].meaning);
      json_object_set_boolean_member (item, "live", table[i].is_live);
      json_object_set_boolean_member (item, "secret", table[i].is_secret);
      add_bounds (&table[i], item);
      json_array_add_object_element (items, item);
    }

  return items;
}
