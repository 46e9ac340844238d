import { fitRouter } from "../src/fit-router.ts";
import { measureRouting, type LabelledQuestion, type RoutingCounts } from "../src/measure-routing.ts";
import { readRouter, writeRouter } from "../src/router-file.ts";
import { readClinc150 } from "../test/clinc150.ts";
import { semesterInputs, semesterQuestions } from "../test/semester-questions.ts";
import { benchClinc150 } from "./clinc150-bench.ts";

function timed<T>(work: () => T): { result: T; seconds: number } {
  const start = performance.now();
  const result = work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

const clinc = readClinc150();
const inputs = semesterInputs();
const fitted = timed(() => fitRouter(inputs));
const written = writeRouter(fitted.result);
const read = timed(() => readRouter(written));
const router = read.result;
const none = (clinc === undefined ? [] : [...clinc.val, ...clinc.oos_val]).map(([question]): LabelledQuestion => ({
  question,
  adapter: null,
}));
const questions = [...semesterQuestions(Infinity), ...none];
measureRouting(router, questions);
const routed = timed<RoutingCounts>(() => measureRouting(router, questions));
const { result: counts } = routed;

console.log(`The semester's router: ${router.adapters.length} adapters, ${router.vocabulary.features.length} features`);
console.log(
  `  fit ${fitted.seconds.toFixed(2)} s, file ${(written.length / 1e6).toFixed(2)} MB, read ${(1000 * read.seconds).toFixed(0)} ms`,
);
console.log(`  route ${((1e6 * routed.seconds) / questions.length).toFixed(0)} µs a question`);
console.log(
  `  temperature ${router.temperature}, threshold ${router.threshold}, held out ${JSON.stringify(router.heldOut)}`,
);
console.log(
  `  evaluation questions: ${counts.right} of ${counts.questions} right (${percent(counts.right, counts.questions)}), ${counts.rejected} left to the base`,
);
if (clinc === undefined) {
  console.log("CLINC150 skipped: no data");
} else {
  console.log(
    `  CLINC150 validation: ${counts.falselyAccepted} of ${counts.outOfScope} accepted (${percent(counts.falselyAccepted, counts.outOfScope)})`,
  );
  const domainOf = new Map(
    Object.entries(clinc.domains).flatMap(([domain, intents]) => intents.map((intent) => [intent, domain] as const)),
  );
  const tasks: [string, (intent: string) => string][] = [
    ["10 domains", (intent) => domainOf.get(intent) ?? intent],
    ["150 intents", (intent) => intent],
  ];
  for (const [task, classOf] of tasks) {
    for (const figures of benchClinc150(clinc, task, classOf)) {
      const { method, accuracy, outOfScopeRecall, fitSeconds, microsecondsPerQuery } = figures;
      console.log(
        `CLINC150 ${task}, ${method}: accuracy ${percent(accuracy, 1)}, out-of-scope recall at 5 % false rejection ${percent(outOfScopeRecall, 1)}, ` +
          `fit ${fitSeconds.toFixed(1)} s, ${microsecondsPerQuery.toFixed(0)} µs a query`,
      );
    }
  }
}
