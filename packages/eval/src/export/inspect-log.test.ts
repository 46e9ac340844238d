import { expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { items, manifest, rightAnswer, trainingRows } from "../../test/city-recordings.ts";
import { inspectLog } from "./inspect-log.ts";

/** Three items: one right, one wrong, one on which the machinery failed. */
const asked = items.slice(0, 3);
const evaluation = await evaluateSide((item, at) => [rightAnswer(item), "Atlantis", null][at]!, { asked });
const exported = { ...evaluation, manifest, items: asked, trainingRows };

test("an Inspect log: scores, shares over what was answered, the notice", () => {
  expect(inspectLog(exported, { created: "2026-09-01T10:00:00.000Z", notice: "A small model wrote this." }))
    .toMatchInlineSnapshot(`
    {
      "eval": {
        "config": {
          "epochs": 1,
        },
        "created": "2026-09-01T10:00:00.000Z",
        "dataset": {
          "name": "2026-s2/cities",
          "sample_ids": [
            "eval-1",
            "eval-2",
            "eval-3",
          ],
          "samples": 3,
          "shuffled": false,
        },
        "eval_id": "4d5906bcab79348d49f1a7",
        "metadata": {
          "condition": {
            "sampling": {
              "maxTokens": 8,
              "seed": 0,
              "temperature": 0,
              "topP": 1,
            },
            "scaffold": {
              "kind": "plain",
            },
            "subject": "base",
            "tools": [],
          },
          "counts": {
            "contentRight": 0,
            "errors": 1,
            "formatMisses": 0,
            "items": 3,
            "right": 1,
            "wrong": 1,
          },
          "engine": "by hand",
          "notice": "A small model wrote this.",
          "run": "4d5906bcab79348d49f1a762fadc409382e48384809de9895ada0a695e0572d9",
        },
        "model": "locollm/small-base",
        "model_generate_config": {
          "max_tokens": 8,
          "seed": 0,
          "temperature": 0,
          "top_p": 1,
        },
        "packages": {},
        "run_id": "62fadc409382e48384809d",
        "scorers": [
          {
            "metrics": [
              {
                "name": "accuracy",
              },
              {
                "name": "mean",
              },
              {
                "name": "stderr",
              },
            ],
            "name": "exact",
          },
        ],
        "solver": "plain",
        "task": "2026-s2/cities",
        "task_id": "1c3a9a67fda2044b16fd96",
        "task_version": 0,
      },
      "plan": {
        "config": {
          "max_tokens": 8,
          "temperature": 0,
        },
        "name": "plan",
        "steps": [
          {
            "params": {},
            "solver": "plain",
          },
        ],
      },
      "results": {
        "completed_samples": 2,
        "scores": [
          {
            "metrics": {
              "accuracy": {
                "name": "accuracy",
                "params": {},
                "value": 0.5,
              },
              "mean": {
                "name": "mean",
                "params": {},
                "value": 0.5,
              },
              "stderr": {
                "name": "stderr",
                "params": {},
                "value": 0.5,
              },
            },
            "name": "exact",
            "params": {},
            "scored_samples": 2,
            "scorer": "exact",
            "unscored_samples": 1,
          },
        ],
        "total_samples": 3,
      },
      "samples": [
        {
          "attachments": {},
          "epoch": 1,
          "events": [],
          "id": "eval-1",
          "input": [
            {
              "content": "Name the country. Reply with its name only.",
              "role": "system",
            },
            {
              "content": "Which country is city eval-1?",
              "role": "user",
            },
          ],
          "messages": [
            {
              "content": "Name the country. Reply with its name only.",
              "role": "system",
            },
            {
              "content": "Which country is city eval-1?",
              "role": "user",
            },
            {
              "content": "Chile",
              "model": "locollm/small-base",
              "role": "assistant",
              "source": "generate",
            },
          ],
          "metadata": {
            "difficulty": "easy",
            "logProbabilities": [
              -0.25,
              -0.5,
            ],
          },
          "model_usage": {},
          "output": {
            "choices": [
              {
                "message": {
                  "content": "Chile",
                  "model": "locollm/small-base",
                  "role": "assistant",
                  "source": "generate",
                },
                "stop_reason": "stop",
              },
            ],
            "completion": "Chile",
            "model": "locollm/small-base",
            "usage": {
              "input_tokens": 0,
              "output_tokens": 0,
              "total_tokens": 0,
            },
          },
          "scores": {
            "exact": {
              "answer": "Chile",
              "metadata": {
                "outcome": "right",
              },
              "value": "C",
            },
          },
          "store": {},
          "target": "Chile",
        },
        {
          "attachments": {},
          "epoch": 1,
          "events": [],
          "id": "eval-2",
          "input": [
            {
              "content": "Name the country. Reply with its name only.",
              "role": "system",
            },
            {
              "content": "Tell me the country of city eval-2?",
              "role": "user",
            },
          ],
          "messages": [
            {
              "content": "Name the country. Reply with its name only.",
              "role": "system",
            },
            {
              "content": "Tell me the country of city eval-2?",
              "role": "user",
            },
            {
              "content": "Atlantis",
              "model": "locollm/small-base",
              "role": "assistant",
              "source": "generate",
            },
          ],
          "metadata": {
            "difficulty": "medium",
            "logProbabilities": [
              -0.25,
              -0.5,
            ],
          },
          "model_usage": {},
          "output": {
            "choices": [
              {
                "message": {
                  "content": "Atlantis",
                  "model": "locollm/small-base",
                  "role": "assistant",
                  "source": "generate",
                },
                "stop_reason": "stop",
              },
            ],
            "completion": "Atlantis",
            "model": "locollm/small-base",
            "usage": {
              "input_tokens": 0,
              "output_tokens": 0,
              "total_tokens": 0,
            },
          },
          "scores": {
            "exact": {
              "answer": "Atlantis",
              "explanation": "Got “Atlantis”, expected “Kenya”.",
              "metadata": {
                "outcome": "wrong",
              },
              "value": "I",
            },
          },
          "store": {},
          "target": "Kenya",
        },
        {
          "attachments": {},
          "epoch": 1,
          "error": {
            "message": "Out of memory. (recorded-failure)",
            "traceback": "",
            "traceback_ansi": "",
          },
          "events": [],
          "id": "eval-3",
          "input": [
            {
              "content": "Name the country. Reply with its name only.",
              "role": "system",
            },
            {
              "content": "Where on earth is city eval-3?",
              "role": "user",
            },
          ],
          "messages": [
            {
              "content": "Name the country. Reply with its name only.",
              "role": "system",
            },
            {
              "content": "Where on earth is city eval-3?",
              "role": "user",
            },
            {
              "content": "",
              "model": "locollm/small-base",
              "role": "assistant",
              "source": "generate",
            },
          ],
          "metadata": {
            "difficulty": "hard",
            "logProbabilities": [],
          },
          "model_usage": {},
          "output": {
            "choices": [
              {
                "message": {
                  "content": "",
                  "model": "locollm/small-base",
                  "role": "assistant",
                  "source": "generate",
                },
                "stop_reason": "unknown",
              },
            ],
            "completion": "",
            "model": "locollm/small-base",
          },
          "scores": {},
          "store": {},
          "target": "Nepal",
        },
      ],
      "stats": {
        "completed_at": "2026-09-01T10:00:00.000Z",
        "model_usage": {},
        "started_at": "2026-09-01T10:00:00.000Z",
      },
      "status": "success",
      "version": 2,
    }
  `);
});
