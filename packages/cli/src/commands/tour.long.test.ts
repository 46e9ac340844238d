import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { networkCanBeCut, repository, smallClass } from "../../test/small-class.ts";

interface TourOutput {
  readonly ok: boolean;
  readonly findings: readonly object[];
  readonly data: { readonly seconds: number; readonly trained: boolean; readonly answers: readonly object[] };
}

const folder = "semesters/2026-s2";

if (!networkCanBeCut) console.log("skipped: this machine gives no process a network of its own");

test.skipIf(!networkCanBeCut)(
  "with the network cut, the tour does all again, training too, and says the same",
  async () => {
    await using made = await smallClass();
    await made.copyAdapter("iso-dates", { train: 60, eval: 24 });
    await made.copyAdapter("library-sql", { train: 60, eval: 24 });
    const rules = await readFile(path.join(repository, folder, "semester.yaml"), "utf8");
    await made.write(
      `${folder}/semester.yaml`,
      rules.replace(/minimumRows: .*/, "minimumRows: { train: 60, eval: 24 }"),
    );
    const outside = await readFile(path.join(repository, folder, "out-of-scope.jsonl"), "utf8");
    await made.write(`${folder}/out-of-scope.jsonl`, outside);
    const toured = async (loco: typeof made.loco) => {
      const { exitCode, stdout, stderr } = await loco("tour", "--json");
      const { findings, ok, data } = JSON.parse(stdout) as TourOutput;
      expect({ exitCode, ok, findings }, stderr).toEqual({ exitCode: 0, ok: true, findings: [] });
      const { seconds, trained, ...told } = data;
      expect(seconds).toBeGreaterThan(0);
      return { trained, told };
    };
    const online = await toured(made.loco);
    expect(online.trained).toBe(true);
    expect(online.told.answers).toHaveLength(3);
    expect(await toured(made.locoOffline)).toEqual({ ...online, trained: false });
    await made.remove(".loco");
    expect(await toured(made.locoOffline)).toEqual(online);
  },
);
