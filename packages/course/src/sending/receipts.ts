import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { submissionReceiptSchema, type SubmissionReceipt } from "@locollm/core";
import { jsonText, writeWhole } from "@locollm/store";

/** The receipts of one adapter that are kept here, the oldest first; a file that is none is passed over. */
export async function readReceipts(root: string, adapter: string): Promise<SubmissionReceipt[]> {
  const folder = receiptsFolder(root, adapter);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const read = await Promise.all(
    names.map(async (name) => {
      const parsed = submissionReceiptSchema.safeParse(parseJson(await readFile(path.join(folder, name), "utf8")));
      return parsed.success && parsed.data.adapter === adapter ? [parsed.data] : [];
    }),
  );
  return read.flat();
}

/** The last receipt of any of these adapters. */
export async function lastReceiptOf(root: string, adapters: readonly string[]): Promise<SubmissionReceipt | undefined> {
  const all = (await Promise.all(adapters.map((adapter) => readReceipts(root, adapter)))).flat();
  return all.toSorted((a, b) => Date.parse(a.sent.at) - Date.parse(b.sent.at)).at(-1);
}

/** Keeps a receipt in the clone; the same submission again takes its place. Returns the file. */
export async function writeReceipt(root: string, receipt: SubmissionReceipt): Promise<string> {
  const moment = receipt.sent.at.replace(/[:.-]/g, "");
  const file = path.join(receiptsFolder(root, receipt.adapter), `${moment}-${receipt.commit.slice(0, 12)}.json`);
  await writeWhole(file, jsonText(receipt));
  return file;
}

function receiptsFolder(root: string, adapter: string): string {
  return path.join(root, ".loco", "receipts", ...adapter.split("/"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
