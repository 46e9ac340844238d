import { expect, test } from "vitest";
import { manifest, trainingRows } from "../../test/city-recordings.ts";
import { conditionName } from "./condition-name.ts";
import { namedCondition } from "./named-condition.ts";

test.each([
  "plain",
  "few-shot:2",
  "chain-of-thought",
  "chain-of-thought:2",
  "re-read",
  "vote:5",
  "vote:3/re-read:1",
  "calculator:3",
  "python:16",
])("%s is the name of what it stands for", (name) => {
  expect(conditionName(namedCondition(name, { manifest, subject: "base", trainingRows }))).toBe(name);
});
