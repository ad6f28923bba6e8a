"""One table over the results of all samples: summary.py TABLE FOLDER…  Samples whose input was refused come first."""

import json
import os
import sys
from pathlib import Path

COLUMNS = ["sample", "verdict", "copies_per_cell", "copies_low", "copies_high", "limit_of_detection", "sites_confirmed", "sites_probable", "sites", "sentence"]


def row(folder):
    refused = folder / "refused.txt"
    if refused.is_file():
        return [folder.name, "input-refused", "", "", "", "", "", "", "", " ".join(refused.read_text(encoding="utf-8").split())]
    result = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    sites = result["sites"]["sites"]
    status = [site["status"] for site in sites]
    copies = max((c["per_cell"] for c in result["quantities"]["copy_numbers"]), key=lambda q: q["value"] or 0, default={})
    return [
        folder.name,
        result["verdict"]["class"].replace("_", "-"),
        text(copies.get("value")),
        text(copies.get("lower")),
        text(copies.get("upper")),
        text(result["quantities"]["detection_limit"].get("copies_per_cell")),
        str(status.count("confirmed")),
        str(status.count("probable")),
        str(len(sites)),
        result["verdict"]["sentence"],
    ]


def text(number):
    return "" if number is None else f"{number:.4g}"


def main(table, folders):
    rows = [row(Path(folder)) for folder in folders]
    rows.sort(key=lambda r: r[1] != "input-refused")  # stable: else in the order of the sheet
    fresh = f"{table}.new"
    with open(fresh, "w", encoding="utf-8", newline="\n") as out:
        for cells in [COLUMNS, *rows]:
            out.write("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells) + "\n")
    os.replace(fresh, table)
    counts = {}
    for cells in rows:
        counts[cells[1]] = counts.get(cells[1], 0) + 1
    print(f"{len(rows)} samples: " + ", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items())))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
