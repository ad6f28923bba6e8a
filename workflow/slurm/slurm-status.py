#!/usr/bin/env python3
"""What Snakemake asks about a job: prints running, success or failed. NODE_FAIL is failed, so that the job is submitted anew.

A controller that does not answer is not a failed job: it says running, and is asked again. A job that the controller no longer
knows is looked up in the accounting; without one it is failed, since running it again does no harm and believing it does.
"""

import re
import subprocess
import sys

RUNNING = {"PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "SUSPENDED", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "RESIZING", "SIGNALING", "STAGE_OUT", "STOPPED", "SPECIAL_EXIT"}


def ask(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except subprocess.TimeoutExpired:
        return None, "timeout"
    except FileNotFoundError:
        return "", ""
    return (done.stdout if done.returncode == 0 else None), done.stderr


def status(job):
    shown, error = ask("scontrol", "-o", "show", "job", job)
    if shown is None and "Invalid job id" not in error:
        return "running"
    found = re.search(r"\bJobState=(\w+)", shown or "")
    if not found:
        accounted, _ = ask("sacct", "-j", job, "-X", "-n", "-P", "-o", "State")
        found = re.match(r"(\w+)", accounted or "")
    if not found:
        return "failed"
    state = found.group(1)
    return "success" if state == "COMPLETED" else "running" if state in RUNNING else "failed"


if __name__ == "__main__":
    print(status(sys.argv[1]))
