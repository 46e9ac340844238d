import { expect, test } from "vitest";
import { readClinc150 } from "../test/clinc150.ts";
import { semesterInputs, semesterQuestions, spread } from "../test/semester-questions.ts";
import { fitRouter } from "./fit-router.ts";
import { measureRouting } from "./measure-routing.ts";
import { route } from "./route.ts";

const inputs = semesterInputs();
const router = fitRouter(inputs);

test("the README's question goes to iso-dates, typed with care or without", () => {
  for (const question of ["When is 3rd of March 2021 in ISO form?", "wen is 3rd of march 2021 in iso form"]) {
    expect(route(router, question)).toMatchObject({ adapter: "2026-s2/iso-dates" });
  }
});

test("50 held-out questions per adapter find it", () => {
  const counts = measureRouting(router, semesterQuestions(50));
  console.log(`routed right: ${counts.right} of ${counts.questions}`, counts.byAdapter);
  expect(counts.questions).toBe(50 * router.adapters.length);
  expect(counts.right / counts.questions).toBeGreaterThan(0.9);
  for (const { questions, right } of counts.byAdapter) expect(right / questions).toBeGreaterThan(0.75);
});

test("200 questions of CLINC150 that belong to none stay with the base", (context) => {
  const clinc = readClinc150();
  if (clinc === undefined) {
    console.log("skipped: no data");
    return context.skip();
  }
  const queries = spread([...clinc.test, ...clinc.oos_test], 200);
  const counts = measureRouting(
    router,
    queries.map(([question]) => ({ question, adapter: null })),
  );
  console.log(`falsely accepted: ${counts.falselyAccepted} of ${counts.outOfScope}`);
  expect(counts.outOfScope).toBe(200);
  expect(counts.falselyAccepted / counts.outOfScope).toBeLessThanOrEqual(0.05);
});

test("no example of a question that belongs to none is a query of CLINC150, bare or after other words", (context) => {
  const clinc = readClinc150();
  if (clinc === undefined) {
    console.log("skipped: no data");
    return context.skip();
  }
  const { train, val, test, oos_val, oos_test } = clinc;
  const queries = new Set([train, val, test, oos_val, oos_test].flat().map(([query]) => bare(query)));
  const isQuery = (example: string): boolean => {
    const words = bare(example).split(" ");
    return words.some(
      (_, start) => (start === 0 || words.length - start > 3) && queries.has(words.slice(start).join(" ")),
    );
  };
  expect(inputs.outOfScope.filter(isQuery)).toEqual([]);
});

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
