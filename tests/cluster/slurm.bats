# scripts/cluster/slurm.sh on a cluster of one node that the test starts: slurmctld, slurmd and munge of Debian's packages.
load helper

setup_file() {
  load helper
  command -v slurmctld slurmd munged sbatch >/dev/null && [ "$(id -u)" -eq 0 ] || return 0
  export CLUSTER=$BATS_FILE_TMPDIR/cluster
  mkdir -p "$CLUSTER/state" "$CLUSTER/spool" "$CLUSTER/munge"
  chmod 755 "$BATS_FILE_TMPDIR" "$CLUSTER"
  head -c 1024 /dev/urandom >"$CLUSTER/munge/key"
  chmod 400 "$CLUSTER/munge/key"
  munged --force --key-file="$CLUSTER/munge/key" --socket="$CLUSTER/munge/socket" --pid-file="$CLUSTER/munge/pid" \
    --log-file="$CLUSTER/munge/log" --seed-file="$CLUSTER/munge/seed" 2>/dev/null
  local host
  host=$(hostname -s)
  cat >"$CLUSTER/slurm.conf" <<END
ClusterName=dossiertest
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$CLUSTER/munge/socket
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$CLUSTER/state
SlurmdSpoolDir=$CLUSTER/spool
SlurmctldPidFile=$CLUSTER/slurmctld.pid
SlurmdPidFile=$CLUSTER/slurmd.pid
SlurmctldLogFile=$CLUSTER/slurmctld.log
SlurmdLogFile=$CLUSTER/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
  export SLURM_CONF=$CLUSTER/slurm.conf
  slurmctld -f "$SLURM_CONF" 2>/dev/null && slurmd -f "$SLURM_CONF" 2>/dev/null
  for _ in $(seq 30); do sinfo -h 2>/dev/null | grep -q idle && break; sleep 1; done
}

teardown_file() {
  [ -n "$CLUSTER" ] || return 0
  scancel --user=root 2>/dev/null || true
  for pid in "$CLUSTER/slurmd.pid" "$CLUSTER/slurmctld.pid" "$CLUSTER/munge/pid"; do [ -s "$pid" ] && kill "$(cat "$pid")" 2>/dev/null; done
  sleep 1
}

# wait_for JOB: until it has ended, at most four minutes.
wait_for() {
  for _ in $(seq 240); do
    [ -z "$(squeue --noheader --jobs="$1" 2>/dev/null)" ] && return 0
    sleep 1
  done
  squeue
  return 1
}

@test "an array of parts, merged by a last job, gives what one import gives" {
  needs slurmctld slurmd munged sbatch
  [ "$(id -u)" -eq 0 ] || skip "starting slurmd needs root"
  sinfo -h | grep -q idle || { tail "$CLUSTER"/*.log; false; }
  make_articles all.jsonl
  "$DOSSIER" -q -d one.db import all.jsonl
  expect_run 0 "$ROOT/scripts/cluster/slurm.sh" all.jsonl out.db 6
  wait_for "$out"
  [ -s out.db ] || { cat out.db.parts/*.log; false; }
  content_of_texts out.db >out.txt
  content_of_texts one.db | cmp - out.txt
}
