/** A size for people, in decimal units as downloads and disks state them: `98.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${value} bytes` : `${value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}
