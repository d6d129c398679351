/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-demo-board"

#include "hr-demo-board.h"

#include "hr-demo-history.h"
#include "hr-demo-settings.h"
#include "hr-demo-statistics.h"
#include "hr-handovers.h"
#include "hr-sound.h"

#include <math.h>

typedef struct
{
  HrRoom    *room;
  HrBoard   *board;
  GPtrArray *events; /* all of them, for the timeline */
  gint64     start_us;
  gint64     seq;
} Demo;

typedef struct
{
  double      age_s; /* before now */
  const char *kind;
  const char *incident_id;
  const char *actor;
  const char *data;
} Step;

typedef void (*SceneFunc) (Demo *demo);

/* The steps below are written with ' where JSON has ", so that they can be read. */
static JsonNode *
parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');

  return json_from_string (json, NULL);
}

static void
apply (Demo       *demo,
       const Step *step)
{
  g_autoptr (JsonNode) node = parse (step->data);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrEvent) event = NULL;

  g_assert_nonnull (node);
  event = hr_event_new (++demo->seq, demo->start_us - (gint64) (step->age_s * G_USEC_PER_SEC), step->kind,
                        step->incident_id, step->actor, json_node_dup_object (node));
  hr_board_apply (demo->board, event, &error);
  g_assert_no_error (error);
  g_ptr_array_add (demo->events, g_steal_pointer (&event));
}

static void
apply_all (Demo       *demo,
           const Step *steps,
           gsize       n_steps)
{
  for (gsize i = 0; i < n_steps; i++)
    apply (demo, &steps[i]);
}

static void
show (Demo       *demo,
      HrIncident *incident)
{
  GListStore *timeline = G_LIST_STORE (hr_room_get_timeline (demo->room));

  hr_room_set_selected (demo->room, incident);
  g_list_store_remove_all (timeline);

  for (guint i = 0; incident != NULL && i < demo->events->len; i++)
    {
      HrEvent *event = g_ptr_array_index (demo->events, i);

      if (g_strcmp0 (hr_event_get_incident_id (event), hr_incident_get_id (incident)) == 0)
        g_list_store_append (timeline, event);
    }
}

static void
show_id (Demo       *demo,
         const char *id)
{
  show (demo, hr_board_get_incident (demo->board, id));
}

static const Step staff[] = {
  { 40000, "zone.saved", NULL, "cli", "{'id':'z1','name':'Connaught Place','geometry':{'type':'Polygon','coordinates':[[[77.205,28.620],[77.236,28.618],[77.241,28.642],[77.219,28.649],[77.203,28.640],[77.205,28.620]]]}}" },
  { 40000, "zone.saved", NULL, "cli", "{'id':'z2','name':'Karol Bagh','geometry':{'type':'Polygon','coordinates':[[[77.170,28.633],[77.203,28.640],[77.219,28.649],[77.206,28.668],[77.176,28.664],[77.170,28.633]]]}}" },
  { 40000, "zone.saved", NULL, "cli", "{'id':'z3','name':'Chandni Chowk','geometry':{'type':'Polygon','coordinates':[[[77.219,28.649],[77.241,28.642],[77.252,28.655],[77.246,28.672],[77.224,28.672],[77.206,28.668],[77.219,28.649]]]}}" },
  { 40000, "zone.saved", NULL, "cli", "{'id':'z4','name':'Lodhi Road and Nizamuddin East','geometry':{'type':'Polygon','coordinates':[[[77.205,28.620],[77.236,28.618],[77.252,28.596],[77.240,28.580],[77.210,28.585],[77.205,28.620]]]}}" },
  { 40000, "operator.saved", NULL, "cli", "{'id':'sup','name':'Operator One','role':'supervisor','capacity':4,'enabled':true,'zones':[]}" },
  { 40000, "operator.saved", NULL, "cli", "{'id':'op1','name':'Operator Two','role':'operator','capacity':4,'enabled':true,'zones':[{'zone_id':'z1','rank':1},{'zone_id':'z2','rank':2}]}" },
  { 40000, "operator.saved", NULL, "cli", "{'id':'op2','name':'नागरिक तीन','role':'operator','capacity':1,'enabled':true,'zones':[{'zone_id':'z2','rank':1}]}" },
  { 40000, "operator.saved", NULL, "cli", "{'id':'op3','name':'شہری چھ','role':'operator','capacity':2,'enabled':true,'zones':[{'zone_id':'z3','rank':1}]}" },
  { 40000, "operator.saved", NULL, "cli", "{'id':'op4','name':'Operator-with-one-very-long-unbroken-name Three','role':'operator','capacity':2,'enabled':true,'zones':[{'zone_id':'z4','rank':1}]}" },
  { 14000, "operator.online", NULL, "station", "{'operator_id':'sup'}" },
  { 12500, "operator.online", NULL, "station", "{'operator_id':'op1'}" },
  { 12400, "operator.online", NULL, "station", "{'operator_id':'op2'}" },
  { 9000, "operator.online", NULL, "station", "{'operator_id':'op3'}" },
  { 360, "operator.presence", NULL, "op3", "{'operator_id':'op3','state':'break','reason':'tea'}" },
};

/* Live, acknowledged, moving: the one that is looked at. */
static const Step live[] = {
  { 102, "incident.activated", "i1", "citizen", "{'number':'HR-2026-001233','source':'sos','drill':false,'silent':true,'citizen':{'id':'c-8841','name':'Citizen One','phone':'+91 00000 00003','language':'ta'},'activation_id':'a1','session_id':'s1','location':{'lat':28.6290,'lon':77.2140,'accuracy_m':65,'source':'network'},'battery_pct':41,'network':'4g','zone_id':'z1','zone_reason':'The location lies in Connaught Place.','zone_because':[{'code':'zone_holds','zones':['Connaught Place']}]}" },
  { 101.9, "incident.assigned", "i1", "station", "{'operator_id':'sup','ringing':['sup'],'how':'primary','reason':'primary of the zone'}" },
  { 101.9, "media.offered", "i1", "station", "{'session_id':'s1','attempt':1,'offer_ms':4}" },
  { 101.8, "media.answered", "i1", "station", "{'session_id':'s1','attempt':1}" },
  { 101.5, "media.connected", "i1", "station", "{'session_id':'s1','attempt':1,'connected_ms':480}" },
  { 101.4, "media.live", "i1", "station", "{'session_id':'s1','attempt':1,'live_ms':610}" },
  { 101.4, "recording.started", "i1", "station", "{'recording_id':'r1','session_id':'s1','attempt':1,'path':'recordings/r1.ogg'}" },
  { 101.3, "incident.listen_started", "i1", "station", "{'operator_id':'sup','slot':0}" },
  { 97, "incident.acknowledged", "i1", "sup", "{'operator_id':'sup'}" },
  { 92, "incident.location", "i1", "citizen", "{'lat':28.62925,'lon':77.2146,'accuracy_m':30,'source':'gps'}" },
  { 75, "incident.location", "i1", "citizen", "{'lat':28.62990,'lon':77.2152,'accuracy_m':24,'source':'gps'}" },
  { 64, "incident.note", "i1", "sup", "{'text':'Two voices, one of them a man. Traffic close by. She says “please let me go”.'}" },
  { 51, "incident.location", "i1", "citizen", "{'lat':28.63060,'lon':77.2154,'accuracy_m':20,'source':'gps'}" },
  { 44, "incident.cancel_requested", "i1", "citizen", "{'reason':'pressed by mistake'}" },
  { 38, "incident.note", "i1", "sup", "{'text':'Cancel not believed. Patrol 7 sent to the inner circle, gate 4.'}" },
  { 21, "incident.location", "i1", "citizen", "{'lat':28.63120,'lon':77.2165,'accuracy_m':18,'source':'gps'}" },
  { 12, "incident.telemetry", "i1", "citizen", "{'battery_pct':38,'network':'4g'}" },
  { 4, "incident.location", "i1", "citizen", "{'lat':28.63165,'lon':77.2178,'accuracy_m':18,'source':'gps'}" },
};

static const Step others[] = {
  { 380, "incident.activated", "i2", "citizen", "{'number':'HR-2026-001229','source':'sos','drill':false,'silent':false,'citizen':{'id':'c-1290','name':'شہری نمبر چار','phone':'+91 00000 00004','language':'ur'},'activation_id':'a2','session_id':'s2','location':{'lat':28.6601,'lon':77.2301,'accuracy_m':9,'source':'gps'},'battery_pct':7,'network':'3g','zone_id':'z3','zone_reason':'The location lies in Chandni Chowk.','zone_because':[{'code':'zone_holds','zones':['Chandni Chowk']}]}" },
  { 379, "incident.assigned", "i2", "station", "{'operator_id':'op3','ringing':['op3'],'how':'primary','reason':'primary of the zone'}" },
  { 378.5, "media.offered", "i2", "station", "{'session_id':'s2','attempt':1,'offer_ms':5}" },
  { 378.2, "media.connected", "i2", "station", "{'session_id':'s2','attempt':1,'connected_ms':250}" },
  { 378, "media.live", "i2", "station", "{'session_id':'s2','attempt':1,'live_ms':1430}" },
  { 370, "incident.acknowledged", "i2", "op3", "{'operator_id':'op3'}" },
  { 260, "incident.activated", "i3", "citizen", "{'number':'HR-2026-001231','source':'sos','drill':false,'silent':true,'citizen':{'id':'c-7712','name':'नागरिक पाँच'},'activation_id':'a3','session_id':'s3','location':{'lat':28.6522,'lon':77.1902,'accuracy_m':1450,'source':'network'},'network':'2g','zone_id':'z2','zone_reason':'The location lies in Karol Bagh. Its accuracy of ±1.5 km reaches into Connaught Place.','zone_because':[{'code':'zone_holds','zones':['Karol Bagh']},{'code':'zone_is_crossed','distance':{'code':'kilometres','count':'1.5'},'zones':['Connaught Place']}]}" },
  { 259, "incident.assigned", "i3", "station", "{'operator_id':'op2','ringing':['op2'],'how':'primary','reason':'primary of the zone'}" },
  { 256.5, "media.offered", "i3", "station", "{'session_id':'s3','attempt':2,'offer_ms':5}" },
  { 256.2, "media.connected", "i3", "station", "{'session_id':'s3','attempt':2,'connected_ms':250}" },
  { 256, "media.live", "i3", "station", "{'session_id':'s3','attempt':2,'live_ms':3980}" },
  { 250, "incident.acknowledged", "i3", "op2", "{'operator_id':'op2'}" },
  { 200, "incident.activated", "i4", "citizen", "{'number':'HR-2026-001232','source':'sos','drill':true,'silent':false,'citizen':{'id':'drill-1','name':'Drill citizen 1'},'activation_id':'a4','session_id':'s4','location':{'lat':28.6352,'lon':77.2252,'accuracy_m':12,'source':'gps'},'battery_pct':80,'network':'wifi','zone_id':'z1','zone_reason':'The location lies in Connaught Place.','zone_because':[{'code':'zone_holds','zones':['Connaught Place']}]}" },
  { 199, "incident.assigned", "i4", "station", "{'operator_id':'op1','ringing':['op1'],'how':'primary','reason':'primary of the zone'}" },
  { 198.5, "media.offered", "i4", "station", "{'session_id':'s4','attempt':1,'offer_ms':5}" },
  { 198.2, "media.connected", "i4", "station", "{'session_id':'s4','attempt':1,'connected_ms':250}" },
  { 198, "media.live", "i4", "station", "{'session_id':'s4','attempt':1,'live_ms':300}" },
  { 190, "incident.acknowledged", "i4", "op1", "{'operator_id':'op1'}" },
  { 900, "incident.activated", "i5", "citizen", "{'number':'HR-2026-001227','source':'sos','drill':false,'silent':false,'citizen':{'id':'c-5530','name':'Citizen Seven','phone':'+91 00000 00005'},'activation_id':'a5','session_id':'s5','location':{'lat':28.6333,'lon':77.2201,'accuracy_m':22,'source':'gps'},'zone_id':'z1','zone_reason':'The location lies in Connaught Place.','zone_because':[{'code':'zone_holds','zones':['Connaught Place']}]}" },
  { 899, "incident.assigned", "i5", "station", "{'operator_id':'op1','ringing':['op1'],'how':'primary','reason':'primary of the zone'}" },
  { 898.5, "media.offered", "i5", "station", "{'session_id':'s5','attempt':1,'offer_ms':5}" },
  { 898.2, "media.connected", "i5", "station", "{'session_id':'s5','attempt':1,'connected_ms':250}" },
  { 898, "media.live", "i5", "station", "{'session_id':'s5','attempt':1,'live_ms':720}" },
  { 890, "incident.acknowledged", "i5", "op1", "{'operator_id':'op1'}" },
  { 600, "media.closed", "i5", "station", "{'session_id':'s5','attempt':1,'reason':'the phone hung up'}" },
};

static const Step waiting[] = {
  { 34, "incident.activated", "w1", "citizen", "{'number':'HR-2026-001234','source':'sos','drill':false,'silent':false,'citizen':{'id':'c-3321','name':'Citizen whose name is much longer than a queue is wide','phone':'+91 00000 00001','language':'te'},'activation_id':'a6','session_id':'s6','location':{'lat':28.5992,'lon':77.2281,'accuracy_m':18,'source':'gps'},'battery_pct':64,'network':'4g','zone_id':'z4','zone_reason':'The location lies in Lodhi Road and Nizamuddin East.','zone_because':[{'code':'zone_holds','zones':['Lodhi Road and Nizamuddin East']}]}" },
  { 34, "incident.queued", "w1", "station", "{'reason':'nobody of the zone is online'}" },
  { 33.5, "media.offered", "w1", "station", "{'session_id':'s6','attempt':1,'offer_ms':5}" },
  { 33.2, "media.connected", "w1", "station", "{'session_id':'s6','attempt':1,'connected_ms':250}" },
  { 33, "media.live", "w1", "station", "{'session_id':'s6','attempt':1,'live_ms':820}" },
  { 24, "alert.raised", "w1", "station", "{'id':'al1','alert':'no_operator','priority':1,'text':'HR-2026-001234 waits and nobody is available.','because':[{'code':'waits','number':'HR-2026-001234'}]}" },
  { 9, "incident.activated", "w2", "citizen", "{'number':'HR-2026-001235','source':'sos','drill':false,'silent':true,'citizen':{'id':'c-9017','phone':'+91 00000 00002'},'activation_id':'a7','session_id':'s7','battery_pct':22,'network':'4g','zone_id':'z1','zone_reason':'There is no location; the citizen was in Connaught Place within the last 24 hours.','zone_because':[{'code':'zone_was_recent','zone':'Connaught Place'}]}" },
  { 9, "incident.assigned", "w2", "station", "{'operator_id':'sup','ringing':['sup'],'how':'primary','reason':'primary of the zone'}" },
  { 8, "media.offered", "w2", "station", "{'session_id':'s7','attempt':1,'offer_ms':6}" },
  { 5, "incident.activated", "w3", "citizen", "{'number':'HR-2026-001236','source':'sos','drill':true,'silent':false,'citizen':{'id':'drill-2','name':'Drill citizen 2'},'activation_id':'a8','session_id':'s8','location':{'lat':28.6402,'lon':77.2150,'accuracy_m':14,'source':'gps'},'battery_pct':55,'network':'wifi','zone_id':'z1','zone_reason':'The location lies in Connaught Place.','zone_because':[{'code':'zone_holds','zones':['Connaught Place']}]}" },
  { 5, "incident.assigned", "w3", "station", "{'operator_id':'op1','ringing':['op1'],'how':'primary','reason':'primary of the zone'}" },
  { 4.5, "media.offered", "w3", "station", "{'session_id':'s8','attempt':1,'offer_ms':5}" },
  { 4.2, "media.connected", "w3", "station", "{'session_id':'s8','attempt':1,'connected_ms':250}" },
  { 4, "media.live", "w3", "station", "{'session_id':'s8','attempt':1,'live_ms':290}" },
};

static const Step alarms[] = {
  { 70, "media.lost", "i2", "station", "{'session_id':'s2','attempt':1,'silent_ms':5000}" },
  { 65, "alert.raised", "i2", "station", "{'id':'al2','alert':'audio_lost','priority':1,'operator_id':'op3','text':'The audio of HR-2026-001229 stopped; the phone is asked again'}" },
  { 60, "alert.acknowledged", "i2", "sup", "{'id':'al2'}" },
  { 50, "alert.raised", NULL, "station", "{'id':'al3','alert':'storage_degraded','priority':1,'text':'Records cannot be written: no space left on the disk','because':[{'code':'not_written','detail':'no space left on the disk'}]}" },
  { 40, "alert.raised", "i2", "station", "{'id':'al4','alert':'battery_low','priority':2,'text':'The phone of HR-2026-001229 has 7 % of its battery left.','because':[{'code':'battery_low','number':'HR-2026-001229','percent':7}]}" },
  { 30, "alert.raised", NULL, "station", "{'id':'al5','alert':'zone_unstaffed','priority':3,'text':'Nobody is available for Lodhi Road and Nizamuddin East.','because':[{'code':'unstaffed','zones':['Lodhi Road and Nizamuddin East']}]}" },
};

/* Many at once, and none of them a matter of seconds. */
static const Step graver[] = {
  { 100, "alert.raised", NULL, "station", "{'id':'m1','alert':'zone_unstaffed','priority':3,'text':'Nobody is available for Lodhi Road, Nizamuddin East.','because':[{'code':'unstaffed','zones':['Lodhi Road','Nizamuddin East']}]}" },
  { 90, "alert.raised", NULL, "station", "{'id':'m2','alert':'clock_jumped','priority':3,'text':'The station\u2019s clock went back by 4 min while it ran: times of before and after do not fit together.'}" },
  { 70, "alert.raised", "i2", "station", "{'id':'m4','alert':'position_old','priority':2,'operator_id':'op3','text':'The phone of HR-2026-001229 has told no position for 120 s; the last one may be wrong by now.','because':[{'code':'position_old','number':'HR-2026-001229','seconds':120}]}" },
  { 60, "alert.raised", "i1", "station", "{'id':'m5','alert':'call_silent','priority':2,'text':'Nothing is heard on HR-2026-001233 for 30 s, though its audio arrives.','because':[{'code':'call_silent','number':'HR-2026-001233','seconds':30}]}" },
  { 50, "alert.raised", NULL, "station", "{'id':'m6','alert':'operator_stale','priority':2,'operator_id':'op3','text':'The console of Operator Three does not answer. Open there: HR-2026-001229.','because':[{'code':'console_silent','operator':'Operator Three','numbers':['HR-2026-001229']}]}" },
  { 5, "alert.raised", "w2", "station", "{'id':'m3','alert':'no_position','priority':2,'text':'The phone of HR-2026-001235 has told no position.','because':[{'code':'no_position','number':'HR-2026-001235'}]}" },
};

static const Step ending[] = {
  { 3, "media.closed", "i1", "station", "{'session_id':'s1','attempt':1,'reason':'the incident ended'}" },
  { 2, "recording.finished", "i1", "station", "{'recording_id':'r1','session_id':'s1','attempt':1,'duration_ms':98400,'bytes':310200,'sha256':'00'}" },
  { 1, "incident.ended", "i1", "sup", "{'disposition':'genuine_dispatched','note':'Patrol 7 with her'}" },
};

/* What is over and not ended, for every reason. */
static const Step unfinished[] = {
  { 700, "incident.activated", "f1", "citizen", "{'number':'HR-2026-001221','source':'sos','drill':false,'silent':false,'citizen':{'id':'c-f1','name':'Citizen Eight'},'activation_id':'a-f1','session_id':'s-f1','battery_pct':40,'zone_id':'z1','zone_reason':'none'}" },
  { 699, "incident.assigned", "f1", "station", "{'operator_id':'op1','ringing':['op1'],'how':'primary','reason':'primary of the zone'}" },
  { 698, "media.offered", "f1", "station", "{'session_id':'s-f1','attempt':1,'offer_ms':5}" },
  { 695, "incident.acknowledged", "f1", "op1", "{'operator_id':'op1'}" },
  { 694, "media.live", "f1", "station", "{'session_id':'s-f1','attempt':1,'live_ms':720}" },
  { 500, "media.lost", "f1", "station", "{'session_id':'s-f1','attempt':1,'silent_ms':5000}" },
  { 650, "incident.activated", "f2", "citizen", "{'number':'HR-2026-001222','source':'sos','drill':false,'silent':true,'citizen':{'id':'c-f2','name':'Citizen Nine'},'activation_id':'a-f2','session_id':'s-f2','battery_pct':40,'zone_id':'z1','zone_reason':'none'}" },
  { 649, "incident.assigned", "f2", "station", "{'operator_id':'op1','ringing':['op1'],'how':'primary','reason':'primary of the zone'}" },
  { 648, "media.offered", "f2", "station", "{'session_id':'s-f2','attempt':1,'offer_ms':5}" },
  { 645, "incident.acknowledged", "f2", "op1", "{'operator_id':'op1'}" },
  { 644, "media.live", "f2", "station", "{'session_id':'s-f2','attempt':1,'live_ms':720}" },
  { 450, "media.closed", "f2", "station", "{'session_id':'s-f2','attempt':1,'reason':'the phone hung up'}" },
  { 600, "incident.activated", "f3", "citizen", "{'number':'HR-2026-001223','source':'sos','drill':false,'silent':false,'citizen':{'id':'c-f3','name':'Citizen Ten'},'activation_id':'a-f3','session_id':'s-f3','battery_pct':40,'zone_id':'z1','zone_reason':'none'}" },
  { 599, "incident.assigned", "f3", "station", "{'operator_id':'op1','ringing':['op1'],'how':'primary','reason':'primary of the zone'}" },
  { 598, "media.offered", "f3", "station", "{'session_id':'s-f3','attempt':1,'offer_ms':5}" },
  { 595, "incident.acknowledged", "f3", "op1", "{'operator_id':'op1'}" },
  { 594, "media.live", "f3", "station", "{'session_id':'s-f3','attempt':1,'live_ms':720}" },
  { 500, "incident.cancel_requested", "f3", "citizen", "{'reason':'pressed by mistake'}" },
  { 450, "media.closed", "f3", "station", "{'session_id':'s-f3','attempt':1,'reason':'the phone hung up'}" },
  { 550, "incident.activated", "f4", "citizen", "{'number':'HR-2026-001224','source':'sos','drill':false,'silent':false,'citizen':{'id':'c-f4','name':'Citizen Eleven'},'activation_id':'a-f4','session_id':'s-f4','battery_pct':40,'zone_id':'z1','zone_reason':'none'}" },
  { 549, "incident.assigned", "f4", "station", "{'operator_id':'op1','ringing':['op1'],'how':'primary','reason':'primary of the zone'}" },
  { 548, "media.offered", "f4", "station", "{'session_id':'s-f4','attempt':1,'offer_ms':5}" },
  { 545, "incident.acknowledged", "f4", "op1", "{'operator_id':'op1'}" },
  { 500, "media.failed", "f4", "station", "{'session_id':'s-f4','attempt':1,'code':'media_failed','reason':'no packet came'}" },
};

static void
hear (Demo       *demo,
      const char *id,
      int         slot)
{
  hr_listening_set_slot (hr_room_get_listening (demo->room, id), slot);
}

static void
make_empty (Demo *demo)
{
  hr_shift_begin (hr_room_get_shift (demo->room), hr_room_get_now_us (demo->room));
}

static void
make_first_run (Demo *demo)
{
  hr_room_set_first_run (demo->room, TRUE);
}

static void
make_first_run_code (Demo *demo)
{
  make_first_run (demo);
  hr_room_set_device_token (demo->room, "xXq3Zk9vJt5mB0aWcYd7Lr2HsNf8Ue4Pg6Io1Tb_Kw-");
}

static void
make_first_run_local (Demo *demo)
{
  hr_room_set_first_run (demo->room, TRUE);
  hr_room_set_station (demo->room, "Parliament Street Police Station", "http://127.0.0.1:8080/sos");
}

static void
make_one_live (Demo *demo)
{
  apply_all (demo, live, G_N_ELEMENTS (live));
  show_id (demo, "i1");
  hear (demo, "i1", 0);
}

static void
make_replay (Demo *demo)
{
  make_one_live (demo);
  hr_replay_set (hr_listening_get_replay (hr_room_get_listening (demo->room, "i1")), HR_REPLAY_CATCHING_UP, 12 * G_USEC_PER_SEC);
}

static void
make_five_and_queue (Demo *demo)
{
  apply_all (demo, others, G_N_ELEMENTS (others));
  apply_all (demo, live, G_N_ELEMENTS (live));
  apply_all (demo, waiting, G_N_ELEMENTS (waiting));
  show_id (demo, "i1");
  hear (demo, "i1", 0);
  hear (demo, "w1", 1);
}

static const Step called[] = {
  { 7, "incident.activated", "o1", "citizen", "{'number':'HR-2026-001237','source':'sos','drill':false,'silent':false,'citizen':{'id':'c-6104','name':'Citizen Nine','phone':'+91 00000 00009','language':'hi'},'activation_id':'ao1','session_id':'so1','location':{'lat':28.6311,'lon':77.2190,'accuracy_m':14,'source':'gps'},'battery_pct':71,'network':'4g','zone_id':'z1','zone_reason':'The location lies in Connaught Place.','zone_because':[{'code':'zone_holds','zones':['Connaught Place']}]}" },
  { 7, "incident.assigned", "o1", "station", "{'operator_id':'op1','ringing':['op1'],'how':'primary','reason':'primary of the zone'}" },
  { 6.9, "media.offered", "o1", "station", "{'session_id':'so1','attempt':1,'offer_ms':4}" },
  { 6.8, "media.answered", "o1", "station", "{'session_id':'so1','attempt':1}" },
  { 6.5, "media.connected", "o1", "station", "{'session_id':'so1','attempt':1,'connected_ms':300}" },
  { 6.3, "media.live", "o1", "station", "{'session_id':'so1','attempt':1,'live_ms':640}" },
  { 6.3, "incident.listen_started", "o1", "station", "{'operator_id':'op1','slot':0}" },
  { 3, "alert.raised", "i5", "station", "{'id':'alo','alert':'battery_low','priority':2,'operator_id':'op1','text':'The phone of HR-2026-001227 has 6 % of its battery left.','because':[{'code':'battery_low','number':'HR-2026-001227','percent':6}]}" },
};

/* As an operator sees the same room: one rings for them, and other people's alarms are other people's. */
static void
make_operator (Demo *demo)
{
  hr_room_set_operator (demo->room, "op1", "Operator Two", FALSE);
  make_five_and_queue (demo);
  apply_all (demo, called, G_N_ELEMENTS (called));
  hear (demo, "i1", -1);
  hear (demo, "w1", -1);
  show_id (demo, "o1");
  hear (demo, "o1", 0);
}

static const Step tea_break[] = {
  { 372, "operator.presence", NULL, "op1", "{'operator_id':'op1','state':'break'}" },
};

/* On a break, with something left behind, looking at another operator's call. */
static void
make_operator_break (Demo *demo)
{
  hr_room_set_operator (demo->room, "op1", "Operator Two", FALSE);
  apply_all (demo, others, G_N_ELEMENTS (others));
  apply_all (demo, tea_break, G_N_ELEMENTS (tea_break));
  show_id (demo, "i2");
}

static void
make_alarm (Demo *demo)
{
  make_five_and_queue (demo);
  apply_all (demo, alarms, G_N_ELEMENTS (alarms));
  show_id (demo, "w1");
  hr_lamp_set (hr_room_get_lamp (demo->room, "DISK"), HR_LAMP_BAD, "No space left on the disk");
  hr_lamp_set (hr_room_get_lamp (demo->room, "CLOCK"), HR_LAMP_WARNING, "The clock is 4 s off");
  hr_room_set_alarms_silenced_until_us (demo->room, g_get_monotonic_time () + 23 * G_USEC_PER_SEC);
}

static void
make_follow_up (Demo *demo)
{
  make_five_and_queue (demo);
  apply_all (demo, unfinished, G_N_ELEMENTS (unfinished));
  show_id (demo, "f1");
}

static const Step older_app[] = {
  { 96, "incident.activated", "d1", "citizen", "{'number':'HR-2026-001237','source':'duress','drill':false,'silent':false,'citizen':{'id':'duress:Citizen Seven','name':'Citizen Seven','phone':'+91 00000 00007'},'activation_id':'da1','session_id':'ds1','zone_reason':'There is no location, and the zone that the device named is not known.','zone_because':[{'code':'zone_name_unknown'}],'zone_text':'Block C, second gate'}" },
  { 95.9, "incident.queued", "d1", "station", "{'reason':'no zone'}" },
  { 94, "media.offered", "d1", "station", "{'session_id':'ds1','attempt':1,'offer_ms':40}" },
  { 94, "media.answered", "d1", "station", "{'session_id':'ds1','attempt':1}" },
  { 93.5, "media.live", "d1", "station", "{'session_id':'ds1','attempt':1,'live_ms':700}" },
  { 90, "incident.assigned", "d1", "sup", "{'operator_id':'sup','ringing':['sup'],'how':'take','reason':'Operator One took it.'}" },
  { 90, "incident.acknowledged", "d1", "sup", "{'operator_id':'sup'}" },
  { 70, "incident.details", "d1", "citizen", "{'zone_text':'Block C, gate 2'}" },
  { 61, "incident.helper", "d1", "citizen", "{'helper':'Warden Eight'}" },
};

/* A phone with the older app, and a helper from outside. */
static void
make_older_app (Demo *demo)
{
  make_five_and_queue (demo);
  apply_all (demo, older_app, G_N_ELEMENTS (older_app));
  show_id (demo, "d1");
  hear (demo, "d1", 2);
}

static const Step exercise[] = {
  { 60, "drill.started", NULL, "sup", "{'drill_id':'d1','citizens':2,'seconds':300,'zone':'z1'}" },
};

/* Only what the exercise has made is open. */
static void
make_drill (Demo *demo)
{
  apply_all (demo, exercise, G_N_ELEMENTS (exercise));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (g_strcmp0 (others[i].incident_id, "i4") == 0)
        apply (demo, &others[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (waiting); i++)
    {
      if (g_strcmp0 (waiting[i].incident_id, "w3") == 0)
        apply (demo, &waiting[i]);
    }
  show_id (demo, "i4");
}

static void
make_no_fix (Demo *demo)
{
  make_five_and_queue (demo);
  show_id (demo, "w2");
}

static void
make_ended (Demo *demo)
{
  make_five_and_queue (demo);
  apply_all (demo, ending, G_N_ELEMENTS (ending));
  show (demo, hr_room_get_selected (demo->room));
}

static void
make_history (Demo *demo)
{
  make_ended (demo);
  hr_demo_history_find (demo->room, hr_room_get_selected (demo->room), 50);
}

static void
open_record (Demo *demo)
{
  hr_demo_history_open (demo->room, hr_room_get_selected (demo->room), demo->events);
}

static void
make_history_record (Demo *demo)
{
  make_history (demo);
  open_record (demo);
  hr_demo_history_sound (demo->room, 98400, 41300);
}

static const Step attempts[] = {
  { 60, "recording.started", "i1", "station", "{'recording_id':'r2','session_id':'s1','attempt':2,'path':'recordings/r2.ogg'}" },
  { 40, "recording.failed", "i1", "station", "{'recording_id':'r2','session_id':'s1','attempt':2,'reason':'no space left on the disk'}" },
  { 30, "recording.started", "i1", "station", "{'recording_id':'r3','session_id':'s1','attempt':3,'path':'recordings/r3.ogg'}" },
  { 20, "recording.finished", "i1", "station", "{'recording_id':'r3','session_id':'s1','attempt':3,'duration_ms':10000,'bytes':31020,'sha256':'00'}" },
};

/* The network went twice while she spoke. */
static void
make_history_attempts (Demo *demo)
{
  make_five_and_queue (demo);
  apply_all (demo, attempts, G_N_ELEMENTS (attempts));
  apply_all (demo, ending, G_N_ELEMENTS (ending));
  hr_demo_history_find (demo->room, hr_room_get_selected (demo->room), 50);
  open_record (demo);
}

static const Step removal[] = {
  { 3, "recording.finished", "i1", "station", "{'recording_id':'r1','session_id':'s1','attempt':1,'duration_ms':98400,'bytes':310200,'sha256':'00'}" },
  { 2, "recording.removed", "i1", "station", "{'recording_id':'r1','reason':'retention.recording_days'}" },
  { 1, "incident.ended", "i1", "sup", "{'disposition':'genuine_dispatched'}" },
};

static void
make_history_removed (Demo *demo)
{
  make_five_and_queue (demo);
  apply_all (demo, removal, G_N_ELEMENTS (removal));
  hr_demo_history_find (demo->room, hr_room_get_selected (demo->room), 50);
  open_record (demo);
}

/* Its evidence was saved before, without what was missing. */
static void
make_history_broken (Demo *demo)
{
  HrEvidenceExport *export = hr_history_get_export (hr_room_get_history (demo->room));

  make_history_record (demo);
  hr_evidence_export_start (export, "i1", "HR-2026-001233", "/home/supervisor/Documents/hamrahi-evidence-HR-2026-001233.zip");
  hr_evidence_export_finish (export, 1);
  hr_playback_fail (hr_history_get_playback (hr_room_get_history (demo->room)),
                    "The recording cannot be fetched: Could not connect to 192.168.1.20: Connection refused");
}

/* What only this console knows stands among what the station says. */
static void
make_alarms (Demo *demo)
{
  make_five_and_queue (demo);
  apply_all (demo, graver, G_N_ELEMENTS (graver));
  show_id (demo, "w2");
  hr_own_alarms_raise (hr_room_get_own_alarms (demo->room), "calls_unheard", 2, "Calls cannot be heard: the headset is gone",
                       demo->start_us - 40 * G_USEC_PER_SEC);
  hr_lamp_set (hr_room_get_lamp (demo->room, "AUDIO"), HR_LAMP_BAD, "Calls cannot be heard: the headset is gone");
}

/* Somebody calls while a record is read. */
static void
make_history_alarm (Demo *demo)
{
  make_history_record (demo);
  apply_all (demo, alarms, G_N_ELEMENTS (alarms));
}

static void
make_history_empty (Demo *demo)
{
  hr_history_set_filter (hr_room_get_history (demo->room), "q", "nobody of this name");
  hr_demo_history_find (demo->room, NULL, 0);
}

static void
make_history_error (Demo *demo)
{
  hr_history_fail (hr_room_get_history (demo->room), "The records: database disk image is malformed");
}

/* A week of a busy room. */
static void
make_statistics (Demo *demo)
{
  make_five_and_queue (demo);
  hr_demo_statistics_take (demo->room, HR_SPAN_WEEK);
}

static void
make_statistics_empty (Demo *demo)
{
  g_autoptr (JsonNode) statistics = parse ("{'incidents':0,'alarms':1,'drills':2,'drill_incidents':7}");

  hr_figures_take (hr_room_get_figures (demo->room), json_node_get_object (statistics), hr_room_get_now_us (demo->room) - G_TIME_SPAN_HOUR,
                   hr_room_get_now_us (demo->room));
}

static void
make_statistics_error (Demo *demo)
{
  hr_figures_fail (hr_room_get_figures (demo->room), "The records: database disk image is malformed");
}

/* A shift that began with a handover, and can be handed over. */
static const Step handed_over = { 4 * 3600, "shift.handed_over", NULL, "sup2", "{'from':'sup2','from_name':'निरीक्षक मीरा','to':'sup','to_name':'Operator One','shift':'B','incidents':[],'alerts':[]}" };

static const char handovers[] =
  "[{'seq':14,'at':'2026-11-20T08:30:00.000Z','head':'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',"
  "'data':{'from':'sup2','from_name':'निरीक्षक मीरा','to':'sup','to_name':'Operator One','ended':'A','shift':'B','began_at':'2026-11-20T00:30:00.000Z',"
  "'lamps':{'net':'good','audio':'good','rec':'good','disk':'warning','clock':'good'},"
  "'incidents':[{'id':'p1','number':'HR-2026-001201','status':'acknowledged','source':'sos','received_at':'2026-11-20T08:12:31.000Z','zone_id':'z1',"
  "'assigned_operator_id':'op1','acknowledged_by':'op1','owner_name':'Operator Two','media':{'state':'live','live_at':'2026-11-20T08:12:32.000Z'}},"
  "{'id':'p2','number':'HR-2026-001198','status':'acknowledged','source':'sos','received_at':'2026-11-20T07:58:02.000Z','zone_id':'z3','silent':true,"
  "'assigned_operator_id':'op3','acknowledged_by':'op3','owner_name':'شہری چھ','media':{'state':'closed','live_at':'2026-11-20T07:58:03.000Z'}}],"
  "'alerts':[{'alert':'disk_low','priority':3,'text':'The disk under the records has 9 % free.','raised_at':'2026-11-20T06:00:00.000Z'}],"
  "'figures':{'incidents':31,'open':2,'abandoned':1,'alarms':9,'drills':0,'press_to_sound':{'n':30,'p50_ms':640,'p95_ms':1480},"
  "'press_to_acknowledge':{'n':30,'p50_ms':6100,'p95_ms':13900,'slowest_tenth_ms':15200,'within_10_s':0.9,'within_15_s':0.97,'within_20_s':0.97}}}}]";

static void
make_handover (Demo *demo)
{
  static const Step person = { 40000, "operator.saved", NULL, "cli", "{'id':'sup2','name':'निरीक्षक मीरा','role':'supervisor','capacity':4,'enabled':true,'zones':[]}" };
  g_autoptr (JsonNode) items = parse (handovers);

  g_assert_nonnull (items);
  apply (demo, &person);
  apply (demo, &handed_over);
  hr_handovers_take (hr_room_get_handovers (demo->room), json_node_get_array (items));
  apply_all (demo, others, G_N_ELEMENTS (others));
  apply_all (demo, live, G_N_ELEMENTS (live));
  apply_all (demo, alarms, G_N_ELEMENTS (alarms));
  apply_all (demo, unfinished, G_N_ELEMENTS (unfinished));
}

static void
make_handover_blocked (Demo *demo)
{
  make_handover (demo);
  apply_all (demo, waiting, G_N_ELEMENTS (waiting));
}

static void
make_connection_lost (Demo *demo)
{
  make_five_and_queue (demo);
  hr_room_set_connection (demo->room, HR_CONNECTION_LOST);
  hr_lamp_set (hr_room_get_lamp (demo->room, "NET"), HR_LAMP_BAD, "The station does not answer");
  hr_lamp_set (hr_room_get_lamp (demo->room, "REC"), HR_LAMP_UNKNOWN, "Not known while the station is away");
  hr_lamp_set (hr_room_get_lamp (demo->room, "DISK"), HR_LAMP_UNKNOWN, "Not known while the station is away");
}

/* With everything that a group of it can say. */
static void
make_settings (Demo *demo)
{
  static const Step disabled = { 300, "operator.saved", NULL, "sup", "{'id':'op5','name':'Operator & Sons <Six>','role':'operator','capacity':1,'enabled':false,'zones':[{'zone_id':'z1','rank':3},{'zone_id':'z9','rank':1}]}" };

  g_autoptr (HrSoundDevice) speaker = hr_sound_device_new ("speaker", "Built-in Audio Analog Stereo");
  g_autoptr (HrSoundDevice) headset = hr_sound_device_new ("headset", "Headset");
  HrSound *sound = hr_room_get_sound (demo->room);

  apply (demo, &disabled);
  g_list_store_append (hr_sound_get_devices (sound), speaker);
  hr_sound_choose (sound, HR_SOUND_CALLS, headset);
  hr_sound_set_fault (sound, HR_SOUND_CALLS, "“Headset” is gone. The computer’s own choice is used until it is back.");
  hr_room_set_device_token (demo->room, "demo");
  hr_demo_answer_settings (demo->room);
  hr_room_set_station_fingerprint (demo->room, "3f9a1c0be72d4e5586a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607");
}

static const struct
{
  const char *name;
  SceneFunc   make;
} scenes[] = {
  { "empty", make_empty },
  { "first-run", make_first_run },
  { "first-run-code", make_first_run_code },
  { "first-run-local", make_first_run_local },
  { "one-live", make_one_live },
  { "replay", make_replay },
  { "five-and-queue", make_five_and_queue },
  { "drill", make_drill },
  { "follow-up", make_follow_up },
  { "older-app", make_older_app },
  { "no-fix", make_no_fix },
  { "alarm", make_alarm },
  { "operator", make_operator },
  { "operator-break", make_operator_break },
  { "alarms", make_alarms },
  { "ended", make_ended },
  { "settings", make_settings },
  { "history", make_history },
  { "history-record", make_history_record },
  { "history-attempts", make_history_attempts },
  { "history-removed", make_history_removed },
  { "history-broken", make_history_broken },
  { "history-alarm", make_history_alarm },
  { "history-empty", make_history_empty },
  { "history-error", make_history_error },
  { "statistics", make_statistics },
  { "statistics-loading", make_empty },
  { "statistics-empty", make_statistics_empty },
  { "statistics-error", make_statistics_error },
  { "handover", make_handover },
  { "handover-blocked", make_handover_blocked },
  { "connection-lost", make_connection_lost },
};

static void
measure (HrRoom *room)
{
  g_autoptr (JsonNode) figures = parse ("{'incidents':25,'open':7,'abandoned':0,'alarms':12,'drills':1,"
                                        "'press_to_sound':{'n':24,'p50_ms':610,'p95_ms':1430},"
                                        "'press_to_acknowledge':{'n':24,'p50_ms':6200,'p95_ms':14800,'slowest_tenth_ms':17400,"
                                        "'within_10_s':0.92,'within_15_s':0.96,'within_20_s':0.98}}");

  hr_shift_set_figures (hr_room_get_shift (room), json_node_get_object (figures));
}

static void
furnish (HrRoom *room)
{
  static const char *const texts[] = { "NET", "The station answers in 2 ms", "AUDIO", "Sound comes out at “Headset”",
                                       "REC", "What is live is recorded", "DISK", "212 GB free", NULL };

  hr_room_set_operator (room, "sup", "Operator One", TRUE);
  hr_room_set_station (room, "Parliament Street Police Station", "https://192.168.1.20:8443/sos");
  hr_room_set_connection (room, HR_CONNECTION_READY);

  hr_shift_begin (hr_room_get_shift (room), hr_room_get_now_us (room) - (gint64) 4 * 3600 * G_USEC_PER_SEC);
  measure (room);

  for (gsize i = 0; texts[i] != NULL; i += 2)
    hr_lamp_set (hr_room_get_lamp (room, texts[i]), HR_LAMP_GOOD, texts[i + 1]);
}

const char *const *
hr_demo_get_scenes (void)
{
  static const char *names[G_N_ELEMENTS (scenes) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    names[i] = scenes[i].name;

  return names;
}

HrRoom *
hr_demo_room_new (const char *scene)
{
  g_autoptr (HrBoard) board = hr_board_new ();
  g_autoptr (HrRoom) room = hr_room_new (board);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  Demo demo = { room, board, events, g_get_real_time (), 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      if (g_strcmp0 (scenes[i].name, scene) != 0)
        continue;

      furnish (room);
      apply_all (&demo, staff, G_N_ELEMENTS (staff));
      scenes[i].make (&demo);

      return g_steal_pointer (&room);
    }

  return NULL;
}

/* Speech is bursts of syllables with pauses in between. */
static double
get_level_db (guint tick)
{
  double sentence = sin (tick * 0.035) + 0.6 * sin (tick * 0.013 + 1);
  double syllable = fabs (sin (tick * 0.55)) * fabs (cos (tick * 0.17));

  return sentence < -0.3 ? -56 + 5 * syllable : -44 + 34 * syllable;
}

void
hr_demo_room_sound (HrRoom *room,
                    guint   n_levels)
{
  GListModel *incidents = hr_board_get_incidents (hr_room_get_board (room));

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);
      HrListening *listening = hr_room_get_listening (room, hr_incident_get_id (incident));

      for (guint tick = 0; hr_listening_get_slot (listening) >= 0 && tick < n_levels; tick++)
        hr_listening_push_level (listening, get_level_db (tick + 71 * i), get_level_db (tick + 71 * i) + 4);
    }
}

const char *
hr_demo_get_page (const char *scene)
{
  static const char *const pages[] = { "history", "statistics", "handover", "settings" };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (g_str_has_prefix (scene, pages[i]))
        return pages[i];
    }

  return "live";
}
