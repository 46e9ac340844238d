import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";

/** Whether Slurm's own programs are here, and whether we may start them. */
export const slurmIsHere =
  process.getuid?.() === 0 &&
  ["munged", "slurmctld", "slurmd", "sbatch"].every((name) => spawnSync("which", [name]).status === 0);

/** A real Slurm of so many nodes of one core each, all on this host. */
export async function slurmCluster(nodes: readonly string[], settings: readonly string[] = []) {
  // Not below a folder whose name has signs that Slurm's files do not take.
  const place = await mkdtemp(path.join(os.tmpdir(), "loco-slurm-"));
  const conf = path.join(place, "slurm.conf");
  const socket = path.join(place, "munge.socket");
  const ports = await freePorts(1 + nodes.length);
  await writeFile(path.join(place, "munge.key"), randomBytes(1024));
  await chmod(path.join(place, "munge.key"), 0o400);
  await mkdir(path.join(place, "state"));
  const host = os.hostname();
  await writeFile(
    conf,
    [
      "ClusterName=loco",
      `SlurmctldHost=${host}(127.0.0.1)`,
      "SlurmUser=root",
      "SlurmdUser=root",
      // A task that is queued again waits as long as its credential lives.
      `AuthInfo=socket=${socket},cred_expire=10`,
      `SlurmctldPort=${ports[0]}`,
      `StateSaveLocation=${place}/state`,
      `SlurmdSpoolDir=${place}/spool-%n`,
      `SlurmctldPidFile=${place}/slurmctld.pid`,
      `SlurmdPidFile=${place}/slurmd-%n.pid`,
      // As on a host without systemd and control groups.
      "ProctrackType=proctrack/linuxproc",
      "TaskPlugin=task/none",
      "SelectType=select/cons_tres",
      "SelectTypeParameters=CR_Core",
      "ReturnToService=2",
      "SlurmdTimeout=10",
      "KillWait=5",
      // Soon after its end Slurm knows a job no more, as it does elsewhere after five minutes.
      "MinJobAge=5",
      "PreemptType=preempt/partition_prio",
      "PreemptMode=REQUEUE",
      "SchedulerParameters=sched_interval=2,batch_sched_delay=0",
      ...settings,
      ...nodes.map(
        (name, i) =>
          `NodeName=${name} NodeAddr=127.0.0.1 NodeHostname=${host} Port=${ports[i + 1]} CPUs=1 RealMemory=6000 Feature=${name} State=UNKNOWN`,
      ),
      "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
      "PartitionName=urgent Nodes=ALL PriorityTier=10 MaxTime=INFINITE State=UP",
      "",
    ].join("\n"),
  );
  const env = { SLURM_CONF: conf };
  const startDaemon = (program: string, args: readonly string[]) =>
    execa(program, args, { env, reject: false, stdio: "ignore", detached: true });
  const daemons = new Map<string, ReturnType<typeof startDaemon>>();
  const start = (name: string, program: string, args: readonly string[]): void => {
    daemons.set(name, startDaemon(program, args));
  };
  start("munged", "munged", [
    "--foreground",
    "--force",
    `--key-file=${place}/munge.key`,
    `--socket=${socket}`,
    `--pid-file=${place}/munged.pid`,
    `--log-file=${place}/munged.log`,
    `--seed-file=${place}/munge.seed`,
  ]);
  await delay(500);
  start("slurmctld", "slurmctld", ["-D"]);
  const startNode = (name: string): void => start(name, "slurmd", ["-D", "-N", name]);
  nodes.forEach(startNode);
  const slurm = async (program: string, ...args: string[]): Promise<string> =>
    (await execa(program, args, { env })).stdout;
  /** Waits until so many nodes can take work. */
  const untilIdle = async (count: number): Promise<void> => {
    for (let tries = 0; tries < 300; tries++) {
      const states = await slurm("sinfo", "-h", "-N", "-o", "%T").catch(() => "");
      if (states.split("\n").filter((state) => state === "idle").length >= count) return;
      await delay(200);
    }
    throw new Error(`Slurm did not start: ${await slurm("sinfo").catch(String)}`);
  };
  await untilIdle(nodes.length);
  return {
    env,
    slurm,
    startNode,
    /** Takes a node from what runs on it, for a moment: what is preempted is queued again. */
    preempt: (node: string) =>
      slurm("sbatch", "--partition=urgent", `--nodelist=${node}`, "--output=/dev/null", "--wrap=sleep 1"),
    /** Ends a node at once with all that runs on it, as a power cut does. */
    killNode: async (name: string): Promise<void> => {
      const pid = Number(await readFile(path.join(place, `slurmd-${name}.pid`), "utf8"));
      for (const one of await descendants(pid, name)) process.kill(one, "SIGKILL");
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await slurm("scancel", "--user=root").catch(() => "");
      for (const daemon of [...daemons.values()].reverse()) daemon.kill("SIGTERM");
      await delay(1000);
      for (const daemon of daemons.values()) daemon.kill("SIGKILL");
      await Promise.all(daemons.values());
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** A node's daemon, and everything that runs for it: its step daemons have left it for process 1. */
async function descendants(pid: number, node: string): Promise<number[]> {
  const { stdout } = await execa("ps", ["-eo", "pid=,ppid=,args="]);
  const all = stdout.split("\n").map((line) => {
    const [, own, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!;
    return { pid: Number(own), parent: Number(parent), args: args! };
  });
  const steps: number[] = [];
  for (const one of all.filter(({ args }) => args.startsWith("slurmstepd:"))) {
    const environment = await readFile(`/proc/${one.pid}/environ`, "latin1").catch(() => "");
    const children = all.filter(({ parent }) => parent === one.pid);
    const of = await Promise.all(
      children.map((child) => readFile(`/proc/${child.pid}/environ`, "latin1").catch(() => "")),
    );
    if ([environment, ...of].some((text) => text.includes(`SLURMD_NODENAME=${node}\0`))) steps.push(one.pid);
  }
  const found = new Set([pid, ...steps]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const one of all) if (found.has(one.parent)) found.add(one.pid);
  }
  return [...found];
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => net.createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
