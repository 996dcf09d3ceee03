"""The ward of each point by shapely's STRtree. Called by the bench beside it: WARDS.geojson POINTS.csv.

Prints the nanoseconds for each point asked one by one, those for each point asked all at once, and then
the ward of each point on a line of its own.
"""

import json
import sys
import time

import shapely
from shapely.geometry import shape

ROUNDS = 3


def middle(times):
    return sorted(times)[len(times) // 2]


def main(wards_file, points_file):
    with open(wards_file, encoding="utf-8") as file:
        features = json.load(file)["features"]
    features.sort(key=lambda feature: feature["id"])
    codes = [feature["id"] for feature in features]
    outlines = [shape(feature["geometry"]) for feature in features]
    for outline in outlines:
        shapely.prepare(outline)
    tree = shapely.STRtree(outlines)
    with open(points_file, encoding="utf-8") as file:
        pairs = [tuple(map(float, line.split(","))) for line in file]
    points = [shapely.Point(lon, lat) for lat, lon in pairs]

    one_by_one, at_once = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter_ns()
        found = [tree.query(point, predicate="intersects") for point in points]
        one_by_one.append((time.perf_counter_ns() - began) // len(points))
        began = time.perf_counter_ns()
        tree.query(points, predicate="intersects")
        at_once.append((time.perf_counter_ns() - began) // len(points))
    print(middle(one_by_one))
    print(middle(at_once))
    for hits in found:
        print(codes[min(hits)] if len(hits) else "")


main(*sys.argv[1:])
