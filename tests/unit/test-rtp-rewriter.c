/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-rtp-rewriter.h"

#include <gst/rtp/rtp.h>
#include <string.h>

#define PACKET_US (20 * G_TIME_SPAN_MILLISECOND)
#define PACKET_SAMPLES 960

typedef struct
{
  HrRtpRewriter rewriter;
  gint64        now_us;

  /* Of the packet sent last. */
  gboolean is_sent;
  guint16  sequence;
  guint32  timestamp;
  gboolean has_marker;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->rewriter = (HrRtpRewriter){ .ssrc = 77, .payload_type = 111, .clock_hz = 48000, .usual_advance = 960 };
  fixture->now_us = 5 * G_USEC_PER_SEC;
}

/* A packet with an extension and a contributing source, which have to stay behind. */
static GstBuffer *
make_packet (guint32 ssrc,
             guint16 sequence,
             guint32 timestamp)
{
  GstBuffer   *rtp = gst_rtp_buffer_new_allocate (3, 0, 1);
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;
  const guint8 extension = 9;

  g_assert_true (gst_rtp_buffer_map (rtp, GST_MAP_READWRITE, &mapped));
  gst_rtp_buffer_set_ssrc (&mapped, ssrc);
  gst_rtp_buffer_set_payload_type (&mapped, 96);
  gst_rtp_buffer_set_seq (&mapped, sequence);
  gst_rtp_buffer_set_timestamp (&mapped, timestamp);
  gst_rtp_buffer_set_csrc (&mapped, 0, 5);
  g_assert_true (gst_rtp_buffer_add_extension_onebyte_header (&mapped, 1, &extension, 1));
  memcpy (gst_rtp_buffer_get_payload (&mapped), "abc", 3);
  gst_rtp_buffer_unmap (&mapped);
  return rtp;
}

static void
send (Fixture *fixture,
      guint32  ssrc,
      guint16  sequence,
      guint32  timestamp)
{
  g_autoptr (GstBuffer) rtp = make_packet (ssrc, sequence, timestamp);
  g_autoptr (GstBuffer) sent = hr_rtp_rewriter_rewrite (&fixture->rewriter, rtp, fixture->now_us);
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;

  fixture->is_sent = sent != NULL;
  if (sent == NULL)
    return;

  g_assert_true (gst_rtp_buffer_map (sent, GST_MAP_READ, &mapped));
  g_assert_cmpuint (gst_rtp_buffer_get_ssrc (&mapped), ==, 77);
  g_assert_cmpuint (gst_rtp_buffer_get_payload_type (&mapped), ==, 111);
  g_assert_false (gst_rtp_buffer_get_extension (&mapped));
  g_assert_cmpuint (gst_rtp_buffer_get_csrc_count (&mapped), ==, 0);
  g_assert_cmpmem (gst_rtp_buffer_get_payload (&mapped), gst_rtp_buffer_get_payload_len (&mapped), "abc", 3);
  fixture->sequence = gst_rtp_buffer_get_seq (&mapped);
  fixture->timestamp = gst_rtp_buffer_get_timestamp (&mapped);
  fixture->has_marker = gst_rtp_buffer_get_marker (&mapped);
  gst_rtp_buffer_unmap (&mapped);
}

static void
assert_advance (Fixture *fixture,
                guint16  sequence,
                guint32  timestamp,
                guint16  n_packets,
                guint32  n_samples)
{
  g_assert_true (fixture->is_sent);
  g_assert_cmpuint ((guint16) (fixture->sequence - sequence), ==, n_packets);
  g_assert_cmpuint (fixture->timestamp - timestamp, ==, n_samples);
}

static void
test_wraps (Fixture      *fixture,
            gconstpointer user_data)
{
  /* Long enough for sequence numbers to wrap twice, and past their half, where signs change. */
  for (guint i = 0; i < 140000; i++)
    {
      const guint16 sequence = fixture->sequence;
      const guint32 timestamp = fixture->timestamp;

      send (fixture, 1, 65530 + i, G_MAXUINT32 - 5000 + i * PACKET_SAMPLES);
      if (i > 0)
        assert_advance (fixture, sequence, timestamp, 1, PACKET_SAMPLES);
      g_assert_cmpint (fixture->has_marker, ==, i == 0);
      fixture->now_us += PACKET_US;
    }
}

static void
test_loss_and_order (Fixture      *fixture,
                     gconstpointer user_data)
{
  guint16 first = 0;
  guint32 first_timestamp = 0;

  send (fixture, 1, 100, 0);
  first = fixture->sequence;
  first_timestamp = fixture->timestamp;
  fixture->now_us += 4 * PACKET_US;
  send (fixture, 1, 104, 4 * PACKET_SAMPLES);
  assert_advance (fixture, first, first_timestamp, 4, 4 * PACKET_SAMPLES);
  send (fixture, 1, 102, 2 * PACKET_SAMPLES);
  assert_advance (fixture, first, first_timestamp, 2, 2 * PACKET_SAMPLES);
  fixture->now_us += PACKET_US;
  send (fixture, 1, 105, 5 * PACKET_SAMPLES);
  assert_advance (fixture, first, first_timestamp, 5, 5 * PACKET_SAMPLES);
  g_assert_false (fixture->has_marker);
}

static void
test_switch (Fixture      *fixture,
             gconstpointer user_data)
{
  guint16 sequence = 0;
  guint32 timestamp = 0;

  send (fixture, 1, 100, 0);
  sequence = fixture->sequence;
  timestamp = fixture->timestamp;

  /* Three seconds without a source. */
  hr_rtp_rewriter_switch (&fixture->rewriter);
  fixture->now_us += 3 * G_USEC_PER_SEC;
  send (fixture, 2, 40000, 1234567890);
  assert_advance (fixture, sequence, timestamp, 1, 3 * 48000);
  g_assert_true (fixture->has_marker);

  /* Older than the source's first: its number is the old source's. */
  send (fixture, 2, 39999, 1234567890 - PACKET_SAMPLES);
  g_assert_false (fixture->is_sent);
  send (fixture, 2, 40001, 1234567890 + PACKET_SAMPLES);
  assert_advance (fixture, sequence, timestamp, 2, 3 * 48000 + PACKET_SAMPLES);
  g_assert_false (fixture->has_marker);

  /* The same source again, at once. */
  hr_rtp_rewriter_switch (&fixture->rewriter);
  send (fixture, 2, 40002, 1234567890 + 2 * PACKET_SAMPLES);
  assert_advance (fixture, sequence, timestamp, 3, 3 * 48000 + 2 * PACKET_SAMPLES);
  g_assert_true (fixture->has_marker);
}

static void
test_source_changes_by_itself (Fixture      *fixture,
                               gconstpointer user_data)
{
  static const struct
  {
    guint32 ssrc;
    guint16 sequence;
    guint32 timestamp;
  } next[] = {
    { 2, 101, PACKET_SAMPLES },                    /* another SSRC */
    { 1, 60000, PACKET_SAMPLES },                  /* another numbering */
    { 1, 101, 1000000000 },                        /* a jump into the future */
    { 1, 101, G_MAXUINT32 - 20 * PACKET_SAMPLES }, /* back in time, but not in number */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (next); i++)
    {
      guint16 sequence = 0;
      guint32 timestamp = 0;

      set_up (fixture, NULL);
      send (fixture, 1, 100, 0);
      sequence = fixture->sequence;
      timestamp = fixture->timestamp;
      fixture->now_us += 2 * PACKET_US;
      send (fixture, next[i].ssrc, next[i].sequence, next[i].timestamp);
      assert_advance (fixture, sequence, timestamp, 1, 2 * PACKET_SAMPLES);
      g_assert_true (fixture->has_marker);
    }
}

static void
test_held_back (Fixture      *fixture,
                gconstpointer user_data)
{
  guint16 sequence = 0;
  guint32 timestamp = 0;

  send (fixture, 1, 0, 0);
  sequence = fixture->sequence;
  timestamp = fixture->timestamp;

  /* The network stood still for two seconds: late packets keep their time, so that live stays live. */
  fixture->now_us += 100 * PACKET_US;
  for (guint i = 1; i <= 100; i++)
    {
      send (fixture, 1, i, i * PACKET_SAMPLES);
      assert_advance (fixture, sequence, timestamp, i, i * PACKET_SAMPLES);
      g_assert_false (fixture->has_marker);
    }
}

static void
test_not_rtp (Fixture      *fixture,
              gconstpointer user_data)
{
  g_autoptr (GstBuffer) junk = gst_buffer_new_memdup ("\x80", 1);

  g_assert_null (hr_rtp_rewriter_rewrite (&fixture->rewriter, junk, fixture->now_us));
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/rtp-rewriter/wraps", test_wraps },
    { "/rtp-rewriter/loss-and-order", test_loss_and_order },
    { "/rtp-rewriter/switch", test_switch },
    { "/rtp-rewriter/source-changes-by-itself", test_source_changes_by_itself },
    { "/rtp-rewriter/held-back", test_held_back },
    { "/rtp-rewriter/not-rtp", test_not_rtp },
  };

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, NULL);

  return g_test_run ();
}
