import { tooSlow } from './file-cost';

declare const compileMs: () => number;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 - compileMs();
};
const before = cpuMs();

afterAll(() => {
  const problem = tooSlow({ filesLoaded: Object.keys(require.cache).length, cpuMs: cpuMs() - before });
  if (problem) throw new Error(problem);
});
