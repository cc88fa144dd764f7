import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

test('no script has a pre- or post-script: npm does not run them while ignore-scripts is on', () => {
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
  const hooks = Object.keys(scripts).filter((name) => /^(pre|post)/.test(name));
  expect(hooks).toEqual([]);
});

test('the two commands for a newcomer exist', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const name of ['start', 'test']) {
    expect(readme).toContain(`npm ci && npm ${name}\n`);
    expect(scripts[name]).toContain('npm run build');
  }
});
