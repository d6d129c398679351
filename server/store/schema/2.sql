-- SPDX-License-Identifier: GPL-3.0-or-later
-- When a recording was removed because its time was over; its file is gone soon after.

ALTER TABLE recording ADD COLUMN removed_at_us INTEGER;
