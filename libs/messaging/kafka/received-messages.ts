import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { ReceivedMessage } from '../message-log';

/** kafkajs's messages as the port's: text throughout. What others wrote without a key or a value reads as empty text. */
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
    // A header that comes several times counts with its last value.
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
}
