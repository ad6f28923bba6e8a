#!/usr/bin/env bash
# research.sh COHORT GENOTYPES WORK: a scan in one process, and in 8 parts on a real Slurm of two nodes; both must give the same bytes.
# GENOTYPES is a folder of longwatch simulate-genotypes. LONGWATCH names the command; otherwise the script of this working tree.
# Prints one line per step; the last line is the outcome. Needs snakemake, slurm-wlm, munge, and root for Slurm.
set -euo pipefail
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
cohort=$(realpath "$1") genotypes=$(realpath "$2"); mkdir -p "$3"; work=$(realpath "$3")
longwatch=${LONGWATCH:-$(realpath "$here/../../longwatch")} shards=8
rm -rf "$work/one" "$work/parts" "$work/cluster"

began=$SECONDS
"$longwatch" research "$cohort" --genotypes "$genotypes/genotypes.bed" --covariates "$genotypes/covariates.tsv" --genes "$genotypes/genes.tsv" \
  --mutations "$genotypes/mutations.tsv" --threads 1 --quiet --out "$work/one" || { echo "the scan in one process failed" >&2; exit 1; }
echo "one process: $(($(wc -l <"$work/one/variants.tsv") - 1)) variants in $((SECONDS - began)) s"

began=$SECONDS
"$here/slurm.sh" start "$work/cluster"
trap '"$here/slurm.sh" stop "$work/cluster"' EXIT
export SLURM_CONF=$work/cluster/slurm.conf
snakemake -s "$here/../research.smk" --profile "$here/../slurm" --jobs 4 --directory "$work" --nolock \
  --config cohort="$cohort" genotypes="$genotypes/genotypes.bed" covariates="$genotypes/covariates.tsv" genes="$genotypes/genes.tsv" \
  mutations="$genotypes/mutations.tsv" shards=$shards results="$work/parts" longwatch="$longwatch" threads=1 memory_mb=2000 \
  >"$work/slurm.log" 2>&1 || { tail -n 40 "$work/slurm.log" >&2; exit 1; }
echo "$(sinfo --version): $shards parts and the report in $((SECONDS - began)) s, start of the cluster included"

[ "$(find "$work/parts/parts" -mindepth 1 -maxdepth 1 -type d -not -name '.*' | wc -l)" -eq $shards ] || { echo "parts are missing" >&2; exit 1; }
diff -r "$work/one" "$work/parts/report"
echo "equal: $(find "$work/parts/report" -type f | wc -l) files of $shards parts, byte by byte"
