import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

interface AskOutput {
  readonly ok: boolean;
  readonly data: {
    readonly answer: string;
    readonly adapter: string;
    readonly probability: number;
    readonly testRecord: { readonly right: number };
    readonly check: string;
    readonly notice: string;
  };
}

test(
  "the router finds the adapter, which answers; every surface says that a small model wrote it",
  { timeout: 180_000 },
  async () => {
    await using made = await smallClass();
    await made.copyAdapter("iso-dates", { train: 1200, eval: 24 });
    await made.write(
      "semesters/2026-s2/out-of-scope.jsonl",
      Array.from(
        { length: 60 },
        (_, i) =>
          `${JSON.stringify({ id: `o${i}`, prompt: `Tell me ${i % 2 ? "a joke about" : "how to cook"} dish number ${i}` })}\n`,
      ).join(""),
    );
    const question = "When is 3rd of March 2021 in ISO form?";
    const { exitCode, stdout, stderr } = await made.loco("ask", question, "--json");
    expect(exitCode).toBe(0);
    const { data } = JSON.parse(stdout) as AskOutput;
    expect(data).toMatchObject({ answer: "2021-03-03", adapter: "2026-s2/iso-dates" });
    expect(data.probability).toBeGreaterThan(0.5);
    expect(data.testRecord.right).toBeGreaterThan(0);
    for (const surface of [data.notice, stderr])
      expect(surface).toMatch(/A small model wrote this .*4 bits.*may be wrong/);

    const plain = await made.loco("ask", question, "--adapter", "iso-dates");
    expect(plain.stdout.trim()).toBe("2021-03-03");
    expect(plain.stderr).toMatch(/Of 100 answers like this, about \d\d were right \(\d\d–\d\d; \d+ test questions, /);
    expect(plain.stderr).toMatch(/right on \d+ of \d+ test questions/);
    expect(plain.stderr).toMatch(/A small model wrote this .*may be wrong/);
  },
);

test("an empty question is wrong use", async () => {
  await using made = await smallClass();
  const { exitCode, stderr } = await made.loco("ask", "  ");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("The question is empty.");
});
