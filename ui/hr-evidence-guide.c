/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-evidence-guide"

#include "hr-evidence-guide.h"

static const char contents[] =
  "What is in it\n"
  "  certificate.pdf   Bharatiya Sakshya Adhiniyam, 2023, section 63(4)(c), Schedule, Part A: a form, to be filled in and signed,\n"
  "                    with the hash report that belongs to it\n"
  "  recordings/       sound (Ogg Opus) and pictures (WebM), as they were recorded\n"
  "  events.jsonl      the incident's rows of the station's log, one a line, as they were hashed\n"
  "  incident.json     what the station's records say of the incident\n"
  "  chain-head.json   the last row of the whole log when this was made: its number and its hash\n"
  "  SHA256SUMS        the SHA-256 of every file here\n\n";

static const char checks[] =
  "How to check it\n"
  "  1. sha256sum -c SHA256SUMS        says of every file that it is the one that was packed.\n"
  "  2. Compare the hashes on the signed certificate with those in SHA256SUMS.\n"
  "  3. Each recording's hash stands in events.jsonl too: in the row of the kind recording.finished, as sha256.\n"
  "  4. Each row's hash is the SHA-256 of seven parts: prev_hash (32 bytes), seq, at_us, kind, incident_id, actor, data. Each part is\n"
  "     its length in bytes as an unsigned 64-bit big-endian number, then its bytes; numbers are decimal text, a missing part is empty.\n"
  "     Where data has a digest, that is the SHA-256, in hexadecimal digits, of the salt (32 bytes) and the text of private.\n"
  "     Rows between these belong to other incidents, so that prev_hash is often the hash of a row that is not here.\n"
  "  5. At the station, hamrahi-station log verify --head HASH says whether the hash in chain-head.json is in its log, and whether\n"
  "     that log is whole.\n";

static void
append_troubles (GString    *text,
                 HrEvidence *evidence)
{
  GPtrArray *items = hr_evidence_get_items (evidence);

  if (items->len == 0)
    g_string_append (text, "Nothing was recorded of this incident.\n\n");
  else if (hr_evidence_count_troubles (evidence) == 0)
    g_string_append (text, "Every recording is here, and its hash is the one in the station's log.\n\n");
  else
    g_string_append (text, "NOT EVERYTHING IS AS IT SHOULD BE. Nothing is certified of these recordings:\n");

  for (guint i = 0; i < items->len; i++)
    {
      const HrEvidenceItem *item = items->pdata[i];

      if (item->trouble == NULL)
        continue;

      g_string_append_printf (text, "  %s\n    %s\n    in the log: %s\n    in the pack: %s\n", item->name, item->trouble,
                              item->sha256 != NULL ? item->sha256 : "no hash", item->actual_sha256 != NULL ? item->actual_sha256 : "nothing");
    }

  if (hr_evidence_count_troubles (evidence) > 0)
    g_string_append_c (text, '\n');
}

GBytes *
hr_evidence_guide_print (HrEvidence *evidence)
{
  GString         *text = g_string_new ("Evidence of an incident\n\n");
  g_autofree char *made_at = hr_evidence_dup_ist (hr_evidence_get_made_at_us (evidence));
  const char      *station = hr_evidence_get_station (evidence);
  const char      *made_by = hr_evidence_get_made_by (evidence);

  g_string_append_printf (text, "Incident:  %s\nStation:   %s\nMade:      %s IST (UTC+05:30)%s%s\n\n", hr_evidence_get_number (evidence),
                          station != NULL ? station : "-", made_at, made_by != NULL ? ", by " : "", made_by != NULL ? made_by : "");
  append_troubles (text, evidence);
  g_string_append (text, contents);
  g_string_append (text, checks);

  return g_string_free_to_bytes (text);
}
