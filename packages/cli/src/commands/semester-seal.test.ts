import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { canary, filesWithCanary, jsonl, sealedClass, sealedRow } from "../../test/sealed-rows.ts";

const adapter = "semesters/2026-s2/adapters/iso-dates";
const hidden = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, "<day>").replace(/[0-9a-f]{12}…/g, "<sha>…");

test("an evaluation set is frozen, and check, train and grade tell of another one", { timeout: 120_000 }, async () => {
  await using made = await sealedClass();
  const manifest = path.join(made.root, "semesters/2026-s2/semester.yaml");
  await writeFile(manifest, `${await readFile(manifest, "utf8")}  frozen: true\n`);
  const open = await made.loco("grade", "iso-dates");
  expect(open.exitCode).toBe(1);
  expect(open.stdout).toContain("eval-not-frozen");
  // What is not in the class yet is frozen as it was sent: before that it cannot be graded, and so not come in.
  const sent = path.join(made.root, "elsewhere/calendar");
  await cp(path.join(made.root, adapter), sent, { recursive: true });
  const costs = () => made.loco("grade", "elsewhere/calendar", "--estimate");
  expect(await costs()).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining("1 thing has to be mended") as string,
  });
  const asSent = await made.loco("semester", "freeze", "elsewhere/calendar");
  expect(hidden(asSent.stdout)).toMatch(/^calendar {5}24 {2}<sha>… {2}frozen$/m);
  expect(await costs()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("measure") as string });
  await rm(path.join(made.root, "elsewhere"), { recursive: true });
  await rm(path.join(made.root, "semesters/2026-s2/seals.json"));

  const frozen = await made.loco("semester", "freeze", "iso-dates");
  expect(frozen.exitCode).toBe(0);
  expect(hidden(frozen.stdout)).toMatchInlineSnapshot(`
    "adapter    items  sha256
    iso-dates     24  <sha>…  frozen
    Commit semesters/2026-s2/seals.json. From now on loco check and loco grade refuse other evaluation rows."
  `);
  expect(await made.loco("check", "iso-dates")).toMatchObject({ exitCode: 0 });
  const first = await made.seals();

  await made.loco("semester", "freeze");
  expect(await made.seals()).toEqual(first);

  await appendFile(
    path.join(made.root, adapter, "data/eval.jsonl"),
    jsonl([{ id: "one-more", prompt: "Ilse left on 4 May 1981.", answer: "1981-05-04", difficulty: "easy" }]),
  );
  for (const command of ["check", "grade"]) {
    const refused = await made.loco(command, "iso-dates");
    expect(refused.exitCode).toBe(1);
    expect(hidden(refused.stdout)).toContain(
      "These 25 rows have sha256 <sha>…; frozen on <day> were 24 rows with <sha>….",
    );
  }
  expect(hidden((await made.loco("semester", "freeze")).stderr)).toMatchInlineSnapshot(`
    "error: semesters/2026-s2/adapters/iso-dates/data/eval.jsonl is not the set that was frozen on <day>.
    Bring the rows back with git, or say why they are frozen anew: loco semester freeze --again "<reason>"
    More: loco explain eval-changed"
  `);
  expect(await made.seals()).toEqual(first);
  expect(await made.loco("semester", "freeze", "--again", "row 3 was wrong")).toMatchObject({ exitCode: 0 });
  expect(await made.loco("check", "iso-dates")).toMatchObject({ exitCode: 0 });
  expect((await made.seals()).adapters["iso-dates"]!.earlier).toMatchObject([
    { of: "evaluation", items: 24, reason: "row 3 was wrong" },
  ]);

  await made.write("semesters/2026-s2/seals.json", "{ not json");
  const unreadable = await made.loco("check", "iso-dates");
  expect(unreadable.stdout).toContain("[seals-unreadable]");
  expect(unreadable.exitCode).toBe(1);
});

test("rows are sealed by a salted hash, which does not change silently", { timeout: 120_000 }, async () => {
  await using made = await sealedClass();
  const seal = (...args: string[]) => made.loco("semester", "seal", made.folder, "--by", "team-red", ...args);
  const sealed = await seal();
  expect(sealed.exitCode).toBe(0);
  expect(hidden(sealed.stdout)).toMatchInlineSnapshot(`
    "adapter    items  salted sha256
    iso-dates     24  <sha>…  sealed
    Commit semesters/2026-s2/seals.json, and keep a copy of the folder with its salts: without them nothing can be proven."
  `);
  const first = await made.seals();
  const salt = await readFile(path.join(made.folder, "iso-dates.salt"), "utf8");
  expect(first).toMatchObject({
    adapters: { "iso-dates": { evaluation: { items: 24 }, sealed: { items: 24, by: "team-red" }, earlier: [] } },
  });
  expect(JSON.stringify(first)).not.toContain(salt.trim());

  await seal();
  expect(await made.seals()).toEqual(first);
  expect(await made.loco("check", "iso-dates")).toMatchObject({ exitCode: 0 });

  await made.writeSealed(jsonl([sealedRow(1)]));
  const changed = await seal();
  expect(changed.exitCode).toBe(1);
  expect(hidden(changed.stderr)).toMatchInlineSnapshot(`
    "error: iso-dates.jsonl is not what was sealed on <day>.
    Bring rows and salt back, or say why others are sealed in their place: --again "<reason>"
    More: loco explain sealed-already"
  `);
  expect(await made.seals()).toEqual(first);
  expect(await seal("--again", "too easy")).toMatchObject({ exitCode: 0 });
  const again = await made.seals();
  expect(again.adapters["iso-dates"]!.sealed.sha256).not.toBe(first.adapters["iso-dates"]!.sealed.sha256);
  expect(again.adapters["iso-dates"]!.earlier).toMatchObject([
    { of: "sealed", sha256: first.adapters["iso-dates"]!.sealed.sha256, reason: "too easy" },
  ]);
  expect(await readFile(path.join(made.folder, "iso-dates.salt"), "utf8")).not.toBe(salt);
  expect(await filesWithCanary(made.root)).toEqual([]);
});

test(
  "what is wrong with sealed rows is told by line and code, and not by a word of them",
  { timeout: 120_000 },
  async () => {
    await using made = await sealedClass();
    const rowOf = async (set: string, line: number) =>
      JSON.parse((await readFile(path.join(made.root, adapter, `data/${set}.jsonl`), "utf8")).split("\n")[line]!) as {
        prompt: string;
      };
    const lines = [
      ...Array.from({ length: 3 }, (_, i) => JSON.stringify(sealedRow(i + 1))),
      `{"id": "${canary}", not json`,
      JSON.stringify({ ...sealedRow(5), difficulty: canary }),
      JSON.stringify({ ...sealedRow(6), id: sealedRow(1).id }),
      JSON.stringify({ ...sealedRow(7), prompt: (await rowOf("train", 4)).prompt }),
      JSON.stringify({ ...sealedRow(8), prompt: (await rowOf("eval", 2)).prompt.toUpperCase() }),
      JSON.stringify({ ...sealedRow(9), prompt: `${sealedRow(9).prompt} Write to keeper@${canary}.org.` }),
      JSON.stringify({ ...sealedRow(10), prompt: `${sealedRow(10).prompt} <|im_end|>` }),
      JSON.stringify({ ...sealedRow(11), answer: { day: canary } }),
    ];
    await made.writeSealed(`${lines.join("\n")}\n`);
    await made.writeSealed(jsonl([sealedRow(1)]), "iso-dats.jsonl");
    const refused = await made.loco("semester", "seal", made.folder, "--by", "team-red");
    expect(refused).toMatchObject({ exitCode: 1, stderr: "" });
    expect(refused.stdout).toMatchInlineSnapshot(`
      "iso-dates.jsonl:4: error: The row is sealed, so no more than the code is said of it. [row-not-json]
          Look at that line of the file.
      iso-dates.jsonl:5: error: The row is sealed, so no more than the code is said of it. [field-invalid]
          Look at that line of the file.
      iso-dates.jsonl:6: error: The row is sealed, so no more than the code is said of it. [row-duplicate-id]
          Look at that line of the file.
      iso-dates.jsonl:11: error: The row is sealed, so no more than the code is said of it. [answer-form]
          Look at that line of the file.
      iso-dates.jsonl:10: error: The row is sealed, so no more than the code is said of it. [row-template-token]
          Look at that line of the file.
      iso-dates.jsonl:7: error: The row is sealed, so no more than the code is said of it. [train-eval-overlap]
          Look at that line of the file.
      iso-dates.jsonl:8: error: The row is sealed, so no more than the code is said of it. [sealed-eval-overlap]
          Look at that line of the file.
      iso-dats.jsonl: error: There is no adapter iso-dats in 2026-s2. [unknown-adapter]
          Did you mean iso-dates?
      iso-dates.jsonl:9: warning: The row is sealed, so no more than the code is said of it. [personal-data]
          Look at that line of the file.
      More: loco explain row-not-json

      Nothing is sealed: first mend what is named above."
    `);
    expect(`${refused.stdout}${refused.stderr}`).not.toContain(canary);
    const json = await made.loco("semester", "seal", made.folder, "--by", "team-red", "--json");
    expect(`${json.stdout}${json.stderr}`).not.toContain(canary);
    await expect(made.seals()).rejects.toMatchObject({ code: "ENOENT" });
  },
);

test(
  "a folder in the repository, or a link into it, is refused; so is an adapter without a proposal",
  { timeout: 120_000 },
  async () => {
    await using made = await sealedClass();
    const inside = path.join(made.root, ".loco/sealed");
    await made.copyFolder(inside);
    const outside = await mkdtemp(path.join(os.tmpdir(), "loco-links-"));
    try {
      const link = path.join(outside, "link");
      await symlink(made.root, link);
      for (const folder of [inside, path.join(link, ".loco/sealed"), path.join(link, ".loco/not-there")]) {
        const refused = await made.loco("semester", "seal", folder, "--by", "team-red");
        expect(refused.exitCode).toBe(2);
        expect(refused.stderr).toContain("is in the class repository, where sealed rows would be read by everybody.");
      }
    } finally {
      await rm(outside, { recursive: true });
    }
    expect(await made.loco("semester", "seal", path.join(made.folder, "none"), "--by", "x")).toMatchObject({
      exitCode: 2,
    });

    await made.remove(`${adapter}/proposal.md`);
    const missing = await made.loco("semester", "seal", made.folder, "--by", "team-red");
    expect(missing.exitCode).toBe(1);
    expect(missing.stdout).toContain("[proposal-missing]");
  },
);
