import { expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { items, manifest, rightAnswer, trainingRows } from "../../test/city-recordings.ts";
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

test("rows that are not the run's are refused", () => {
  expect(() => lmEvalSamples({ ...exported, items: items.slice(0, 2) })).toThrowErrorMatchingInlineSnapshot(
    `[LocoError: The rows of 2026-s2/cities are not the 3 that this run was made of.]`,
  );
});
