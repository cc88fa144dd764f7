import { MessageReader } from './message-reader';

const opening = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]);
const message = (type: string, text: string) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + text.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(text)]);
};
const conversation = Buffer.concat([opening, message('Q', 'select 1\0'), message('S', ''), message('d', 'a\tb\n')]);
const messages = [
  ['', '\0\x03\0\0'],
  ['Q', 'select 1\0'],
  ['S', ''],
  ['d', 'a\tb\n'],
];

function readIn(chunkBytes: number): string[][] {
  const reader = new MessageReader(true);
  const read: string[][] = [];
  for (let at = 0; at < conversation.length; at += chunkBytes) {
    for (const { type, body } of reader.read(conversation.subarray(at, at + chunkBytes))) {
      read.push([type, body.toString('latin1')]);
    }
  }
  return read;
}

test.each([1, 2, 3, 7, 1_000])('messages are found in chunks of %i bytes', (chunkBytes) => {
  expect(readIn(chunkBytes)).toEqual(messages);
});

test('the first message of a server has a type', () => {
  const [first] = new MessageReader(false).read(message('R', 'ok'));
  expect(first).toMatchObject({ type: 'R', body: Buffer.from('ok') });
});
