import { expect, test } from "vitest";
import { smallInputs } from "../test/small-inputs.ts";
import { fitRouter } from "./fit-router.ts";
import { route } from "./route.ts";
import { writeRouter } from "./router-file.ts";
import { routerKey } from "./router-inputs.ts";

test("the same inputs give the same router, byte for byte, in whatever order the adapters come", () => {
  const once = writeRouter(fitRouter(smallInputs));
  expect(writeRouter(fitRouter({ ...smallInputs, adapters: smallInputs.adapters.toReversed() }))).toBe(once);
});

test("the key follows every input", () => {
  const [first, ...others] = smallInputs.adapters;
  const keys = [
    smallInputs,
    { ...smallInputs, seed: 2 },
    { ...smallInputs, outOfScope: smallInputs.outOfScope.slice(1) },
    { ...smallInputs, adapters: others },
    { ...smallInputs, adapters: [{ ...first!, prompts: first!.prompts.slice(1) }, ...others] },
  ].map(routerKey);
  expect(new Set(keys).size).toBe(keys.length);
  expect(fitRouter(smallInputs).key).toBe(keys[0]);
});

test("one adapter with one question is enough to route", () => {
  const router = fitRouter({
    adapters: [{ id: "test/iso", prompts: ["ISO date of 3 May 2021"] }],
    outOfScope: ["Sing a song"],
  });
  expect(route(router, "ISO date of 3 May 2021").runnerUp).toBeDefined();
});

test("refuses to learn from nothing", () => {
  const [first] = smallInputs.adapters;
  const messages = [
    { ...smallInputs, adapters: [] },
    { ...smallInputs, adapters: [first!, { id: "test/empty", prompts: [] }] },
    { ...smallInputs, adapters: [first!, first!] },
    { ...smallInputs, outOfScope: [] },
  ].map((inputs) => {
    try {
      return fitRouter(inputs).key;
    } catch (error) {
      return String(error);
    }
  });
  expect(messages).toMatchInlineSnapshot(`
    [
      "LocoError: There is no adapter to route to.",
      "LocoError: The router cannot learn test/empty: it has no training questions.",
      "LocoError: The router was given test/weather twice.",
      "LocoError: The router has no examples of questions that belong to no adapter.",
    ]
  `);
});
