import { hasVersion } from './if-none-match';

test.each(['"7"', 'W/"7"', '"1", "7"', '"1",W/"7" ', ' * '])('%s matches version 7', (header) => {
  expect(hasVersion(header, 7)).toBe(true);
});

test.each([undefined, '', '7', '"8"', '"77"', '"7', '"*"'])('%s does not match version 7', (header) => {
  expect(hasVersion(header, 7)).toBe(false);
});
