import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const powercap = "/sys/class/powercap";

export interface EnergyMeter {
  /** Joules that the processor packages took since the meter was made. */
  readonly joules: () => number;
}

/**
 * Reads the processor's own energy counters (Linux, RAPL: Running Average Power Limit). Undefined where there are none or
 * they may not be read, as on virtual machines and for most users' accounts.
 */
export function packageEnergy(folder: string = powercap): EnergyMeter | undefined {
  const packages = packageFolders(folder);
  if (packages.length === 0) return undefined;
  try {
    const meters = packages.map((one) => meter(path.join(folder, one)));
    return { joules: () => meters.reduce((sum, read) => sum + read(), 0) };
  } catch {
    return undefined;
  }
}

function packageFolders(folder: string): string[] {
  try {
    // `intel-rapl:0` is a package, `intel-rapl:0:1` a part of it.
    return readdirSync(folder).filter((name) => /^intel-rapl:\d+$/.test(name));
  } catch {
    return [];
  }
}

/** The counter starts over at its range, within minutes to hours; whoever measures longer reads in between. */
function meter(folder: string): () => number {
  const number = (name: string) => Number(readFileSync(path.join(folder, name), "utf8"));
  const range = number("max_energy_range_uj");
  let [last, sum] = [number("energy_uj"), 0];
  return () => {
    const now = number("energy_uj");
    sum += now >= last ? now - last : range - last + now;
    last = now;
    return sum / 1e6;
  };
}
