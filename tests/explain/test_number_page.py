"""The page writes every number as the server does: both formatters side by side."""

import json
import math
import random
import subprocess

from app.explain import number

FORMAT = """
import {formatNumber, numberToTex} from "./static/js/format/number.js";
import {readFileSync} from "node:fs";
const given = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(given.map((value) => [formatNumber(value), numberToTex(value)])));
"""


def numbers():
    """Edges, ties in every decade, and many numbers of every size."""
    rng = random.Random(4)
    found = [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308, 2.5e-5, 0.001]
    edges = [0.001, 1.0, 10.0, 100.0, 999.95, 1000.0, 9999.5, 99999.5, 1e5, 1e21, 1e22]
    found += [
        nearby for edge in edges for nearby in (math.nextafter(edge, 0), edge, math.nextafter(edge, math.inf))
    ]
    found += [k / 128 for k in range(1, 3000)]  # every tie in fixed notation is one of these
    found += [k + 0.5 for k in range(990, 12000, 7)]
    found += [(10 * k + 5) * 10.0**e for k in range(1000, 1100, 3) for e in range(1, 18)]
    found += [rng.randrange(-(10**6), 10**6) / 10 ** rng.randrange(0, 9) for _ in range(4000)]
    found += [rng.uniform(-1, 1) * 10 ** rng.uniform(-12, 12) for _ in range(4000)]
    found += [math.ldexp(rng.uniform(-1, 1), rng.randrange(-1074, 1024)) for _ in range(4000)]
    return found + [-value for value in found]


def test_page_and_server_write_the_same_digits(node, root):
    """As text and as LaTeX; halves move away from zero in both."""
    given = numbers()
    wire = [
        value if math.isfinite(value) else str(value).replace("inf", "Infinity").replace("nan", "NaN")
        for value in given
    ]
    ran = subprocess.run(
        [node, "--input-type=module", "-e", FORMAT], input=json.dumps(wire), cwd=root,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    pages = json.loads(ran.stdout)
    servers = [[number.text(value), number.tex(value)] for value in given]
    assert [(v, p, s) for v, p, s in zip(given, pages, servers, strict=True) if p != s] == []
