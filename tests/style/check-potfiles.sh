#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every file with words for a person is listed for translators. Usage: check-potfiles.sh SOURCE_ROOT
set -euo pipefail
cd "$1"
listed=$(grep -v '^#' po/POTFILES | sort)
spoken=$(grep -lE '\b(_|N_|C_|ngettext|g_dngettext) ?\(|translatable="yes"' -r ui app/console resources --include='*.c' --include='*.ui' \
  --include='*.in' | sort)
missing=$(comm -13 <(echo "$listed") <(echo "$spoken"))
[ -z "$missing" ] || { echo "not in po/POTFILES:"; echo "$missing"; exit 1; }
while read -r file; do
  [ -e "$file" ] || { echo "po/POTFILES lists $file, which is not there"; exit 1; }
done <<<"$listed"
