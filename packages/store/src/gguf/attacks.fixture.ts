import {
  arrayValue,
  attackFile,
  soundKeys,
  soundTensors,
  tensor,
  text,
  textValue,
  typeOf,
  u32,
  u64,
  value,
  type AttackFile,
} from "./attack-file.fixture.ts";

/** A way in which a GGUF was or could be used against the program that reads it. */
export interface Attack {
  readonly name: string;
  /** Advisories and reports of the class, where it is public. */
  readonly known: readonly string[];
  readonly bytes: () => Uint8Array;
}

const attack = (name: string, known: readonly string[], parts: AttackFile | (() => Uint8Array)): Attack => ({
  name,
  known,
  bytes: typeof parts === "function" ? parts : () => attackFile(parts),
});
const key = (name: string, entry: Uint8Array): AttackFile => ({ keys: soundKeys({ [name]: entry }) });
const one = (dims: readonly bigint[], type = 0, offset = 0n): AttackFile => ({
  tensors: [tensor("blk.0.attn_q.weight.lora_a", dims, type, offset)],
});
const pair = (a: readonly bigint[], b: readonly bigint[], target = "blk.0.attn_q.weight", type = 0): AttackFile => {
  const bytes = (dims: readonly bigint[]) => Number(dims.reduce((x, y) => x * y, 1n)) * (type === 0 ? 4 : 2);
  const second = Math.ceil(bytes(a) / 32) * 32;
  return {
    tensors: [tensor(`${target}.lora_a`, a, type, 0n), tensor(`${target}.lora_b`, b, type, BigInt(second))],
    data: new Uint8Array(second + Math.ceil(bytes(b) / 32) * 32),
  };
};
const most = 2n ** 64n - 1n;

const counts: readonly Attack[] = [
  attack("the four letters and nothing else", ["CVE-2024-39720"], () => Buffer.from("GGUF")),
  attack("another format's letters", [], { magic: "GGML" }),
  attack("version 1, whose strings end in NUL", ["ollama#17033"], { version: 1 }),
  attack("the other byte order", [], { version: 0x03000000 }),
  attack("2^64 - 1 tensors", ["CVE-2024-21836", "TALOS-2024-1915"], { tensorCount: most }),
  attack("as many tensors as wrap the memory for them", ["CVE-2026-27940", "llama.cpp#15711"], {
    tensorCount: 2n ** 64n / 368n + 1n,
  }),
  attack("2^64 - 1 keys", ["CVE-2024-23605", "TALOS-2024-1916"], { keyCount: most }),
  attack("more keys than there are", ["CVE-2024-32878"], { keyCount: 200n, tensors: [], data: new Uint8Array() }),
];

const strings: readonly Attack[] = [
  attack("a key of 2^64 - 1 bytes", ["CVE-2024-23496", "TALOS-2024-1913", "PowerInfer#256"], { keys: [u64(most)] }),
  attack("a key whose length is below 0", ["ollama#17032"], { keys: [text("x", -1n << 62n)] }),
  attack("a text of 100 MB in a small file", ["CVE-2025-0315", "ollama#17042"], {
    keys: [Buffer.concat([text("general.type"), typeOf("string"), u64(100_000_000n)])],
  }),
  attack("an empty key", [], key("", value("u8", 1))),
  attack("a key of 65,536 bytes", [], key("k".repeat(65_536), value("u8", 1))),
  attack("a key that C reads as another", [], key("general.type\0x", textValue("model"))),
  attack("a text that C reads as another", [], key("adapter.type", textValue("lora\0control_vector"))),
  attack("a key that is not UTF-8", [], { keys: [Buffer.concat([text(Uint8Array.of(0xff, 0xfe)), value("u8", 1)])] }),
  attack("a key that moves the terminal's cursor", [], key("\u001b[2J\u202e", value("u8", 1))),
  attack("keys of 5 MB altogether", [], {
    keys: soundKeys(
      Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`general.${i}`, textValue("x".repeat(65_000))])),
    ),
  }),
];

const values: readonly Attack[] = [
  attack(
    "an array of texts whose memory wraps",
    ["CVE-2024-21825", "TALOS-2024-1912"],
    key("general.tags", arrayValue(8, 2n ** 60n)),
  ),
  attack("an array of 2^64 - 1 bytes", ["llama.cpp#19856", "ollama#16189"], key("general.tags", arrayValue(0, most))),
  attack("an array of arrays", [], key("general.tags", arrayValue(9, 1n, arrayValue(0, 1n)))),
  attack("an array of a type that there is not", [], key("general.tags", arrayValue(13, 1n))),
  attack("600,000 empty texts", [], key("general.tags", arrayValue(8, 600_000n, new Uint8Array(4_800_000)))),
  attack("a value of a type that there is not", [], key("general.tags", u32(13))),
  attack("a value whose type is below 0", [], key("general.tags", u32(-1))),
  attack("a truth that is neither", [], key("general.tags", value("bool", 2))),
  attack("a key twice, with two meanings", ["llama.cpp#19856"], {
    keys: [...soundKeys(), ...soundKeys().slice(0, 1)],
  }),
  attack("an alignment of 0", ["CVE-2025-0317"], key("general.alignment", value("u32", 0))),
  attack("an alignment of 3", ["llama.cpp#19856"], key("general.alignment", value("u32", 3))),
  attack("an alignment of 2^31", ["llama.cpp#24997"], key("general.alignment", value("u32", 2 ** 31))),
  attack("an alignment as a signed number", ["llama.cpp#26318"], key("general.alignment", value("i32", 32))),
  attack("an alignment as text", [], key("general.alignment", textValue("32"))),
];

const tensors: readonly Attack[] = [
  attack("5 dimensions where there is room for 4", ["CVE-2024-21802", "TALOS-2024-1914"], one([1n, 1n, 1n, 1n, 1n])),
  attack("2^32 - 1 dimensions", ["ollama#16136"], { tensors: [Buffer.concat([text("x"), u32(-1)])] }),
  attack("no dimension", [], one([])),
  attack("a dimension of 0", [], one([0n, 4n])),
  attack("a dimension below 0", [], one([-32n, 4n])),
  attack("dimensions whose product wraps", ["CVE-2026-33298"], one([2n ** 33n, 2n ** 33n])),
  attack("bytes that wrap where they are padded", ["llama.cpp#24759"], one([2n ** 62n])),
  attack("sizes whose sum wraps", ["CVE-2025-53630"], {
    tensors: Array.from({ length: 4 }, (_, i) =>
      tensor(`blk.${i}.attn_q.weight.lora_a`, [2n ** 48n], 0, BigInt(i) * 2n ** 50n),
    ),
  }),
  attack("a data type that was taken out", [], one([32n, 4n], 4)),
  attack("a data type below 0", ["llama.cpp#19856"], one([32n, 4n], -1)),
  attack("a data type of 200", [], one([32n, 4n], 200)),
  attack("half a block", [], one([31n, 4n], 8)),
  attack("a name of 64 bytes", [], { tensors: [tensor("n".repeat(64), [32n], 0, 0n)] }),
  attack("a name that C reads as another", [], { tensors: [tensor("blk.0.attn_q.weight\0.lora_a", [32n, 4n], 0, 0n)] }),
  attack("a name twice", [], { tensors: [soundTensors()[0]!, soundTensors()[0]!] }),
  attack("data that starts between two places", [], one([32n, 4n], 0, 1n)),
  attack("two tensors on the same bytes", [], {
    tensors: [soundTensors()[0]!, tensor("blk.0.attn_q.weight.lora_b", [4n, 32n], 0, 0n)],
  }),
  attack("an offset that wraps", ["CVE-2026-7482"], one([32n, 4n], 0, most - 31n)),
  attack("data beyond the end of the file", ["CVE-2026-7482"], { data: new Uint8Array(600) }),
  attack("no data at all", [], { data: new Uint8Array() }),
  attack("something else behind the data", [], { data: new Uint8Array(4096).fill(0x90) }),
];

const meanings: readonly Attack[] = [
  attack(
    "a chat template that runs",
    ["CVE-2024-34359", "CVE-2026-5760"],
    key(
      "tokenizer.chat_template",
      textValue("{{ self.__init__.__globals__.__builtins__.__import__('os').system('id') }}"),
    ),
  ),
  attack(
    "a vocabulary of its own",
    ["CVE-2025-49847"],
    key("tokenizer.ggml.tokens", arrayValue(8, 1n, text("<0x-1>"))),
  ),
  attack("another file that is said to be part of it", [], key("split.count", value("u32", 2))),
  attack("awake after some words alone", [], key("adapter.alora.invocation_tokens", arrayValue(4, 1n, u32(7)))),
  attack("a control vector", [], key("adapter.type", textValue("control_vector"))),
  attack("a whole model", [], key("general.type", textValue("model"))),
  attack("its type as a number", [], key("general.type", value("u32", 1))),
  attack("another architecture", [], key("general.architecture", textValue("gemma3"))),
  attack("an architecture as an array", [], key("general.architecture", arrayValue(8, 1n, text("llama")))),
  attack("another base", [], key("loco.base.sha256", textValue("b".repeat(64)))),
  attack("a base as an array", [], key("loco.base.sha256", arrayValue(8, 1n, text("a".repeat(64))))),
  attack("no base", [], { keys: soundKeys({ "loco.base.sha256": null }) }),
  attack("alpha as text", [], key("adapter.lora.alpha", textValue("8"))),
  attack("alpha in double precision", [], key("adapter.lora.alpha", value("f64", 8))),
  attack("alpha NaN", [], key("adapter.lora.alpha", value("f32", Number.NaN))),
  attack("alpha infinite", [], key("adapter.lora.alpha", value("f32", Infinity))),
  attack("alpha below 0", [], key("adapter.lora.alpha", value("f32", -8))),
  attack("alpha of 10^30", [], key("adapter.lora.alpha", value("f32", 1e30))),
  attack("a tensor of the base replaced", [], {
    tensors: [tensor("output.weight", [32n, 4n], 0, 0n)],
    data: new Uint8Array(512),
  }),
  attack("a bias beside the pair", [], {
    tensors: [...soundTensors(), tensor("blk.0.attn_q.bias", [32n], 0, 1024n)],
    data: new Uint8Array(1152),
  }),
  attack("half of a pair", [], { tensors: soundTensors().slice(0, 1), data: new Uint8Array(512) }),
  attack("a pair for the embeddings", [], pair([32n, 4n], [4n, 8n], "token_embd.weight")),
  attack("a pair for a layer that there is not", [], pair([32n, 4n], [4n, 32n], "blk.4294967295.attn_q.weight")),
  attack("ranks that differ", [], pair([32n, 4n], [8n, 32n])),
  attack("a pair lying on its side", [], pair([4n, 32n], [32n, 4n])),
  attack("a rank of 65", [], pair([32n, 65n], [65n, 32n])),
  attack("three dimensions", [], pair([32n, 4n, 1n], [4n, 32n])),
  attack("no pair", [], { tensors: [], data: new Uint8Array() }),
];

const half = (bits: number) => new Uint8Array(new Uint16Array(128).fill(bits).buffer);
const single = (bits: number) => new Uint8Array(new Uint32Array(128).fill(bits).buffer);
/** A sound lora_a, and values of these bits in lora_b. */
const halves = (bits: number): AttackFile => ({
  ...pair([32n, 4n], [4n, 32n], undefined, 1),
  data: Buffer.concat([half(0x2a66), half(bits)]),
});
const singles = (bits: number): AttackFile => ({ data: Buffer.concat([single(0x3d4ccccd), single(bits)]) });
const typed = (type: number, bytes: number): AttackFile => ({
  tensors: [
    tensor("blk.0.attn_q.weight.lora_a", [32n, 4n], type, 0n),
    tensor("blk.0.attn_q.weight.lora_b", [32n, 4n], type, BigInt(Math.ceil(bytes / 32) * 32)),
  ],
  data: new Uint8Array(2 * Math.ceil(bytes / 32) * 32).fill(0xff),
});

const numbers: readonly Attack[] = [
  attack("NaN in half precision", [], halves(0x7e00)),
  attack("a signalling NaN in half precision", [], halves(0xfc01)),
  attack("infinity in half precision", [], halves(0x7c00)),
  attack("60,000 in half precision", [], halves(0x7b53)),
  attack("NaN in single precision", [], singles(0x7fc00000)),
  attack("a signalling NaN in single precision", [], singles(0xff800001)),
  attack("minus infinity in single precision", [], singles(0xff800000)),
  attack("3 · 10^38 in single precision", [], singles(0x7f61b1e6)),
  attack("10^9 in single precision", [], singles(0x4e6e6b28)),
  attack("a flood of subnormal numbers", [], singles(0x00000001)),
  attack("NaN in bfloat16", [], typed(30, 256)),
  attack("NaN in double precision", [], typed(28, 1024)),
  attack("blocks of 8 bits whose scale is NaN", [], typed(8, 136)),
  attack("blocks of 4 bits whose scale is NaN", [], typed(2, 72)),
  attack("whole numbers", [], typed(26, 512)),
];

/** Every attack, from the first byte of a file to the last value. */
export const attacks: readonly Attack[] = [...counts, ...strings, ...values, ...tensors, ...meanings, ...numbers];
