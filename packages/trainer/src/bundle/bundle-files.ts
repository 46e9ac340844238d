import { readFile } from "node:fs/promises";
import path from "node:path";
import { canonicalJson, sha256Hex, type BaseManifest, type JsonValue, type Message } from "@locollm/core";
import { pythonProject } from "../python-project.ts";
import { planContent, type TrainPlan } from "../train-plan.ts";
import { flattenPython } from "./flatten-python.ts";
import { resultOrigin } from "./training-result.ts";

export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

export interface BundleFiles {
  readonly script: BundleFile;
  readonly data: BundleFile;
}

/** Hashes of their wheels are left to pip and uv: another machine may need other wheels. */
const pinned = ["torch", "transformers", "peft", "safetensors", "gguf"];

/**
 * One script and one data file that train a plan on a machine without LocoLLM. The script is the trainer's own Python program
 * in one piece; the data file holds the training rows with their prompts as the base reads them, and no evaluation row.
 *
 * @param promptText a conversation as the engine puts it to the base
 */
export async function bundleFiles(
  plan: TrainPlan,
  manifest: BaseManifest,
  promptText: (messages: readonly Message[]) => Promise<string>,
): Promise<BundleFiles> {
  const [semester = "", slug = ""] = plan.adapterId.split("/");
  const name = `${slug}-${semester}`;
  const rows: string[] = [];
  for (const { id, messages, target } of plan.rows)
    rows.push(`${JSON.stringify({ id, prompt: await promptText(messages), target, messages })}\n`);
  const data = { name: `${name}.data.jsonl`, text: rows.join("") };
  const pins = await readPins();
  const {
    base: _base,
    rows: _rows,
    output: _output,
    device: _device,
    threads: _threads,
    ...settings
  } = planContent(plan);
  const bundle = {
    name,
    title: `${plan.manifest.title} (${plan.adapterId} ${plan.manifest.version})`,
    base: {
      id: manifest.id,
      title: manifest.title,
      name: manifest.file.name,
      sha256: plan.base.sha256,
      bytes: manifest.file.bytes ?? 0,
      sources: manifest.sources.map((source) => (typeof source === "string" ? [source] : [...source])),
      notice: manifest.licence.notice ?? "",
    },
    data: { name: data.name, sha256: sha256Hex(data.text), rows: plan.rows.length },
    origin: resultOrigin(plan),
    plan: settings,
    pins,
  };
  const script = {
    name: `${name}.train.py`,
    text: await scriptText(bundle as unknown as JsonValue, pins, plan.adapterId, name),
  };
  return { script, data };
}

async function readPins(): Promise<Record<string, string>> {
  const text = await readFile(path.join(pythonProject, "requirements", "trainer.in"), "utf8");
  const pins = new Map([...text.matchAll(/^([\w.-]+)==(\S+)$/gm)].map(([, name, version]) => [name!, version!]));
  return Object.fromEntries(pinned.map((name) => [name, pins.get(name)!]));
}

async function scriptText(
  bundle: JsonValue,
  pins: Readonly<Record<string, string>>,
  adapterId: string,
  name: string,
): Promise<string> {
  const wanted = Object.entries(pins).map(([library, version]) => `${library}==${version}`);
  const besideTorch = wanted.filter((pin) => !pin.startsWith("torch=="));
  return `# /// script
# requires-python = ">=3.11"
# dependencies = ${JSON.stringify(wanted)}
# ///
"""Trains one LoRA adapter elsewhere: on Colab, a lab machine, a friend's computer. Written by \`loco bundle\`.

On Colab (Runtime > Change runtime type > a GPU), upload ${name}.train.py and ${name}.data.jsonl, then in a cell:
    !pip install -q ${besideTorch.join(" ")}
    !python ${name}.train.py
    from google.colab import files; files.download("adapter_model.safetensors")

On any other machine with Python 3.11 or later, with both files in one folder:
    uv run ${name}.train.py                 (uv fetches the libraries by itself), or
    python -m pip install ${wanted.join(" ")}
    python ${name}.train.py                 (--help lists what else it takes)

It downloads the base once, trains, and writes adapter_model.safetensors. Bring that file back:
    loco import ${adapterId} adapter_model.safetensors

Below stands LocoLLM's own training program, module after module. It reads the data file beside it, whose sha256 it checks,
and sends nothing anywhere.
"""

import sys
from pathlib import Path

# Non-ASCII signs are escaped, apostrophes too, so that no text in here can end the string.
BUNDLE = r'''
${asciiJson(bundle)}
'''

${await flattenPython(["preflight"])}

check_machine(${pythonDict(pins)})


${await flattenPython(["elsewhere"])}


if __name__ == "__main__":
    sys.exit(run_elsewhere(BUNDLE, Path(__file__).resolve().parent))
`;
}

function asciiJson(value: JsonValue): string {
  return JSON.stringify(JSON.parse(canonicalJson(value)), null, 1).replace(
    /['\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function pythonDict(pins: Readonly<Record<string, string>>): string {
  return JSON.stringify(pins).replaceAll('":"', '": "').replaceAll('","', '", "');
}
