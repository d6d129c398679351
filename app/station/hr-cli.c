/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli"

#include "hr-cli.h"

#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPTIONS 8

static const struct
{
  const char *name;
  GOptionArg  type;
  gsize       offset;
  const char *value;
  const char *choices; /* the words it may be, separated by |, or NULL */
  const char *meaning;
} options[] = {
  { "data-dir", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (HrCliOptions, data_dir), "DIR", NULL, "Where the records are" },
  { "listen", G_OPTION_ARG_STRING, G_STRUCT_OFFSET (HrCliOptions, listen), "ADDR:PORT", NULL, "Where to listen; port 0 picks a free one" },
  { "tls-cert", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (HrCliOptions, tls_cert), "FILE", NULL, "Certificate, PEM" },
  { "tls-key", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (HrCliOptions, tls_key), "FILE", NULL, "Key of the certificate, PEM" },
  { "set", G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET (HrCliOptions, set), "KEY=VALUE", NULL, "A setting; see the command config" },
  { "id", G_OPTION_ARG_STRING, G_STRUCT_OFFSET (HrCliOptions, id), "ID", NULL, "What the operator logs in as" },
  { "name", G_OPTION_ARG_STRING, G_STRUCT_OFFSET (HrCliOptions, name), "NAME", NULL, "A name for people" },
  { "role", G_OPTION_ARG_STRING, G_STRUCT_OFFSET (HrCliOptions, role), "ROLE", "operator|supervisor", "operator or supervisor" },
  { "pin-file", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (HrCliOptions, pin_file), "FILE", NULL, "File whose first line is the PIN; - is standard input" },
  { "capacity", G_OPTION_ARG_INT, G_STRUCT_OFFSET (HrCliOptions, capacity), "N", NULL, "How many open incidents at once" },
  { "zone", G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET (HrCliOptions, zones), "ZONE[:RANK]", NULL, "A duty zone; rank 1 is the primary" },
  { "scope", G_OPTION_ARG_STRING, G_STRUCT_OFFSET (HrCliOptions, scope), "SCOPE", "device|read|admin", "device, read or admin" },
  { "reason", G_OPTION_ARG_STRING, G_STRUCT_OFFSET (HrCliOptions, reason), "TEXT", NULL, "Why; the log keeps it, so it must name nobody" },
  { "head", G_OPTION_ARG_STRING, G_STRUCT_OFFSET (HrCliOptions, head), "HASH", NULL, "A printed head to look for in the chain" },
};

/* Every command takes --data-dir; an option with ! must be given. */
static const struct
{
  const char *group;
  const char *verb; /* or NULL */
  const char *words;
  guint       n_words;
  const char *options[MAX_OPTIONS];
  HrCliFunc   func;
  const char *meaning;
} commands[] = {
  { "run", NULL, NULL, 0, { "listen", "tls-cert", "tls-key", "set" }, hr_cli_run, "Run the station" },
  { "operator", "add", NULL, 0, { "id!", "name", "role", "pin-file", "capacity", "zone" }, hr_cli_operator_add, "Make an operator" },
  { "operator", "list", NULL, 0, { NULL }, hr_cli_operator_list, "List the operators" },
  { "operator", "set-pin", NULL, 0, { "id!", "pin-file!" }, hr_cli_operator_set_pin, "Give an operator another PIN" },
  { "operator", "disable", NULL, 0, { "id!" }, hr_cli_operator_disable, "Let an operator log in no more" },
  { "zone", "import", "FILE", 1, { NULL }, hr_cli_zone_import, "Take duty zones from a GeoJSON file" },
  { "zone", "list", NULL, 0, { NULL }, hr_cli_zone_list, "List the duty zones" },
  { "zone", "remove", "ID", 1, { NULL }, hr_cli_zone_remove, "Take a duty zone off the map; its incidents and operators keep it" },
  { "zone", "export", NULL, 0, { NULL }, hr_cli_zone_export, "Print the duty zones as GeoJSON" },
  { "key", "create", NULL, 0, { "name!", "scope!" }, hr_cli_key_create, "Make a token; it is printed this once" },
  { "key", "list", NULL, 0, { NULL }, hr_cli_key_list, "List the keys" },
  { "key", "revoke", "ID", 1, { NULL }, hr_cli_key_revoke, "Make a key void" },
  { "log", "verify", NULL, 0, { "head" }, hr_cli_log_verify, "Recompute the chain and all that follows from it" },
  { "log", "rebuild", NULL, 0, { NULL }, hr_cli_log_rebuild, "Make the tables anew from the log; no station may run" },
  { "log", "export", NULL, 0, { NULL }, hr_cli_log_export, "Print every event, one JSON object a line" },
  { "incident", "list", NULL, 0, { NULL }, hr_cli_incident_list, "List the incidents, newest first" },
  { "incident", "show", "ID", 1, { NULL }, hr_cli_incident_show, "Show an incident, by id or number" },
  { "incident", "export", "ID", 1, { NULL }, hr_cli_incident_export, "Print an incident with all that belongs to it as JSON" },
  { "incident", "erase", "ID", 1, { "reason!" }, hr_cli_incident_erase, "Erase who it was and where, and the recordings, of one that has ended" },
  { "backup", NULL, "FILE", 1, { NULL }, hr_cli_backup, "Write a verified copy of the records" },
  { "config", NULL, NULL, 0, { "set" }, hr_cli_config, "Show every setting" },
};

G_DEFINE_QUARK (hr_cli_error, hr_cli_error)

static void
options_clear (HrCliOptions *self)
{
  g_free (self->data_dir);
  g_free (self->listen);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_strfreev (self->set);
  g_free (self->id);
  g_free (self->name);
  g_free (self->role);
  g_free (self->pin_file);
  g_free (self->scope);
  g_free (self->reason);
  g_free (self->head);
  g_strfreev (self->zones);
  g_strfreev (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrCliOptions, options_clear)

static gboolean
is_option (const char *wanted,
           const char *name)
{
  gsize length = strlen (name);

  return strncmp (wanted, name, length) == 0 && (wanted[length] == '\0' || wanted[length] == '!');
}

static gboolean
takes_option (guint       command,
              const char *name)
{
  gboolean is_taken = strcmp (name, "data-dir") == 0;

  for (guint i = 0; i < MAX_OPTIONS && commands[command].options[i] != NULL; i++)
    is_taken = is_taken || is_option (commands[command].options[i], name);

  return is_taken;
}

static gboolean
check_choice (const char *name,
              const char *choices,
              const char *given,
              GError    **error)
{
  g_auto (GStrv) words = g_strsplit (choices, "|", -1);

  if (given == NULL || g_strv_contains ((const char *const *) words, given))
    return TRUE;

  g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_USAGE, "--%s is one of %s", name, choices);
  return FALSE;
}

static gboolean
check_options (guint               command,
               const HrCliOptions *given,
               GError            **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      gconstpointer    value = G_STRUCT_MEMBER (gconstpointer, given, options[i].offset);
      g_autofree char *required = g_strconcat (options[i].name, "!", NULL);

      if (options[i].choices != NULL && !check_choice (options[i].name, options[i].choices, value, error))
        return FALSE;

      for (guint j = 0; j < MAX_OPTIONS && commands[command].options[j] != NULL; j++)
        {
          if (strcmp (commands[command].options[j], required) != 0 || value != NULL)
            continue;

          g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_USAGE, "--%s is missing", options[i].name);
          return FALSE;
        }
    }

  if (g_strv_length (given->words) == commands[command].n_words)
    return TRUE;

  g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_USAGE, "It takes %s",
               commands[command].words != NULL ? commands[command].words : "no words beside its options");
  return FALSE;
}

static gboolean
parse (guint         command,
       char         *argv[],
       HrCliOptions *given,
       GError      **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (commands[command].words);
  g_auto (GStrv) words = g_strdupv (argv);
  GOptionEntry entries[G_N_ELEMENTS (options) + 1] = { 0 };
  guint        n_entries = 0;

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (takes_option (command, options[i].name))
        entries[n_entries++] = (GOptionEntry){
          .long_name = options[i].name,
          .arg = options[i].type,
          .arg_data = G_STRUCT_MEMBER_P (given, options[i].offset),
          .description = options[i].meaning,
          .arg_description = options[i].value,
        };
    }

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, commands[command].meaning);

  if (!g_option_context_parse_strv (context, &words, error))
    return FALSE;

  given->words = g_strdupv (words + 1);
  return check_options (command, given, error);
}

static void
print_commands (const char *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char *words[] = { commands[i].group, commands[i].verb, commands[i].words };
      g_autoptr (GString) text = g_string_new ("  hamrahi-station");

      for (gsize j = 0; j < G_N_ELEMENTS (words); j++)
        {
          if (words[j] != NULL)
            g_string_append_printf (text, " %s", words[j]);
        }

      if (group == NULL || strcmp (group, commands[i].group) == 0)
        g_print ("%-40s  %s\n", text->str, commands[i].meaning);
    }
}

/* Index of the command that the words begin with, or -1. */
static int
find_command (int   argc,
              char *argv[])
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (argv[1], commands[i].group) == 0 &&
          (commands[i].verb == NULL || (argc > 2 && strcmp (argv[2], commands[i].verb) == 0)))
        return (int) i;
    }

  return -1;
}

static gboolean
is_help (const char *word)
{
  return strcmp (word, "--help") == 0 || strcmp (word, "-h") == 0;
}

static gboolean
is_group (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (word, commands[i].group) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
run_command (guint    command,
             char    *argv[],
             GError **error)
{
  g_auto (HrCliOptions) given = { 0 };
  g_autofree char *name = g_strjoin (" ", "hamrahi-station", commands[command].group, commands[command].verb, NULL);
  guint            n_named = commands[command].verb != NULL ? 2 : 1;

  g_set_prgname (name);

  /* The last word of the name stands where a program's name would. */
  if (!parse (command, argv + n_named, &given, error))
    return FALSE;

  if (given.data_dir == NULL)
    given.data_dir = g_build_filename (g_get_user_data_dir (), "hamrahi", NULL);

  return commands[command].func (&given, error);
}

static gboolean
dispatch (int      argc,
          char    *argv[],
          GError **error)
{
  int command = argc > 1 ? find_command (argc, argv) : -1;

  if (command >= 0)
    return run_command ((guint) command, argv, error);

  if (argc == 2 && strcmp (argv[1], "--version") == 0)
    {
      g_print ("hamrahi-station %s\n", HR_VERSION);
      return TRUE;
    }

  if (argc > 1 && (is_help (argv[1]) || (argc == 3 && is_help (argv[2]) && is_group (argv[1]))))
    {
      print_commands (is_help (argv[1]) ? NULL : argv[1]);
      return TRUE;
    }

  g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_USAGE, "%s; see hamrahi-station --help",
               argc > 1 ? "There is no such command" : "Which command?");
  return FALSE;
}

int
hr_cli_main (int   argc,
             char *argv[])
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");

  /* Standard output is for what was asked. */
  g_log_writer_default_set_use_stderr (TRUE);

  if (dispatch (argc, argv, &error))
    return EXIT_SUCCESS;

  g_printerr ("hamrahi-station: %s\n", error->message);
  return error->domain == G_OPTION_ERROR || g_error_matches (error, HR_CLI_ERROR, HR_CLI_ERROR_USAGE) ? 2 : EXIT_FAILURE;
}
