/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-sight.h"

#include "hr-window-fixture.h"

#include <shumate/shumate.h>

/* Rounding, and the line under a letter. */
#define SLACK_PX 1.5

/* Of these every letter counts. */
static const char *const whole[] = { "row-clock", "row-number", "wall-clock", "alarm-clock", "alarm-title", "alarm-priority", "figure", "figure-value",
                                     "shift-value", "timeline-time", "numeric", "state", "row-state", "audio-state",
                                     "badge", "tag", "lamp", "phone", "calm-title", "page-title" };

typedef struct
{
  GtkLabel       *label;
  graphene_rect_t bounds; /* of its letters, as far as they are shown */
} Text;

typedef struct
{
  GtkWidget *native;
  GArray    *texts; /* Text */
  GPtrArray *complaints;
} Sight;

void
hr_sight_visit (GtkWidget  *widget,
                HrVisitFunc func,
                gpointer    data)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  func (widget, data);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!GTK_IS_NATIVE (child))
        hr_sight_visit (child, func, data);
    }
}

char *
hr_sight_dup_way (GtkWidget *widget)
{
  g_autoptr (GString) way = g_string_new (G_OBJECT_TYPE_NAME (widget));

  for (GtkWidget *parent = gtk_widget_get_parent (widget); parent != NULL; parent = gtk_widget_get_parent (parent))
    {
      if (g_str_has_prefix (G_OBJECT_TYPE_NAME (parent), "Hr") || GTK_IS_BUTTON (parent))
        g_string_prepend (g_string_prepend (way, "/"), G_OBJECT_TYPE_NAME (parent));
    }

  if (GTK_IS_LABEL (widget))
    g_string_append_printf (way, " “%s”", gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    g_string_append_printf (way, " “%s”", gtk_button_get_label (GTK_BUTTON (widget)));

  return g_string_free (g_steal_pointer (&way), FALSE);
}

static void
complain (GPtrArray  *complaints,
          GtkWidget  *widget,
          const char *what)
{
  g_autofree char *way = hr_sight_dup_way (widget);

  g_ptr_array_add (complaints, g_strdup_printf ("%s: %s", what, way));
}

/* Where the letters are; the label itself may be much wider. */
static graphene_rect_t
get_letters (GtkLabel  *label,
             GtkWidget *native)
{
  graphene_point_t corner = { 0 };
  PangoRectangle   ink = { 0 };
  int              x = 0;
  int              y = 0;

  pango_layout_get_pixel_extents (gtk_label_get_layout (label), &ink, NULL);
  gtk_label_get_layout_offsets (label, &x, &y);

  if (!gtk_widget_compute_point (GTK_WIDGET (label), native, &GRAPHENE_POINT_INIT (x + ink.x, y + ink.y), &corner))
    g_assert_not_reached ();

  return GRAPHENE_RECT_INIT (corner.x, corner.y, ink.width, ink.height);
}

static gboolean
is_told_by_tooltip (GtkWidget  *widget,
                    const char *text)
{
  for (; widget != NULL && !GTK_IS_NATIVE (widget); widget = gtk_widget_get_parent (widget))
    {
      const char *tooltip = gtk_widget_get_tooltip_text (widget);

      if (tooltip != NULL && strstr (tooltip, text) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* What is pressed, counted or says how things are is read at a glance, not asked for. */
static gboolean
must_be_whole (GtkWidget *widget)
{
  for (gsize i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      if (gtk_widget_has_css_class (widget, whole[i]))
        return TRUE;
    }

  return gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON) != NULL;
}

static void
check_cut (GtkLabel  *label,
           GPtrArray *complaints)
{
  GtkWidget     *widget = GTK_WIDGET (label);
  PangoLayout   *layout = gtk_label_get_layout (label);
  PangoRectangle logical = { 0 };

  pango_layout_get_pixel_extents (layout, NULL, &logical);

  if (logical.width > gtk_widget_get_width (widget) + SLACK_PX || logical.height > gtk_widget_get_height (widget) + SLACK_PX)
    complain (complaints, widget, "has no room");

  if (!pango_layout_is_ellipsized (layout))
    return;

  if (must_be_whole (widget))
    complain (complaints, widget, "is cut");
  else if (!is_told_by_tooltip (widget, gtk_label_get_text (label)))
    complain (complaints, widget, "is cut, and no tooltip has the rest");
}

/* Up and down one may have to scroll; everything else that clips must not. */
static gboolean
clip (GtkWidget       *widget,
      GtkWidget       *native,
      graphene_rect_t *bounds)
{
  gboolean is_whole = TRUE;

  for (GtkWidget *parent = widget; parent != NULL; parent = parent == native ? NULL : gtk_widget_get_parent (parent))
    {
      graphene_rect_t area;
      graphene_rect_t seen;
      gboolean        is_scrollable = GTK_IS_SCROLLABLE (parent) || GTK_IS_SCROLLED_WINDOW (parent);

      if ((parent != native && gtk_widget_get_overflow (parent) == GTK_OVERFLOW_VISIBLE) || !gtk_widget_compute_bounds (parent, native, &area))
        continue;

      is_whole = is_whole && bounds->origin.x >= area.origin.x - SLACK_PX &&
                 bounds->origin.x + bounds->size.width <= area.origin.x + area.size.width + SLACK_PX;
      is_whole = is_whole && (is_scrollable || (bounds->origin.y >= area.origin.y - SLACK_PX &&
                                                bounds->origin.y + bounds->size.height <= area.origin.y + area.size.height + SLACK_PX));

      /* Scrolled away: what is round about does not cut it. */
      if (!graphene_rect_intersection (bounds, &area, &seen))
        {
          *bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);
          return is_whole;
        }

      *bounds = seen;
    }

  return is_whole;
}

static void
see_text (GtkWidget *widget,
          gpointer   data)
{
  Sight *sight = data;
  Text   text = { 0 };

  /* What is on a map moves with it, and lies where it is. */
  if (!GTK_IS_LABEL (widget) || gtk_label_get_text (GTK_LABEL (widget))[0] == '\0' || gtk_widget_get_ancestor (widget, SHUMATE_TYPE_MAP) != NULL)
    return;

  text.label = GTK_LABEL (widget);
  text.bounds = get_letters (text.label, sight->native);
  check_cut (text.label, sight->complaints);

  /* Of an entry row's two titles one gives way to what is written. */
  if (!clip (widget, sight->native, &text.bounds) && gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) == NULL)
    complain (sight->complaints, widget, "is not wholly in sight");

  if (text.bounds.size.width > 0 && gtk_widget_get_opacity (widget) > 0)
    g_array_append_val (sight->texts, text);
}

static void
see_sideways (GtkWidget *widget,
              gpointer   data)
{
  Sight         *sight = data;
  GtkAdjustment *sideways = NULL;

  if (!GTK_IS_SCROLLED_WINDOW (widget))
    return;

  sideways = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (widget));

  if (gtk_adjustment_get_upper (sideways) > gtk_adjustment_get_page_size (sideways) + SLACK_PX)
    complain (sight->complaints, widget, "must be scrolled sideways");
}

static void
check_overlaps (Sight *sight)
{
  for (guint i = 0; i < sight->texts->len; i++)
    {
      const Text *text = &g_array_index (sight->texts, Text, i);

      for (guint j = i + 1; j < sight->texts->len; j++)
        {
          const Text      *other = &g_array_index (sight->texts, Text, j);
          graphene_rect_t  both;
          g_autofree char *what = NULL;

          if (!graphene_rect_intersection (&text->bounds, &other->bounds, &both) || both.size.width <= 2 * SLACK_PX || both.size.height <= 2 * SLACK_PX)
            continue;

          what = g_strdup_printf ("lies over “%s”", gtk_label_get_text (text->label));
          complain (sight->complaints, GTK_WIDGET (other->label), what);
        }
    }
}

void
hr_sight_check_texts (GtkWidget *native,
                      GPtrArray *complaints)
{
  g_autoptr (GArray) texts = g_array_new (FALSE, FALSE, sizeof (Text));
  Sight sight = { native, texts, complaints };

  hr_sight_visit (native, see_text, &sight);
  hr_sight_visit (native, see_sideways, &sight);
  check_overlaps (&sight);
}

static gboolean
has_text (GtkWidget  *widget,
          const char *unused)
{
  return GTK_IS_LABEL (widget) && gtk_label_get_text (GTK_LABEL (widget))[0] != '\0';
}

static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         hr_find (widget, has_text, NULL) != NULL;
}

/* Of GTK's own inner widgets the outer one has the name. */
static gboolean
is_inner (GtkWidget *widget)
{
  return GTK_IS_NATIVE (widget) || GTK_IS_TEXT (widget) || GTK_IS_SCROLLED_WINDOW (widget) ||
         gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL ||
         (gtk_widget_get_ancestor (widget, GTK_TYPE_DROP_DOWN) != NULL && !GTK_IS_DROP_DOWN (widget)) ||
         (gtk_widget_get_ancestor (widget, ADW_TYPE_COMBO_ROW) != NULL && !ADW_IS_COMBO_ROW (widget));
}

static void
check_name (GtkWidget *widget,
            gpointer   data)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (gtk_widget_get_focusable (widget) && !is_inner (widget) &&
      !has_name (GTK_IS_TOGGLE_BUTTON (widget) && GTK_IS_MENU_BUTTON (parent) ? parent : widget))
    complain (data, widget, "has no name");
}

void
hr_sight_check_names (GtkWidget *native,
                      GPtrArray *complaints)
{
  hr_sight_visit (native, check_name, complaints);
}

static void
add_class (GtkWidget *widget,
           gpointer   names)
{
  for (GType type = G_OBJECT_TYPE (widget); g_str_has_prefix (g_type_name (type), "Hr"); type = g_type_parent (type))
    g_hash_table_add (names, (char *) g_type_name (type));
}

void
hr_sight_add_classes (GtkWidget  *native,
                      GHashTable *names)
{
  hr_sight_visit (native, add_class, names);
}
