/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-evidence-certificate"

#include "hr-evidence-certificate.h"

#include "hr-paper.h"

#define NAME_PT 165
#define SIGNATURE_PT 140

#define WORDS(text)         \
  {                         \
    HR_PAPER_WORDS, text, 0 \
  }
#define BLANK(share)            \
  {                             \
    HR_PAPER_BLANK, NULL, share \
  }
#define BOX               \
  {                       \
    HR_PAPER_BOX, NULL, 0 \
  }
#define TICKED               \
  {                          \
    HR_PAPER_TICKED, NULL, 0 \
  }
#define ADD_FORM(paper, ...)                                \
  G_STMT_START                                              \
  {                                                         \
    const HrPaperPart parts[] = { __VA_ARGS__ };            \
                                                            \
    hr_paper_add_form (paper, parts, G_N_ELEMENTS (parts)); \
  }                                                         \
  G_STMT_END

/* The Schedule's own words. */
static const char control[] =
  "The digital device or the digital record source was under the lawful control for regularly creating, storing or processing information "
  "for the purposes of carrying out regular activities and during this period, the computer or the communication device was working "
  "properly and the relevant information was regularly fed into the computer during the ordinary course of business. If the "
  "computer/digital device at any point of time was not working properly or out of operation, then it has not affected the "
  "electronic/digital record or its accuracy. The digital device or the source of the digital record is:—";

static void
add_head (HrPaper *paper)
{
  hr_paper_add (paper, HR_PAPER_HEADING, PANGO_ALIGN_CENTER, "THE SCHEDULE");
  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_CENTER, "[See section 63(4)(c) of the Bharatiya Sakshya Adhiniyam, 2023]");
  hr_paper_add (paper, HR_PAPER_TITLE, PANGO_ALIGN_CENTER, "CERTIFICATE");
  hr_paper_add (paper, HR_PAPER_BOLD, PANGO_ALIGN_CENTER, "PART A");
  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_CENTER, "(To be filled by the Party)");
}

static void
add_party (HrPaper *paper)
{
  ADD_FORM (paper, WORDS ("I,"), BLANK (1), WORDS ("(Name),"));
  ADD_FORM (paper, WORDS ("Son/daughter/spouse of"), BLANK (1));
  ADD_FORM (paper, WORDS ("residing/employed at"), BLANK (1));
  hr_paper_add_space (paper, 4);
  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, "do hereby solemnly affirm and sincerely state and submit as follows:—");
}

static void
add_source (HrPaper    *paper,
            HrEvidence *evidence)
{
  const char      *station = hr_evidence_get_station (evidence);
  g_autofree char *known = g_strdup_printf ("SOS control room%s%s; incident %s", station != NULL ? ": " : "", station != NULL ? station : "",
                                            hr_evidence_get_number (evidence));

  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT,
                "I have produced electronic record/output of the digital record taken from the following device/digital record source (tick mark):—");
  ADD_FORM (paper, WORDS ("Computer / Storage Media"), BOX, WORDS ("   DVR"), BOX, WORDS ("   Mobile"), BOX, WORDS ("   Flash Drive"), BOX);
  ADD_FORM (paper, WORDS ("CD/DVD"), BOX, WORDS ("   Server"), BOX, WORDS ("   Cloud"), BOX, WORDS ("   Other"), BOX);
  ADD_FORM (paper, WORDS ("Other:"), BLANK (1));
  ADD_FORM (paper, WORDS ("Make & Model:"), BLANK (3), WORDS ("Color:"), BLANK (1));
  ADD_FORM (paper, WORDS ("Serial Number:"), BLANK (1));
  ADD_FORM (paper, WORDS ("IMEI/UIN/UID/MAC/Cloud ID"), BLANK (1), WORDS ("(as applicable)"));
  hr_paper_add_space (paper, 4);
  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, "and any other relevant information, if any, about the device/digital record (specify):");
  ADD_FORM (paper, { HR_PAPER_BLANK, known, 1 });
  hr_paper_add_space (paper, 6);
  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, control);
  ADD_FORM (paper, WORDS ("Owned"), BOX, WORDS ("   Maintained"), BOX, WORDS ("   Managed"), BOX, WORDS ("   Operated"), BOX,
            WORDS ("   by me (select as applicable)."));
  hr_paper_add_space (paper, 4);
}

static void
add_hashes (HrPaper    *paper,
            HrEvidence *evidence)
{
  GPtrArray *records = hr_evidence_get_records (evidence);

  hr_paper_need (paper, SIGNATURE_PT);
  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, "I state that the HASH value/s of the electronic/digital record/s is:");

  for (guint i = 0; i + 1 < records->len; i += 2)
    {
      const HrPaperCell cells[] = {
        { NAME_PT, HR_PAPER_SMALL, records->pdata[i] },
        { HR_PAPER_WIDTH_PT - NAME_PT, HR_PAPER_CODE, records->pdata[i + 1] },
      };

      hr_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
    }

  hr_paper_add_space (paper, 4);
}

/* On one sheet with the algorithm: nobody signs a sheet that says nothing. */
static void
add_signature (HrPaper *paper)
{
  hr_paper_need (paper, SIGNATURE_PT);
  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, "obtained through the following algorithm:—");
  ADD_FORM (paper, WORDS ("SHA1:"), BOX, WORDS ("   SHA256:"), TICKED, WORDS ("   MD5:"), BOX, WORDS ("   Other:"), BLANK (1),
            WORDS ("(Legally acceptable standard)"));
  hr_paper_add_space (paper, 4);
  hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, "(Hash report to be enclosed with the certificate)");
  hr_paper_add_space (paper, 16);
  ADD_FORM (paper, WORDS ("(Name and signature)"), BLANK (1));
  ADD_FORM (paper, WORDS ("Date (DD/MM/YYYY):"), BLANK (2), WORDS ("Time (IST):"), BLANK (1), WORDS ("hours (In 24 hours format)"));
  ADD_FORM (paper, WORDS ("Place:"), BLANK (1));
}

static void
add_fact (HrPaper     *paper,
          HrPaperStyle style,
          const char  *name,
          const char  *value)
{
  const HrPaperCell cells[] = {
    { NAME_PT, HR_PAPER_SMALL, name },
    { HR_PAPER_WIDTH_PT - NAME_PT, style, value },
  };

  hr_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
}

static void
add_facts (HrPaper    *paper,
           HrEvidence *evidence)
{
  const char      *station = hr_evidence_get_station (evidence);
  const char      *made_by = hr_evidence_get_made_by (evidence);
  g_autofree char *ist = hr_evidence_dup_ist (hr_evidence_get_made_at_us (evidence));
  g_autofree char *made = g_strdup_printf ("%s hours IST (UTC+05:30)", ist);
  g_autofree char *seq = g_strdup_printf ("row %" G_GINT64_FORMAT, hr_evidence_get_head_seq (evidence));

  add_fact (paper, HR_PAPER_TEXT, "Incident", hr_evidence_get_number (evidence));
  add_fact (paper, HR_PAPER_TEXT, "Station", station != NULL ? station : "not named");
  add_fact (paper, HR_PAPER_TEXT, "Hashes computed", made);
  add_fact (paper, HR_PAPER_TEXT, "Pack made by", made_by != NULL ? made_by : "not told");
  add_fact (paper, HR_PAPER_TEXT, "Algorithm", "SHA-256");
  add_fact (paper, HR_PAPER_TEXT, "End of the log then", seq);
  add_fact (paper, HR_PAPER_CODE, "Its hash", hr_evidence_get_head_hash (evidence));
  hr_paper_add_rule (paper);
}

static void
add_recording (HrPaper              *paper,
               const HrEvidenceItem *item)
{
  g_autofree char *started = hr_evidence_dup_ist (item->started_at_us);
  g_autofree char *from = g_strdup_printf ("%s hours IST", started);
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " s, %" G_GSIZE_FORMAT " bytes", item->duration_ms / 1000,
                                           item->duration_ms % 1000 / 100, item->size_bytes);

  hr_paper_need (paper, 48);
  hr_paper_add (paper, HR_PAPER_BOLD, PANGO_ALIGN_LEFT, item->name);

  if (item->trouble != NULL)
    hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, item->trouble);

  add_fact (paper, HR_PAPER_SMALL, "Recording, as the log names it", item->id);
  add_fact (paper, HR_PAPER_SMALL, "Begun", from);
  add_fact (paper, HR_PAPER_SMALL, "Length", item->actual_sha256 != NULL ? size : "not in the pack");
  if (item->actual_sha256 != NULL)
    add_fact (paper, HR_PAPER_CODE, "SHA-256", item->actual_sha256);
  if (item->trouble != NULL)
    add_fact (paper, HR_PAPER_CODE, "The log says", item->sha256 != NULL ? item->sha256 : "no hash");

  hr_paper_add_space (paper, 4);
}

static void
add_recordings (HrPaper    *paper,
                HrEvidence *evidence,
                gboolean    is_good,
                const char *heading)
{
  GPtrArray *items = hr_evidence_get_items (evidence);
  gboolean   is_headed = FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const HrEvidenceItem *item = items->pdata[i];

      if ((item->trouble == NULL) != is_good)
        continue;

      if (!is_headed)
        {
          hr_paper_need (paper, 80);
          hr_paper_add (paper, HR_PAPER_HEADING, PANGO_ALIGN_LEFT, heading);
        }
      is_headed = TRUE;
      add_recording (paper, item);
    }
}

static void
add_report (HrPaper    *paper,
            HrEvidence *evidence)
{
  hr_paper_break (paper);
  hr_paper_add (paper, HR_PAPER_TITLE, PANGO_ALIGN_LEFT, "Hash report");
  add_facts (paper, evidence);
  add_recordings (paper, evidence, TRUE, "Recordings, each with the hash that the log has of it");
  add_recordings (paper, evidence, FALSE, "NOT CERTIFIED: recordings that are missing or not what was recorded");

  if (hr_evidence_get_items (evidence)->len == 0)
    hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, "Nothing was recorded of this incident.");
}

GBytes *
hr_evidence_certificate_print (HrEvidence *evidence,
                               GError    **error)
{
  g_autofree char *title = g_strdup_printf ("Certificate, section 63(4)(c), Part A: %s", hr_evidence_get_number (evidence));
  g_autofree char *made_at = hr_evidence_dup_ist (hr_evidence_get_made_at_us (evidence));
  g_autofree char *footer = g_strdup_printf ("%s · pack of %s IST", hr_evidence_get_number (evidence), made_at);
  g_autoptr (HrPaper) paper = hr_paper_new (title);

  add_head (paper);
  add_party (paper);
  add_source (paper, evidence);
  add_hashes (paper, evidence);
  add_signature (paper);
  add_report (paper, evidence);

  return hr_paper_finish (paper, footer, error);
}
