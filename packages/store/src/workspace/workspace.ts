import type {
  AdapterManifest,
  BaseManifest,
  Finding,
  Item,
  Lock,
  ResultsSummary,
  Seals,
  SemesterManifest,
  SqlFixture,
} from "@locollm/core";
import type { ValuePath } from "./schema-findings.ts";

/** A class repository as read: what is valid is typed, what is not is a finding. */
export interface Workspace {
  /** Absolute path of the class repository. */
  readonly root: string;
  readonly bases: readonly BaseManifest[];
  readonly semesters: readonly SemesterFolder[];
  readonly findings: readonly Finding[];
}

export interface SemesterFolder {
  readonly id: string;
  readonly manifest: SemesterManifest;
  readonly adapters: readonly AdapterFolder[];
  /** What is published of frozen and sealed sets; null where `seals.json` cannot be read. */
  readonly seals: Seals | null;
  /** Names of the adapters whose manifest cannot be read; the findings say why. */
  readonly unreadable: readonly string[];
}

/** One adapter's folder without its rows; `readAdapterData` reads these. */
export interface AdapterFolder {
  /** `<semester>/<slug>`. */
  readonly id: string;
  readonly slug: string;
  readonly semester: string;
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: AdapterManifest;
  /** The 1-based line of a value in adapter.yaml. */
  readonly manifestLine: (path: ValuePath) => number;
  /** By base id. */
  readonly locks: ReadonlyMap<string, Lock>;
  /** By base id. */
  readonly results: ReadonlyMap<string, ResultsSummary>;
}

export interface Row {
  readonly item: Item;
  /** 1-based line in its file. */
  readonly line: number;
}

export interface AdapterData {
  readonly train: readonly Row[];
  readonly eval: readonly Row[];
  /** The sql scorer's fixture, where the manifest names one. */
  readonly fixture: SqlFixture | null;
  /** The 1-based line of a value in the fixture's file. */
  readonly fixtureLine: (path: ValuePath) => number;
  readonly findings: readonly Finding[];
}
