import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson, type JsonValue } from "./canonical-json.ts";

/** The sha256 of bytes, or of a text's UTF-8, in 64 lower-case hex digits. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data));
}

/** The sha256 of a value's canonical JSON: the identity of a recipe, a condition, a run. */
export function hashOf(value: JsonValue): string {
  return sha256Hex(canonicalJson(value));
}
