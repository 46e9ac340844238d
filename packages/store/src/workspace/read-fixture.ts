import { sqlFixtureSchema, type Finding, type SqlFixture } from "@locollm/core";
import { sqlFixture } from "../check/sql-fixture.ts";
import { readRecord } from "./read-record.ts";

/** Reads a fixture that stands in no adapter's folder yet, with what is wrong with its rows. */
export async function readFixture(
  file: string,
  shown: string,
): Promise<{ readonly fixture: SqlFixture | null; readonly findings: readonly Finding[] }> {
  const { value: fixture, line: fixtureLine, findings } = await readRecord(file, shown, sqlFixtureSchema);
  return { fixture, findings: [...findings, ...sqlFixture({ fixture, fixtureLine }, shown)] };
}
