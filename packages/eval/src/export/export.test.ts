import { expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { items, manifest, rightAnswer, trainingRows } from "../../test/city-recordings.ts";
import { inspectLog } from "./inspect-log.ts";
import { lmEvalSamples } from "./lm-eval-samples.ts";

/** Three items: one right, one wrong, one on which the machinery failed. */
const asked = items.slice(0, 3);
const evaluation = await evaluateSide((item, at) => [rightAnswer(item), "Atlantis", null][at]!, { asked });
const exported = { ...evaluation, manifest, items: asked, trainingRows };

test("samples of lm-evaluation-harness: its hashes, no metric where the machinery failed", () => {
  const lines = lmEvalSamples(exported)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchInlineSnapshot(`
    [
      {
        "arguments": {
          "gen_args_0": {
            "arg_0": "[{"role":"system","content":"Name the country. Reply with its name only."},{"role":"user","content":"Which country is city eval-1?"}]",
            "arg_1": {
              "do_sample": false,
              "max_gen_toks": 8,
              "temperature": 0,
              "until": [],
            },
          },
        },
        "doc": {
          "answer": "Chile",
          "difficulty": "easy",
          "id": "eval-1",
          "prompt": "Which country is city eval-1?",
        },
        "doc_hash": "2355f3441bcd3136b02753daadffef92434f79c4a0075ab5c6c73a6980110aee",
        "doc_id": 0,
        "exact": 1,
        "filter": "exact",
        "filtered_resps": [
          "Chile",
        ],
        "metrics": [
          "right",
          "exact",
        ],
        "prompt_hash": "9dbba712cd84bb904bc9845f6a25a0ff58777722247afaa5eb16ff811d67e7b0",
        "resps": [
          [
            "Chile",
          ],
        ],
        "right": 1,
        "target": "Chile",
        "target_hash": "f5273e236d498c359c7a91edb712e28728d902bf6dd4f60984dfbc9501a9bf4c",
      },
      {
        "arguments": {
          "gen_args_0": {
            "arg_0": "[{"role":"system","content":"Name the country. Reply with its name only."},{"role":"user","content":"Tell me the country of city eval-2?"}]",
            "arg_1": {
              "do_sample": false,
              "max_gen_toks": 8,
              "temperature": 0,
              "until": [],
            },
          },
        },
        "doc": {
          "answer": "Kenya",
          "difficulty": "medium",
          "id": "eval-2",
          "prompt": "Tell me the country of city eval-2?",
        },
        "doc_hash": "76593e204ad65fbe0d09e6d5733cc103a6f8db66472336de8f1959e64bb4e171",
        "doc_id": 1,
        "exact": 0,
        "filter": "exact",
        "filtered_resps": [
          "Atlantis",
        ],
        "metrics": [
          "right",
          "exact",
        ],
        "prompt_hash": "c23460abcaba8b4deb40a9868971bb108071cb57ebd3d77e36a220984dc174ba",
        "resps": [
          [
            "Atlantis",
          ],
        ],
        "right": 0,
        "target": "Kenya",
        "target_hash": "74e1891dc615b22fac103c74ab7133742dd1d95a604f6d4edb1a9403b7156506",
      },
      {
        "arguments": {
          "gen_args_0": {
            "arg_0": "[{"role":"system","content":"Name the country. Reply with its name only."},{"role":"user","content":"Where on earth is city eval-3?"}]",
            "arg_1": {
              "do_sample": false,
              "max_gen_toks": 8,
              "temperature": 0,
              "until": [],
            },
          },
        },
        "doc": {
          "answer": "Nepal",
          "difficulty": "hard",
          "id": "eval-3",
          "prompt": "Where on earth is city eval-3?",
        },
        "doc_hash": "32164dab08eaa390998cf80b48698a7e3aebf2fbafcfc026ea93362bd20892c6",
        "doc_id": 2,
        "error": "Out of memory. (recorded-failure)",
        "filter": "exact",
        "filtered_resps": [
          "",
        ],
        "metrics": [],
        "prompt_hash": "50dcb4164d0ba6e3201f52c82ed0cb6149eaee7e1e66aba0b1cb2cce52102f01",
        "resps": [
          [
            "",
          ],
        ],
        "target": "Nepal",
        "target_hash": "e15a18aadcac09e6fa6469cee82b657d12915065b23be9f2c1a14685b08cb3d1",
      },
    ]
  `);
});

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

test("rows that are not the run's are refused", () => {
  expect(() => lmEvalSamples({ ...exported, items: items.slice(0, 2) })).toThrowErrorMatchingInlineSnapshot(
    `[LocoError: The rows of 2026-s2/cities are not the 3 that this run was made of.]`,
  );
});
