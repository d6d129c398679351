-- SPDX-License-Identifier: GPL-3.0-or-later
-- What phones with the older interface say: how they call the zone, who helps from outside, and when that was over.

ALTER TABLE incident ADD COLUMN zone_text TEXT;
ALTER TABLE incident ADD COLUMN helper TEXT;
ALTER TABLE incident ADD COLUMN help_completed_at_us INTEGER;
