#!/usr/bin/env bash
# A real Slurm of two nodes with one processor each, on the loopback of this machine (Debian: slurm-wlm, munge; as root). For tests.
#   slurm.sh start DIR       starts controller and nodes; then  export SLURM_CONF=DIR/slurm.conf
#   slurm.sh kill DIR NODE   the node dies as by a power cut: its daemon and all its jobs, at once
#   slurm.sh stop DIR        ends what start started
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,5p' "$0"; exit 1; }
mkdir -p "$2"; dir=$(realpath "$2"); host=$(hostname -s)
export SLURM_CONF=$dir/slurm.conf

start() {
  [ "$(id -u)" -eq 0 ] || { echo "the test's Slurm has to be started as root" >&2; exit 1; }
  mkdir -p "$dir"/state "$dir"/spool.n1 "$dir"/spool.n2 /run/munge
  chown munge: /run/munge
  if ! munge -n >/dev/null 2>&1; then
    runuser -u munge -- munged --force --pid-file=/run/munge/munged.pid
    cp /run/munge/munged.pid "$dir/munged.pid"
  fi
  cat >"$SLURM_CONF" <<CONF
ClusterName=longwatch
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16917
AuthType=auth/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool.%n
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=0
SlurmctldTimeout=10
SlurmdTimeout=10
KillWait=2
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=n[1-2] NodeHostname=$host NodeAddr=127.0.0.1 Port=17101-17102 CPUs=1 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
CONF
  slurmctld -f "$SLURM_CONF" -L "$dir/slurmctld.log"
  sleep 1
  for node in n1 n2; do slurmd -N $node -f "$SLURM_CONF" -L "$dir/$node.log"; done
  for _ in $(seq 30); do
    [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 2 ] && return
    sleep 1
  done
  echo "the nodes did not come up: see $dir/*.log" >&2
  exit 1
}

# The step daemons of a job (their title names it), and everything below them.
of_job() {
  local found next
  found=$(pgrep -f "^slurmstepd: \[$1\." || true)
  for next in $found; do echo "$next"; below "$next"; done
}

below() {
  local child
  for child in $(pgrep -P "$1" || true); do echo "$child"; below "$child"; done
}

kill_node() {
  local jobs job pids=()
  jobs=$(squeue -h -w "$1" -t R -o %A)
  for job in $jobs; do mapfile -t -O "${#pids[@]}" pids < <(of_job "$job"); done
  kill -9 "$(cat "$dir/slurmd.$1.pid")" "${pids[@]}"
  echo "killed $1 with ${#pids[@]} processes of its jobs (${jobs//$'\n'/ })"
}

stop() {
  local pid
  for pid in slurmd.n1 slurmd.n2 slurmctld munged; do
    if [ -s "$dir/$pid.pid" ]; then kill "$(cat "$dir/$pid.pid")" 2>/dev/null || true; fi
  done
}

case $1 in
  start) start ;;
  kill) kill_node "$3" ;;
  stop) stop ;;
  *) sed -n '2,5p' "$0"; exit 1 ;;
esac
