import { copyField } from './copy-field';

test('a value has no raw backslash, tab or line end', () => {
  expect(copyField('a\\N\tb\nc\rd')).toBe('a\\\\N\\tb\\nc\\rd');
  expect(copyField('plain')).toBe('plain');
});
