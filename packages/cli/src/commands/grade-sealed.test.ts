import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { canary, sealedClass } from "../../test/sealed-rows.ts";

const adapter = "semesters/2026-s2/adapters/iso-dates";

test(
  "rows that are not those that were sealed are told, and nothing is measured or written",
  { timeout: 120_000 },
  async () => {
    await using made = await sealedClass({ rows: 20 });
    expect((await made.loco("grade", "--sealed", made.folder)).stderr).toContain("are published as sealed in 2026-s2");
    expect((await made.loco("semester", "reveal", made.folder)).exitCode).toBe(2);
    await made.loco("semester", "seal", made.folder, "--by", "team-red");
    const [salt, rows] = await Promise.all(
      ["salt", "jsonl"].map((end) => readFile(path.join(made.folder, `iso-dates.${end}`), "utf8")),
    );
    const seals = await made.seals();
    const [digit] = salt!;
    const broken: [name: string, text: string | null, says: string][] = [
      ["iso-dates.salt", `${digit === "0" ? "1" : "0"}${salt!.slice(1)}`, "with its salt is not what was sealed on"],
      ["iso-dates.salt", "short", "holds no salt"],
      ["iso-dates.salt", null, "iso-dates.salt is not in"],
      ["iso-dates.jsonl", rows!.replace("signed", "Signed"), "with its salt is not what was sealed on"],
      ["iso-dates.jsonl", rows!.slice(rows!.indexOf("\n") + 1), "with its salt is not what was sealed on"],
      ["iso-dates.jsonl", `${rows!}{"id": "${canary}"`, "with its salt is not what was sealed on"],
      ["iso-dates.jsonl", null, "iso-dates.jsonl is not in"],
    ];
    for (const [name, text, says] of broken) {
      const file = path.join(made.folder, name);
      if (text === null) await rm(file);
      else await writeFile(file, text);
      for (const command of [
        ["grade", "--sealed", made.folder, "iso-dates"],
        ["semester", "reveal", made.folder],
      ]) {
        const refused = await made.loco(...command);
        expect(refused.exitCode, says).toBe(1);
        expect(`${refused.stdout}${refused.stderr}`).not.toContain(canary);
        expect(refused.stderr).toContain(says);
      }
      await writeFile(path.join(made.folder, "iso-dates.salt"), salt!);
      await writeFile(path.join(made.folder, "iso-dates.jsonl"), rows!);
    }
    expect(await made.seals()).toEqual(seals);
    expect((await readdir(made.folder)).sort()).toEqual(["iso-dates.jsonl", "iso-dates.salt"]);
    expect(await readdir(path.join(made.root, adapter))).not.toContain("sealed-results");
  },
);

test("in a job of a pull request sealed rows are refused, with the reason", { timeout: 60_000 }, async () => {
  await using made = await sealedClass({ rows: 20 });
  for (const [name, job] of [
    ["GITHUB_ACTIONS", "GitHub Actions"],
    ["GITLAB_CI", "GitLab CI"],
  ] as const) {
    for (const command of ["grade --sealed", "semester seal --by others", "semester reveal"]) {
      const refused = await made.shell(`loco ${command} "${made.folder}"`, { [name]: "true" });
      expect(refused.exitCode, command).toBe(2);
      expect(refused.stderr).toContain(`This is a job of ${job}, whose logs, caches and artifacts others read`);
    }
  }
});
