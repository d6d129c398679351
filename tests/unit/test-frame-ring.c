/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-frame-ring.h"

#define KEEP_MS 30000
#define PACKET_US (20 * G_TIME_SPAN_MILLISECOND)

static void
test_keeps_the_last (void)
{
  g_autoptr (HrFrameBus) bus = hr_frame_bus_new ();
  g_autoptr (HrFrameRing) ring = hr_frame_ring_new (bus, KEEP_MS);
  g_autoptr (GPtrArray) packets = NULL;
  g_autoptr (GPtrArray) none = hr_frame_ring_dup (ring);
  guint n_kept = KEEP_MS * G_TIME_SPAN_MILLISECOND / PACKET_US + 1;

  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = 0; i < 3 * n_kept; i++)
    {
      g_autoptr (GstBuffer) buffer = gst_buffer_new ();

      GST_BUFFER_OFFSET (buffer) = i;
      hr_frame_bus_push (bus, buffer, (gint64) i * PACKET_US);
    }

  packets = hr_frame_ring_dup (ring);
  g_assert_cmpuint (packets->len, ==, n_kept);
  g_assert_cmpuint (GST_BUFFER_OFFSET (g_ptr_array_index (packets, 0)), ==, 2 * n_kept);
  g_assert_cmpuint (GST_BUFFER_OFFSET (g_ptr_array_index (packets, n_kept - 1)), ==, 3 * n_kept - 1);
}

static void
test_lets_go (void)
{
  g_autoptr (HrFrameBus) bus = hr_frame_bus_new ();
  HrFrameRing *ring = hr_frame_ring_new (bus, KEEP_MS);
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();

  hr_frame_bus_push (bus, buffer, 0);
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (buffer), ==, 2);
  hr_frame_ring_free (ring);
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (buffer), ==, 1);
  hr_frame_bus_push (bus, buffer, 0);
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (buffer), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/media/frame-ring/keeps-the-last", test_keeps_the_last);
  g_test_add_func ("/media/frame-ring/lets-go", test_lets_go);

  return g_test_run ();
}
