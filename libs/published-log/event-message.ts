import type { StoredEvent } from '@firstwrite/event-store';
import type { Message } from '@firstwrite/messaging';
import { positionOfText, positionText } from './position-text';

/**
 * A CloudEvent's `source`: the region, never a host, shard or process, so that an id stays the same when a stream
 * moves.
 */
export function sourceOf(region: string): string {
  return `/firstwrite/${region}`;
}

/**
 * Encodes an event as a CloudEvents 1.0 message in the binary mode of the Kafka binding: the value is its data, and the
 * headers have the rest. Written by hand, because the SDK takes 16 µs for each event and this code 2 µs; its spec
 * compares the result with the SDK's.
 */
export function eventMessage(event: StoredEvent, source: string): Message {
  const { stream, version, type, data, metadata, position, recordedAtMs } = event;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: `${stream}/${version}`,
    ce_source: source,
    ce_type: type,
    ce_subject: stream,
    ce_time: new Date(recordedAtMs).toISOString(),
    ce_version: String(version),
    ce_position: positionText(position),
    ce_metadata: JSON.stringify(metadata),
  };
  // Side effects of an imported event happened in its former store: consumers other than projections skip it by this
  // header.
  if ('imported' in metadata) headers['ce_imported'] = 'true';
  return { key: stream, value: JSON.stringify(data), headers };
}

/** The event of a message. @returns undefined when the message is not an event of this log, or is damaged */
export function eventOfMessage({ value, headers }: Message): StoredEvent | undefined {
  const { ce_subject: stream, ce_type: type, ce_id: id } = headers;
  const version = Number(headers['ce_version']);
  const recordedAtMs = Date.parse(headers['ce_time'] ?? '');
  const position = positionOfText(headers['ce_position']);
  if (!stream || !type || !position || Number.isNaN(recordedAtMs) || id !== `${stream}/${version}`) return undefined;
  const data = objectOf(value);
  const metadata = objectOf(headers['ce_metadata']);
  return data && metadata && { stream, version, type, data, metadata, position, recordedAtMs };
}

function objectOf(json: string | undefined): object | undefined {
  try {
    const parsed: unknown = JSON.parse(json ?? '');
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
