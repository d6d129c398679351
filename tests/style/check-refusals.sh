#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a command of a console may be refused with has a code that every console has words for: hr_refuse(), or a sentence that stands in the table
# word for word. Faults of a program (bad_field, missing_field …) are for its programmer and stay English. Usage: check-refusals.sh SOURCE_ROOT
set -euo pipefail
cd "$1"
codes='FORBIDDEN|ALREADY_ENDED|NOT_OWNED|TOO_MANY_ATTEMPTS|UNAUTHORIZED|WRONG_STATE|NOT_FOUND|BUSY'
files=(server/dispatch/*.c server/net/hr-{administrative-commands,command,drills,panel-login,panel-shift,pin-check,shifts}.c)
failures=0
count=0

while IFS= read -r -d '' words; do
  count=$((count + 1))
  grep -qF "N_ (\"$words\")" server/model/hr-reason.c || { echo "hr-reason.c has no code for “$words”"; failures=$((failures + 1)); }
done < <(grep -Pzoh "HR_PROTOCOL_ERROR_($codes)\s*,\s*\"\K(?:[^\"\\\\]|\\\\.)*(?=\")" "${files[@]}")

[ "$count" -ge 15 ] || { echo "only $count refusals were found"; failures=1; }
[ "$failures" -eq 0 ]
