#!/usr/bin/env bash
# run.sh SHEET CONFIG WORK: the workflow on this machine, and again on a real Slurm of which one node dies midway; both must give the same bytes.
# Prints one line per step; the last line is the outcome. Needs snakemake, slurm-wlm, munge, and root for Slurm.
set -euo pipefail
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
sheet=$(realpath "$1") config=$(realpath "$2"); mkdir -p "$3"; work=$(realpath "$3")
samples=$(($(grep -c . "$sheet") - 1))
snake() { snakemake -s "$here/../Snakefile" --configfile "$config" --directory "$work" --nolock "$@"; }

rm -rf "$work/local" "$work/slurm" "$work/cluster"
began=$SECONDS
snake --cores 2 --config samples="$sheet" results="$work/local" >"$work/local.log" 2>&1 || { tail -n 30 "$work/local.log" >&2; exit 1; }
echo "local: $samples samples in $((SECONDS - began)) s"

began=$SECONDS
"$here/slurm.sh" start "$work/cluster"
trap '"$here/slurm.sh" stop "$work/cluster"' EXIT
export SLURM_CONF=$work/cluster/slurm.conf
snake --profile "$here/../slurm" --jobs 4 --config samples="$sheet" results="$work/slurm" threads=1 >"$work/slurm.log" 2>&1 &
workflow=$!
done_samples() { find "$work/slurm/samples" -mindepth 1 -maxdepth 1 -type d -not -name '.*' 2>/dev/null | wc -l; }
# The node dies when some are done and it has a job: a node that is killed idle proves nothing.
until [ "$(done_samples)" -ge $((samples / 4)) ] && [ -n "$(squeue -h -w n2 -t R -o %A)" ]; do
  kill -0 $workflow 2>/dev/null || { tail -n 30 "$work/slurm.log" >&2; echo "the workflow ended before the node was killed" >&2; exit 1; }
  sleep 0.2
done
sleep 0.5 # into the middle of it
killed=$("$here/slurm.sh" kill "$work/cluster" n2)
[[ $killed == *" with 0 "* ]] && { echo "the node died between two jobs" >&2; exit 1; }
echo "$killed, when $(done_samples) of $samples samples were there"
wait $workflow || { tail -n 40 "$work/slurm.log" >&2; echo "the workflow did not survive" >&2; exit 1; }
echo "$(sinfo --version): $samples samples in $((SECONDS - began)) s; node n2 is $(sinfo -h -n n2 -o %t)"
failed=$(grep -c "Trying to restart job" "$work/slurm.log" || true)
[ "$failed" -ge 1 ] || { echo "no job was restarted: the node's death went unseen" >&2; exit 1; }
echo "restarted: $failed"

[ "$(find "$work/slurm/samples" -mindepth 1 -maxdepth 1 -type d -not -name '.*' | wc -l)" -eq "$samples" ] || { echo "samples are missing" >&2; exit 1; }
diff -rq "$work/local/samples" "$work/slurm/samples" && cmp "$work/local/summary.tsv" "$work/slurm/summary.tsv"
echo "equal: $(find "$work/slurm/samples" -type f | wc -l) files of $samples samples, byte by byte"
