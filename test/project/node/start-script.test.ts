import { describe, expect, it } from 'vitest';
import { resolveScript } from '../../../server/project/node/start-script.ts';
import type { NodePackageManager } from '../../../server/project/facts.ts';

const resolve = (
  scripts: Record<string, string>,
  packageManager: NodePackageManager = 'npm',
  name = 'start',
) => resolveScript({ scripts, packageManager }, name);

describe('resolveScript', () => {
  it.each<[string, Record<string, string>, string[], Record<string, string>, string[]]>([
    ['plain', { start: 'node dist/index.js' }, ['node', 'dist/index.js'], {}, []],
    ['quotes', { start: 'node "my app.js" --name=\'x y\'' }, ['node', 'my app.js', '--name=x y'], {}, []],
    ['assignment', { start: 'NODE_ENV=production node x.js' }, ['node', 'x.js'], { NODE_ENV: 'production' }, []],
    ['cross-env', { start: 'cross-env A=1 B=2 node x.js' }, ['node', 'x.js'], { A: '1', B: '2' }, []],
    ['hooks', { start: 'node x.js', prestart: 'npm run build', poststart: 'echo' }, ['node', 'x.js'], {}, ['prestart', 'poststart']],
    ['npm run', { start: 'npm run serve', serve: 'node s.js', preserve: 'true' }, ['node', 's.js'], {}, ['preserve']],
    ['npm run with arguments', { start: 'npm run serve -- --port 80', serve: 'node s.js' }, ['node', 's.js', '--port', '80'], {}, []],
    ['silent', { start: 'npm run -s serve', serve: 'node s.js' }, ['node', 's.js'], {}, []],
    ['yarn', { start: 'yarn serve --x', serve: 'node s.js' }, ['node', 's.js', '--x'], {}, []],
    ['pnpm', { start: 'pnpm run serve', serve: 'node s.js' }, ['node', 's.js'], {}, []],
    ['node --run', { start: 'node --run serve', serve: 'node s.js' }, ['node', 's.js'], {}, []],
    ['environment on both levels', { start: 'A=1 npm run s', s: 'B=2 node s.js' }, ['node', 's.js'], { A: '1', B: '2' }, []],
    ['a program of node_modules', { start: 'next start -p 3000' }, ['next', 'start', '-p', '3000'], {}, []],
  ])('%s', (_name, scripts, argv, env, hooks) => {
    expect(resolve(scripts)).toEqual({ plain: true, argv, env, hooks });
  }); // prettier-ignore

  it('knows that yarn 2 and later run no hooks', () => {
    expect(resolve({ start: 'node x.js', prestart: 'y' }, 'yarn-berry')).toMatchObject({ hooks: [] });
  });

  it.each([
    ['missing', {}, 'has no script `start`'],
    ['several', { start: 'npm run build && node x.js', build: 'tsc' }, 'several commands'],
    ['pipe', { start: 'node x.js | pino-pretty' }, 'several commands'],
    ['redirect', { start: 'node x.js > log' }, 'redirects'],
    ['background', { start: 'node x.js &' }, "can't be replaced|several|background"],
    ['variable', { start: 'node x.js --port $PORT' }, 'expansions'],
    ['glob', { start: 'node dist/*.js' }, 'expansions'],
    ['endless', { start: 'npm run a', a: 'npm start' }, 'calls itself'],
    ['itself', { start: 'npm start' }, 'calls itself'],
    ['broken', { start: 'node "x' }, "can't be parsed"],
    ['empty', { start: '' }, 'is empty'],
    ['only a variable', { start: 'A=1' }, 'empty|no program'],
  ])('says why not: %s', (_name, scripts, reason) => {
    const result = resolve(scripts);
    expect(result.plain).toBe(false);
    if (!result.plain) expect(result.reason).toMatch(new RegExp(reason));
  });

  it('does not reach into prototypes', () => {
    expect(resolve({}, 'npm', 'constructor').plain).toBe(false);
  });
});
