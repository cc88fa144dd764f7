import type { StoredEvent } from '@firstwrite/event-store';
import type { ParkedOutcome, ParkedStream } from '@firstwrite/views';
import { formatColumns } from '@firstwrite/terminal';

/** The event that could not be folded, as it is stored; undefined: the store does not have it. */
export type ParkedEvent = Pick<StoredEvent, 'data' | 'metadata' | 'recordedAtMs'> | undefined;

export function listedParked(parked: readonly ParkedStream[]): string {
  if (parked.length === 0) return 'nothing is parked\n';
  const heading = ['projection', 'stream', 'version', 'type', 'attempts', 'waiting', 'parked at', 'reason'];
  return formatColumns(
    heading,
    parked.map(({ projection, stream, version, type, attempts, waitingEvents, parkedAt, reason }) => [
      ...[projection, stream, String(version), type, String(attempts), String(waitingEvents)],
      ...[parkedAt.toISOString(), oneLine(reason)],
    ]),
  );
}

export function shownParked(parked: ParkedStream, event: ParkedEvent): string {
  const stored = event
    ? [
        ['recorded at', new Date(event.recordedAtMs).toISOString()],
        ['data', JSON.stringify(event.data)],
        ['metadata', JSON.stringify(event.metadata)],
      ]
    : [['event', 'the store does not have it']];
  return formatColumns(
    ['projection', parked.projection],
    [
      ['stream', parked.stream],
      ['version', String(parked.version)],
      ['type', parked.type],
      ...stored,
      ['what failed', oneLine(parked.reason)],
      ['attempts', String(parked.attempts)],
      ['parked at', parked.parkedAt.toISOString()],
      ['later events that wait', String(parked.waitingEvents)],
    ],
  );
}

/** The outcome of a retry or a discard, in one line. */
export function outcomeLine(
  { projection, stream }: Pick<ParkedStream, 'projection' | 'stream'>,
  outcome: ParkedOutcome,
): string {
  const which = `${stream} of ${projection}`;
  if (outcome.outcome === 'settled') return `${which} is put right, at version ${outcome.version}`;
  const { version, attempts, reason } = outcome;
  return `${which} is parked at version ${version} (attempts: ${attempts}): ${oneLine(reason)}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
