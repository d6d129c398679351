-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a station of schema 2 left that had taken over the records of schema 1.
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE activation (
  citizen_id    TEXT NOT NULL,
  activation_id TEXT NOT NULL,
  incident_id   TEXT NOT NULL REFERENCES incident (id),
  PRIMARY KEY (citizen_id, activation_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "activation" VALUES('citizen-1','c2346739-2901-47cd-afcc-b9e5d56cbf0f','cdb265de-73e7-4dc9-b403-bdebe94bc0e8');
INSERT INTO "activation" VALUES('citizen-2','751d6fc9-c7cc-485f-9ee7-3a1b8eeaa9cb','434d1e96-97e5-46d5-a4fb-381bfd1bb331');
INSERT INTO "activation" VALUES('drill-b84db0f5-1','43807506-f5c7-4445-b65a-acddbb3dbe90','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467');
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
INSERT INTO "api_key" VALUES('5f7b223d-92a2-4efc-b53c-038fcc50a90b','board','read','1711cea9eb51c174e7930615756323c61802d240849f913d969b2b2f922892ca',1795214649202000,NULL);
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
INSERT INTO "event" VALUES(1,1795214646957000,'zone.saved',NULL,'station','{"geometry":{"coordinates":[[[77.10900000000001,28.5239],[77.309,28.5239],[77.309,28.7039],[77.10900000000001,28.7039],[77.10900000000001,28.5239]]],"type":"Polygon"},"id":"zone-1","name":"Zone 1"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'E50B6A24826D055DC7CA28103DE001EB343FD2FF594DB60FA206B47824E4F481');
INSERT INTO "event" VALUES(2,1795214646957000,'operator.saved',NULL,'station','{"capacity":4,"enabled":true,"id":"supervisor","name":"Duty supervisor","role":"supervisor","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'E50B6A24826D055DC7CA28103DE001EB343FD2FF594DB60FA206B47824E4F481',X'AFE8F7C5BB4431BE92E967AA243E5AF786B73FE30E953FA56BA41513E05FF923');
INSERT INTO "event" VALUES(3,1795214647445000,'station.started',NULL,'station','{"listen":"http://127.0.0.1:39767","version":"0.1.0"}',X'AFE8F7C5BB4431BE92E967AA243E5AF786B73FE30E953FA56BA41513E05FF923',X'A6F6FCC65FAD9C2AC93C1747EF208C1AD7E27FF23B34E839C025986A8A13DA42');
INSERT INTO "event" VALUES(4,1795214647587000,'operator.saved',NULL,'cli','{"capacity":4,"enabled":true,"id":"asha","name":"Operator 1","role":"operator","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'A6F6FCC65FAD9C2AC93C1747EF208C1AD7E27FF23B34E839C025986A8A13DA42',X'1089288253DC733E9608DE5189303DE45D49527A672C696783FD8E7409D0BE85');
INSERT INTO "event" VALUES(5,1795214647606000,'operator.online',NULL,'station','{"operator_id":"supervisor"}',X'1089288253DC733E9608DE5189303DE45D49527A672C696783FD8E7409D0BE85',X'DFDCA20C42D6BC0D21D9F9980E3648818DA7BFACA23A5A7148BDCEC258843002');
INSERT INTO "event" VALUES(6,1795214647629000,'incident.activated','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','citizen','{"activation_id":"c2346739-2901-47cd-afcc-b9e5d56cbf0f","citizen":{"id":"citizen-1","name":"Citizen-1"},"drill":false,"location":{"accuracy_m":18,"lat":28.6139,"lon":77.209,"source":"gps"},"number":"HR-2026-000001","session_id":"5d04d964-d8ec-4316-834b-31bdd3b1fd50","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'DFDCA20C42D6BC0D21D9F9980E3648818DA7BFACA23A5A7148BDCEC258843002',X'2DB9D9BE24EFA6262C1532D69EF73DEAC19D7AD49377CFD79E3EDECF62DABCAA');
INSERT INTO "event" VALUES(7,1795214647629000,'incident.assigned','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'2DB9D9BE24EFA6262C1532D69EF73DEAC19D7AD49377CFD79E3EDECF62DABCAA',X'767C115711BC28FA0940B80F4C4356625180810814A2D3993E4B41850FF89775');
INSERT INTO "event" VALUES(8,1795214647629000,'media.offered','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','station','{"attempt":1,"offer_ms":0,"session_id":"5d04d964-d8ec-4316-834b-31bdd3b1fd50"}',X'767C115711BC28FA0940B80F4C4356625180810814A2D3993E4B41850FF89775',X'AB41EFA6AB87429A0B96922C5DD9911480E01470DCE50BB11336BFDE6710E356');
INSERT INTO "event" VALUES(9,1795214647650000,'incident.location','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','citizen','{"accuracy_m":10,"lat":28.62,"lon":77.21}',X'AB41EFA6AB87429A0B96922C5DD9911480E01470DCE50BB11336BFDE6710E356',X'443347928E35124F4B2D8EC83BC3358E4A6A303AEE18AC13E0127E5A5D7712CB');
INSERT INTO "event" VALUES(10,1795214647670000,'incident.acknowledged','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','supervisor','{"operator_id":"supervisor"}',X'443347928E35124F4B2D8EC83BC3358E4A6A303AEE18AC13E0127E5A5D7712CB',X'D37039E7EB9379EA312D6F1F40F41635F448C9EA4FCA0386335D14276224DF0E');
INSERT INTO "event" VALUES(11,1795214647692000,'incident.note','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','supervisor','{"text":"A note"}',X'D37039E7EB9379EA312D6F1F40F41635F448C9EA4FCA0386335D14276224DF0E',X'497E5F5F99B0616C612E8988BF5BDA1B4227674CE302D1A4AD7E5BC07B979CCC');
INSERT INTO "event" VALUES(12,1795214647713000,'incident.ended','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','supervisor','{"disposition":"test"}',X'497E5F5F99B0616C612E8988BF5BDA1B4227674CE302D1A4AD7E5BC07B979CCC',X'4715C917FB826468B13C5087FDBEBF1F3CB7B6AD482AB0844346E1383340C935');
INSERT INTO "event" VALUES(13,1795214647713000,'media.closed','cdb265de-73e7-4dc9-b403-bdebe94bc0e8','station','{"attempt":1,"reason":"resolved","session_id":"5d04d964-d8ec-4316-834b-31bdd3b1fd50"}',X'4715C917FB826468B13C5087FDBEBF1F3CB7B6AD482AB0844346E1383340C935',X'53B70F32D3076495497DE74F2B1358645F4CE9C6F42C6473F64BAA250B6CE951');
INSERT INTO "event" VALUES(14,1795214648006000,'incident.activated','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','citizen','{"activated_at":"2026-11-20T22:44:08.005Z","activation_id":"43807506-f5c7-4445-b65a-acddbb3dbe90","battery_pct":31,"citizen":{"id":"drill-b84db0f5-1","language":"en-IN","name":"Drill citizen 1","phone":"+91 00000 00001"},"drill":true,"location":{"accuracy_m":11.2,"captured_at":"2026-11-20T22:44:08.005Z","heading_deg":307,"lat":28.61931,"lon":77.208545,"source":"gps","speed_mps":1.5},"network":"4g","number":"HR-2026-000002","session_id":"93c09d3a-a24f-494f-b47a-16021ee514df","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'53B70F32D3076495497DE74F2B1358645F4CE9C6F42C6473F64BAA250B6CE951',X'252A8AC050692BCF7D41E283E9A41ACAC589A7F1AE77CB2A0D32F8B665C2C488');
INSERT INTO "event" VALUES(15,1795214648006000,'incident.assigned','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'252A8AC050692BCF7D41E283E9A41ACAC589A7F1AE77CB2A0D32F8B665C2C488',X'1950DA4FED47CE5C375C292968A029FD5ADDAA62C8F689C4A4FB34C700E3E0AA');
INSERT INTO "event" VALUES(16,1795214648006000,'media.offered','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"offer_ms":0,"session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'1950DA4FED47CE5C375C292968A029FD5ADDAA62C8F689C4A4FB34C700E3E0AA',X'85A3B35EE307D12C04452FD0DB52DCF335D7786D1A010B0FD01815B710307AD9');
INSERT INTO "event" VALUES(17,1795214648012000,'media.answered','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'85A3B35EE307D12C04452FD0DB52DCF335D7786D1A010B0FD01815B710307AD9',X'236E8308F3E53C3D585BD4E6FFE72A50E3C290E4935ACB24644025712457ED45');
INSERT INTO "event" VALUES(18,1795214648044000,'media.connected','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"connected_ms":38,"session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'236E8308F3E53C3D585BD4E6FFE72A50E3C290E4935ACB24644025712457ED45',X'6BBC9353F25D8B905BA171E75C5C3AF3B3A07ACA6CD9C0833E53FA43C87D3B67');
INSERT INTO "event" VALUES(19,1795214648048000,'recording.started','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"path":"recordings/2026/11/20/93c09d3a-a24f-494f-b47a-16021ee514df-1.ogg","recording_id":"886ee9fa-e890-4a12-b961-c67b20da3db3","session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'6BBC9353F25D8B905BA171E75C5C3AF3B3A07ACA6CD9C0833E53FA43C87D3B67',X'964A28B49AC7EF57997623631D206022E0809E83204F09AEDF0C63497F5B35E5');
INSERT INTO "event" VALUES(20,1795214648052000,'media.live','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"live_ms":45,"session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'964A28B49AC7EF57997623631D206022E0809E83204F09AEDF0C63497F5B35E5',X'697C9302207BF827491F8901CA17258D4494FE355DADF0BBE6A1D80B82289DF0');
INSERT INTO "event" VALUES(21,1795214649068000,'incident.ended','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','supervisor','{"disposition":"test"}',X'697C9302207BF827491F8901CA17258D4494FE355DADF0BBE6A1D80B82289DF0',X'5974C624EBF4139AA11DA6F466493ADCC9E359A24E7941794B6273AC9F2A6F2C');
INSERT INTO "event" VALUES(22,1795214649069000,'media.closed','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"reason":"resolved","session_id":"93c09d3a-a24f-494f-b47a-16021ee514df"}',X'5974C624EBF4139AA11DA6F466493ADCC9E359A24E7941794B6273AC9F2A6F2C',X'47E47B9F0E7B97A0457EA6A3F3D9B0B267B3343E8813163C75F0DFD6F03BE978');
INSERT INTO "event" VALUES(23,1795214649069000,'recording.finished','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','station','{"attempt":1,"bytes":2933,"duration_ms":1060,"recording_id":"886ee9fa-e890-4a12-b961-c67b20da3db3","session_id":"93c09d3a-a24f-494f-b47a-16021ee514df","sha256":"d5db2a966ed733c0a3676ea8d505b559eea4c4f6c63d8f078371018a4b73296b"}',X'47E47B9F0E7B97A0457EA6A3F3D9B0B267B3343E8813163C75F0DFD6F03BE978',X'4769E81F3E1DD73C2CDC134CD7B24EC575BE56DD52EAF0E07097A327F7342FFA');
INSERT INTO "event" VALUES(24,1795214649154000,'operator.offline',NULL,'station','{"operator_id":"supervisor"}',X'4769E81F3E1DD73C2CDC134CD7B24EC575BE56DD52EAF0E07097A327F7342FFA',X'93A804C498DB309409FBB43739EAFFB89AB5A7C05259856BE12ADE26455E99B8');
INSERT INTO "event" VALUES(25,1795214649158000,'incident.activated','434d1e96-97e5-46d5-a4fb-381bfd1bb331','citizen','{"activation_id":"751d6fc9-c7cc-485f-9ee7-3a1b8eeaa9cb","citizen":{"id":"citizen-2","name":"Citizen-2"},"drill":false,"location":{"accuracy_m":18,"lat":28.6139,"lon":77.209,"source":"gps"},"number":"HR-2026-000003","session_id":"b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'93A804C498DB309409FBB43739EAFFB89AB5A7C05259856BE12ADE26455E99B8',X'AF4423B0279AC855D4883FADCCDC037BC35A3449D9515D208E179B8BC317D26F');
INSERT INTO "event" VALUES(26,1795214649158000,'incident.queued','434d1e96-97e5-46d5-a4fb-381bfd1bb331','station','{"reason":"No operator of Zone 1 is free: Duty supervisor is offline, Operator 1 is offline."}',X'AF4423B0279AC855D4883FADCCDC037BC35A3449D9515D208E179B8BC317D26F',X'103A9CB95BA3ED98CB139111C0AC7281F5F43A5065143502CCBD9A4AF3595EB7');
INSERT INTO "event" VALUES(27,1795214649158000,'media.offered','434d1e96-97e5-46d5-a4fb-381bfd1bb331','station','{"attempt":1,"offer_ms":0,"session_id":"b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8"}',X'103A9CB95BA3ED98CB139111C0AC7281F5F43A5065143502CCBD9A4AF3595EB7',X'273E6C4D9B560E3B3B3011FD90389003D1AF551A3DD1FF94127B4F37272D2F5B');
INSERT INTO "event" VALUES(28,1795214649202000,'key.created',NULL,'cli','{"id":"5f7b223d-92a2-4efc-b53c-038fcc50a90b","name":"board","scope":"read"}',X'273E6C4D9B560E3B3B3011FD90389003D1AF551A3DD1FF94127B4F37272D2F5B',X'9B5C03E31B57364220C90B462D4B6D369E8BA1A06B1F23B88D3389DB4468053C');
INSERT INTO "event" VALUES(29,1795214649208000,'media.closed','434d1e96-97e5-46d5-a4fb-381bfd1bb331','station','{"attempt":1,"reason":"station_stopping","session_id":"b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8"}',X'9B5C03E31B57364220C90B462D4B6D369E8BA1A06B1F23B88D3389DB4468053C',X'75B9426CE2C6AEA36E1EB5A46168ED8490CF0E7524B07CC37A2603BEF12A0874');
INSERT INTO "event" VALUES(30,1795214649213000,'station.stopped',NULL,'station','{}',X'75B9426CE2C6AEA36E1EB5A46168ED8490CF0E7524B07CC37A2603BEF12A0874',X'3A58B2073458DF09831E9C8CB01C8327A36C84C80F3FF1C5020ED3A421351D7F');
INSERT INTO "event" VALUES(31,1795756981006000,'station.started',NULL,'station','{"listen":"http://127.0.0.1:34529","version":"0.1.0"}',X'3A58B2073458DF09831E9C8CB01C8327A36C84C80F3FF1C5020ED3A421351D7F',X'5039EA67DDADABF41DDE27FFE094E6ECCD2AEFDE7606A19F8D031DB81F61D95F');
INSERT INTO "event" VALUES(32,1795756983564000,'station.stopped',NULL,'station','{}',X'5039EA67DDADABF41DDE27FFE094E6ECCD2AEFDE7606A19F8D031DB81F61D95F',X'77463100A0FED0CF9CDB5B92CD7699E88A9517AE97B7E3C26768841D831F65FE');
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
INSERT INTO "incident" VALUES('cdb265de-73e7-4dc9-b403-bdebe94bc0e8','HR-2026-000001','ended',0,'sos','citizen-1','Citizen-1',NULL,NULL,'c2346739-2901-47cd-afcc-b9e5d56cbf0f',1795214647629000,NULL,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',28.62,77.21,10.0,NULL,NULL,NULL,NULL,NULL,1795214647650000,'zone-1','The location lies in Zone 1.','supervisor','[]',1795214647670000,'supervisor','5d04d964-d8ec-4316-834b-31bdd3b1fd50',1,'closed',0,NULL,NULL,0,NULL,NULL,0,1795214647713000,'supervisor','test',NULL);
INSERT INTO "incident" VALUES('78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','HR-2026-000002','ended',1,'sos','drill-b84db0f5-1','Drill citizen 1','+91 00000 00001','en-IN','43807506-f5c7-4445-b65a-acddbb3dbe90',1795214648006000,1795214648005000,28.61931,77.208545,11.2,NULL,1.5,307.0,1795214648005000,'gps',28.61931,77.208545,11.2,NULL,1.5,307.0,1795214648005000,'gps',1795214648006000,'zone-1','The location lies in Zone 1.','supervisor','[]',NULL,NULL,'93c09d3a-a24f-494f-b47a-16021ee514df',1,'closed',0,45,1795214648052000,0,31.0,'4g',0,1795214649068000,'supervisor','test',NULL);
INSERT INTO "incident" VALUES('434d1e96-97e5-46d5-a4fb-381bfd1bb331','HR-2026-000003','queued',0,'sos','citizen-2','Citizen-2',NULL,NULL,'751d6fc9-c7cc-485f-9ee7-3a1b8eeaa9cb',1795214649158000,NULL,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',1795214649158000,'zone-1','The location lies in Zone 1.',NULL,'[]',NULL,NULL,'b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8',1,'closed',0,NULL,NULL,0,NULL,NULL,0,NULL,NULL,NULL,NULL);
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
INSERT INTO "location" VALUES(6,'cdb265de-73e7-4dc9-b403-bdebe94bc0e8',1795214647629000,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps');
INSERT INTO "location" VALUES(9,'cdb265de-73e7-4dc9-b403-bdebe94bc0e8',1795214647650000,28.62,77.21,10.0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "location" VALUES(14,'78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467',1795214648006000,28.61931,77.208545,11.2,NULL,1.5,307.0,1795214648005000,'gps');
INSERT INTO "location" VALUES(25,'434d1e96-97e5-46d5-a4fb-381bfd1bb331',1795214649158000,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps');
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
INSERT INTO "media_session" VALUES('5d04d964-d8ec-4316-834b-31bdd3b1fd50','cdb265de-73e7-4dc9-b403-bdebe94bc0e8',1,'closed',1795214647629000,NULL,NULL,NULL,1795214647713000,0,NULL,NULL);
INSERT INTO "media_session" VALUES('93c09d3a-a24f-494f-b47a-16021ee514df','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467',1,'closed',1795214648006000,1795214648012000,1795214648044000,1795214648052000,1795214649069000,0,45,NULL);
INSERT INTO "media_session" VALUES('b8bf2b37-2e1b-44c9-9a0b-e8613aaaffd8','434d1e96-97e5-46d5-a4fb-381bfd1bb331',1,'closed',1795214649158000,NULL,NULL,NULL,1795214649208000,0,NULL,NULL);
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('last_number',3);
INSERT INTO "meta" VALUES('station_id','a6eca1a0-9476-473d-8685-a7c84148f698');
INSERT INTO "meta" VALUES('token_key',X'EC3B8D7ABB7EB7F73F539865ECBCC23A9C02D8DAC1759C419426A1DAD1C115E2');
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
) STRICT;
INSERT INTO "operator" VALUES('supervisor','Duty supervisor','supervisor',NULL,4,1,'offline',1795214649154000,1795214649068000);
INSERT INTO "operator" VALUES('asha','Operator 1','operator','$argon2id$v=19$m=65536,t=2,p=1$dCz3IAku9aphTyn7VGyJWw$thiZya1pahoYx3T4bR9kc/svSX1KPkD73IZLsjrXeSs',4,1,'offline',NULL,NULL);
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
INSERT INTO "recording" VALUES('886ee9fa-e890-4a12-b961-c67b20da3db3','78b8cbdb-1d67-4dbf-a3bf-c4d0c6e1a467','93c09d3a-a24f-494f-b47a-16021ee514df',1,'recordings/2026/11/20/93c09d3a-a24f-494f-b47a-16021ee514df-1.ogg',1795214648048000,1060,2933,'d5db2a966ed733c0a3676ea8d505b559eea4c4f6c63d8f078371018a4b73296b',NULL,NULL);
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE zone (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  geometry TEXT NOT NULL
) STRICT;
INSERT INTO "zone" VALUES('zone-1','Zone 1','{"coordinates":[[[77.10900000000001,28.5239],[77.309,28.5239],[77.309,28.7039],[77.10900000000001,28.7039],[77.10900000000001,28.5239]]],"type":"Polygon"}');
CREATE TABLE zone_operator (
  zone_id     TEXT NOT NULL,
  operator_id TEXT NOT NULL REFERENCES operator (id),
  rank        INTEGER NOT NULL,
  PRIMARY KEY (operator_id, zone_id)
) STRICT;
INSERT INTO "zone_operator" VALUES('zone-1','supervisor',1);
INSERT INTO "zone_operator" VALUES('zone-1','asha',1);
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
