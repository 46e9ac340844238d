import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";

test("every known attack on a reader of GGUF is refused by name, in little memory", async () => {
  const program = path.join(import.meta.dirname, "read-attacks.fixture.ts");
  const limits = ["--max-old-space-size=64", "--conditions=@locollm/source"];
  const { stdout } = await execa(process.execPath, [...limits, program]);
  const { sound, lines, grownBytes } = JSON.parse(stdout) as { sound: string; lines: string[]; grownBytes: number };
  expect(sound).toBe("accepted");
  expect(grownBytes).toBeLessThan(64e6);
  expect(lines.filter((line) => /accepted|CRASH/.test(line))).toEqual([]);
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "the four letters and nothing else (CVE-2024-39720)
      gguf-truncated: attack.gguf is not a sound GGUF file: at byte 4, the version should be here, but the file ends at byte 4.
    another format's letters
      gguf-bad-magic: attack.gguf is not a sound GGUF file: at byte 0, the four letters GGUF should stand.
    version 1, whose strings end in NUL (ollama#17033)
      gguf-bad-version: attack.gguf is not a sound GGUF file: at byte 4, the version should be 2 or 3, not 1.
    the other byte order
      gguf-bad-version: attack.gguf is not a sound GGUF file: at byte 4, the version should be 2 or 3, not big-endian.
    2^64 - 1 tensors (CVE-2024-21836, TALOS-2024-1915)
      gguf-bad-count: attack.gguf is not a sound GGUF file: at byte 8, the number of tensors should be at most 65536, not 18446744073709551615.
    as many tensors as wrap the memory for them (CVE-2026-27940, llama.cpp#15711)
      gguf-bad-count: attack.gguf is not a sound GGUF file: at byte 8, the number of tensors should be at most 65536, not 50127021939428130.
    2^64 - 1 keys (CVE-2024-23605, TALOS-2024-1916)
      gguf-bad-count: attack.gguf is not a sound GGUF file: at byte 16, the number of metadata keys should be at most 65536, not 18446744073709551615.
    more keys than there are (CVE-2024-32878)
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 278, a metadata key should not be empty.
    a key of 2^64 - 1 bytes (CVE-2024-23496, TALOS-2024-1913, PowerInfer#256)
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 24, the length of a metadata key should be at most 65535, not 18446744073709551615.
    a key whose length is below 0 (ollama#17032)
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 24, the length of a metadata key should be at most 65535, not 13835058055282163712.
    a text of 100 MB in a small file (CVE-2025-0315, ollama#17042)
      gguf-header-too-large: attack.gguf is not a sound GGUF file: at byte 56, the header should end within 4194304 bytes.
    an empty key
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 278, a metadata key should not be empty.
    a key of 65,536 bytes
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 278, the length of a metadata key should be at most 65535, not 65536.
    a key that C reads as another
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 300, a metadata key should hold no NUL.
    a text that C reads as another
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 159, the value of adapter.type should hold no NUL.
    a key that is not UTF-8
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 32, a metadata key should be UTF-8 text.
    a key that moves the terminal's cursor
      adapter-bad-metadata: attack.gguf has the key ␛[2J<U+202E>, which is no adapter's to set.
    keys of 5 MB altogether
      gguf-header-too-large: attack.gguf is not a sound GGUF file: at byte 4162218, the header should end within 4194304 bytes.
    an array of texts whose memory wraps (CVE-2024-21825, TALOS-2024-1912)
      gguf-bad-count: attack.gguf is not a sound GGUF file: at byte 306, the length of general.tags should be at most 184, not 1152921504606846976.
    an array of 2^64 - 1 bytes (llama.cpp#19856, ollama#16189)
      gguf-bad-count: attack.gguf is not a sound GGUF file: at byte 306, the length of general.tags should be at most 1472, not 18446744073709551615.
    an array of arrays
      gguf-bad-type: attack.gguf is not a sound GGUF file: at byte 302, general.tags should not be an array of arrays.
    an array of a type that there is not
      gguf-bad-type: attack.gguf is not a sound GGUF file: at byte 302, the element type of general.tags should be 0 to 12, not 13.
    600,000 empty texts
      gguf-header-too-large: attack.gguf is not a sound GGUF file: at byte 4194298, the header should end within 4194304 bytes.
    a value of a type that there is not
      gguf-bad-type: attack.gguf is not a sound GGUF file: at byte 298, the type of general.tags should be 0 to 12, not 13.
    a value whose type is below 0
      gguf-bad-type: attack.gguf is not a sound GGUF file: at byte 298, the type of general.tags should be 0 to 12, not 4294967295.
    a truth that is neither
      gguf-bad-value: attack.gguf is not a sound GGUF file: at byte 302, the value of general.tags should be 0 or 1, not 2.
    a key twice, with two meanings (llama.cpp#19856)
      gguf-duplicate: attack.gguf is not a sound GGUF file: at byte 278, the key general.type should stand only once.
    an alignment of 0 (CVE-2025-0317)
      gguf-bad-alignment: attack.gguf is not a sound GGUF file: at byte 311, general.alignment should be a power of two from 8 to 65536, as u32.
    an alignment of 3 (llama.cpp#19856)
      gguf-bad-alignment: attack.gguf is not a sound GGUF file: at byte 311, general.alignment should be a power of two from 8 to 65536, as u32.
    an alignment of 2^31 (llama.cpp#24997)
      gguf-bad-alignment: attack.gguf is not a sound GGUF file: at byte 311, general.alignment should be a power of two from 8 to 65536, as u32.
    an alignment as a signed number (llama.cpp#26318)
      gguf-bad-alignment: attack.gguf is not a sound GGUF file: at byte 311, general.alignment should be a power of two from 8 to 65536, as u32.
    an alignment as text
      gguf-bad-alignment: attack.gguf is not a sound GGUF file: at byte 317, general.alignment should be a power of two from 8 to 65536, as u32.
    5 dimensions where there is room for 4 (CVE-2024-21802, TALOS-2024-1914)
      gguf-bad-dimensions: attack.gguf is not a sound GGUF file: at byte 312, blk.0.attn_q.weight.lora_a should have 1 to 4 dimensions, not 5.
    2^32 - 1 dimensions (ollama#16136)
      gguf-bad-dimensions: attack.gguf is not a sound GGUF file: at byte 287, x should have 1 to 4 dimensions, not 4294967295.
    no dimension
      gguf-bad-dimensions: attack.gguf is not a sound GGUF file: at byte 312, blk.0.attn_q.weight.lora_a should have 1 to 4 dimensions, not 0.
    a dimension of 0
      gguf-bad-dimensions: attack.gguf is not a sound GGUF file: at byte 316, blk.0.attn_q.weight.lora_a should hold 1 to 2^48 values.
    a dimension below 0
      gguf-bad-dimensions: attack.gguf is not a sound GGUF file: at byte 316, dimension 0 of blk.0.attn_q.weight.lora_a should be at most 281474976710656, not 18446744073709551584.
    dimensions whose product wraps (CVE-2026-33298)
      gguf-bad-dimensions: attack.gguf is not a sound GGUF file: at byte 324, blk.0.attn_q.weight.lora_a should hold 1 to 2^48 values.
    bytes that wrap where they are padded (llama.cpp#24759)
      gguf-bad-dimensions: attack.gguf is not a sound GGUF file: at byte 316, dimension 0 of blk.0.attn_q.weight.lora_a should be at most 281474976710656, not 4611686018427387904.
    sizes whose sum wraps (CVE-2025-53630)
      gguf-truncated: attack.gguf is not a sound GGUF file: at byte 1536, blk.0.attn_q.weight.lora_a needs data up to byte 1125899906843136, but the file ends at byte 1536.
    a data type that was taken out
      gguf-bad-type: attack.gguf is not a sound GGUF file: at byte 332, blk.0.attn_q.weight.lora_a should have a data type of ggml, not 4.
    a data type below 0 (llama.cpp#19856)
      gguf-bad-type: attack.gguf is not a sound GGUF file: at byte 332, blk.0.attn_q.weight.lora_a should have a data type of ggml, not 4294967295.
    a data type of 200
      gguf-bad-type: attack.gguf is not a sound GGUF file: at byte 332, blk.0.attn_q.weight.lora_a should have a data type of ggml, not 200.
    half a block
      gguf-bad-dimensions: attack.gguf is not a sound GGUF file: at byte 278, the rows of blk.0.attn_q.weight.lora_a should be whole Q8_0 blocks of 32.
    a name of 64 bytes
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 278, the length of a tensor's name should be at most 63, not 64.
    a name that C reads as another
      gguf-bad-string: attack.gguf is not a sound GGUF file: at byte 313, a tensor's name should hold no NUL.
    a name twice
      gguf-duplicate: attack.gguf is not a sound GGUF file: at byte 344, the tensor blk.0.attn_q.weight.lora_a should stand only once.
    data that starts between two places
      gguf-bad-offset: attack.gguf is not a sound GGUF file: at byte 278, blk.0.attn_q.weight.lora_a should start at 0 of the data and aligned to 32, not 1.
    two tensors on the same bytes
      gguf-bad-offset: attack.gguf is not a sound GGUF file: at byte 344, blk.0.attn_q.weight.lora_b should start at 512 of the data, not 0.
    an offset that wraps (CVE-2026-7482)
      gguf-bad-offset: attack.gguf is not a sound GGUF file: at byte 336, the offset of blk.0.attn_q.weight.lora_a should be at most 9007199254740991, not 18446744073709551584.
    data beyond the end of the file (CVE-2026-7482)
      gguf-truncated: attack.gguf is not a sound GGUF file: at byte 1016, blk.0.attn_q.weight.lora_b needs data up to byte 1440, but the file ends at byte 1016.
    no data at all
      gguf-truncated: attack.gguf is not a sound GGUF file: at byte 416, blk.0.attn_q.weight.lora_a needs data up to byte 928, but the file ends at byte 416.
    something else behind the data
      gguf-trailing-data: attack.gguf is not a sound GGUF file: at byte 1440, the file should end, but 3072 more bytes follow.
    a chat template that runs (CVE-2024-34359, CVE-2026-5760)
      adapter-bad-metadata: attack.gguf has the key tokenizer.chat_template, which is no adapter's to set.
    a vocabulary of its own (CVE-2025-49847)
      adapter-bad-metadata: attack.gguf has the key tokenizer.ggml.tokens, which is no adapter's to set.
    another file that is said to be part of it
      adapter-bad-metadata: attack.gguf has the key split.count, which is no adapter's to set.
    awake after some words alone
      adapter-bad-metadata: attack.gguf has adapter.alora.invocation_tokens: it would be active after some words alone, which is never measured.
    a control vector
      adapter-not-lora: attack.gguf is a GGUF, but not a LoRA adapter (general.type adapter, adapter.type lora).
    a whole model
      adapter-not-lora: attack.gguf is a GGUF, but not a LoRA adapter (general.type adapter, adapter.type lora).
    its type as a number
      adapter-not-lora: attack.gguf is a GGUF, but not a LoRA adapter (general.type adapter, adapter.type lora).
    another architecture
      adapter-other-base: attack.gguf is for the architecture gemma3, but tiny-base is llama.
    an architecture as an array
      adapter-other-base: attack.gguf is for the architecture (none), but tiny-base is llama.
    another base
      adapter-other-base: attack.gguf was trained on an unnamed base (sha256 bbbbbbbbbbbb), not on tiny-base (sha256 aaaaaaaaaaaa).
    a base as an array
      adapter-bad-metadata: attack.gguf has a loco.base.sha256 that cannot be: expected string, received array.
    no base
      adapter-other-base: attack.gguf does not name the base that it was trained on (loco.base.sha256).
    alpha as text
      adapter-bad-alpha: attack.gguf should have an adapter.lora.alpha above 0, as f32.
    alpha in double precision
      adapter-bad-alpha: attack.gguf should have an adapter.lora.alpha above 0, as f32.
    alpha NaN
      adapter-bad-alpha: attack.gguf should have an adapter.lora.alpha above 0, as f32.
    alpha infinite
      adapter-bad-alpha: attack.gguf should have an adapter.lora.alpha above 0, as f32.
    alpha below 0
      adapter-bad-alpha: attack.gguf should have an adapter.lora.alpha above 0, as f32.
    alpha of 10^30
      adapter-absurd-norm: attack.gguf changes blk.0.attn_q.weight by up to 2.5e+27 a weight on average; at most 1 is allowed, and training gives about 0.01.
    a tensor of the base replaced
      adapter-bad-tensor: attack.gguf does not fit tiny-base: output.weight should end in .lora_a or .lora_b.
    a bias beside the pair
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.bias should end in .lora_a or .lora_b.
    half of a pair
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a stands without its lora_b.
    a pair for the embeddings
      adapter-bad-tensor: attack.gguf does not fit tiny-base: token_embd.weight.lora_a adapts token_embd.weight, which is no linear layer of the base.
    a pair for a layer that there is not
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.4294967295.attn_q.weight.lora_a adapts blk.4294967295.attn_q.weight, which is no linear layer of the base.
    ranks that differ
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight is [32,32] in the base, but the pair is [32,4] and [8,32].
    a pair lying on its side
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight is [32,32] in the base, but the pair is [4,32] and [32,4].
    a rank of 65
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a has rank 65; at most 64 is allowed.
    three dimensions
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a should have 2 dimensions, not 3.
    no pair
      adapter-bad-tensor: attack.gguf does not fit tiny-base: the file holds no pair of lora_a and lora_b.
    NaN in half precision
      adapter-bad-value: attack.gguf holds NaN or infinity in blk.0.attn_q.weight.lora_b, value 0.
    a signalling NaN in half precision
      adapter-bad-value: attack.gguf holds NaN or infinity in blk.0.attn_q.weight.lora_b, value 0.
    infinity in half precision
      adapter-bad-value: attack.gguf holds NaN or infinity in blk.0.attn_q.weight.lora_b, value 0.
    60,000 in half precision
      adapter-absurd-norm: attack.gguf changes blk.0.attn_q.weight by up to 2.4e+4 a weight on average; at most 1 is allowed, and training gives about 0.01.
    NaN in single precision
      adapter-bad-value: attack.gguf holds NaN or infinity in blk.0.attn_q.weight.lora_b, value 0.
    a signalling NaN in single precision
      adapter-bad-value: attack.gguf holds NaN or infinity in blk.0.attn_q.weight.lora_b, value 0.
    minus infinity in single precision
      adapter-bad-value: attack.gguf holds NaN or infinity in blk.0.attn_q.weight.lora_b, value 0.
    3 · 10^38 in single precision
      adapter-absurd-norm: attack.gguf changes blk.0.attn_q.weight by up to 1.2e+38 a weight on average; at most 1 is allowed, and training gives about 0.01.
    10^9 in single precision
      adapter-absurd-norm: attack.gguf changes blk.0.attn_q.weight by up to 4.0e+8 a weight on average; at most 1 is allowed, and training gives about 0.01.
    a flood of subnormal numbers
      adapter-bad-value: attack.gguf holds 128 values below 2^-126 in blk.0.attn_q.weight.lora_b, which slow it down.
    NaN in bfloat16
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a should be F16 or F32, not BF16.
    NaN in double precision
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a should be F16 or F32, not F64.
    blocks of 8 bits whose scale is NaN
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a should be F16 or F32, not Q8_0.
    blocks of 4 bits whose scale is NaN
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a should be F16 or F32, not Q4_0.
    whole numbers
      adapter-bad-tensor: attack.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a should be F16 or F32, not I32."
  `);
});
