/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-base-map"

#include "hr-demo-board.h"
#include "hr-land.h"
#include "hr-map-finder.h"
#include "hr-map-source.h"
#include "hr-test-files.h"
#include "hr-tile-file.h"
#include "hr-tile-part.h"
#include "hr-wait.h"
#include "hr-window-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <sqlite3.h>

/* The scenes are here. */
#define LAT_DEG 28.63
#define LON_DEG 77.22
#define MIN_ZOOM 8
#define MAX_ZOOM 17
#define AROUND 3

static char *data_home;

static cairo_status_t
append (void                *bytes,
        const unsigned char *data,
        unsigned int         length)
{
  g_byte_array_append (bytes, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* A tile of a colour that nothing else on the screen has, nor what becomes of it when light is turned to dark. */
static GByteArray *
new_tile (void)
{
  GByteArray      *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 256, 256);
  cairo_t         *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 0, 1);
  cairo_paint (cr);
  cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return bytes;
}

static void
run (sqlite3    *database,
     const char *sql)
{
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
insert (sqlite3    *database,
        int         zoom,
        int         column,
        int         row,
        GByteArray *tile)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (database, "INSERT INTO tiles VALUES (?, ?, ?, ?)", -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_int (statement, 1, zoom);
  sqlite3_bind_int (statement, 2, column);
  sqlite3_bind_int (statement, 3, row);
  sqlite3_bind_blob (statement, 4, tile->data, (int) tile->len, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
}

/* Those around the scenes, with rows from the south, as the specification counts them. */
static void
insert_tiles (sqlite3 *database)
{
  g_autoptr (GByteArray) tile = new_tile ();
  const double latitude = LAT_DEG * G_PI / 180;

  for (int zoom = MIN_ZOOM; zoom <= MAX_ZOOM; zoom++)
    {
      const int n_tiles = 1 << zoom;
      const int column = (int) ((LON_DEG + 180) / 360 * n_tiles);
      const int row = n_tiles - 1 - (int) ((1 - asinh (tan (latitude)) / G_PI) / 2 * n_tiles);

      for (int x = column - AROUND; x <= column + AROUND; x++)
        for (int y = row - AROUND; y <= row + AROUND; y++)
          insert (database, zoom, x, y, tile);
    }
}

static void
make_file (const char *path,
           const char *metadata)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  run (database, "CREATE TABLE metadata (name TEXT, value TEXT);"
                 "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB); BEGIN");
  insert_tiles (database);
  run (database, metadata);
  run (database, "COMMIT");
  sqlite3_close (database);
}

static char *
dup_error (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTileFile) file = hr_tile_file_open (path, &error);

  return file == NULL ? g_strdup (error->message) : NULL;
}

static void
assert_refused (const char *metadata,
                const char *expected)
{
  g_autofree char *path = g_build_filename (data_home, "other.mbtiles", NULL);
  g_autofree char *message = NULL;

  make_file (path, metadata);
  message = dup_error (path);
  g_assert_cmpstr (message, ==, expected);
  g_assert_no_errno (g_unlink (path));
}

static void
test_other_files (void)
{
  g_autofree char *path = g_build_filename (data_home, "text.mbtiles", NULL);
  g_autofree char *text_error = NULL;
  g_autofree char *missing_error = NULL;

  assert_refused ("INSERT INTO metadata VALUES ('format', 'pbf')", "It has vector tiles, not pictures");
  assert_refused ("SELECT 1", "It is not an MBTiles file with pictures");
  assert_refused ("INSERT INTO metadata VALUES ('format', 'png'), ('minzoom', '-1')", "It has no tiles");
  assert_refused ("INSERT INTO metadata VALUES ('format', 'png'); DELETE FROM tiles", "It has no tiles");

  g_assert_true (g_file_set_contents (path, "no database at all", -1, NULL));
  text_error = dup_error (path);
  g_assert_cmpstr (text_error, ==, "It is not an MBTiles file with pictures");
  missing_error = dup_error ("/nonexistent/map.mbtiles");
  g_assert_cmpstr (missing_error, ==, "unable to open database file");
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GBytes *
read_tile (HrTileFile *file,
           int         x,
           int         y,
           int         zoom,
           GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  shumate_data_source_get_tile_data_async (SHUMATE_DATA_SOURCE (file), x, y, zoom, NULL, on_read, &result);
  hr_wait_until (result != NULL);

  return shumate_data_source_get_tile_data_finish (SHUMATE_DATA_SOURCE (file), result, error);
}

static void
test_tiles (void)
{
  g_autofree char *path = g_build_filename (data_home, "hamrahi", "map.mbtiles", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTileFile) file = hr_tile_file_open (path, &error);
  g_autoptr (GByteArray) expected = new_tile ();
  g_autoptr (GBytes) tile = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (hr_tile_file_get_min_zoom (file), ==, MIN_ZOOM);
  g_assert_cmpstr (hr_tile_file_get_attribution (file), ==, "© the surveyors");

  /* Delhi's at level 10, with rows from the north. */
  tile = read_tile (file, 731, 427, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (tile, NULL), g_bytes_get_size (tile), expected->data, expected->len);
  g_assert_null (read_tile (file, 731, 596, 10, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A tile's colour, darkened. */
static gboolean
is_tile (const guchar *pixel)
{
  return pixel[0] > pixel[1] + 60 && pixel[2] > pixel[1] + 60;
}

static gboolean
is_drawn (const guchar *pixel)
{
  return pixel[3] > 0;
}

/* The share of the widget's points that are as asked. */
static double
get_share (GtkWidget *widget,
           gboolean (*matches) (const guchar *pixel))
{
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guchar *pixels = g_malloc ((gsize) width * height * 4);
  guint              n_found = 0;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  /* Not drawn yet. */
  if (node == NULL)
    return 0;

  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  for (int i = 0; i < width * height; i++)
    n_found += matches (pixels + (gsize) 4 * i);

  return (double) n_found / (width * height);
}

/* There is one on each page. */
static gboolean
is_seen (GtkWidget  *widget,
         const char *type)
{
  return hr_is_of_type (widget, type) && gtk_widget_get_mapped (widget);
}

static void
test_on_the_map (void)
{
  const char *trouble = "not asked";
  g_autoptr (HrBaseMap) base_map = hr_map_finder_find (&trouble);
  HrWindowFixture fixture = { .room = hr_demo_room_new ("one-live") };
  GtkWidget      *map = NULL;

  g_assert_nonnull (base_map);
  g_assert_null (trouble);
  hr_room_set_base_map (fixture.room, base_map, trouble);
  fixture.window = GTK_WIDGET (hr_window_new (NULL, fixture.room));
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 1366, 768);
  gtk_window_present (GTK_WINDOW (fixture.window));
  hr_wait_until ((map = hr_find (fixture.window, is_seen, "ShumateMap")) != NULL);
  hr_wait_until (get_share (map, is_tile) > 0.9);

  /* Nearer than the file has. */
  shumate_viewport_set_zoom_level (shumate_map_get_viewport (SHUMATE_MAP (map)), HR_MAP_MAX_ZOOM);
  hr_wait_until (get_share (map, is_tile) < 0.9);
  hr_wait_until (get_share (map, is_tile) > 0.9);
  g_clear_object (&base_map);
  hr_window_fixture_close (&fixture);
}

static void
test_trouble_on_the_map (void)
{
  static const struct
  {
    const char *metadata;
    const char *trouble;
  } files[] = {
    { "SELECT 1", "The map file is damaged or is no MBTiles file" },
    { "INSERT INTO metadata VALUES ('format', 'png'); DELETE FROM tiles", "The map file has no tiles" },
    { "INSERT INTO metadata VALUES ('format', 'pbf')", "The map file has vector tiles: one with pictures is needed" },
  };
  g_autofree char *path = g_build_filename (data_home, "hamrahi", "map.mbtiles", NULL);
  g_autofree char *good = g_build_filename (data_home, "good", NULL);
  HrWindowFixture  fixture = { .room = hr_demo_room_new ("one-live") };
  const char      *trouble = NULL;

  g_assert_no_errno (g_rename (path, good));

  /* A folder cannot be opened, whoever asks. */
  g_assert_no_errno (g_mkdir (path, 0700));
  g_assert_null (hr_map_finder_find (&trouble));
  g_assert_cmpstr (trouble, ==, "The map file cannot be opened: look at its permissions");
  g_assert_no_errno (g_rmdir (path));

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      make_file (path, files[i].metadata);
      g_assert_null (hr_map_finder_find (&trouble));
      g_assert_cmpstr (trouble, ==, files[i].trouble);
      g_assert_no_errno (g_unlink (path));
    }

  g_assert_no_errno (g_rename (good, path));
  hr_room_set_base_map (fixture.room, NULL, trouble);
  fixture.window = GTK_WIDGET (hr_window_new (NULL, fixture.room));
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 1366, 768);
  gtk_window_present (GTK_WINDOW (fixture.window));
  hr_wait_until (hr_find (fixture.window, hr_says, trouble) != NULL);
  hr_window_fixture_close (&fixture);
}

static guint32
get_red (GBytes *picture)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (picture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 256);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, 256);

  return gdk_pixbuf_read_pixels (pixbuf)[(gsize) gdk_pixbuf_get_rowstride (pixbuf) * 128 + 128 * (gsize) gdk_pixbuf_get_n_channels (pixbuf)];
}

static void
test_part (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) tile = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static ("no picture", 10);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 256, 256);
  cairo_t         *cr = cairo_create (surface);

  /* Sixteen fields, each redder than the one before. */
  for (int i = 0; i < 16; i++)
    {
      cairo_rectangle (cr, i % 4 * 64, i / 4 * 64, 64, 64);
      cairo_set_source_rgb (cr, i / 15.0, 0, 0);
      cairo_fill (cr);
    }
  cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  tile = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

  for (int i = 0; i < 16; i++)
    {
      g_autoptr (GBytes) part = hr_tile_part_new (tile, 2, 400 + i % 4, 800 + i / 4, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (get_red (part), ==, (guint32) i * 17);
    }

  g_assert_null (hr_tile_part_new (text, 2, 0, 0, &error));
  g_assert_nonnull (error);
}

/* Where a line to the west crosses the outline an odd number of times. */
static gboolean
is_in_india (HrLand *land,
             double  lat_deg,
             double  lon_deg)
{
  const double world = 4294967296.0;
  const double x = (lon_deg + 180) / 360 * world;
  const double y = (1 - asinh (tan (lat_deg * G_PI / 180)) / G_PI) / 2 * world;
  gboolean     result = FALSE;

  for (guint i = 0; i < land->lines->len; i++)
    {
      const HrLandLine *line = &g_array_index (land->lines, HrLandLine, i);

      for (gsize j = 1; line->kind == HR_LAND_INDIA && j < line->n_points; j++)
        {
          const HrLandPoint a = line->points[j - 1];
          const HrLandPoint b = line->points[j];

          if ((a.y > y) != (b.y > y))
            result ^= a.x + (y - a.y) / ((double) b.y - a.y) * ((double) b.x - a.x) < x;
        }
    }

  return result;
}

static void
test_outline_of_india (void)
{
  static const struct
  {
    const char *name;
    double      lat_deg;
    double      lon_deg;
    gboolean    is_inside;
  } places[] = {
    { "Srinagar", 34.08, 74.80, TRUE },
    { "Muzaffarabad", 34.36, 73.47, TRUE },
    { "Mirpur", 33.15, 73.76, TRUE },
    { "Gilgit", 35.92, 74.31, TRUE },
    { "Skardu", 35.30, 75.63, TRUE },
    { "Hunza", 36.32, 74.65, TRUE },
    { "Shaksgam", 36.00, 76.75, TRUE },
    { "Siachen", 35.42, 77.10, TRUE },
    { "Aksai Chin", 35.20, 79.30, TRUE },
    { "Demchok", 32.70, 79.45, TRUE },
    { "Tawang", 27.59, 91.86, TRUE },
    { "Walong", 28.13, 97.02, TRUE },
    { "Kanyakumari", 8.12, 77.54, TRUE },
    { "Port Blair", 11.65, 92.73, TRUE },
    { "Nicobar", 7.05, 93.80, TRUE },
    { "Delhi", 28.61, 77.21, TRUE },
    { "Agartala", 23.83, 91.28, TRUE },
    { "Gangtok", 27.33, 88.61, TRUE },
    { "Lahore", 31.55, 74.34, FALSE },
    { "Islamabad", 33.69, 73.05, FALSE },
    { "Abbottabad", 34.15, 73.21, FALSE },
    { "Lhasa", 29.65, 91.12, FALSE },
    { "Kashgar", 39.47, 75.99, FALSE },
    { "Kathmandu", 27.71, 85.32, FALSE },
    { "Thimphu", 27.47, 89.64, FALSE },
    { "Dhaka", 23.81, 90.41, FALSE },
    { "Colombo", 6.93, 79.86, FALSE },
    { "the Arabian Sea", 15.00, 70.00, FALSE },
  };
  g_autoptr (HrLand) land = hr_land_new ();

  g_assert_nonnull (land);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_test_message ("%s", places[i].name);
      g_assert_cmpint (is_in_india (land, places[i].lat_deg, places[i].lon_deg), ==, places[i].is_inside);
    }
}

/* Srinagar, Leh, Muzaffarabad and Skardu are in one country: no line of any kind lies between. */
static void
test_no_line_of_control (void)
{
  const double world = 4294967296.0;
  g_autoptr (HrLand) land = hr_land_new ();

  for (guint i = 0; i < land->lines->len; i++)
    {
      const HrLandLine *line = &g_array_index (land->lines, HrLandLine, i);

      for (gsize j = 0; j < line->n_points; j++)
        {
          const double lon_deg = line->points[j].x / world * 360 - 180;
          const double lat_deg = atan (sinh (G_PI * (1 - 2 * line->points[j].y / world))) * 180 / G_PI;

          g_assert_false (lat_deg > 33.5 && lat_deg < 35.3 && lon_deg > 74.2 && lon_deg < 78);
        }
    }
}

static void
test_land_on_the_map (void)
{
  HrWindowFixture  fixture = { 0 };
  ShumateViewport *viewport = NULL;
  GtkWidget       *land = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  hr_wait_until ((land = hr_find (fixture.window, is_seen, "HrMapLand")) != NULL);
  viewport = shumate_layer_get_viewport (SHUMATE_LAYER (land));

  /* A street is seen: a border's error would be, too. */
  g_assert_cmpfloat (get_share (land, is_drawn), ==, 0);
  shumate_location_set_location (SHUMATE_LOCATION (viewport), 22, 79);
  shumate_viewport_set_zoom_level (viewport, 5);
  hr_wait_until (get_share (land, is_drawn) > 0.01);
  hr_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  int              status = 0;

  data_home = g_dir_make_tmp ("hamrahi-test-XXXXXX", NULL);
  folder = g_build_filename (data_home, "hamrahi", NULL);
  path = g_build_filename (folder, "map.mbtiles", NULL);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  g_assert_no_errno (g_mkdir (folder, 0700));
  make_file (path, "INSERT INTO metadata VALUES ('format', 'png'), ('attribution', '<a href=\"x\">© the surveyors</a>')");

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/base-map/other-files", test_other_files);
  g_test_add_func ("/base-map/tiles", test_tiles);
  g_test_add_func ("/base-map/on-the-map", test_on_the_map);
  g_test_add_func ("/base-map/trouble-on-the-map", test_trouble_on_the_map);
  g_test_add_func ("/base-map/part", test_part);
  g_test_add_func ("/base-map/outline-of-india", test_outline_of_india);
  g_test_add_func ("/base-map/no-line-of-control", test_no_line_of_control);
  g_test_add_func ("/base-map/land-on-the-map", test_land_on_the_map);

  status = g_test_run ();
  hr_test_remove_tree (data_home);
  g_free (data_home);

  return status;
}
