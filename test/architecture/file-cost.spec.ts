import { CPU_MS_MAX, FILES_LOADED_MAX, tooSlow } from '../jest/file-cost';

const most = { filesLoaded: FILES_LOADED_MAX, cpuMs: CPU_MS_MAX };

test('a test file may load and take what the unit tier allows', () => {
  expect(tooSlow(most)).toBeUndefined();
});

test('a test file that loads more, or takes longer, is told what to do', () => {
  expect(tooSlow({ ...most, filesLoaded: FILES_LOADED_MAX + 1 })).toContain('Import the file under test');
  expect(tooSlow({ ...most, cpuMs: CPU_MS_MAX + 1 })).toContain('give a property fewer runs');
});
