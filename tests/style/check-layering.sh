#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Who may see whom (docs/architecture.md). Usage: check-layering.sh SOURCE_ROOT
set -euo pipefail
cd "$1"
failures=0
complain() {
  echo "$*"
  failures=$((failures + 1))
}

# may_include FOLDER ALLOWED…: every "quoted" include of FOLDER is found in itself or in one of ALLOWED.
may_include() {
  local folder=$1 header place found
  shift
  while read -r header; do
    [ "$header" != config.h ] || continue
    found=
    for place in "$folder" "$@"; do
      [ ! -e "$place/$header" ] || found=yes
    done
    # What meson generates stands in no source folder.
    case $header in *-resources.h) found=yes ;; esac
    [ -n "$found" ] || complain "$folder includes $header, which it may not see"
  done < <(grep -hoE '^#include "[^"]+"' "$folder"/*.[ch] 2>/dev/null | sed 's/.*"\(.*\)"/\1/' | sort -u)
}

s=server
may_include $s/model
may_include $s/wire $s/model
may_include $s/store $s/model $s/wire
may_include $s/auth $s/model $s/wire
may_include $s/dispatch $s/model $s/wire $s/store $s/auth
may_include $s/webrtc
may_include $s/media $s/model $s/wire $s/webrtc
may_include $s/net $s $s/model $s/wire $s/store $s/auth $s/dispatch $s/media
may_include ui $s/model
may_include app/console ui $s/model $s/wire $s/webrtc
may_include app/drill $s/model $s/wire $s/webrtc

! grep -rnE '#include *[<"](gtk|gdk|adwaita|shumate)' server app/station app/drill || complain "the station must not know GTK"
! grep -rnE '#include *[<"](gst|libsoup|sqlite3)' ui || complain "widgets hold models only"

# Only a leg towards a console or towards a viewer, and the drill that plays a citizen, may send media.
senders=$(grep -rlE 'DIRECTION_SEND(ONLY|RECV)' server app ui | grep -vE '^(server/media/hr-send-lane\.c|app/drill/)' || true)
[ -z "$senders" ] || complain "media is sent in $senders"
senders=$(grep -rl 'hr-send-lane\.h' server app ui | grep -vE '^server/media/hr-(send-lane|monitor-leg|relay-viewer)\.c$' || true)
[ -z "$senders" ] || complain "media is sent in $senders, which may be a leg towards a citizen"

for template in ui/*.ui app/console/*.ui; do
  [ -e "$template" ] || continue
  case $(basename "$template" .ui) in
    *-row | *-cell | hr-shortcuts) ;;
    *) [ -e "${template%.ui}.c" ] || complain "$template has no .c beside it" ;;
  esac
done

[ "$failures" -eq 0 ]
