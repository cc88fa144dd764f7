import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

test('no script leans on a pre- or post-script: npm runs none of them while ignore-scripts is on', () => {
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
  const hooks = Object.keys(scripts).filter((name) => /^(pre|post)/.test(name));
  expect(hooks).toEqual([]);
});

test("the newcomer's two commands are there", () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const name of ['start', 'test']) {
    expect(readme).toContain(`npm ci && npm ${name}\n`);
    expect(scripts[name]).toContain('npm run build');
  }
});
