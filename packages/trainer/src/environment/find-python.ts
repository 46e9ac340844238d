import { LocoError } from "@locollm/core";
import { execa } from "execa";
import { z } from "zod";

export interface Python {
  /** The interpreter's own path. */
  readonly executable: string;
  /** Such as 3.12.4. */
  readonly version: string;
}

const answerSchema = z.object({
  executable: z.string(),
  version: z.array(z.int()).min(3),
  ensurepip: z.boolean(),
  bits: z.int(),
});
const question =
  "import sys,json,struct,importlib.util as u;print(json.dumps({'executable':sys.executable,'version':list(sys.version_info[:3])," +
  "'ensurepip':bool(u.find_spec('ensurepip') and u.find_spec('venv')),'bits':struct.calcsize('P')*8}))";

const minor = 11;

/**
 * The first Python ≥ 3.11 that can make a virtual environment: `LOCO_PYTHON`, then python3, python3.x, python, py -3.
 *
 * @throws LocoError `python-missing`, `python-too-old`, `python-store-stub`, `python-without-venv`
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env, platform = process.platform): Promise<Python> {
  const found: string[] = [];
  let stub = false;
  let bare: string | undefined;
  for (const [command, ...flags] of candidates(env, platform)) {
    const result = await execa(command, [...flags, "-c", question], {
      reject: false,
      timeout: 20_000,
      stdin: "ignore",
      env,
      extendEnv: false,
    });
    if (result.failed) {
      stub ||=
        platform === "win32" &&
        (result.exitCode === 9009 || /Microsoft Store/i.test(String(result.stderr) + String(result.stdout)));
      continue;
    }
    const answer = answerSchema.safeParse(readJson(result.stdout));
    if (!answer.success) continue;
    const { executable, version, ensurepip, bits } = answer.data;
    const text = version.join(".");
    if (version[0] !== 3 || (version[1] ?? 0) < minor || bits !== 64) {
      found.push(bits === 64 ? text : `${text} (32 bits)`);
      continue;
    }
    if (!ensurepip) {
      bare ??= text;
      continue;
    }
    return { executable, version: text };
  }
  throw missing({ platform, found, stub, bare, own: env["LOCO_PYTHON"] });
}

function candidates(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): [string, ...string[]][] {
  const own = env["LOCO_PYTHON"];
  if (own) return [[own]];
  const versions = [14, 13, 12, 11].map((number): [string] => [`python3.${number}`]);
  return platform === "win32" ? [["py", "-3"], ["python"], ["python3"]] : [["python3"], ...versions, ["python"]];
}

function readJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

interface Tried {
  readonly platform: NodeJS.Platform;
  /** Versions that are too old. */
  readonly found: readonly string[];
  readonly stub: boolean;
  /** A version without venv. */
  readonly bare: string | undefined;
  readonly own: string | undefined;
}

function missing({ platform, found, stub, bare, own }: Tried): LocoError {
  const install = own ? `Correct LOCO_PYTHON, which is ${own}, or unset it.` : installWords(platform);
  const error = (code: string, message: string, fix: string): LocoError =>
    new LocoError({ code, message, fix, fields: { found: [...found] }, kind: "machine" });
  if (bare !== undefined) {
    return error(
      "python-without-venv",
      `Python ${bare} is here, but its venv module is not.`,
      `sudo apt install python3-venv (or your system's package of that name), then run the same command again.`,
    );
  }
  if (found.length > 0) {
    return error(
      "python-too-old",
      `Training needs a 64-bit Python 3.${minor} or later; found ${found.join(", ")}.`,
      install,
    );
  }
  if (stub) {
    return error(
      "python-store-stub",
      "The python command here only opens the Microsoft Store; it is not Python.",
      install,
    );
  }
  return error("python-missing", `Training needs Python 3.${minor} or later, and none was found.`, install);
}

function installWords(platform: NodeJS.Platform): string {
  if (platform === "win32")
    return "Install Python 3.12 with: winget install Python.Python.3.12, open a new terminal, then run the same command again.";
  if (platform === "darwin") return "Install Python with: brew install python@3.12, then run the same command again.";
  return "Install Python with: sudo apt install python3 python3-venv (or your system's own way), then run the same command again.";
}
