"""The sample sheet: CSV with a header. All problems are said at once, with their lines."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

OPTIONS = {
    "purity": "--purity",
    "ploidy": "--ploidy",
    "product": "--product",
    "assay": "--assay",
    "molecule": "--molecule",
    "compartment": "--compartment",
}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


class SheetError(Exception):
    """What is wrong with a sheet, one problem per line."""


@dataclass(frozen=True)
class Sample:
    reads: list
    options: list


def read_sheet(path):
    """Samples by name, in the order of the sheet."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as sheet:
            rows = list(csv.reader(sheet))
    except (OSError, UnicodeDecodeError) as error:
        raise SheetError(f"sample sheet {path}: cannot be read: {error}") from error

    header = [cell.strip() for cell in rows[0]] if rows else []
    problems = [f"line 1: column '{name}' is missing" for name in ("sample", "reads") if name not in header]
    problems += [f"line 1: column '{name}' is unknown (known: sample, reads, {', '.join(OPTIONS)})" for name in header if name not in ("sample", "reads", *OPTIONS)]
    problems += [f"line 1: column '{name}' occurs twice" for name in sorted({n for n in header if header.count(n) > 1})]
    samples = {}
    if not problems:
        for line, row in enumerate(rows[1:], 2):
            if any(cell.strip() for cell in row):
                read_row(Path(path).parent, line, header, row, samples, problems)
        if not samples and not problems:
            problems.append("there is no sample in it")
    if problems:
        raise SheetError("\n".join(f"sample sheet {path}: {problem}" for problem in problems))
    return samples


def read_row(folder, line, header, row, samples, problems):
    before = len(problems)
    if len(row) != len(header):
        problems.append(f"line {line}: {len(row)} cells, but the header has {len(header)}")
        return
    cells = {name: cell.strip() for name, cell in zip(header, row)}
    name = cells["sample"]
    if not NAME.match(name):
        problems.append(f"line {line}: sample '{name}': letters, digits, '.', '_' and '-' make a name, and a letter or digit begins it")
    elif name in samples:
        problems.append(f"line {line}: sample '{name}' occurs twice")
    reads = [str(folder / part.strip()) for part in cells["reads"].split(";") if part.strip()]
    if not reads:
        problems.append(f"line {line}: sample '{name}' has no reads")
    problems.extend(f"line {line}: there is no file {path}" for path in reads if not Path(path).is_file())
    if len(problems) == before:
        samples[name] = Sample(reads, [(OPTIONS[key], cells[key]) for key in OPTIONS if cells.get(key)])
