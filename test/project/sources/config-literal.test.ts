import { describe, expect, it } from 'vitest';
import { importsOf, mentions, readLiteralOption } from '../../../server/project/sources/config-literal.ts';

const unsure = { certain: false, value: undefined };
const none = { certain: true, value: undefined };
const is = (value: string) => ({ certain: true, value });

describe('options of a configuration file', () => {
  const cases: [string, string, string[], { certain: boolean; value: string | undefined }][] = [
    ['an exported object', "module.exports = { output: 'standalone' }", ['output'], is('standalone')],
    ['a variable with a type', "const c: NextConfig = { output: 'standalone' };\nexport default c", ['output'], is('standalone')],
    ['as const', "export default { output: 'export' as const, x: 1 }", ['output'], is('export')],
    ['inside a call', "module.exports = withPWA({ dest: 'public' })({ output: 'standalone' })", ['output'], is('standalone')],
    ['the result of a function', "export default () => {\n  const c: T = { output: 'standalone' }\n  return c\n}", ['output'], is('standalone')],
    ['an option of a call', "export default { kit: { adapter: adapter({ out: 'x' }) } }", ['kit', 'adapter', 'out'], is('x')],
    ['a boolean', 'export default { ssr: false }', ['ssr'], is('false')],
    ['a number', 'export default { server: { port: 3000 } }', ['server', 'port'], is('3000')],
    ['another object of the same name', "export default { test: { output: 'x' } }", ['output'], none],
    ['a spread in a function of another key', "export default { output: 'standalone', webpack: (c) => ({ ...c, a: 1 }) }", ['output'], is('standalone')],
    ['a spread in a method', "export default { webpack(c) { return { ...c } }, output: 'standalone' }", ['output'], is('standalone')],
    ['a spread beside it', "export default { output: 'standalone', ...more }", ['output'], unsure],
    ['a spread alone', 'export default { ...base }', ['output'], unsure],
    ['a spread of arguments', "export default merge(...all, { output: 'x' })", ['output'], is('x')],
    ['a condition', "export default { output: ci ? 'standalone' : undefined }", ['output'], unsure],
    ['a variable', 'export default { output }', ['output'], unsure],
    ['an import of the same name', "import { output } from './x'\nexport default { a: 1 }", ['output'], none],
    ['an assignment', "config.output = 'export'\nmodule.exports = config", ['output'], is('export')],
    ['an assignment of more', "config.output = 'a' + b", ['output'], unsure],
    ['two values', "a = { output: 'x' }; b = { output: 'y' }", ['output'], unsure],
    ['nothing', '', ['output'], none],
    ['brackets that never close', '{'.repeat(50_000), ['a', 'b'], none],
    ['brackets that never open', '}])'.repeat(20_000), ['a'], none],
  ]; // prettier-ignore
  it.each(cases)('%s', (_, text, path, expected) => {
    expect(readLiteralOption(text, path)).toEqual(expected);
  });

  it('takes no longer for deep objects', () => {
    expect(readLiteralOption('{ a: '.repeat(100_000), ['a', 'a', 'b'])).toEqual(none);
  });
});

it('finds imported modules', () => {
  const text = `import a, { b } from 'one';\nimport 'two';\nconst c = require("three");\nawait import('four');\nexport * from './five';\nf('six'); const x = 'seven'; require(name); // import 'eight'`;
  expect(importsOf(text)).toEqual(['one', 'two', 'three', 'four', './five']);
});

it('finds names in code, not in comments', () => {
  expect(mentions('({ proxy: {} })', ['proxy'])).toBe(true);
  expect(mentions("// proxy\nconst a = 'a proxy'", ['proxy'])).toBe(false);
});
