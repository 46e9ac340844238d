import os from "node:os";
import path from "node:path";

/**
 * The folder that all clones of one user share: bases, weights, Python environments, cached results.
 * `LOCO_HOME` overrides the platform's cache folder.
 */
export function locoHome(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const own = env["LOCO_HOME"];
  if (own) return path.resolve(own);
  return path.join(cacheFolder(env, platform), "locollm");
}

function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === "win32") return env["LOCALAPPDATA"] || path.join(os.homedir(), "AppData", "Local");
  if (platform === "darwin") return path.join(os.homedir(), "Library", "Caches");
  const xdg = env["XDG_CACHE_HOME"];
  // The XDG specification tells to ignore a relative path.
  return xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), ".cache");
}

/** Where each kind of thing stands in the home folder. */
export const homeFolders = {
  bases: "bases",
  weights: "weights",
  downloads: "downloads",
  pins: "pins",
  locks: "locks",
  generations: "generations",
  environments: "environments",
  wheels: "wheels",
  builds: "builds",
} as const;
