#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every word of the sources is said in every language. Usage: check-translations.sh SOURCE_ROOT
set -euo pipefail
cd "$1"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

xgettext --files-from=po/POTFILES --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
  --keyword=g_dngettext:2,3 --output="$scratch/present.pot"

for language in $(grep -v '^#' po/LINGUAS); do
  merged=$scratch/$language.po
  msgmerge --quiet --no-fuzzy-matching --output-file="$merged" "po/$language.po" "$scratch/present.pot"
  msgfmt --check --output-file=/dev/null "$merged" || failures=$((failures + 1))
  unsaid=$(msgattrib --no-obsolete --no-wrap --untranslated "$merged"; msgattrib --no-obsolete --no-wrap --only-fuzzy "$merged")
  [ -z "$unsaid" ] || { echo "po/$language.po does not say:"; echo "$unsaid" | grep -E '^(#:|msgid "..*")'; failures=$((failures + 1)); }
done

[ "$failures" -eq 0 ]
