/** What a licence of rows forbids, in words; null where it forbids neither use nor change. */
export function restrictionOf(licence: string): string | null {
  const parts = licence.toUpperCase().split(/[-\s]+/);
  if (parts.includes("NC") || parts.includes("NONCOMMERCIAL")) return "no commercial use";
  if (parts.includes("ND")) return "no changed copies";
  return null;
}

/** Licences whose adapted works carry the same licence, to which nobody may add a restriction. */
export function isShareAlike(licence: string): boolean {
  return /^(?:CC-BY-(?:NC-)?SA-|ODbL-|(?:A|L)?GPL-|GFDL-|CDLA-Sharing-)/i.test(licence);
}

/**
 * Whether a base's terms bind whoever gets the base or a model derived from it to more than naming its origin:
 * use policies that flow down to every adapter.
 */
export function bindsAdapters(baseLicence: string): boolean {
  return !/^(?:Apache-2\.0|MIT|MIT-0|BSD-[23]-Clause|CC0-1\.0|CC-BY-[34]\.0|ISC|Unlicense)$/i.test(baseLicence);
}
