// Columns from the server or from the page, and what relates to an event; what goes wrong becomes one line.

import { decode, type Columns } from "./decode";
import type { TimelineOptions } from "./options";
import type { Related } from "./relations";

/** The server does not have this snapshot any more. */
export class Stale extends Error {}

export async function loadColumns(options: TimelineOptions, signal: AbortSignal): Promise<Columns> {
  if (options.inline) return decode(aligned(options.inline));
  return decode(await (await ask(options.base + options.columns, signal)).arrayBuffer());
}

export async function loadRelated(options: TimelineOptions, event: string, signal: AbortSignal): Promise<Related> {
  const address = `${options.base}timeline/${options.snapshot}/related?event=${encodeURIComponent(event)}`;
  return (await (await ask(address, signal)).json()) as Related;
}

async function ask(address: string, signal: AbortSignal): Promise<Response> {
  const answer = await fetch(address, { signal });
  if (answer.status === 410) throw new Stale("The graph has changed since this page was drawn.");
  if (!answer.ok) throw new Error(await reason(answer));
  return answer;
}

async function reason(answer: Response): Promise<string> {
  try {
    return ((await answer.json()) as { error: string }).error;
  } catch {
    return `the server answered ${answer.status}`;
  }
}

/** The bytes in a buffer of their own: typed columns need an even beginning. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
