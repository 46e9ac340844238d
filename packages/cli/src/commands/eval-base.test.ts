import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

const base = "smollm2-135m-instruct-q4-1";

test("a base's report card, beside the same weights under another name", { timeout: 300_000 }, async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 6 });
  const manifest = await readFile(path.join(made.root, `bases/${base}.yaml`), "utf8");
  await made.write("bases/twin.yaml", manifest.replace(`id: ${base}`, "id: twin"));
  const wanted = ["eval", "--base", base, "--against", "twin", "--watts", "20"];
  const { exitCode, stdout } = await made.loco(...wanted, "--json");
  expect(exitCode).toBe(0);
  const { data } = JSON.parse(stdout) as { data: { domains: { precise: { verdict: object } }[]; notice: string } };
  expect(data.domains.map(({ precise }) => precise.verdict)).toMatchObject([{ items: 6, won: 0, lost: 0, delta: 0 }]);
  const page = await readFile(path.join(made.root, `bases/${base}.md`), "utf8");
  expect(page.replaceAll(/[\d,]+ (threads|tokens|J\b)/g, "N $1").replace(/^On .*?, N/m, "On this machine, N"))
    .toMatchInlineSnapshot(`
    "# SmolLM2 135M Instruct, 4 bits (Q4\\_1)

    What this base does by itself with the 1 evaluation sets of 2026-s2, without any adapter. Written by \`loco eval --base smollm2-135m-instruct-q4-1\`.

    134,515,008 parameters, licence Apache-2.0, file sha256 \`b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53\`.

    | domain | plainly asked | with its best prompt | examples | format misses, plain and best |
    | --- | --- | --- | --- | --- |
    | 2026-s2/iso-dates | 0 of 6, 0–39 % | 2 of 6, 10–70 % | 2 | 6, 0 |

    With its best prompt, by difficulty:

    | domain | easy | medium | hard |
    | --- | --- | --- | --- |
    | 2026-s2/iso-dates | – | 2 of 5, 12–77 % | 0 of 1, 0–79 % |

    Ranges are 95 % intervals of the share right.

    ## What 4 bits cost

    The same rows, plainly asked, on SmolLM2 135M Instruct, 4 bits (Q4\\_1) (twin). A positive difference is what the smaller file loses.

    | domain | 4 bits | higher precision | difference | p |
    | --- | --- | --- | --- | --- |
    | 2026-s2/iso-dates | 0 % | 0 % | 0.0 points (−39.0 to +39.0) | 1.000 |

    ## Speed

    On this machine, N threads: N tokens/s read, N tokens/s written with 16 answers in flight. Energy: about N J for a thousand tokens written (if it takes 20 W; not measured).

    A small model wrote this (SmolLM2 135M Instruct, 135M parameters, 4 bits). It may be wrong.
    "
  `);
  expect(page).toContain(data.notice);
});

test("neither adapter nor base, and a power that is none", async () => {
  await using made = await smallClass();
  const said = async (...args: string[]) => {
    const { exitCode, stderr } = await made.loco("eval", ...args);
    return { exitCode, stderr };
  };
  expect(await said()).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: loco eval needs an adapter, or --base for a base's report card.
    For example: loco eval iso-dates, or loco eval --base smollm2-135m-instruct-q4-1.",
    }
  `);
  expect(await said("--base", base, "--share-of", "abc")).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: --share-of needs an adapter; a base's report card does not have it.
    Name one: loco eval <adapter> --share-of …",
    }
  `);
  for (const stray of ["--send-to", "--model", "--key-from", "--in-flight", "--price-sent", "--price-received"])
    expect(await said("--base", base, stray, "1")).toEqual({
      exitCode: 2,
      stderr: `error: ${stray} needs an adapter; a base's report card does not have it.\nName one: loco eval <adapter> --send-to <url> --model <name>`,
    });
  expect(await said("--base", base, "--preview", "--estimate")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("--preview needs an adapter") as string,
  });
  expect(await said("iso-dates", "--conditions", "all", "--report", "r.md")).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: option '--report <file>' cannot be used with option '--conditions <list>'
    (loco --help lists the commands, loco <command> --help its options)",
    }
  `);
  for (const stray of [
    ["--watts", "15"],
    ["--items", "3"],
    ["--price-sent", "1"],
  ])
    expect(await said("iso-dates", ...stray)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`${stray[0]} says nothing about the evaluation of an adapter.`) as string,
    });
  expect(await said("--base", base, "--watts", "lots")).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: --watts takes the processor's power in watts.
    For example: --watts 15. Leave it out where the machine has a meter.",
    }
  `);
});
