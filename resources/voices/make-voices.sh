#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the voices of the drill's citizens: spoken by espeak-ng, put into Ogg Opus by opusenc (opus-tools).
# Run it in this folder.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# speak NAME VOICE WORDS-PER-MINUTE PITCH TEXT
speak() {
  espeak-ng -v "$2" -s "$3" -p "$4" -w "$work/$1.wav" "$5"
  opusenc --quiet --speech --bitrate 20 --framesize 20 "$work/$1.wav" "$1.opus"
}

speak market en+f3 150 60 \
  "Hello? Please help me. Two men are following me through the market. I am near the bus stand, please come quickly."
speak car en+m3 160 45 \
  "Can anybody hear me? My car was hit and my friend is bleeding. We are on the ring road, beside the petrol pump."
speak house en+f2 140 70 \
  "Please be quiet. Somebody has broken into the house. I am hiding in the back room. Please send somebody."
speak road hi+f2 150 60 \
  "मेरी मदद कीजिए। कोई मेरा पीछा कर रहा है। मैं बस अड्डे के पास हूँ। कृपया जल्दी आइए।"
speak river hi+m2 150 45 \
  "सुनिए, मेरा भाई नदी में गिर गया है। हम पुल के नीचे हैं। पुलिस और एम्बुलेंस भेजिए, जल्दी कीजिए।"
