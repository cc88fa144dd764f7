import { CPU_MS_MAX, FILES_LOADED_MAX, tooSlow } from '../jest/file-cost';

const most = { filesLoaded: FILES_LOADED_MAX, cpuMs: CPU_MS_MAX };

test('a test file may reach the limits of the unit tier', () => {
  expect(tooSlow(most)).toBeUndefined();
});

test('a test file beyond a limit gets advice', () => {
  expect(tooSlow({ ...most, filesLoaded: FILES_LOADED_MAX + 1 })).toContain('Import the file under test');
  expect(tooSlow({ ...most, cpuMs: CPU_MS_MAX + 1 })).toContain('give a property fewer runs');
});
