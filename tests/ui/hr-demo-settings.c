/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-settings.h"

#include "hr-request.h"

static const char settings[] =
  "{'url':'https://192.168.1.20:8443','requires_device_token':true,'items':["
  "{'key':'listen.address','value':'0.0.0.0','default':'127.0.0.1','live':false},"
  "{'key':'dispatch.ack_timeout_ms','value':'15000','default':'15000','live':true,'min':1000,'max':3600000},"
  "{'key':'dispatch.queue_timeout_ms','value':'10000','default':'10000','live':true,'min':1000,'max':3600000},"
  "{'key':'dispatch.neighbour_after_ms','value':'0','default':'0','live':true,'min':0,'max':3600000},"
  "{'key':'dispatch.unstaffed_after_ms','value':'120000','default':'120000','live':true,'min':0,'max':86400000},"
  "{'key':'dispatch.no_position_after_ms','value':'30000','default':'30000','live':true,'min':0,'max':3600000},"
  "{'key':'dispatch.old_position_after_ms','value':'90500','default':'120000','live':true,'min':0,'max':3600000},"
  "{'key':'dispatch.zone_reach_m','value':'20000','default':'20000','live':true,'min':0,'max':20000000}]}";

static const char keys[] =
  "{'items':["
  "{'id':'k1','name':'phones, north','scope':'device','created_at':'2026-11-03T04:30:00.000Z','used_at':'2026-11-20T09:02:07.123Z'},"
  "{'id':'k2','name':'Evening report & <figures>','scope':'read','created_at':'2026-11-04T04:30:00.000Z'},"
  "{'id':'k3','name':'old phones','scope':'device','created_at':'2026-10-01T04:30:00.000Z','revoked_at':'2026-10-02T04:30:00.000Z'}]}";

static const struct
{
  const char *name;
  const char *answer;
} answers[] = {
  { "settings.get", settings },
  { "key.list", keys },
};

static JsonNode *
parse (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (quoted, &error);

  g_assert_no_error (error);
  return node;
}

static void
on_request (HrRoom    *room,
            HrRequest *request,
            gpointer   unused)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (JsonNode) answer = NULL;

      if (!g_str_equal (answers[i].name, hr_request_get_name (request)))
        continue;

      answer = parse (answers[i].answer);
      hr_request_set_answer (request, json_node_get_object (answer));
      hr_request_finish (request, NULL);
    }
}

void
hr_demo_answer_settings (HrRoom *room)
{
  g_signal_connect (room, "request", G_CALLBACK (on_request), NULL);
}
