import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { ReceivedMessage } from '../message-log';

/** Translates messages of kafkajs: text throughout. A missing key or value of another producer becomes empty text. */
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
    // Of a header that comes several times the last value counts.
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
}
