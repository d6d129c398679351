#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The C code is laid out by clang-format and says its licence. Usage: check-layout.sh SOURCE_ROOT
set -euo pipefail
cd "$1"
mapfile -t sources < <(find server ui app tests -name '*.[ch]')
unlicensed=$(grep -L 'SPDX-License-Identifier: GPL-3.0-or-later' "${sources[@]}" || true)
[ -z "$unlicensed" ] || { echo "no licence line: $unlicensed"; exit 1; }
clang-format --dry-run -Werror "${sources[@]}"
