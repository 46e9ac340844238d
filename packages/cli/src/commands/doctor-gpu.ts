import path from "node:path";
import { formatBytes } from "@locollm/course";
import { hasKernels, pythonOptions, readGpus, readyEnvironment, requirementsFile, torchHere } from "@locollm/trainer";
import { execa } from "execa";
import { z } from "zod";
import type { CommandResult } from "../command-result.ts";
import { formatTable } from "../terminal/table.ts";

const torchSchema = z.object({
  version: z.string(),
  cuda: z.string().nullable(),
  built: z.array(z.string()),
  seen: z.int(),
});

/** Asks torch for what it was built, and how many devices it sees. */
const question =
  "import json,torch;print(json.dumps({'version':torch.__version__,'cuda':torch.version.cuda," +
  "'built':(torch._C._cuda_getArchFlags() or '').split() if torch.version.cuda else [],'seen':torch.cuda.device_count()}))";

/** The machine's CUDA devices, the requirement set that they run, and what the torch that is here was built for. */
export async function doctorGpu(): Promise<CommandResult> {
  const gpus = await readGpus();
  const choice = await torchHere();
  const file = requirementsFile(choice.set === "cuda" ? "pypi" : choice.set);
  const ready = await readyEnvironment();
  const torch = ready === undefined ? null : await readTorch(ready.python);
  const lacks = gpus.flatMap(({ capability }) =>
    torch === null || capability === null || hasKernels(torch.built, capability) ? [] : [capability.toFixed(1)],
  );
  const rows = [
    ...gpus.map(({ name, capability, memoryBytes, driver }, i) => [
      `device ${i}`,
      `${name}, compute capability ${capability?.toFixed(1) ?? "unknown"}, ${formatBytes(memoryBytes)}, driver ${driver}`,
    ]),
    ["requirements", `${choice.set} (${path.basename(file)})`],
    ["why", choice.why],
    ...(choice.set === "p100"
      ? [["note", "not run on a P100: until a report of one is committed, take this set as a claim"]]
      : []),
    ["torch", torch === null ? "not here yet; the first training fetches it" : torchWords(torch)],
    ...(lacks.length === 0
      ? []
      : [["lacks", `no kernels for compute capability ${lacks.join(", ")}: training would fail on that device`]]),
  ];
  return {
    data: { gpus: gpus.map((gpu) => ({ ...gpu })), set: choice.set, why: choice.why, requirements: file, torch },
    ok: lacks.length === 0,
    kind: "machine",
    text: formatTable(rows as string[][]),
  };
}

async function readTorch(python: string): Promise<z.infer<typeof torchSchema> | null> {
  const asked = await execa(python, ["-c", question], { ...pythonOptions(), stdin: "ignore" });
  return asked.failed ? null : torchSchema.parse(JSON.parse(asked.stdout));
}

function torchWords({ version, cuda, built, seen }: z.infer<typeof torchSchema>): string {
  if (cuda === null) return `${version}, for processors`;
  return `${version}, CUDA ${cuda}, built for ${built.join(" ")}; it sees ${seen} device${seen === 1 ? "" : "s"}`;
}
