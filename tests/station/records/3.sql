-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a station of schema 3 left: one call with notes and positions, one drill with its recording, one SOS that is open, an operator that was disabled.
PRAGMA user_version = 3;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE activation (
  citizen_id    TEXT NOT NULL,
  activation_id TEXT NOT NULL,
  incident_id   TEXT NOT NULL REFERENCES incident (id),
  PRIMARY KEY (citizen_id, activation_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "activation" VALUES('citizen-1','0e8255dc-e9bd-47c9-8361-55ad89265204','b456c1d2-bbf2-48fe-a1e3-a00071f8229d');
INSERT INTO "activation" VALUES('citizen-2','3e365153-482c-42d4-b445-f2927d157eda','d481e3d9-dcc3-46ad-b246-d0497302f007');
INSERT INTO "activation" VALUES('drill-6cff1833-1','7a68819d-7c51-43e4-acb7-81e3d39a65d2','beb6b6b1-58a8-4df4-afd2-ea653c380241');
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
INSERT INTO "api_key" VALUES('2a93ee40-2c6f-4486-8100-cac329b61cce','board','read','efb3458ddae08357d5de2fa700de048787b52713f20c0359a56c4da1fae08037',1795764121661000,NULL);
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
INSERT INTO "event" VALUES(1,1795764117411000,'zone.saved',NULL,'station','{"geometry":{"coordinates":[[[77.10900000000001,28.5239],[77.309,28.5239],[77.309,28.7039],[77.10900000000001,28.7039],[77.10900000000001,28.5239]]],"type":"Polygon"},"id":"zone-1","name":"Zone 1"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'E0591A84E8D2E20FFEBFE1D5A36424ABFDB8BC3301E43A3AE52B2463EE21EF92');
INSERT INTO "event" VALUES(2,1795764117413000,'operator.saved',NULL,'station','{"capacity":4,"enabled":true,"id":"supervisor","name":"Duty supervisor","role":"supervisor","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'E0591A84E8D2E20FFEBFE1D5A36424ABFDB8BC3301E43A3AE52B2463EE21EF92',X'81292CCA9EF06A3ECF7C4EB80D8506E8D5EE49BB0A5945E40374F7E2911AC9DB');
INSERT INTO "event" VALUES(3,1795764118334000,'station.started',NULL,'station','{"listen":"http://127.0.0.1:33039","version":"0.1.0"}',X'81292CCA9EF06A3ECF7C4EB80D8506E8D5EE49BB0A5945E40374F7E2911AC9DB',X'187E922D19E7A5BB3FEA5FA4BED07D94B968EEFDD6256C44EC27ECE5884D9D00');
INSERT INTO "event" VALUES(4,1795764118772000,'operator.saved',NULL,'cli','{"capacity":4,"enabled":true,"id":"asha","name":"Operator 1","role":"operator","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'187E922D19E7A5BB3FEA5FA4BED07D94B968EEFDD6256C44EC27ECE5884D9D00',X'B850D32C231B4ECDB0D682FB74E3D6CF017CD97FD6FCE219ECD40E044B05BF1C');
INSERT INTO "event" VALUES(5,1795764118828000,'operator.online',NULL,'station','{"operator_id":"supervisor"}',X'B850D32C231B4ECDB0D682FB74E3D6CF017CD97FD6FCE219ECD40E044B05BF1C',X'FFC2BEABB87ED2BD3B4AA8F059B6B4A79ACD9AB80C760DF114DEAE8A3FEA5CC4');
INSERT INTO "event" VALUES(6,1795764118862000,'incident.activated','b456c1d2-bbf2-48fe-a1e3-a00071f8229d','citizen','{"digest":"2c65e22b67ca63d78f115c1ab08abc3174a874b0fb928993e2bedac8ada9ddd2","drill":false,"number":"HR-2026-000001","session_id":"babf7580-6da9-4f4b-9ea6-e7fb1c60abe0","silent":false,"source":"sos","zone_id":"zone-1"}',X'FFC2BEABB87ED2BD3B4AA8F059B6B4A79ACD9AB80C760DF114DEAE8A3FEA5CC4',X'CE694404773519A3D0F358E5A546EA479845133FBDA8DB190729F01B04ABB905');
INSERT INTO "event" VALUES(7,1795764118862000,'incident.assigned','b456c1d2-bbf2-48fe-a1e3-a00071f8229d','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'CE694404773519A3D0F358E5A546EA479845133FBDA8DB190729F01B04ABB905',X'4177AA22276AFA12A346C616050846C58869D7C53C3EBE003EAE5B655A9508D5');
INSERT INTO "event" VALUES(8,1795764118867000,'media.offered','b456c1d2-bbf2-48fe-a1e3-a00071f8229d','station','{"attempt":1,"offer_ms":6,"session_id":"babf7580-6da9-4f4b-9ea6-e7fb1c60abe0"}',X'4177AA22276AFA12A346C616050846C58869D7C53C3EBE003EAE5B655A9508D5',X'6B7F7D2544D822CE0FC31ABF6802B727A882BC89314D030360AD13D44AA4BCDA');
INSERT INTO "event" VALUES(9,1795764118914000,'incident.location','b456c1d2-bbf2-48fe-a1e3-a00071f8229d','citizen','{"digest":"610435aa0906d2a9d71a6333e1a5546f1e4369a06d2256a3458afc34475dfdee"}',X'6B7F7D2544D822CE0FC31ABF6802B727A882BC89314D030360AD13D44AA4BCDA',X'A2C06A5E3ED6B412B60C2E34E2EAE15DD00B3C19ED45D6F3B50D0C92EBDD1D58');
INSERT INTO "event" VALUES(10,1795764118936000,'incident.acknowledged','b456c1d2-bbf2-48fe-a1e3-a00071f8229d','supervisor','{"operator_id":"supervisor"}',X'A2C06A5E3ED6B412B60C2E34E2EAE15DD00B3C19ED45D6F3B50D0C92EBDD1D58',X'F308EB057AAFE1642F70676116D2FCC18BFF6342D2602BFD5588095DD591DC5E');
INSERT INTO "event" VALUES(11,1795764118985000,'incident.note','b456c1d2-bbf2-48fe-a1e3-a00071f8229d','supervisor','{"digest":"764e972d1be919e8f1c532001c89803e58e548a05d97327972b6980aa3d4ccb4"}',X'F308EB057AAFE1642F70676116D2FCC18BFF6342D2602BFD5588095DD591DC5E',X'60157F50D87AB9CCD3481A58095F5BDF40BE0BD648D12209EB3055D1B6ACE6E2');
INSERT INTO "event" VALUES(12,1795764119005000,'incident.ended','b456c1d2-bbf2-48fe-a1e3-a00071f8229d','supervisor','{"digest":"308bf0eea2243aa07556ab5073ab4968d418bb6dac91f1fe74dab26f49835cf6","disposition":"test"}',X'60157F50D87AB9CCD3481A58095F5BDF40BE0BD648D12209EB3055D1B6ACE6E2',X'FBCA9054FEF16307FAE600A14608B9AB88C26746A99AC2B10F9F44CD36C428D8');
INSERT INTO "event" VALUES(13,1795764119005000,'media.closed','b456c1d2-bbf2-48fe-a1e3-a00071f8229d','station','{"attempt":1,"reason":"resolved","session_id":"babf7580-6da9-4f4b-9ea6-e7fb1c60abe0"}',X'FBCA9054FEF16307FAE600A14608B9AB88C26746A99AC2B10F9F44CD36C428D8',X'1CEEAEE32EA10678B46AEFF3718ECA42E967A6C2BA702C2917AF2887AD2E0200');
INSERT INTO "event" VALUES(14,1795764120320000,'incident.activated','beb6b6b1-58a8-4df4-afd2-ea653c380241','citizen','{"activated_at":"2026-11-27T07:22:00.319Z","digest":"abb73314fbc6dee14781b63b97c521ba16707cd80cb4e4d653d29734a5a3f2ad","drill":true,"number":"HR-2026-000002","session_id":"8729f396-ac8a-41a1-bc6b-3a3e964c3e31","silent":false,"source":"sos","zone_id":"zone-1"}',X'1CEEAEE32EA10678B46AEFF3718ECA42E967A6C2BA702C2917AF2887AD2E0200',X'C1BF7795EAC3ED44F444B9D08E2C290D5371834D604498CC6F750827586C03AC');
INSERT INTO "event" VALUES(15,1795764120320000,'incident.assigned','beb6b6b1-58a8-4df4-afd2-ea653c380241','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'C1BF7795EAC3ED44F444B9D08E2C290D5371834D604498CC6F750827586C03AC',X'4EC0D8C91F64625DA9FCBC5A8B087E73A2D1FD375BEE2528E1C0A1E68F80F706');
INSERT INTO "event" VALUES(16,1795764120321000,'media.offered','beb6b6b1-58a8-4df4-afd2-ea653c380241','station','{"attempt":1,"offer_ms":1,"session_id":"8729f396-ac8a-41a1-bc6b-3a3e964c3e31"}',X'4EC0D8C91F64625DA9FCBC5A8B087E73A2D1FD375BEE2528E1C0A1E68F80F706',X'FBFE4E743D42130F6D00BD724FD0D65C91BA7CD7581D2113938B096CBF09FECF');
INSERT INTO "event" VALUES(17,1795764120332000,'media.answered','beb6b6b1-58a8-4df4-afd2-ea653c380241','station','{"attempt":1,"session_id":"8729f396-ac8a-41a1-bc6b-3a3e964c3e31"}',X'FBFE4E743D42130F6D00BD724FD0D65C91BA7CD7581D2113938B096CBF09FECF',X'00E50F217566A593DB480861A0230DA9359B8FEE4F1EEF1BD3E770E9EBB92DD6');
INSERT INTO "event" VALUES(18,1795764120369000,'media.connected','beb6b6b1-58a8-4df4-afd2-ea653c380241','station','{"attempt":1,"connected_ms":49,"session_id":"8729f396-ac8a-41a1-bc6b-3a3e964c3e31"}',X'00E50F217566A593DB480861A0230DA9359B8FEE4F1EEF1BD3E770E9EBB92DD6',X'87C49E4E1DEF147903C509BF0F4C660F40ABEFC42A0236B3A0D137C09E4F78BF');
INSERT INTO "event" VALUES(19,1795764120372000,'recording.started','beb6b6b1-58a8-4df4-afd2-ea653c380241','station','{"attempt":1,"path":"recordings/2026/11/27/8729f396-ac8a-41a1-bc6b-3a3e964c3e31-1.ogg","recording_id":"ef6505c7-3d59-4d14-9825-f5782c1826ba","session_id":"8729f396-ac8a-41a1-bc6b-3a3e964c3e31"}',X'87C49E4E1DEF147903C509BF0F4C660F40ABEFC42A0236B3A0D137C09E4F78BF',X'0BD7A76FCAD6827FDD8308E686FC447CA7C75AA292B9D7CEBC8AF7E957F170C7');
INSERT INTO "event" VALUES(20,1795764120373000,'media.live','beb6b6b1-58a8-4df4-afd2-ea653c380241','station','{"attempt":1,"live_ms":53,"session_id":"8729f396-ac8a-41a1-bc6b-3a3e964c3e31"}',X'0BD7A76FCAD6827FDD8308E686FC447CA7C75AA292B9D7CEBC8AF7E957F170C7',X'9D1C36452B4E9F94A82813C851EF31D97D554914E3B1689D3183D84BB7834F29');
INSERT INTO "event" VALUES(21,1795764121385000,'incident.ended','beb6b6b1-58a8-4df4-afd2-ea653c380241','supervisor','{"disposition":"test"}',X'9D1C36452B4E9F94A82813C851EF31D97D554914E3B1689D3183D84BB7834F29',X'085DA9276E10466CB8865AD5E88DC5FC808D179C19F586F669FA9E84ED8D6BE4');
INSERT INTO "event" VALUES(22,1795764121386000,'media.closed','beb6b6b1-58a8-4df4-afd2-ea653c380241','station','{"attempt":1,"reason":"resolved","session_id":"8729f396-ac8a-41a1-bc6b-3a3e964c3e31"}',X'085DA9276E10466CB8865AD5E88DC5FC808D179C19F586F669FA9E84ED8D6BE4',X'CD38195CB2F9EB7FB2842946940321674BEE55C3772A292EC6E3310EAA41A3F9');
INSERT INTO "event" VALUES(23,1795764121393000,'recording.finished','beb6b6b1-58a8-4df4-afd2-ea653c380241','station','{"attempt":1,"bytes":2906,"duration_ms":1060,"recording_id":"ef6505c7-3d59-4d14-9825-f5782c1826ba","session_id":"8729f396-ac8a-41a1-bc6b-3a3e964c3e31","sha256":"67b07f8f078cb34a9b12e439e69f5845700352eef186180f2d236154b2c0c7c1"}',X'CD38195CB2F9EB7FB2842946940321674BEE55C3772A292EC6E3310EAA41A3F9',X'2B6B076BEDAA9E788272F84B24E943B6EDD5BA5A000344AD84126D51C5FD3248');
INSERT INTO "event" VALUES(24,1795764121471000,'operator.offline',NULL,'station','{"operator_id":"supervisor"}',X'2B6B076BEDAA9E788272F84B24E943B6EDD5BA5A000344AD84126D51C5FD3248',X'F2C64B277C4A2FDF834DDD57ED756E46D81AFF8E990A7A89350C75E9D6CF2032');
INSERT INTO "event" VALUES(25,1795764121473000,'incident.activated','d481e3d9-dcc3-46ad-b246-d0497302f007','citizen','{"digest":"44cff924868d1bf62cb137e06d52d298d3554ded4c9a824da467e399ec1bc46d","drill":false,"number":"HR-2026-000003","session_id":"8b98cc8b-b824-4c16-b99c-6644b5faece5","silent":false,"source":"sos","zone_id":"zone-1"}',X'F2C64B277C4A2FDF834DDD57ED756E46D81AFF8E990A7A89350C75E9D6CF2032',X'E89AD447F18D6F77780ABFD29AD0ED9EF80570D65ED6164940E206BC6979A886');
INSERT INTO "event" VALUES(26,1795764121473000,'incident.queued','d481e3d9-dcc3-46ad-b246-d0497302f007','station','{"reason":"No operator of Zone 1 is free: Duty supervisor is offline, Operator 1 is offline."}',X'E89AD447F18D6F77780ABFD29AD0ED9EF80570D65ED6164940E206BC6979A886',X'0B07411E106D356D71D9D585C78905AC55CA7B4A3C505DD9D43709E084828401');
INSERT INTO "event" VALUES(27,1795764121473000,'media.offered','d481e3d9-dcc3-46ad-b246-d0497302f007','station','{"attempt":1,"offer_ms":0,"session_id":"8b98cc8b-b824-4c16-b99c-6644b5faece5"}',X'0B07411E106D356D71D9D585C78905AC55CA7B4A3C505DD9D43709E084828401',X'D9CB65AE3879490035B1939F6CC353FEDE5CDAD180D47487064DAE652BC2B967');
INSERT INTO "event" VALUES(28,1795764121578000,'operator.saved',NULL,'cli','{"capacity":4,"enabled":false,"id":"asha","name":"Operator 1","role":"operator","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'D9CB65AE3879490035B1939F6CC353FEDE5CDAD180D47487064DAE652BC2B967',X'634A3C57E140E1B5E23649E0D2E85248366A4F02D68CBA5577B2FAF6914A744B');
INSERT INTO "event" VALUES(29,1795764121661000,'key.created',NULL,'cli','{"id":"2a93ee40-2c6f-4486-8100-cac329b61cce","name":"board","scope":"read"}',X'634A3C57E140E1B5E23649E0D2E85248366A4F02D68CBA5577B2FAF6914A744B',X'B02FCB52621124B8A454D58DE442AFDA77711DC6906D0E1C166379E1BBA4B28A');
INSERT INTO "event" VALUES(30,1795764121669000,'media.closed','d481e3d9-dcc3-46ad-b246-d0497302f007','station','{"attempt":1,"reason":"station_stopping","session_id":"8b98cc8b-b824-4c16-b99c-6644b5faece5"}',X'B02FCB52621124B8A454D58DE442AFDA77711DC6906D0E1C166379E1BBA4B28A',X'1CF6659D751212F7826CA2D4807F7E2FBD730D131DB095251942267C79261E2D');
INSERT INTO "event" VALUES(31,1795764121677000,'station.stopped',NULL,'station','{}',X'1CF6659D751212F7826CA2D4807F7E2FBD730D131DB095251942267C79261E2D',X'A9373F60DC479CDF22718812A285331851C4F7EB0590C27147725A7469D7547E');
CREATE TABLE event_private (
  seq  INTEGER PRIMARY KEY REFERENCES event (seq),
  salt BLOB NOT NULL CHECK (length (salt) = 32),
  data TEXT NOT NULL
) STRICT;
INSERT INTO "event_private" VALUES(6,X'CED267276D1FDB451647068E60A87566BA880FF834719BFCA6FFB292640A0BF7','{"activation_id":"0e8255dc-e9bd-47c9-8361-55ad89265204","citizen":{"id":"citizen-1","name":"Citizen-1"},"location":{"accuracy_m":18,"lat":28.6139,"lon":77.209,"source":"gps"},"zone_reason":"The location lies in Zone 1."}');
INSERT INTO "event_private" VALUES(9,X'EB104745746AE7DD8F08388169A7A43440B6CB27CBEF396A2910E93EE66E073E','{"accuracy_m":10,"lat":28.62,"lon":77.21}');
INSERT INTO "event_private" VALUES(11,X'6C66AB6E1FF5B55D0950CDA9BB8D25B42B7F580F79AE13BEA41888A6CDC37B1B','{"text":"A note"}');
INSERT INTO "event_private" VALUES(12,X'19B56050EB69377B9510FAA4CEAB2B482C9CE8CDBD023E75B0023BD5F956EE13','{"note":"Over"}');
INSERT INTO "event_private" VALUES(14,X'5314D18A7B0083FCA32A0C469DE67D704B60923A6A7A9C9F1B0A08686AFC2A28','{"activation_id":"7a68819d-7c51-43e4-acb7-81e3d39a65d2","battery_pct":49,"citizen":{"id":"drill-6cff1833-1","language":"en-IN","name":"Drill citizen 1","phone":"+91 00000 00001"},"location":{"accuracy_m":15.6,"captured_at":"2026-11-27T07:22:00.319Z","heading_deg":173,"lat":28.617541,"lon":77.206392,"source":"gps","speed_mps":1.2},"network":"4g","zone_reason":"The location lies in Zone 1."}');
INSERT INTO "event_private" VALUES(25,X'C2283FDDDEB3DE6717F2CC9FBB6D6EC8F22DD250BBDCB5901394BECBFD97D2C8','{"activation_id":"3e365153-482c-42d4-b445-f2927d157eda","citizen":{"id":"citizen-2","name":"Citizen-2"},"location":{"accuracy_m":18,"lat":28.6139,"lon":77.209,"source":"gps"},"zone_reason":"The location lies in Zone 1."}');
CREATE TABLE incident (
  id                         TEXT PRIMARY KEY,
  number                     TEXT NOT NULL,
  status                     TEXT NOT NULL,
  drill                      INTEGER NOT NULL,
  source                     TEXT NOT NULL,
  citizen_id                 TEXT,         -- NULL: erased
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
  erased_at_us               INTEGER, zone_text TEXT, helper TEXT, help_completed_at_us INTEGER,
  UNIQUE (citizen_id, activation_id)
) STRICT;
INSERT INTO "incident" VALUES('b456c1d2-bbf2-48fe-a1e3-a00071f8229d','HR-2026-000001','ended',0,'sos','citizen-1','Citizen-1',NULL,NULL,'0e8255dc-e9bd-47c9-8361-55ad89265204',1795764118862000,NULL,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',28.62,77.21,10.0,NULL,NULL,NULL,NULL,NULL,1795764118914000,'zone-1','The location lies in Zone 1.','supervisor','[]',1795764118936000,'supervisor','babf7580-6da9-4f4b-9ea6-e7fb1c60abe0',1,'closed',6,NULL,NULL,0,NULL,NULL,0,1795764119005000,'supervisor','test',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "incident" VALUES('beb6b6b1-58a8-4df4-afd2-ea653c380241','HR-2026-000002','ended',1,'sos','drill-6cff1833-1','Drill citizen 1','+91 00000 00001','en-IN','7a68819d-7c51-43e4-acb7-81e3d39a65d2',1795764120320000,1795764120319000,28.617541,77.206392,15.6,NULL,1.2,173.0,1795764120319000,'gps',28.617541,77.206392,15.6,NULL,1.2,173.0,1795764120319000,'gps',1795764120320000,'zone-1','The location lies in Zone 1.','supervisor','[]',NULL,NULL,'8729f396-ac8a-41a1-bc6b-3a3e964c3e31',1,'closed',1,53,1795764120373000,0,49.0,'4g',0,1795764121385000,'supervisor','test',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "incident" VALUES('d481e3d9-dcc3-46ad-b246-d0497302f007','HR-2026-000003','queued',0,'sos','citizen-2','Citizen-2',NULL,NULL,'3e365153-482c-42d4-b445-f2927d157eda',1795764121473000,NULL,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',1795764121473000,'zone-1','The location lies in Zone 1.',NULL,'[]',NULL,NULL,'8b98cc8b-b824-4c16-b99c-6644b5faece5',1,'closed',0,NULL,NULL,0,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "location" VALUES(6,'b456c1d2-bbf2-48fe-a1e3-a00071f8229d',1795764118862000,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps');
INSERT INTO "location" VALUES(9,'b456c1d2-bbf2-48fe-a1e3-a00071f8229d',1795764118914000,28.62,77.21,10.0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "location" VALUES(14,'beb6b6b1-58a8-4df4-afd2-ea653c380241',1795764120320000,28.617541,77.206392,15.6,NULL,1.2,173.0,1795764120319000,'gps');
INSERT INTO "location" VALUES(25,'d481e3d9-dcc3-46ad-b246-d0497302f007',1795764121473000,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps');
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
INSERT INTO "media_session" VALUES('babf7580-6da9-4f4b-9ea6-e7fb1c60abe0','b456c1d2-bbf2-48fe-a1e3-a00071f8229d',1,'closed',1795764118867000,NULL,NULL,NULL,1795764119005000,6,NULL,NULL);
INSERT INTO "media_session" VALUES('8729f396-ac8a-41a1-bc6b-3a3e964c3e31','beb6b6b1-58a8-4df4-afd2-ea653c380241',1,'closed',1795764120321000,1795764120332000,1795764120369000,1795764120373000,1795764121386000,1,53,NULL);
INSERT INTO "media_session" VALUES('8b98cc8b-b824-4c16-b99c-6644b5faece5','d481e3d9-dcc3-46ad-b246-d0497302f007',1,'closed',1795764121473000,NULL,NULL,NULL,1795764121669000,0,NULL,NULL);
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('last_number',3);
INSERT INTO "meta" VALUES('station_id','09285abb-5392-46f1-ab6e-e8d1b2ffbb0c');
INSERT INTO "meta" VALUES('token_key',X'BF066EC2BF379F18306C2206E32ABD778702AAB10093C49F3EB90135D37D6C69');
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
INSERT INTO "operator" VALUES('supervisor','Duty supervisor','supervisor',NULL,4,1,'offline',1795764121471000,1795764121385000,NULL);
INSERT INTO "operator" VALUES('asha','Operator 1','operator','$argon2id$v=19$m=65536,t=2,p=1$Gg7w7uKy7Bj798qPXrrD9g$rDa7xPqBsw9RSQwXUTJ50/UeRKDER7BGGkyHeuSASZc',4,0,'offline',NULL,NULL,1795764121578000);
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
INSERT INTO "recording" VALUES('ef6505c7-3d59-4d14-9825-f5782c1826ba','beb6b6b1-58a8-4df4-afd2-ea653c380241','8729f396-ac8a-41a1-bc6b-3a3e964c3e31',1,'recordings/2026/11/27/8729f396-ac8a-41a1-bc6b-3a3e964c3e31-1.ogg',1795764120372000,1060,2906,'67b07f8f078cb34a9b12e439e69f5845700352eef186180f2d236154b2c0c7c1',NULL,NULL);
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
CREATE INDEX media_session_by_incident ON media_session (incident_id);
CREATE INDEX location_by_incident ON location (incident_id, seq);
CREATE INDEX recording_by_incident ON recording (incident_id);
CREATE INDEX alert_by_clearing ON alert (cleared_at_us);
CREATE TRIGGER event_private_is_never_changed BEFORE UPDATE ON event_private
BEGIN
  SELECT RAISE (ABORT, 'what an event says is never changed');
END;
CREATE TRIGGER event_private_is_never_replaced BEFORE INSERT ON event_private
WHEN EXISTS (SELECT 1 FROM event_private WHERE seq = NEW.seq)
BEGIN
  SELECT RAISE (ABORT, 'what an event says is never changed');
END;
CREATE TRIGGER event_private_is_erased_by_an_event BEFORE DELETE ON event_private
WHEN NOT EXISTS (SELECT 1 FROM event AS erased JOIN event AS erasure ON erasure.incident_id = erased.incident_id
                 WHERE erased.seq = OLD.seq AND erasure.seq > erased.seq AND erasure.kind = 'incident.erased')
BEGIN
  SELECT RAISE (ABORT, 'what an event says stays until the incident is erased');
END;
CREATE VIEW whole_event AS
SELECT event.seq AS seq, at_us, kind, incident_id, actor,
       iif (json_valid (event.data) AND json_valid (private.data),
            json_patch (json_remove (event.data, '$.digest'), private.data), event.data) AS data,
       event.data AS hashed, salt, private.data AS private, prev_hash, hash
FROM event LEFT JOIN event_private AS private ON private.seq = event.seq;
CREATE INDEX incident_by_time ON incident (received_at_us, id);
CREATE INDEX incident_by_number ON incident (number);
CREATE INDEX incident_by_citizen ON incident (citizen_id, received_at_us);
CREATE INDEX incident_that_is_open ON incident (id) WHERE status <> 'ended';
CREATE VIEW incident_holder AS
SELECT assigned_operator_id AS operator_id, id AS incident_id
FROM incident
WHERE status <> 'ended' AND assigned_operator_id IS NOT NULL
UNION
SELECT ring.value, incident.id
FROM incident, json_each (ringing) AS ring
WHERE status <> 'ended';
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
