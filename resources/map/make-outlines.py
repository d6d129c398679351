#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes outlines.gvariant, the outlines that the console's map has where there is nothing nearer.

    make-outlines.py world_map.gpkg outlines.gvariant

world_map.gpkg is Natural Earth 4.1.0 at 1:10m (public domain), simplified, as Debian's package qgis-common has it in
/usr/share/qgis/resources/data: states and provinces, and the lines that are disputed. Needs python3-shapely and python3-gi.

India is drawn as the Survey of India draws it: what Natural Earth gives to India, with the whole of Jammu and Kashmir and of
Ladakh. Between those two, and between Andhra Pradesh and Telangana, this version of the data has no line, and none is drawn.

What is written is {lines: a(kind, x and y in turn), names: a(English, Hindi, Urdu, x, y, zoom)}; ui/hr-land.h has the measure.
"""

import math
import sqlite3
import sys

from gi.repository import GLib
from shapely import wkb
from shapely.geometry import Point, box
from shapely.ops import linemerge, unary_union

COAST, BORDER, STATE, INDIA = range(4)
WORLD = 2 ** 32
MAX_LATITUDE = 84
ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}

# What others administer: provinces, and places in the parts of Chinese provinces that the line of the Indian claim cuts out.
NORTHERN_PROVINCES = ("Azad Kashmir", "Northern Areas", "Kashmir")
CLAIMED_FROM_CHINA = (Point(79.3, 35.2), Point(76.6, 36.1))
# What belongs together: no line is drawn between.
ONE_STATE = {"Azad Kashmir": "Jammu and Kashmir", "Northern Areas": "Jammu and Kashmir", "Kashmir": "Jammu and Kashmir",
             "Daman and Diu": "Dadra and Nagar Haveli"}

# Degrees. Near India a corner counts, at the edge of what is drawn it does not.
REGION = box(30, -12, 130, 56)
NEAR = box(60, 0, 105, 42)
TOLERANCE_NEAR = 0.004
TOLERANCE_FAR = 0.04
SMALLEST_FAR = 1
# As wide as the simplified land and a line that was not simplified may be apart.
CUT = 0.01
# Lines are in short pieces: those that are not seen are not drawn.
MAX_POINTS = 48

# English, Hindi, Urdu, latitude, longitude, the zoom that there is room from.
NAMES = (
    ("India", "भारत", "بھارت", 22.3, 79.2, 3),
    ("Pakistan", "पाकिस्तान", "پاکستان", 29.0, 67.5, 4),
    ("Afghanistan", "अफ़ग़ानिस्तान", "افغانستان", 33.8, 66.0, 4),
    ("China", "चीन", "چین", 33.5, 92.0, 4),
    ("Nepal", "नेपाल", "نیپال", 28.3, 83.9, 5),
    ("Bhutan", "भूटान", "بھوٹان", 27.45, 90.4, 6),
    ("Bangladesh", "बांग्लादेश", "بنگلہ دیش", 24.2, 89.9, 6),
    ("Myanmar", "म्यांमार", "میانمار", 20.8, 96.3, 4),
    ("Sri Lanka", "श्रीलंका", "سری لنکا", 7.6, 80.7, 5),
    ("Maldives", "मालदीव", "مالدیپ", 4.2, 73.5, 6),
    ("Andhra Pradesh", "आंध्र प्रदेश", "آندھرا پردیش", 15.2, 78.9, 6),
    ("Arunachal Pradesh", "अरुणाचल प्रदेश", "اروناچل پردیش", 28.2, 94.4, 6),
    ("Assam", "असम", "آسام", 26.3, 92.6, 6),
    ("Bihar", "बिहार", "بہار", 25.7, 85.7, 5),
    ("Chhattisgarh", "छत्तीसगढ़", "چھتیس گڑھ", 21.0, 82.0, 6),
    ("Goa", "गोवा", "گوا", 15.35, 74.1, 8),
    ("Gujarat", "गुजरात", "گجرات", 22.7, 71.7, 5),
    ("Haryana", "हरियाणा", "ہریانہ", 29.2, 76.2, 6),
    ("Himachal Pradesh", "हिमाचल प्रदेश", "ہماچل پردیش", 31.9, 77.3, 7),
    ("Jharkhand", "झारखंड", "جھارکھنڈ", 23.5, 85.5, 6),
    ("Karnataka", "कर्नाटक", "کرناٹک", 14.6, 75.9, 5),
    ("Kerala", "केरल", "کیرالہ", 10.3, 76.5, 6),
    ("Madhya Pradesh", "मध्य प्रदेश", "مدھیہ پردیش", 23.6, 78.4, 5),
    ("Maharashtra", "महाराष्ट्र", "مہاراشٹر", 19.4, 76.0, 5),
    ("Manipur", "मणिपुर", "منی پور", 24.75, 93.9, 7),
    ("Meghalaya", "मेघालय", "میگھالیہ", 25.5, 91.2, 7),
    ("Mizoram", "मिज़ोरम", "میزورم", 23.3, 92.8, 7),
    ("Nagaland", "नागालैंड", "ناگالینڈ", 26.1, 94.5, 7),
    ("Odisha", "ओडिशा", "اوڈیشہ", 20.5, 84.5, 5),
    ("Punjab", "पंजाब", "پنجاب", 30.8, 75.4, 6),
    ("Rajasthan", "राजस्थान", "راجستھان", 26.7, 73.7, 5),
    ("Sikkim", "सिक्किम", "سکم", 27.6, 88.45, 7),
    ("Tamil Nadu", "तमिलनाडु", "تمل ناڈو", 11.0, 78.3, 5),
    ("Telangana", "तेलंगाना", "تلنگانہ", 17.8, 79.0, 6),
    ("Tripura", "त्रिपुरा", "تریپورہ", 23.75, 91.7, 7),
    ("Uttar Pradesh", "उत्तर प्रदेश", "اتر پردیش", 27.0, 80.6, 5),
    ("Uttarakhand", "उत्तराखंड", "اتراکھنڈ", 30.1, 79.2, 6),
    ("West Bengal", "पश्चिम बंगाल", "مغربی بنگال", 23.0, 87.6, 7),
    ("Andaman and Nicobar Islands", "अंडमान और निकोबार द्वीपसमूह", "جزائر انڈمان و نکوبار", 10.3, 93.6, 6),
    ("Chandigarh", "चंडीगढ़", "چندی گڑھ", 30.73, 76.78, 9),
    ("Delhi", "दिल्ली", "دہلی", 28.64, 77.1, 8),
    ("Jammu and Kashmir", "जम्मू और कश्मीर", "جموں و کشمیر", 33.9, 74.8, 6),
    ("Ladakh", "लद्दाख", "لداخ", 34.8, 77.6, 5),
    ("Lakshadweep", "लक्षद्वीप", "لکشدیپ", 10.9, 72.9, 6),
    ("Puducherry", "पुदुचेरी", "پڈوچیری", 11.93, 79.75, 9),
)


def read_layer(path, table, columns):
    rows = sqlite3.connect(path).execute(f"SELECT {', '.join(columns)}, geom FROM {table}")
    for *values, blob in rows:
        yield *values, wkb.loads(bytes(blob[8 + ENVELOPE_BYTES[blob[3] >> 1 & 7]:]))


def cut_out(country, claims, inside):
    """The parts of a country's land that the claims' lines cut off around the points."""
    cut = unary_union(claims).buffer(CUT, join_style=2)
    parts = [part for part in country.difference(cut).geoms if any(part.contains(point) for point in inside)]
    return unary_union(parts).buffer(CUT, join_style=2).intersection(country)


def read_world(path):
    """India's states by name, and every other country's land by its code."""
    states = {}
    for name, code, shape in read_layer(path, "states_provinces", ("name", "adm0_a3")):
        if code == "IND" or name in NORTHERN_PROVINCES and code in ("PAK", "KAS"):
            states.setdefault(ONE_STATE.get(name, name), []).append(shape.buffer(0))
    states = {name: unary_union(shapes) for name, shapes in states.items()}
    countries = {code: shape.buffer(0).intersection(REGION) for code, shape in read_layer(path, "countries", ("ISO_A3",))
                 if code not in (None, "IND") and shape.intersects(REGION)}
    countries["PAK"] = countries["PAK"].difference(states["Jammu and Kashmir"].buffer(1e-6))
    claims = [shape for name, left, shape in read_layer(path, "disputed_borders", ("name", "adm0_a3_l"))
              if name == "Indian claim" and left == "CHN"]
    claimed = cut_out(countries["CHN"], claims, CLAIMED_FROM_CHINA)
    states["Jammu and Kashmir"] = unary_union([states["Jammu and Kashmir"], claimed.buffer(1e-6)])
    countries["CHN"] = countries["CHN"].difference(claimed.buffer(1e-6))
    return states, countries


def without_slivers(shape):
    """Closes the cracks that are left where outlines that should be one were not."""
    return shape.buffer(0.01, join_style=2).buffer(-0.01, join_style=2)


def get_lines(shape):
    """Every line of any geometry."""
    if shape.is_empty:
        return []
    if hasattr(shape, "geoms"):
        return [line for part in shape.geoms for line in get_lines(part)]
    return [shape] if shape.length > 0 and shape.geom_type in ("LineString", "LinearRing") else []


def join(shapes):
    lines = get_lines(unary_union(shapes))
    return get_lines(linemerge(lines)) if len(lines) > 1 else lines


def simplify(line):
    if line.intersects(NEAR):
        return line.simplify(TOLERANCE_NEAR)
    if line.is_ring and line.length < SMALLEST_FAR:
        return None
    return line.simplify(TOLERANCE_FAR)


def get_shared_lines(shapes):
    """The lines along which two of the shapes meet."""
    shapes = list(shapes.values())
    shared = [a.boundary.intersection(b.boundary) for i, a in enumerate(shapes) for b in shapes[i + 1:] if a.intersects(b)]
    return join([line for shape in shared for line in get_lines(shape)])


def collect(states, countries):
    """(kind, line) of all there is to draw, each line once."""
    india = without_slivers(unary_union(list(states.values())))
    for line in get_lines(india.boundary):
        yield INDIA, line

    for line in get_shared_lines(states):
        yield STATE, line

    # Their lines with India are India's, and at the edge of the region is nothing.
    drawn = india.boundary.buffer(0.02).union(REGION.boundary.buffer(1e-6))
    land = unary_union(list(countries.values()) + [india])
    for line in join([land.boundary.difference(drawn)]):
        yield COAST, line
    for line in get_shared_lines(countries):
        yield from ((BORDER, part) for part in get_lines(line.difference(drawn)))


def project(longitude, latitude):
    latitude = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude)))
    x = (longitude + 180) / 360 * WORLD
    y = (1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * WORLD
    return [max(0, min(WORLD - 1, round(value))) for value in (x, y)]


def to_pieces(line):
    points = [project(*point[:2]) for point in line.coords]
    for first in range(0, len(points) - 1, MAX_POINTS - 1):
        yield [value for point in points[first:first + MAX_POINTS] for value in point]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)

    states, countries = read_world(sys.argv[1])
    lines = []
    for kind, line in collect(states, countries):
        simple = simplify(line)
        if simple is not None:
            lines += [(kind, piece) for piece in to_pieces(simple)]
    names = [(*texts, *project(longitude, latitude), zoom) for *texts, latitude, longitude, zoom in NAMES]
    data = GLib.Variant("(a(yau)a(sssuuy))", (lines, names)).get_data_as_bytes().get_data()
    with open(sys.argv[2], "wb") as out:
        out.write(data)


if __name__ == "__main__":
    main()
