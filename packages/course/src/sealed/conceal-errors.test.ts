import { inspect } from "node:util";
import { LocoError } from "@locollm/core";
import { expect, test } from "vitest";
import { concealErrors } from "./conceal-errors.ts";

const secret = "Xyloquartzhaven";
const quoting = [
  new LocoError({
    code: "context-full",
    message: `The question "${secret}" is too long.`,
    fix: `Shorten ${secret}.`,
    fields: { item: secret },
    kind: "machine",
    cause: new Error(secret),
  }),
  new SyntaxError(`Unexpected token, ..."${secret}"... is not valid JSON`),
  secret,
];

test.each(quoting)("of an error that quotes a row its code alone is told", async (thrown) => {
  const { signal } = new AbortController();
  const told = await concealErrors("Grading", signal, () => Promise.reject(thrown as Error)).catch(
    (error: unknown) => error,
  );
  expect(told).toMatchObject({
    code: "sealed-failed",
    kind: thrown instanceof LocoError ? "machine" : "failure",
    fields: { code: thrown instanceof LocoError ? "context-full" : "unexpected" },
  });
  expect(inspect(told, { depth: null, showHidden: true })).not.toContain(secret);
});

test("what was interrupted says so, and what succeeded is handed on", async () => {
  const controller = new AbortController();
  expect(await concealErrors("Grading", controller.signal, () => Promise.resolve(3))).toBe(3);
  controller.abort();
  const failing = concealErrors("Grading", controller.signal, () => Promise.reject(new Error(secret)));
  await expect(failing).rejects.toBe(controller.signal.reason);
});
