-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a station of schema 3 left that had taken over the records of schema 2.
PRAGMA user_version = 3;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE activation (
  citizen_id    TEXT NOT NULL,
  activation_id TEXT NOT NULL,
  incident_id   TEXT NOT NULL REFERENCES incident (id),
  PRIMARY KEY (citizen_id, activation_id)
) STRICT, WITHOUT ROWID;
INSERT INTO activation VALUES('citizen-1','c2346739-2901-47cd-afcc-b9e5d56cbf0f','cdb265de-73e7-4dc9-b403-bdebe94bc0e8');
INSERT INTO activation VALUES('citizen-2','751d6fc9-c7cc-485f-9ee7-3a1b8eeaa9cb','434d1e96-97e5-46d5-a4fb-381bfd1bb331');
INSERT INTO activation VALUES('drill-b84db0f5-1','43807506-f5c7-4445-b65a-acddbb3dbe90','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467');
CREATE TABLE alert (
  id                 TEXT PRIMARY KEY,
  kind               TEXT NOT NULL,
  priority           INTEGER NOT NULL,
  incident_id        TEXT,
  operator_id        TEXT,
  text               TEXT NOT NULL,
  raised_at_us       INTEGER NOT NULL,
  acknowledged_at_us INTEGER,
  acknowledged_by    TEXT,
  cleared_at_us      INTEGER
) STRICT;
CREATE TABLE api_key (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  scope         TEXT NOT NULL,
  token_hash    TEXT,
  created_at_us INTEGER NOT NULL,
  revoked_at_us INTEGER
) STRICT;
INSERT INTO api_key VALUES('5f7b223d-92a2-4efc-b53c-038fcc50a90b','board','read','1711cea9eb51c174e7930615756323c61802d240849f913d969b2b2f922892ca',1795214649202000,NULL);
CREATE TABLE event (
  seq         INTEGER PRIMARY KEY,
  at_us       INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  incident_id TEXT,
  actor       TEXT NOT NULL,
  data        TEXT NOT NULL,
  prev_hash   BLOB NOT NULL CHECK (length (prev_hash) = 32),
  hash        BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO event VALUES(1,1795214646957000,'zone.saved',NULL,'station','{"geometry":{"coordinates":[[[77.10900000000001,28.5239],[77.309,28.5239],[77.309,28.7039],[77.10900000000001,28.7039],[77.10900000000001,28.5239]]],"type":"Polygon"},"id":"zone-1","name":"Zone 1"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'e50b6a24826d055dc7ca28103de001eb343fd2ff594db60fa206b47824e4f481');
INSERT INTO event VALUES(2,1795214646957000,'operator.saved',NULL,'station','{"capacity":4,"enabled":true,"id":"supervisor","name":"Duty supervisor","role":"supervisor","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'e50b6a24826d055dc7ca28103de001eb343fd2ff594db60fa206b47824e4f481',X'afe8f7c5bb4431be92e967aa243e5af786b73fe30e953fa56ba41513e05ff923');
INSERT INTO event VALUES(3,1795214647445000,'station.started',NULL,'station','{"listen":"http://127.0.0.1:39767","version":"0.1.0"}',X'afe8f7c5bb4431be92e967aa243e5af786b73fe30e953fa56ba41513e05ff923',X'a6f6fcc65fad9c2ac93c1747ef208c1ad7e27ff23b34e839c025986a8a13da42');
INSERT INTO event VALUES(4,1795214647587000,'operator.saved',NULL,'cli','{"capacity":4,"enabled":true,"id":"asha","name":"Operator 1","role":"operator","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'a6f6fcc65fad9c2ac93c1747ef208c1ad7e27ff23b34e839c025986a8a13da42',X'1089288253dc733e9608de5189303de45d49527a672c696783fd8e7409d0be85');
INSERT INTO event VALUES(5,1795214647606000,'operator.online',NULL,'station','{"operator_id":"supervisor"}',X'1089288253dc733e9608de5189303de45d49527a672c696783fd8e7409d0be85',X'dfdca20c42d6bc0d21d9f9980e3648818da7bfaca23a5a7148bdcec258843002');
INSERT INTO event VALUES(6,1795214647629000,'incident.activated','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','citizen','{"activation_id":"c2346739-2901-47cd-afcc-b9e5d56cbf0f","citizen":{"id":"citizen-1","name":"Citizen-1"},"drill":false,"location":{"accuracy_m":18,"lat":28.6139,"lon":77.209,"source":"gps"},"number":"HR-2026-000001","session_id":"5d04d964-d8ec-4316-834b-31bdd3b1fd50","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'dfdca20c42d6bc0d21d9f9980e3648818da7bfaca23a5a7148bdcec258843002',X'2db9d9be24efa6262c1532d69ef73deac19d7ad49377cfd79e3edecf62dabcaa');
INSERT INTO event VALUES(7,1795214647629000,'incident.assigned','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'2db9d9be24efa6262c1532d69ef73deac19d7ad49377cfd79e3edecf62dabcaa',X'767c115711bc28fa0940b80f4c4356625180810814a2d3993e4b41850ff89775');
INSERT INTO event VALUES(8,1795214647629000,'media.offered','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','station','{"attempt":1,"offer_ms":0,"session_id":"5d04d964-d8ec-4316-834b-31bdd3b1fd50"}',X'767c115711bc28fa0940b80f4c4356625180810814a2d3993e4b41850ff89775',X'ab41efa6ab87429a0b96922c5dd9911480e01470dce50bb11336bfde6710e356');
INSERT INTO event VALUES(9,1795214647650000,'incident.location','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','citizen','{"accuracy_m":10,"lat":28.62,"lon":77.21}',X'ab41efa6ab87429a0b96922c5dd9911480e01470dce50bb11336bfde6710e356',X'443347928e35124f4b2d8ec83bc3358e4a6a303aee18ac13e0127e5a5d7712cb');
INSERT INTO event VALUES(10,1795214647670000,'incident.acknowledged','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','supervisor','{"operator_id":"supervisor"}',X'443347928e35124f4b2d8ec83bc3358e4a6a303aee18ac13e0127e5a5d7712cb',X'd37039e7eb9379ea312d6f1f40f41635f448c9ea4fca0386335d14276224df0e');
INSERT INTO event VALUES(11,1795214647692000,'incident.note','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','supervisor','{"text":"A note"}',X'd37039e7eb9379ea312d6f1f40f41635f448c9ea4fca0386335d14276224df0e',X'497e5f5f99b0616c612e8988bf5bda1b4227674ce302d1a4ad7e5bc07b979ccc');
INSERT INTO event VALUES(12,1795214647713000,'incident.ended','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','supervisor','{"disposition":"test"}',X'497e5f5f99b0616c612e8988bf5bda1b4227674ce302d1a4ad7e5bc07b979ccc',X'4715c917fb826468b13c5087fdbebf1f3cb7b6ad482ab0844346e1383340c935');
INSERT INTO event VALUES(13,1795214647713000,'media.closed','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','station','{"attempt":1,"reason":"resolved","session_id":"5d04d964-d8ec-4316-834b-31bdd3b1fd50"}',X'4715c917fb826468b13c5087fdbebf1f3cb7b6ad482ab0844346e1383340c935',X'53b70f32d3076495497de74f2b1358645f4ce9c6f42c6473f64baa250b6ce951');
INSERT INTO event VALUES(14,1795214648006000,'incident.activated','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','citizen','{"activated_at":"2026-11-20T22:44:08.005Z","activation_id":"43807506-f5c7-4445-b65a-acddbb3dbe90","battery_pct":31,"citizen":{"id":"drill-b84db0f5-1","language":"en-IN","name":"Drill citizen 1","phone":"+91 00000 00001"},"drill":true,"location":{"accuracy_m":11.2,"captured_at":"2026-11-20T22:44:08.005Z","heading_deg":307,"lat":28.61931,"lon":77.208545,"source":"gps","speed_mps":1.5},"network":"4g","number":"HR-2026-000002","session_id":"93c09d3a-a24f-494f-b47a-16021ee514df","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'53b70f32d3076495497de74f2b1358645f4ce9c6f42c6473f64baa250b6ce951',X'252a8ac050692bcf7d41e283e9a41acac589a7f1ae77cb2a0d32f8b665c2c488');
INSERT INTO event VALUES(15,1795214648006000,'incident.assigned','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'252a8ac050692bcf7d41e283e9a41acac589a7f1ae77cb2a0d32f8b665c2c488',X'1950da4fed47ce5c375c292968a029fd5addaa62c8f689c4a4fb34c700e3e0aa');
INSERT INTO event VALUES(16,1795214648006000,'media.offered','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"offer_ms":0,"session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'1950da4fed47ce5c375c292968a029fd5addaa62c8f689c4a4fb34c700e3e0aa',X'85a3b35ee307d12c04452fd0db52dcf335d7786d1a010b0fd01815b710307ad9');
INSERT INTO event VALUES(17,1795214648012000,'media.answered','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'85a3b35ee307d12c04452fd0db52dcf335d7786d1a010b0fd01815b710307ad9',X'236e8308f3e53c3d585bd4e6ffe72a50e3c290e4935acb24644025712457ed45');
INSERT INTO event VALUES(18,1795214648044000,'media.connected','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"connected_ms":38,"session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'236e8308f3e53c3d585bd4e6ffe72a50e3c290e4935acb24644025712457ed45',X'6bbc9353f25d8b905ba171e75c5c3af3b3a07aca6cd9c0833e53fa43c87d3b67');
INSERT INTO event VALUES(19,1795214648048000,'recording.started','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"path":"recordings/2026/11/20/93c09d3a-a24f-494f-b47a-16021ee514df-1.ogg","recording_id":"886ee9fa-e890-4a12-b961-c67b20da3db3","session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'6bbc9353f25d8b905ba171e75c5c3af3b3a07aca6cd9c0833e53fa43c87d3b67',X'964a28b49ac7ef57997623631d206022e0809e83204f09aedf0c63497f5b35e5');
INSERT INTO event VALUES(20,1795214648052000,'media.live','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"live_ms":45,"session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'964a28b49ac7ef57997623631d206022e0809e83204f09aedf0c63497f5b35e5',X'697c9302207bf827491f8901ca17258d4494fe355dadf0bbe6a1d80b82289df0');
INSERT INTO event VALUES(21,1795214649068000,'incident.ended','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','supervisor','{"disposition":"test"}',X'697c9302207bf827491f8901ca17258d4494fe355dadf0bbe6a1d80b82289df0',X'5974c624ebf4139aa11da6f466493adcc9e359a24e7941794b6273ac9f2a6f2c');
INSERT INTO event VALUES(22,1795214649069000,'media.closed','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"reason":"resolved","session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'5974c624ebf4139aa11da6f466493adcc9e359a24e7941794b6273ac9f2a6f2c',X'47e47b9f0e7b97a0457ea6a3f3d9b0b267b3343e8813163c75f0dfd6f03be978');
INSERT INTO event VALUES(23,1795214649069000,'recording.finished','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"bytes":2933,"duration_ms":1060,"recording_id":"886ee9fa-e890-4a12-b961-c67b20da3db3","session_id":"93c09d3a-a24f-494f-b47a-16021ee514df","sha256":"d5db2a966ed733c0a3676ea8d505b559eea4c4f6c63d8f078371018a4b73296b"}',X'47e47b9f0e7b97a0457ea6a3f3d9b0b267b3343e8813163c75f0dfd6f03be978',X'4769e81f3e1dd73c2cdc134cd7b24ec575be56dd52eaf0e07097a327f7342ffa');
INSERT INTO event VALUES(24,1795214649154000,'operator.offline',NULL,'station','{"operator_id":"supervisor"}',X'4769e81f3e1dd73c2cdc134cd7b24ec575be56dd52eaf0e07097a327f7342ffa',X'93a804c498db309409fbb43739eaffb89ab5a7c05259856be12ade26455e99b8');
INSERT INTO event VALUES(25,1795214649158000,'incident.activated','434d1e96-97e5-46d5-a4fb-381bfd1bb331','citizen','{"activation_id":"751d6fc9-c7cc-485f-9ee7-3a1b8eeaa9cb","citizen":{"id":"citizen-2","name":"Citizen-2"},"drill":false,"location":{"accuracy_m":18,"lat":28.6139,"lon":77.209,"source":"gps"},"number":"HR-2026-000003","session_id":"b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'93a804c498db309409fbb43739eaffb89ab5a7c05259856be12ade26455e99b8',X'af4423b0279ac855d4883fadccdc037bc35a3449d9515d208e179b8bc317d26f');
INSERT INTO event VALUES(26,1795214649158000,'incident.queued','434d1e96-97e5-46d5-a4fb-381bfd1bb331','station','{"reason":"No operator of Zone 1 is free: Duty supervisor is offline, Operator 1 is offline."}',X'af4423b0279ac855d4883fadccdc037bc35a3449d9515d208e179b8bc317d26f',X'103a9cb95ba3ed98cb139111c0ac7281f5f43a5065143502ccbd9a4af3595eb7');
INSERT INTO event VALUES(27,1795214649158000,'media.offered','434d1e96-97e5-46d5-a4fb-381bfd1bb331','station','{"attempt":1,"offer_ms":0,"session_id":"b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8"}',X'103a9cb95ba3ed98cb139111c0ac7281f5f43a5065143502ccbd9a4af3595eb7',X'273e6c4d9b560e3b3b3011fd90389003d1af551a3dd1ff94127b4f37272d2f5b');
INSERT INTO event VALUES(28,1795214649202000,'key.created',NULL,'cli','{"id":"5f7b223d-92a2-4efc-b53c-038fcc50a90b","name":"board","scope":"read"}',X'273e6c4d9b560e3b3b3011fd90389003d1af551a3dd1ff94127b4f37272d2f5b',X'9b5c03e31b57364220c90b462d4b6d369e8ba1a06b1f23b88d3389db4468053c');
INSERT INTO event VALUES(29,1795214649208000,'media.closed','434d1e96-97e5-46d5-a4fb-381bfd1bb331','station','{"attempt":1,"reason":"station_stopping","session_id":"b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8"}',X'9b5c03e31b57364220c90b462d4b6d369e8ba1a06b1f23b88d3389db4468053c',X'75b9426ce2c6aea36e1eb5a46168ed8490cf0e7524b07cc37a2603bef12a0874');
INSERT INTO event VALUES(30,1795214649213000,'station.stopped',NULL,'station','{}',X'75b9426ce2c6aea36e1eb5a46168ed8490cf0e7524b07cc37a2603bef12a0874',X'3a58b2073458df09831e9c8cb01c8327a36c84c80f3ff1c5020ed3a421351d7f');
INSERT INTO event VALUES(31,1795756981006000,'station.started',NULL,'station','{"listen":"http://127.0.0.1:34529","version":"0.1.0"}',X'3a58b2073458df09831e9c8cb01c8327a36c84c80f3ff1c5020ed3a421351d7f',X'5039ea67ddadabf41dde27ffe094e6eccd2aefde7606a19f8d031db81f61d95f');
INSERT INTO event VALUES(32,1795756983564000,'station.stopped',NULL,'station','{}',X'5039ea67ddadabf41dde27ffe094e6eccd2aefde7606a19f8d031db81f61d95f',X'77463100a0fed0cf9cdb5b92cd7699e88a9517ae97b7e3c26768841d831f65fe');
CREATE TABLE incident (
  id                         TEXT PRIMARY KEY,
  number                     TEXT NOT NULL,
  status                     TEXT NOT NULL,
  drill                      INTEGER NOT NULL,
  source                     TEXT NOT NULL,
  citizen_id                 TEXT NOT NULL,
  citizen_name               TEXT,
  citizen_phone              TEXT,
  citizen_language           TEXT,
  activation_id              TEXT,
  received_at_us             INTEGER NOT NULL,
  activated_at_us            INTEGER,
  activation_lat             REAL,
  activation_lon             REAL,
  activation_accuracy_m      REAL,
  activation_altitude_m      REAL,
  activation_speed_mps       REAL,
  activation_heading_deg     REAL,
  activation_captured_at_us  INTEGER,
  activation_location_source TEXT,
  lat                        REAL,
  lon                        REAL,
  accuracy_m                 REAL,
  altitude_m                 REAL,
  speed_mps                  REAL,
  heading_deg                REAL,
  captured_at_us             INTEGER,
  location_source            TEXT,
  location_at_us             INTEGER,
  zone_id                    TEXT,
  zone_reason                TEXT,
  assigned_operator_id       TEXT,
  ringing                    TEXT NOT NULL DEFAULT '[]',
  acknowledged_at_us         INTEGER,
  acknowledged_by            TEXT,
  session_id                 TEXT,
  attempt                    INTEGER NOT NULL DEFAULT 0,
  media_state                TEXT NOT NULL DEFAULT 'none',
  offer_ms                   INTEGER,
  live_ms                    INTEGER,
  live_at_us                 INTEGER,
  silent                     INTEGER NOT NULL,
  battery_pct                REAL,
  network                    TEXT,
  cancelled_by_citizen       INTEGER NOT NULL DEFAULT 0,
  ended_at_us                INTEGER,
  ended_by                   TEXT,
  disposition                TEXT,
  duplicate_of               TEXT,
  UNIQUE (citizen_id, activation_id)
) STRICT;
INSERT INTO incident VALUES('cdb265de-73e7-4dc9-b403-bdebe94bc0e8','HR-2026-000001','ended',0,'sos','citizen-1','Citizen-1',NULL,NULL,'c2346739-2901-47cd-afcc-b9e5d56cbf0f',1795214647629000,NULL,28.613900000000001,77.209000000000003183,18.0,NULL,NULL,NULL,NULL,'gps',28.620000000000000994,77.209999999999993748,10.0,NULL,NULL,NULL,NULL,NULL,1795214647650000,'zone-1','The location lies in Zone 1.','supervisor','[]',1795214647670000,'supervisor','5d04d964-d8ec-4316-834b-31bdd3b1fd50',1,'closed',0,NULL,NULL,0,NULL,NULL,0,1795214647713000,'supervisor','test',NULL);
INSERT INTO incident VALUES('78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','HR-2026-000002','ended',1,'sos','drill-b84db0f5-1','Drill citizen 1','+91 00000 00001','en-IN','43807506-f5c7-4445-b65a-acddbb3dbe90',1795214648006000,1795214648005000,28.619309999999998695,77.208545000000000867,11.199999999999999289,NULL,1.5,307.0,1795214648005000,'gps',28.619309999999998695,77.208545000000000867,11.199999999999999289,NULL,1.5,307.0,1795214648005000,'gps',1795214648006000,'zone-1','The location lies in Zone 1.','supervisor','[]',NULL,NULL,'93c09d3a-a24f-494f-b47a-16021ee514df',1,'closed',0,45,1795214648052000,0,31.0,'4g',0,1795214649068000,'supervisor','test',NULL);
INSERT INTO incident VALUES('434d1e96-97e5-46d5-a4fb-381bfd1bb331','HR-2026-000003','queued',0,'sos','citizen-2','Citizen-2',NULL,NULL,'751d6fc9-c7cc-485f-9ee7-3a1b8eeaa9cb',1795214649158000,NULL,28.613900000000001,77.209000000000003183,18.0,NULL,NULL,NULL,NULL,'gps',28.613900000000001,77.209000000000003183,18.0,NULL,NULL,NULL,NULL,'gps',1795214649158000,'zone-1','The location lies in Zone 1.',NULL,'[]',NULL,NULL,'b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8',1,'closed',0,NULL,NULL,0,NULL,NULL,0,NULL,NULL,NULL,NULL);
CREATE TABLE location (
  seq            INTEGER PRIMARY KEY, -- of the event that brought it
  incident_id    TEXT NOT NULL REFERENCES incident (id),
  at_us          INTEGER NOT NULL,
  lat            REAL NOT NULL,
  lon            REAL NOT NULL,
  accuracy_m     REAL,
  altitude_m     REAL,
  speed_mps      REAL,
  heading_deg    REAL,
  captured_at_us INTEGER,
  source         TEXT
) STRICT;
INSERT INTO location VALUES(6,'cdb265de-73e7-4dc9-b403-bdebe94bc0e8',1795214647629000,28.613900000000001,77.209000000000003183,18.0,NULL,NULL,NULL,NULL,'gps');
INSERT INTO location VALUES(9,'cdb265de-73e7-4dc9-b403-bdebe94bc0e8',1795214647650000,28.620000000000000994,77.209999999999993748,10.0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO location VALUES(14,'78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467',1795214648006000,28.619309999999998695,77.208545000000000867,11.199999999999999289,NULL,1.5,307.0,1795214648005000,'gps');
INSERT INTO location VALUES(25,'434d1e96-97e5-46d5-a4fb-381bfd1bb331',1795214649158000,28.613900000000001,77.209000000000003183,18.0,NULL,NULL,NULL,NULL,'gps');
CREATE TABLE media_session (
  id              TEXT NOT NULL,
  incident_id     TEXT NOT NULL REFERENCES incident (id),
  attempt         INTEGER NOT NULL,
  state           TEXT NOT NULL,
  offered_at_us   INTEGER,
  answered_at_us  INTEGER,
  connected_at_us INTEGER,
  live_at_us      INTEGER,
  closed_at_us    INTEGER,
  offer_ms        INTEGER,
  live_ms         INTEGER,
  failure         TEXT,
  PRIMARY KEY (id, attempt)
) STRICT;
INSERT INTO media_session VALUES('5d04d964-d8ec-4316-834b-31bdd3b1fd50','cdb265de-73e7-4dc9-b403-bdebe94bc0e8',1,'closed',1795214647629000,NULL,NULL,NULL,1795214647713000,0,NULL,NULL);
INSERT INTO media_session VALUES('93c09d3a-a24f-494f-b47a-16021ee514df','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467',1,'closed',1795214648006000,1795214648012000,1795214648044000,1795214648052000,1795214649069000,0,45,NULL);
INSERT INTO media_session VALUES('b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8','434d1e96-97e5-46d5-a4fb-381bfd1bb331',1,'closed',1795214649158000,NULL,NULL,NULL,1795214649208000,0,NULL,NULL);
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('last_number',3);
INSERT INTO meta VALUES('station_id','a6eca1a0-9476-473d-8685-a7c84148f698');
INSERT INTO meta VALUES('token_key',X'ec3b8d7abb7eb7f73f539865ecbcc23a9c02d8dac1759c419426a1dad1c115e2');
CREATE TABLE operator (
  id                TEXT PRIMARY KEY,
  name              TEXT NOT NULL,
  role              TEXT NOT NULL,
  pin_hash          TEXT,
  capacity          INTEGER NOT NULL,
  enabled           INTEGER NOT NULL,
  presence          TEXT NOT NULL DEFAULT 'offline',
  presence_since_us INTEGER,
  idle_since_us     INTEGER
, disabled_at_us INTEGER) STRICT;
INSERT INTO operator VALUES('supervisor','Duty supervisor','supervisor',NULL,4,1,'offline',1795214649154000,1795214649068000,NULL);
INSERT INTO operator VALUES('asha','Operator 1','operator','$argon2id$v=19$m=65536,t=2,p=1$dCz3IAku9aphTyn7VGyJWw$thiZya1pahoYx3T4bR9kc/svSX1KPkD73IZLsjrXeSs',4,1,'offline',NULL,NULL,NULL);
CREATE TABLE recording (
  id            TEXT PRIMARY KEY,
  incident_id   TEXT NOT NULL REFERENCES incident (id),
  session_id    TEXT,
  attempt       INTEGER NOT NULL,
  path          TEXT NOT NULL, -- relative to the data directory
  started_at_us INTEGER NOT NULL,
  duration_ms   INTEGER,
  bytes         INTEGER,
  sha256        TEXT,
  failure       TEXT
, removed_at_us INTEGER) STRICT;
INSERT INTO recording VALUES('886ee9fa-e890-4a12-b961-c67b20da3db3','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','93c09d3a-a24f-494f-b47a-16021ee514df',1,'recordings/2026/11/20/93c09d3a-a24f-494f-b47a-16021ee514df-1.ogg',1795214648048000,1060,2933,'d5db2a966ed733c0a3676ea8d505b559eea4c4f6c63d8f078371018a4b73296b',NULL,NULL);
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE zone (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  geometry TEXT NOT NULL
) STRICT;
INSERT INTO zone VALUES('zone-1','Zone 1','{"coordinates":[[[77.10900000000001,28.5239],[77.309,28.5239],[77.309,28.7039],[77.10900000000001,28.7039],[77.10900000000001,28.5239]]],"type":"Polygon"}');
CREATE TABLE zone_operator (
  zone_id     TEXT NOT NULL,
  operator_id TEXT NOT NULL REFERENCES operator (id),
  rank        INTEGER NOT NULL,
  PRIMARY KEY (operator_id, zone_id)
) STRICT;
INSERT INTO zone_operator VALUES('zone-1','supervisor',1);
INSERT INTO zone_operator VALUES('zone-1','asha',1);
CREATE INDEX event_by_incident ON event (incident_id, seq) WHERE incident_id IS NOT NULL;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
  SELECT RAISE (ABORT, 'the log is append-only');
END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
  SELECT RAISE (ABORT, 'the log is append-only');
END;
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT coalesce (max (seq), 0) + 1 FROM event)
BEGIN
  SELECT RAISE (ABORT, 'the log has no gaps and no second row of one number');
END;
CREATE INDEX incident_by_time ON incident (received_at_us, id);
CREATE INDEX incident_by_number ON incident (number);
CREATE INDEX incident_by_citizen ON incident (citizen_id, received_at_us);
CREATE INDEX incident_that_is_open ON incident (id) WHERE status <> 'ended';
CREATE INDEX media_session_by_incident ON media_session (incident_id);
CREATE INDEX location_by_incident ON location (incident_id, seq);
CREATE INDEX recording_by_incident ON recording (incident_id);
CREATE VIEW incident_holder AS
SELECT assigned_operator_id AS operator_id, id AS incident_id
FROM incident
WHERE status <> 'ended' AND assigned_operator_id IS NOT NULL
UNION
SELECT ring.value, incident.id
FROM incident, json_each (ringing) AS ring
WHERE status <> 'ended';
CREATE INDEX alert_by_clearing ON alert (cleared_at_us);
CREATE VIEW sos_session AS
SELECT citizen_id,
       strftime ('%Y-%m-%dT%H:%M:%S', received_at_us / 1000000, 'unixepoch') ||
         printf ('.%03dZ', received_at_us / 1000 % 1000)                          AS activated_at,
       assigned_operator_id,
       session_id,
       iif (activation_lat IS NULL, lat, activation_lat)                          AS latitude,
       iif (activation_lat IS NULL, lon, activation_lon)                          AS longitude,
       iif (activation_lat IS NULL, accuracy_m, activation_accuracy_m)            AS accuracy_m,
       strftime ('%Y-%m-%dT%H:%M:%S', ended_at_us / 1000000, 'unixepoch') ||
         printf ('.%03dZ', ended_at_us / 1000 % 1000)                             AS resolved_at,
       number                                                                     AS incident_number,
       disposition
FROM incident
ORDER BY received_at_us;
COMMIT;
