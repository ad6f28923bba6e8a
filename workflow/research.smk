# A scan of genotypes in parts: one `longwatch research --shard` per part, and one report over all of them, the same bytes as of one process.
# Runs on this machine (snakemake -s workflow/research.smk --cores N) and on Slurm (--profile workflow/slurm). See README.md.
import shlex
import sys
from pathlib import Path

HERE = Path(workflow.basedir).resolve()


configfile: str(HERE / "research.yaml")


RESULTS = config["results"]
LONGWATCH = config["longwatch"] or str(HERE.parent / "longwatch")
SHARDS = int(config["shards"])
if SHARDS < 2:
    sys.exit(f"shards: {SHARDS}; at least 2 are needed (for one, run longwatch research itself)")


def command_line(more):
    """Every argument in full, so that the log shows what was run."""
    parts = [LONGWATCH, "research", config["cohort"], "--genotypes", config["genotypes"], "--threads", config["threads"], "--quiet"]
    for option in ("covariates", "genes", "mutations"):
        if config[option]:
            parts += [f"--{option}", config[option]]
    return shlex.join([str(part) for part in [*parts, *config["options"], *more]])


localrules:
    all,


rule all:
    input:
        f"{RESULTS}/report/report.html",


rule part:
    input:
        genotypes=config["genotypes"],
        tables=[config[option] for option in ("covariates", "genes", "mutations") if config[option]],
    output:
        folder=directory(f"{RESULTS}/parts/{{part}}"),
    log:
        f"{RESULTS}/logs/part-{{part}}.log",
    params:
        command=lambda wildcards, output: command_line(["--shard", f"{wildcards.part}/{SHARDS}", "--out", output.folder]),
    threads: config["threads"]
    resources:
        mem_mb=config["memory_mb"],
    shell:
        "{params.command} >{log:q} 2>&1"


rule report:
    input:
        parts=[f"{RESULTS}/parts/{part}" for part in range(1, SHARDS + 1)],
    output:
        html=f"{RESULTS}/report/report.html",
    log:
        f"{RESULTS}/logs/report.log",
    params:
        command=lambda wildcards, input: command_line(["--merge", *input.parts, "--out", f"{RESULTS}/report"]),
        folder=f"{RESULTS}/report",
    threads: config["threads"]
    resources:
        mem_mb=config["memory_mb"],
    shell:
        # Snakemake makes the folder of an output beforehand; the command makes its own.
        "rmdir {params.folder:q} 2>/dev/null || true; {params.command} >{log:q} 2>&1"
