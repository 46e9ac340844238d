import { access, constants, mkdir, statfs } from "node:fs/promises";
import os from "node:os";
import { LocoError } from "@locollm/core";
import { findClassRepository, locoHome, readWorkspace, resolveBase } from "@locollm/store";
import { findPython, readyEnvironment } from "@locollm/trainer";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { cachedBase, formatBytes } from "@locollm/course";
import { systemError } from "../system-error.ts";
import { formatTable } from "../terminal/table.ts";

interface Part {
  readonly part: string;
  readonly ok: boolean;
  readonly what: string;
  readonly fix?: string;
}

/** What this machine has and lacks, part by part. */
export async function doctor(invocation: Invocation): Promise<CommandResult> {
  const parts = await Promise.all([node(), memory(), disk(), python(), environment(), engine(), base(invocation)]);
  const rows = parts.map(({ part, ok, what }) => [ok ? "ok" : "MISSING", part, what]);
  const fixes = parts.flatMap(({ part, fix }) => (fix === undefined ? [] : [`${part}: ${fix}`]));
  return {
    data: parts.map((part) => ({ ...part })),
    ok: parts.every(({ ok }) => ok),
    kind: "machine",
    text: [formatTable(rows), ...(fixes.length === 0 ? [] : ["", ...fixes])].join("\n"),
  };
}

async function node(): Promise<Part> {
  return {
    part: "Node",
    ok: true,
    what: `${process.version} on ${os.type()} ${os.release()}, ${os.arch()}, ${os.availableParallelism()} cores`,
  };
}

async function memory(): Promise<Part> {
  const what = `${formatBytes(os.totalmem())}, ${formatBytes(os.freemem())} free`;
  if (os.totalmem() >= 6e9) return { part: "memory", ok: true, what };
  return {
    part: "memory",
    ok: false,
    what,
    fix: "Training needs about 2.5 GB free. Close other programs, or train on another machine.",
  };
}

async function disk(): Promise<Part> {
  const home = locoHome();
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK);
  } catch (thrown) {
    const error = systemError(thrown);
    if (error === undefined) throw thrown;
    return { part: "disk", ok: false, what: error.message, fix: `${error.fix} LOCO_HOME moves the folder.` };
  }
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const what = `${formatBytes(free)} free in ${home}`;
  const torchIsHere = (await readyEnvironment().catch(() => undefined)) !== undefined;
  if (free >= (torchIsHere ? 5e8 : 7e9)) return { part: "disk", ok: true, what };
  return {
    part: "disk",
    ok: false,
    what,
    fix: torchIsHere
      ? "Free some space."
      : "Training needs up to 6 GB once. Free some, or set LOCO_HOME to a folder on another disk.",
  };
}

async function python(): Promise<Part> {
  return lacking("Python", async () => {
    const found = await findPython();
    return `${found.version} at ${found.executable}`;
  });
}

async function environment(): Promise<Part> {
  return lacking("training", async () => {
    const ready = await readyEnvironment();
    return ready === undefined
      ? "torch is not here yet; the first training fetches it"
      : `ready (${ready.torch} torch)`;
  });
}

async function engine(): Promise<Part> {
  return lacking("llama.cpp", async () => {
    const { engineName, startEngine, stopLlama } = await import("@locollm/inference");
    await startEngine();
    await stopLlama();
    return engineName;
  });
}

async function base(invocation: Invocation): Promise<Part> {
  return lacking("base", async () => {
    const workspace = await readWorkspace(await findClassRepository(invocation.directory));
    const manifest = resolveBase(workspace);
    const cached = await cachedBase(invocation, manifest);
    return cached === undefined
      ? `${manifest.id} is not here yet; loco base fetch brings it`
      : `${manifest.id} is here`;
  });
}

/** A part that is there, with its description; or what the error says of it. */
async function lacking(part: string, describe: () => Promise<string>): Promise<Part> {
  try {
    return { part, ok: true, what: await describe() };
  } catch (error) {
    const known = error instanceof LocoError ? error : systemError(error);
    if (known === undefined) throw error;
    return { part, ok: false, what: known.message, fix: known.fix };
  }
}
