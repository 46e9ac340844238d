import { didYouMean, LocoError, type GradeRules, type InstructorRecord, type SemesterManifest } from "@locollm/core";

const day = 24 * 60 * 60 * 1000;

/**
 * The deadline that a submission is held against: the one that is named, or the only one, or the semester's end where there is none.
 *
 * @throws LocoError `unknown-deadline`; `deadline-unnamed` where there are several
 */
export function deadlineOf({ ends, grade }: SemesterManifest, name?: string): InstructorRecord["deadline"] {
  const { deadlines } = grade;
  const names = deadlines.map((one) => one.name);
  const found = deadlines.find((one) => one.name === name);
  if (found !== undefined) return found;
  if (deadlines.length === 0 && name === "end") return { name, at: ends };
  if (name !== undefined) {
    throw new LocoError({
      code: "unknown-deadline",
      message: `There is no deadline called ${name}.`,
      fix: didYouMean(name, names),
      fields: { deadline: name },
      kind: "usage",
    });
  }
  if (deadlines.length > 1) {
    throw new LocoError({
      code: "deadline-unnamed",
      message: `The semester has ${deadlines.length} deadlines: ${names.join(", ")}.`,
      fix: `Say which one counts: --deadline ${names[0]!}`,
      kind: "usage",
    });
  }
  return deadlines[0] ?? { name: "end", at: ends };
}

/**
 * How late a submission is and what it keeps. Instants are compared, so zones and summer time do not matter. The grace is not counted:
 * a minute after it is the first day.
 *
 * @param received an ISO date and time with its zone
 */
export function latenessOf(received: string, deadline: string, rules: GradeRules["late"]): InstructorRecord["late"] {
  const over = Date.parse(received) - Date.parse(deadline) - rules.graceMinutes * 60_000;
  const days = Math.max(0, Math.ceil(over / day));
  if (days === 0) return { days, keeps: 1, sentence: "In time." };
  const many = days === 1 ? "Within the first day" : `On day ${days}`;
  if (days > rules.days)
    return { days, keeps: 0, sentence: `${many} after the deadline; after ${rules.days} nothing is graded.` };
  const keeps = Math.max(0, 1 - days * rules.perDay);
  return {
    days,
    keeps,
    sentence: `${many} after the deadline: ${Number((100 * keeps).toFixed(1))} % of the points are left.`,
  };
}
