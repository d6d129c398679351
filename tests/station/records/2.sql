-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a station of schema 2 left: one call with notes and positions, one drill with its recording, one SOS that is open.
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE activation (
  citizen_id    TEXT NOT NULL,
  activation_id TEXT NOT NULL,
  incident_id   TEXT NOT NULL REFERENCES incident (id),
  PRIMARY KEY (citizen_id, activation_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "activation" VALUES('citizen-1','e2b9e285-3907-4bc8-bcb9-268d0512396e','9be74291-0da4-4107-9ec1-3df95677af6a');
INSERT INTO "activation" VALUES('citizen-2','89756741-a10e-4553-a8cf-f06364eddff9','26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc');
INSERT INTO "activation" VALUES('drill-e219ffee-1','1664bab4-5688-4b77-ad04-f7fd126b4148','91a1e65b-87f9-43f7-8911-dc057850001c');
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
INSERT INTO "event" VALUES(1,1795756853110000,'zone.saved',NULL,'station','{"geometry":{"coordinates":[[[77.10900000000001,28.5239],[77.309,28.5239],[77.309,28.7039],[77.10900000000001,28.7039],[77.10900000000001,28.5239]]],"type":"Polygon"},"id":"zone-1","name":"Zone 1"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'8466DAD79C1ABE3F9CA3F783B0F3BFB096B3012B9A053CAF3714649043CD97B4');
INSERT INTO "event" VALUES(2,1795756853110000,'operator.saved',NULL,'station','{"capacity":4,"enabled":true,"id":"supervisor","name":"Duty supervisor","role":"supervisor","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'8466DAD79C1ABE3F9CA3F783B0F3BFB096B3012B9A053CAF3714649043CD97B4',X'BD0EDB337BF3A2520E56DC60FAB3FCD396933B87C6B8A9E0DCA820257D5D91CE');
INSERT INTO "event" VALUES(3,1795756854134000,'station.started',NULL,'station','{"listen":"http://127.0.0.1:35845","version":"0.1.0"}',X'BD0EDB337BF3A2520E56DC60FAB3FCD396933B87C6B8A9E0DCA820257D5D91CE',X'7B10F4BA66AAB71A8947C58F047183A9311E7855E86AFE0AB14BACC1B6DF2EF3');
INSERT INTO "event" VALUES(4,1795756854205000,'operator.saved',NULL,'cli','{"capacity":4,"enabled":true,"id":"asha","name":"Operator 1","role":"operator","zones":[{"rank":1,"zone_id":"zone-1"}]}',X'7B10F4BA66AAB71A8947C58F047183A9311E7855E86AFE0AB14BACC1B6DF2EF3',X'7CB9874C92CD2CA794765D696B2FF34953083D1F2FA04B9EBE47EE9E3A1B7269');
INSERT INTO "event" VALUES(5,1795756854338000,'operator.online',NULL,'station','{"operator_id":"supervisor"}',X'7CB9874C92CD2CA794765D696B2FF34953083D1F2FA04B9EBE47EE9E3A1B7269',X'C4A31A4715EC91DD86978F193814515C0FD14EA131575D1A456A09906E1C2289');
INSERT INTO "event" VALUES(6,1795756854352000,'incident.activated','9be74291-0da4-4107-9ec1-3df95677af6a','citizen','{"activation_id":"e2b9e285-3907-4bc8-bcb9-268d0512396e","battery_pct":44,"citizen":{"id":"citizen-1","language":"hi","name":"Citizen-1","phone":"+91 11 5555 0101"},"drill":false,"location":{"accuracy_m":18,"lat":28.6139,"lon":77.209,"source":"gps"},"network":"4g","number":"HR-2026-000001","session_id":"ce2ed94d-b806-4cfe-a041-9e73e54bd0c3","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'C4A31A4715EC91DD86978F193814515C0FD14EA131575D1A456A09906E1C2289',X'3FA44368F85DE5DA8F2F7D32E5C84480C7D499237CF79AEA1914F82CA74A67EF');
INSERT INTO "event" VALUES(7,1795756854352000,'incident.assigned','9be74291-0da4-4107-9ec1-3df95677af6a','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'3FA44368F85DE5DA8F2F7D32E5C84480C7D499237CF79AEA1914F82CA74A67EF',X'978259EC6BD82BB034F54A4E763FC06AF897C9D11565267B7A7239301620670C');
INSERT INTO "event" VALUES(8,1795756854353000,'media.offered','9be74291-0da4-4107-9ec1-3df95677af6a','station','{"attempt":1,"offer_ms":0,"session_id":"ce2ed94d-b806-4cfe-a041-9e73e54bd0c3"}',X'978259EC6BD82BB034F54A4E763FC06AF897C9D11565267B7A7239301620670C',X'3E2ED65AC2042ECC4076A30EB0B0C93E72CC1F697C131B648190494E75BACA93');
INSERT INTO "event" VALUES(9,1795756854404000,'incident.location','9be74291-0da4-4107-9ec1-3df95677af6a','citizen','{"accuracy_m":10,"lat":28.62,"lon":77.21}',X'3E2ED65AC2042ECC4076A30EB0B0C93E72CC1F697C131B648190494E75BACA93',X'DEE990206BFFCC8921C0382440BD4085DD220A2324A944ACD99D7C9AC38CDF45');
INSERT INTO "event" VALUES(10,1795756854404000,'incident.telemetry','9be74291-0da4-4107-9ec1-3df95677af6a','citizen','{"battery_pct":43}',X'DEE990206BFFCC8921C0382440BD4085DD220A2324A944ACD99D7C9AC38CDF45',X'C012A93E8510842B8443B76459D53A7C3CF9A8D95624515B931ED3B65DFE4E22');
INSERT INTO "event" VALUES(11,1795756854404000,'incident.cancel_requested','9be74291-0da4-4107-9ec1-3df95677af6a','citizen','{"reason":"A mistake"}',X'C012A93E8510842B8443B76459D53A7C3CF9A8D95624515B931ED3B65DFE4E22',X'61ABD59D3E5F6E952E5238000067D12BCFD66BEC1BB9C933F525B48867AA1379');
INSERT INTO "event" VALUES(12,1795756854428000,'incident.acknowledged','9be74291-0da4-4107-9ec1-3df95677af6a','supervisor','{"operator_id":"supervisor"}',X'61ABD59D3E5F6E952E5238000067D12BCFD66BEC1BB9C933F525B48867AA1379',X'CC4DC5FE8876DB7C9873ECE2CBF20A48F5E9496F8F76C942F1E8AA20FD6B8C95');
INSERT INTO "event" VALUES(13,1795756854430000,'incident.note','9be74291-0da4-4107-9ec1-3df95677af6a','supervisor','{"text":"A note"}',X'CC4DC5FE8876DB7C9873ECE2CBF20A48F5E9496F8F76C942F1E8AA20FD6B8C95',X'A12B5296F01F487C25F8E5F20EC119B2E0B39C441F0802B01265332738B5F2D8');
INSERT INTO "event" VALUES(14,1795756854431000,'incident.ended','9be74291-0da4-4107-9ec1-3df95677af6a','supervisor','{"disposition":"test","note":"The last word"}',X'A12B5296F01F487C25F8E5F20EC119B2E0B39C441F0802B01265332738B5F2D8',X'3C1DD469BE7D1246DB0656672D5FA9AFD47D377FBF54805EEAF33FF47711E5DC');
INSERT INTO "event" VALUES(15,1795756854431000,'media.closed','9be74291-0da4-4107-9ec1-3df95677af6a','station','{"attempt":1,"reason":"resolved","session_id":"ce2ed94d-b806-4cfe-a041-9e73e54bd0c3"}',X'3C1DD469BE7D1246DB0656672D5FA9AFD47D377FBF54805EEAF33FF47711E5DC',X'0BB2DDE54B50D03E1195A583CCABE11A69EA8F69BDEFD7AA8922A290D6341EE2');
INSERT INTO "event" VALUES(16,1795756854445000,'drill.started',NULL,'cli','{"citizens":1,"drill_id":"72348362-04f4-4379-b7d4-24255b140d84","seconds":4,"zone":"zone-1"}',X'0BB2DDE54B50D03E1195A583CCABE11A69EA8F69BDEFD7AA8922A290D6341EE2',X'6EE8A6385BDD9E4BF3A58B29CD27E475ADD4462F7472435F927880162467CAAB');
INSERT INTO "event" VALUES(17,1795756856290000,'incident.activated','91a1e65b-87f9-43f7-8911-dc057850001c','citizen','{"activated_at":"2026-11-27T05:20:56.289Z","activation_id":"1664bab4-5688-4b77-ad04-f7fd126b4148","battery_pct":76,"citizen":{"id":"drill-e219ffee-1","language":"en-IN","name":"Drill citizen 1","phone":"+91 00000 00001"},"drill":true,"location":{"accuracy_m":10.5,"captured_at":"2026-11-27T05:20:56.289Z","heading_deg":195,"lat":28.615762,"lon":77.20964,"source":"gps","speed_mps":1.8},"network":"4g","number":"HR-2026-000002","session_id":"7683b50e-faae-4449-bb0d-1cb45c64b4cd","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'6EE8A6385BDD9E4BF3A58B29CD27E475ADD4462F7472435F927880162467CAAB',X'02455BFAF1EBBCD0B2ECFC7C8FCF8CEED26A0C96721E0536E850A28D641033E7');
INSERT INTO "event" VALUES(18,1795756856290000,'incident.assigned','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'02455BFAF1EBBCD0B2ECFC7C8FCF8CEED26A0C96721E0536E850A28D641033E7',X'28E68CBAB7AE7B041F54D3ABEBB03B09A5221FC32570C09EA5367F4A15EBAC4B');
INSERT INTO "event" VALUES(19,1795756856290000,'media.offered','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"attempt":1,"offer_ms":0,"session_id":"7683b50e-faae-4449-bb0d-1cb45c64b4cd"}',X'28E68CBAB7AE7B041F54D3ABEBB03B09A5221FC32570C09EA5367F4A15EBAC4B',X'89D380BEE64FF7D3805D6E194851D4897FBB094768E606AC9FCEDFBCABF1ED17');
INSERT INTO "event" VALUES(20,1795756856299000,'media.answered','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"attempt":1,"session_id":"7683b50e-faae-4449-bb0d-1cb45c64b4cd"}',X'89D380BEE64FF7D3805D6E194851D4897FBB094768E606AC9FCEDFBCABF1ED17',X'3A2B22213FFC1700A60B10A39C088D30192A800ED15CE64D14157408040EB5C3');
INSERT INTO "event" VALUES(21,1795756856421000,'media.connected','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"attempt":1,"connected_ms":131,"session_id":"7683b50e-faae-4449-bb0d-1cb45c64b4cd"}',X'3A2B22213FFC1700A60B10A39C088D30192A800ED15CE64D14157408040EB5C3',X'971DE8816FB1D0D5D2E4005923D4268257E14976D84F7F8F25AA199E0AF42AE6');
INSERT INTO "event" VALUES(22,1795756856422000,'recording.started','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"attempt":1,"path":"recordings/2026/11/27/7683b50e-faae-4449-bb0d-1cb45c64b4cd-1.ogg","recording_id":"9cec632f-867f-4cf9-9fb6-41c1b846023c","session_id":"7683b50e-faae-4449-bb0d-1cb45c64b4cd"}',X'971DE8816FB1D0D5D2E4005923D4268257E14976D84F7F8F25AA199E0AF42AE6',X'3E5BE69BDDE2FF5A685B07AC5DFE80AAD5A969691CB8A69B4BD54D02D9C1C772');
INSERT INTO "event" VALUES(23,1795756856422000,'media.live','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"attempt":1,"live_ms":131,"session_id":"7683b50e-faae-4449-bb0d-1cb45c64b4cd"}',X'3E5BE69BDDE2FF5A685B07AC5DFE80AAD5A969691CB8A69B4BD54D02D9C1C772',X'E91F3D829AC3D0A1AB21C985E055FA7045522B2D60F63108F32F27154280A224');
INSERT INTO "event" VALUES(24,1795756858947000,'incident.location','91a1e65b-87f9-43f7-8911-dc057850001c','citizen','{"accuracy_m":10.9,"captured_at":"2026-11-27T05:20:58.946Z","heading_deg":204,"lat":28.615889,"lon":77.209721,"source":"gps","speed_mps":0.7}',X'E91F3D829AC3D0A1AB21C985E055FA7045522B2D60F63108F32F27154280A224',X'CB1AC3E21F6C9F117D14502F1AC43469F09BB74B64D213FA74C3DB378ED91AA4');
INSERT INTO "event" VALUES(25,1795756861061000,'drill.stopped',NULL,'station','{"drill_id":"72348362-04f4-4379-b7d4-24255b140d84"}',X'CB1AC3E21F6C9F117D14502F1AC43469F09BB74B64D213FA74C3DB378ED91AA4',X'2BD9B2D63EE3BAF5E499D370D8C2814107B6138515DE42FE5B3A63BFB049DEA7');
INSERT INTO "event" VALUES(26,1795756861061000,'incident.ended','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"disposition":"test","note":"The exercise is over."}',X'2BD9B2D63EE3BAF5E499D370D8C2814107B6138515DE42FE5B3A63BFB049DEA7',X'4A3B7BC82E4ECA73D39CBB2CE6EECFD08051DF38CF5CEC352C1CAEC3887B6100');
INSERT INTO "event" VALUES(27,1795756861061000,'media.closed','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"attempt":1,"reason":"resolved","session_id":"7683b50e-faae-4449-bb0d-1cb45c64b4cd"}',X'4A3B7BC82E4ECA73D39CBB2CE6EECFD08051DF38CF5CEC352C1CAEC3887B6100',X'BBE4EA3D9E21820F96E37E791413CDA835DD061949995BD1D9FC1F81E279A39C');
INSERT INTO "event" VALUES(28,1795756861069000,'recording.finished','91a1e65b-87f9-43f7-8911-dc057850001c','station','{"attempt":1,"bytes":12987,"duration_ms":4660,"recording_id":"9cec632f-867f-4cf9-9fb6-41c1b846023c","session_id":"7683b50e-faae-4449-bb0d-1cb45c64b4cd","sha256":"53accfd0120d5eda2acee8e6f89bd1b475e32ef7624a8534c93cc6141f76d22b"}',X'BBE4EA3D9E21820F96E37E791413CDA835DD061949995BD1D9FC1F81E279A39C',X'C18595C9DDFF00D49C0E77467F816EDFF45C5356DCA6FB2F991F7B9751EBFE7F');
INSERT INTO "event" VALUES(29,1795756861093000,'incident.activated','26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc','citizen','{"activation_id":"89756741-a10e-4553-a8cf-f06364eddff9","battery_pct":44,"citizen":{"id":"citizen-2","language":"hi","name":"Citizen-2","phone":"+91 11 5555 0101"},"drill":false,"location":{"accuracy_m":18,"lat":28.6139,"lon":77.209,"source":"gps"},"network":"4g","number":"HR-2026-000003","session_id":"f08b7b77-c316-4148-8fa6-5080cdc650a1","silent":false,"source":"sos","zone_id":"zone-1","zone_reason":"The location lies in Zone 1."}',X'C18595C9DDFF00D49C0E77467F816EDFF45C5356DCA6FB2F991F7B9751EBFE7F',X'1B90AEC6912CB7C7959014C0A25E2E37703F829139FBAD15BC7F8547F233E639');
INSERT INTO "event" VALUES(30,1795756861094000,'incident.assigned','26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc','station','{"how":"primary","operator_id":"supervisor","reason":"Duty supervisor is a primary operator of Zone 1.","ringing":["supervisor"]}',X'1B90AEC6912CB7C7959014C0A25E2E37703F829139FBAD15BC7F8547F233E639',X'2A703595E8B8715D4F0959D95913BE84C32F524A3B94E64CF293C6404DAA6498');
INSERT INTO "event" VALUES(31,1795756861094000,'media.offered','26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc','station','{"attempt":1,"offer_ms":0,"session_id":"f08b7b77-c316-4148-8fa6-5080cdc650a1"}',X'2A703595E8B8715D4F0959D95913BE84C32F524A3B94E64CF293C6404DAA6498',X'115FA7909218C0B287C6D511973FED83A73FC0A8FE03FC9050624AB18F51EFBA');
INSERT INTO "event" VALUES(32,1795756861097000,'settings.changed',NULL,'cli','{"key":"retention.recordings_days","value":"3650"}',X'115FA7909218C0B287C6D511973FED83A73FC0A8FE03FC9050624AB18F51EFBA',X'E55FE13C3948CA308F82203BFAA7AECB707828312476C2651F7FCD97FE89220D');
INSERT INTO "event" VALUES(33,1795756861106000,'operator.offline',NULL,'station','{"operator_id":"supervisor"}',X'E55FE13C3948CA308F82203BFAA7AECB707828312476C2651F7FCD97FE89220D',X'1371D970F2237F660E491A4B19027BBEC843BB103A5C1B83B729F3EFBEA84AE9');
INSERT INTO "event" VALUES(34,1795756861106000,'incident.queued','26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc','station','{"reason":"Duty supervisor is offline. No operator of Zone 1 is free: Duty supervisor is offline, Operator 1 is offline."}',X'1371D970F2237F660E491A4B19027BBEC843BB103A5C1B83B729F3EFBEA84AE9',X'D684955E04E9113C61EF8D377141D7572F7BC7E29D71ACF8B4044DC4BA0062AD');
INSERT INTO "event" VALUES(35,1795756861866000,'station.started',NULL,'station','{"listen":"http://127.0.0.1:42181","version":"0.1.0"}',X'D684955E04E9113C61EF8D377141D7572F7BC7E29D71ACF8B4044DC4BA0062AD',X'E13501EB27FBFC9D3D66A546F3E56B8CB6317DD5C708FA4A15B22FCC1D6F742E');
INSERT INTO "event" VALUES(36,1795756861867000,'media.closed','26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc','station','{"attempt":1,"reason":"The station was restarted.","session_id":"f08b7b77-c316-4148-8fa6-5080cdc650a1"}',X'E13501EB27FBFC9D3D66A546F3E56B8CB6317DD5C708FA4A15B22FCC1D6F742E',X'CBD304F980091B7850F460A83CDE394EED4950124548D234BAC09D13E1AA685F');
INSERT INTO "event" VALUES(37,1795756861940000,'station.stopped',NULL,'station','{}',X'CBD304F980091B7850F460A83CDE394EED4950124548D234BAC09D13E1AA685F',X'33BB99CBC56B5DFF3226A47593B4F1EB52E525083C203133A5778AF7A4B401E9');
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
INSERT INTO "incident" VALUES('9be74291-0da4-4107-9ec1-3df95677af6a','HR-2026-000001','ended',0,'sos','citizen-1','Citizen-1','+91 11 5555 0101','hi','e2b9e285-3907-4bc8-bcb9-268d0512396e',1795756854352000,NULL,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',28.62,77.21,10.0,NULL,NULL,NULL,NULL,NULL,1795756854404000,'zone-1','The location lies in Zone 1.','supervisor','[]',1795756854428000,'supervisor','ce2ed94d-b806-4cfe-a041-9e73e54bd0c3',1,'closed',0,NULL,NULL,0,43.0,'4g',1,1795756854431000,'supervisor','test',NULL);
INSERT INTO "incident" VALUES('91a1e65b-87f9-43f7-8911-dc057850001c','HR-2026-000002','ended',1,'sos','drill-e219ffee-1','Drill citizen 1','+91 00000 00001','en-IN','1664bab4-5688-4b77-ad04-f7fd126b4148',1795756856290000,1795756856289000,28.615762,77.20964,10.5,NULL,1.8,195.0,1795756856289000,'gps',28.615889,77.209721,10.9,NULL,0.7,204.0,1795756858946000,'gps',1795756858947000,'zone-1','The location lies in Zone 1.','supervisor','[]',NULL,NULL,'7683b50e-faae-4449-bb0d-1cb45c64b4cd',1,'closed',0,131,1795756856422000,0,76.0,'4g',0,1795756861061000,'station','test',NULL);
INSERT INTO "incident" VALUES('26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc','HR-2026-000003','queued',0,'sos','citizen-2','Citizen-2','+91 11 5555 0101','hi','89756741-a10e-4553-a8cf-f06364eddff9',1795756861093000,NULL,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps',1795756861093000,'zone-1','The location lies in Zone 1.',NULL,'[]',NULL,NULL,'f08b7b77-c316-4148-8fa6-5080cdc650a1',1,'closed',0,NULL,NULL,0,44.0,'4g',0,NULL,NULL,NULL,NULL);
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
INSERT INTO "location" VALUES(6,'9be74291-0da4-4107-9ec1-3df95677af6a',1795756854352000,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps');
INSERT INTO "location" VALUES(9,'9be74291-0da4-4107-9ec1-3df95677af6a',1795756854404000,28.62,77.21,10.0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "location" VALUES(17,'91a1e65b-87f9-43f7-8911-dc057850001c',1795756856290000,28.615762,77.20964,10.5,NULL,1.8,195.0,1795756856289000,'gps');
INSERT INTO "location" VALUES(24,'91a1e65b-87f9-43f7-8911-dc057850001c',1795756858947000,28.615889,77.209721,10.9,NULL,0.7,204.0,1795756858946000,'gps');
INSERT INTO "location" VALUES(29,'26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc',1795756861093000,28.6139,77.209,18.0,NULL,NULL,NULL,NULL,'gps');
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
INSERT INTO "media_session" VALUES('ce2ed94d-b806-4cfe-a041-9e73e54bd0c3','9be74291-0da4-4107-9ec1-3df95677af6a',1,'closed',1795756854353000,NULL,NULL,NULL,1795756854431000,0,NULL,NULL);
INSERT INTO "media_session" VALUES('7683b50e-faae-4449-bb0d-1cb45c64b4cd','91a1e65b-87f9-43f7-8911-dc057850001c',1,'closed',1795756856290000,1795756856299000,1795756856421000,1795756856422000,1795756861061000,0,131,NULL);
INSERT INTO "media_session" VALUES('f08b7b77-c316-4148-8fa6-5080cdc650a1','26ba7569-7d67-45f2-a6b1-aa7ef4fbecdc',1,'closed',1795756861094000,NULL,NULL,NULL,1795756861867000,0,NULL,NULL);
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('last_number',3);
INSERT INTO "meta" VALUES('station_id','df010a51-05a8-44fd-9fea-1bfdd1a42c58');
INSERT INTO "meta" VALUES('token_key',X'F569E9C994846B84C8F8CEFDB5964ACA7865522D6B62D48FE03D27B0EEDCD8B1');
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
INSERT INTO "operator" VALUES('supervisor','Duty supervisor','supervisor',NULL,4,1,'offline',1795756861106000,1795756861106000);
INSERT INTO "operator" VALUES('asha','Operator 1','operator',NULL,4,1,'offline',NULL,NULL);
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
INSERT INTO "recording" VALUES('9cec632f-867f-4cf9-9fb6-41c1b846023c','91a1e65b-87f9-43f7-8911-dc057850001c','7683b50e-faae-4449-bb0d-1cb45c64b4cd',1,'recordings/2026/11/27/7683b50e-faae-4449-bb0d-1cb45c64b4cd-1.ogg',1795756856422000,4660,12987,'53accfd0120d5eda2acee8e6f89bd1b475e32ef7624a8534c93cc6141f76d22b',NULL,NULL);
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "setting" VALUES('retention.recordings_days','3650');
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
