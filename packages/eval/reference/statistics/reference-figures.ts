import { readFileSync } from "node:fs";

type Interval = [number, number];

/** What statistics/ must agree with; the script beside this file says how it was computed. */
export const reference = JSON.parse(readFileSync(new URL("reference-figures.json", import.meta.url), "utf8")) as {
  wilson: { right: number; items: number; interval: Interval }[];
  midP: { won: number; lost: number; p: number }[];
  tango: { won: number; lost: number; items: number; interval: Interval }[];
  nonInferiority: { won: number; lost: number; items: number; margin: number; p: number }[];
  permutation: { differences: number[]; p: number }[];
  exactMcNemar: { won: number; lost: number; p: number }[];
  clustered: {
    differences: number[];
    clusters: string[];
    mean: number;
    standardError: number;
    interval: Interval;
    p: number;
  }[];
  bootstrap: { differences: number[]; interval: Interval }[];
  unseenItem: { counts: [value: number, count: number][]; interval: Interval }[];
  midPBinomial: { right: number; items: number; interval: Interval }[];
  adjusted: { p: number[]; holm: number[]; benjaminiHochberg: number[] }[];
  eValues: { won: number; lost: number; eValue: number }[];
  kappa: { table: number[][]; kappa: number }[];
  mmluPro: {
    mean: number;
    standardError: number;
    interval: Interval;
    p: number;
    categories: Record<
      string,
      { items: number; won: number; lost: number; p: number; holm: number; benjaminiHochberg: number }
    >;
  };
  power: { items: number; difference: number; discordance: number; power: number }[];
};
