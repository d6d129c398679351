/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handover-sheet"

#include "config.h"

#include "hr-handover-sheet.h"

#include "hr-follow-up.h"
#include "hr-handover.h"
#include "hr-json.h"
#include "hr-shift-view.h"
#include "hr-time.h"
#include "hr-words.h"

#include <glib/gi18n.h>

#define HEAD_GROUP 8

/* In the order of the header. */
static const struct
{
  const char *member;
  const char *name;
} lamps[] = {
  { "net", "NET" },
  { "audio", "AUDIO" },
  { "rec", "REC" },
  { "disk", "DISK" },
  { "clock", "CLOCK" },
};

static const char *const lamp_states[] = {
  [HR_LAMP_UNKNOWN] = "unknown",
  [HR_LAMP_GOOD] = "good",
  [HR_LAMP_WARNING] = "warning",
  [HR_LAMP_BAD] = "bad",
};

/* What is good needs no line. */
static const struct
{
  const char *state;
  const char *words;
} lamp_faults[] = {
  { "bad", N_ ("▲ does not work") },
  { "warning", N_ ("■ needs attention") },
  { "unknown", N_ ("○ not measured") },
};

static void
line_free (gpointer data)
{
  HrSheetLine *line = data;

  g_free (line->lead);
  g_free (line->text);
  g_free (line->detail);
  g_free (line);
}

static void
section_free (gpointer data)
{
  HrSheetSection *section = data;

  g_ptr_array_unref (section->lines);
  g_free (section);
}

static HrSheetSection *
add_section (GPtrArray  *sections,
             const char *title,
             const char *nothing)
{
  HrSheetSection *section = g_new0 (HrSheetSection, 1);

  section->title = title;
  section->nothing = nothing;
  section->lines = g_ptr_array_new_with_free_func (line_free);
  g_ptr_array_add (sections, section);

  return section;
}

static void
add_line (HrSheetSection *section,
          const char     *lead,
          const char     *text,
          const char     *detail)
{
  HrSheetLine *line = g_new0 (HrSheetLine, 1);

  line->lead = g_strdup (lead);
  line->text = g_strdup (text);
  line->detail = g_strdup (detail != NULL ? detail : "");
  g_ptr_array_add (section->lines, line);
}

/* A name runs in its own direction and leaves that of the line alone. */
static char *
dup_name (const char *name)
{
  return g_strdup_printf ("\u2068%s\u2069", name);
}

static gint64
read_time (JsonObject *object,
           const char *member)
{
  const char *text = hr_json_get_string (object, member);
  gint64      us = 0;

  return text != NULL && hr_time_from_string (text, &us) ? us : 0;
}

static const char *
get_text (JsonObject *object,
          const char *member)
{
  const char *text = hr_json_get_string (object, member);

  return text != NULL ? text : "";
}

static JsonObject *
get_item (JsonArray *items,
          guint      index)
{
  JsonNode *node = json_array_get_element (items, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
add_time_line (HrSheetSection *section,
               const char     *lead,
               gint64          us)
{
  g_autofree char *text = hr_words_dup_date_time (us);

  if (us != 0)
    add_line (section, lead, text, NULL);
}

static void
add_person (HrSheetSection *section,
            const char     *lead,
            const char     *name,
            const char     *shift)
{
  g_autofree char *person = NULL;
  g_autofree char *text = NULL;

  if (name == NULL)
    return;

  person = dup_name (name);
  /* Translators: a person, then the name of that person’s shift. */
  text = shift != NULL ? g_strdup_printf (_ ("%s · Shift %s"), person, shift) : g_steal_pointer (&person);
  add_line (section, lead, text, NULL);
}

static void
add_people (GPtrArray  *sections,
            JsonObject *sheet,
            HrRoom     *room)
{
  HrSheetSection *section = add_section (sections, "", "");
  JsonObject     *data = hr_json_get_object (sheet, "data");

  if (hr_room_get_station_name (room) != NULL)
    add_line (section, _ ("Station"), hr_room_get_station_name (room), NULL);
  add_person (section, _ ("Hands over"), hr_json_get_string (data, "from_name"), hr_json_get_string (data, "ended"));
  add_person (section, _ ("Takes over"), hr_json_get_string (data, "to_name"), hr_json_get_string (data, "shift"));
  add_time_line (section, _ ("Shift began"), read_time (data, "began_at"));
  add_time_line (section, _ ("Handed over"), hr_handover_sheet_get_at_us (sheet));
}

/* An owner by the name they had then; a zone by the name it has. */
static char *
dup_incident_detail (HrIncident *incident,
                     JsonObject *item,
                     HrRoom     *room)
{
  g_autofree char *zone = hr_words_dup_zone (hr_room_get_board (room), hr_incident_get_zone_id (incident));
  g_autofree char *since = hr_words_dup_date_time (hr_incident_get_received_at_us (incident));
  const char      *name = hr_json_get_string (item, "owner_name");
  g_autofree char *owner = name != NULL ? dup_name (name) : NULL;

  /* Translators: the zone of an incident, and since when it is open. */
  if (owner == NULL)
    return g_strdup_printf (_ ("%s · since %s"), zone, since);

  /* Translators: who has an incident, its zone, and since when it is open. */
  return g_strdup_printf (_ ("%s · %s · since %s"), owner, zone, since);
}

static char *
dup_incident_text (HrIncident *incident,
                   JsonObject *item)
{
  HrFollowUp  why = hr_follow_up_of (incident);
  const char *shape = "●";
  const char *words = hr_words_media (hr_incident_get_media_state (incident));

  if (hr_json_get_string (item, "owner_name") == NULL)
    {
      shape = "▲";
      words = _ ("nobody has it");
    }
  else if (why != HR_FOLLOW_UP_NONE)
    {
      shape = hr_follow_up_get_shape (why);
      words = hr_follow_up_get_words (why);
    }

  if (hr_incident_is_drill (incident))
    return g_strdup_printf ("%s %s · %s", shape, words, _ ("DRILL"));

  return g_strdup_printf ("%s %s", shape, words);
}

static void
add_incidents (GPtrArray  *sections,
               JsonObject *data,
               HrRoom     *room)
{
  HrSheetSection *open = add_section (sections, _ ("Open incidents"), _ ("No SOS is open."));
  HrSheetSection *follow_up = add_section (sections, _ ("Follow-up"), _ ("Nothing is left to follow up."));
  JsonArray      *items = hr_json_get_array (data, "incidents");

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = get_item (items, i);
      g_autoptr (HrIncident) incident = item != NULL ? hr_handover_read_incident (item) : NULL;
      g_autofree char *text = NULL;
      g_autofree char *detail = NULL;
      g_autofree char *number = NULL;

      if (incident == NULL)
        continue;

      text = dup_incident_text (incident, item);
      detail = dup_incident_detail (incident, item, room);
      number = hr_words_dup_isolated (hr_incident_get_number (incident));
      add_line (hr_follow_up_of (incident) == HR_FOLLOW_UP_NONE ? open : follow_up, number, text, detail);
    }
}

static void
add_alarms (GPtrArray  *sections,
            JsonObject *data)
{
  static const char *const shapes[] = { "●", "▲", "■", "●" };
  HrSheetSection          *section = add_section (sections, _ ("Alarms that stand"), _ ("No alarm stands."));
  JsonArray               *items = hr_json_get_array (data, "alerts");

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject      *item = get_item (items, i);
      const char      *words = item != NULL ? hr_words_alert (get_text (item, "alert")) : NULL;
      gint64           priority = 0;
      gboolean         is_drill = FALSE;
      g_autofree char *lead = NULL;
      g_autofree char *text = NULL;
      g_autofree char *reason = NULL;

      if (item == NULL || !hr_json_get_int (item, "priority", &priority) || priority < 1 || priority > 3)
        continue;

      hr_json_get_bool (item, "drill", &is_drill);
      lead = g_strdup_printf ("%s P%d", shapes[priority], (int) priority);
      text = g_strjoin (" · ", words != NULL ? words : get_text (item, "alert"), is_drill ? _ ("DRILL") : NULL, NULL);
      reason = hr_words_dup_reason (hr_json_get_array (item, "because"), get_text (item, "text"));
      add_line (section, lead, text, reason);
    }
}

static void
add_lamps (GPtrArray  *sections,
           JsonObject *data)
{
  HrSheetSection *section = add_section (sections, _ ("Faults"), _ ("Every lamp is good."));
  JsonObject     *states = hr_json_get_object (data, "lamps");

  for (gsize i = 0; states != NULL && i < G_N_ELEMENTS (lamps); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (lamp_faults); j++)
        {
          if (g_strcmp0 (hr_json_get_string (states, lamps[i].member), lamp_faults[j].state) == 0)
            add_line (section, _ (lamps[i].name), _ (lamp_faults[j].words), NULL);
        }
    }

  if (states == NULL || json_object_get_size (states) == 0)
    section->nothing = _ ("Not measured.");
}

static void
add_figures (GPtrArray  *sections,
             JsonObject *data,
             gint64      end_us)
{
  HrSheetSection     *section = add_section (sections, _ ("The shift in figures"), "");
  gsize               n_lines = 0;
  const HrFigureLine *lines = hr_shift_view_get_lines (&n_lines);
  gint64              began_us = read_time (data, "began_at");

  for (gsize i = 0; i < n_lines; i++)
    {
      g_autofree char *text = hr_figure_line_dup_text (&lines[i], hr_json_get_object (data, "figures"),
                                                       began_us != 0 ? MAX (end_us - began_us, 0) : 0);

      add_line (section, _ (lines[i].caption), text != NULL ? text : _ ("not measured"), NULL);
    }
}

GPtrArray *
hr_handover_sheet_dup_sections (JsonObject *sheet,
                                HrRoom     *room)
{
  GPtrArray  *sections = NULL;
  JsonObject *data = NULL;
  gint64      at_us = 0;

  g_return_val_if_fail (sheet != NULL, NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  sections = g_ptr_array_new_with_free_func (section_free);
  data = hr_json_get_object (sheet, "data");
  at_us = hr_handover_sheet_get_at_us (sheet);
  add_people (sections, sheet, room);
  add_incidents (sections, data, room);
  add_alarms (sections, data);
  add_lamps (sections, data);
  add_figures (sections, data, at_us != 0 ? at_us : hr_room_get_now_us (room));

  return sections;
}

JsonObject *
hr_handover_sheet_new_lamps (HrRoom *room)
{
  JsonObject *states = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  states = json_object_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (lamps); i++)
    {
      HrLamp *lamp = hr_room_get_lamp (room, lamps[i].name);

      /* One without a text was never fed. */
      if (lamp != NULL && hr_lamp_get_text (lamp) != NULL)
        json_object_set_string_member (states, lamps[i].member, lamp_states[hr_lamp_get_state (lamp)]);
    }

  return states;
}

JsonObject *
hr_handover_sheet_new_now (HrRoom *room)
{
  JsonObject *sheet = NULL;
  JsonObject *data = NULL;
  JsonObject *shift = NULL;
  HrShift    *counted = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  sheet = json_object_new ();
  data = hr_handover_describe (hr_room_get_board (room));
  shift = hr_board_get_shift (hr_room_get_board (room));
  counted = hr_room_get_shift (room);
  hr_json_set_string (data, "from_name", hr_room_get_operator_name (room));
  hr_json_set_string (data, "ended", shift != NULL ? hr_json_get_string (shift, "name") : NULL);
  hr_json_set_time (data, "began_at", hr_shift_get_begin_us (counted));
  json_object_set_object_member (data, "lamps", hr_handover_sheet_new_lamps (room));
  if (hr_shift_get_figures (counted) != NULL)
    json_object_set_object_member (data, "figures", json_object_ref (hr_shift_get_figures (counted)));
  json_object_set_object_member (sheet, "data", data);

  return sheet;
}

gint64
hr_handover_sheet_get_at_us (JsonObject *sheet)
{
  g_return_val_if_fail (sheet != NULL, 0);

  return read_time (sheet, "at");
}

char *
hr_handover_sheet_dup_title (JsonObject *sheet)
{
  JsonObject      *data = NULL;
  g_autofree char *at = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_return_val_if_fail (sheet != NULL, NULL);

  data = hr_json_get_object (sheet, "data");
  at = hr_words_dup_date_time (hr_handover_sheet_get_at_us (sheet));
  from = dup_name (get_text (data, "from_name"));
  to = dup_name (get_text (data, "to_name"));

  /* Translators: when a shift was handed over, who did it, and who took it over. */
  return g_strdup_printf (_ ("%s · %s to %s"), at, from, to);
}

char *
hr_handover_sheet_dup_head (JsonObject *sheet)
{
  const char *head = NULL;
  g_autoptr (GString) groups = g_string_new (NULL);

  g_return_val_if_fail (sheet != NULL, NULL);

  head = hr_json_get_string (sheet, "head");
  if (head == NULL)
    return NULL;

  for (gsize i = 0; head[i] != '\0'; i++)
    {
      if (i > 0 && i % HEAD_GROUP == 0)
        g_string_append_c (groups, ' ');
      g_string_append_c (groups, head[i]);
    }

  return hr_words_dup_isolated (groups->str);
}
