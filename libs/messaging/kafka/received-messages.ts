import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { ReceivedMessage } from '../message-log';

/** Translates messages of kafkajs into text. A key or value that another producer left out becomes empty text. */
export function receivedMessages(messages: readonly KafkaMessage[]): ReceivedMessage[] {
  return messages.map((message) => ({
    key: message.key?.toString() ?? '',
    value: message.value?.toString() ?? '',
    headers: headersOf(message.headers ?? {}),
    offset: BigInt(message.offset),
  }));
}

function headersOf(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    // If a header occurs several times, its last value counts.
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
}
