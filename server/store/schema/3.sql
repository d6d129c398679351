-- SPDX-License-Identifier: GPL-3.0-or-later
-- When an operator was disabled last. It stays when the operator is enabled again: the consoles' tokens of before are not good any more.

ALTER TABLE operator ADD COLUMN disabled_at_us INTEGER;
