/** Source files of a Node project that only its build and its developers run: what they write, the running program does not. */
import { parseShell } from '../../dockerfile/shell.ts';
import { resolvePath } from '../paths.ts';

/** Scripts of package.json that run while an image is built or on a developer's machine. */
const builds =
  /^(?:pre|post)?(?:build|compile|bundle|generate|codegen|copy|assets?|css|styles|icons?|i18n|locales?|lint|format|fmt|test|tests|e2e|coverage|typecheck|type-check|types|check|clean|prepare|install|publish|publishOnly|version|release|docs?|storybook|changelog|deploy|bench(?:mark)?|ci|husky|setup)(?:[:.-].*)?$/;
/** Folders of helpers; a program that a container starts may be named in a script of a test, too. */
const helpers =
  /(?:^|\/)(?:tools?|tooling|build-tools|scripts?|hack|ci|tasks?|dev|devtools|build|bin\/build)\/[^/]+$/;
const runners = /^(?:node|nodejs|tsx|ts-node|ts-node-esm|bun|deno|esno|zx|babel-node|swc-node|jiti)$/;

/** Files relative to the context that only such scripts of package.json start. */
export function buildOnlyFiles(
  scripts: Readonly<Record<string, string>>,
  directory: string,
): ReadonlySet<string> {
  const started = (wanted: boolean): Set<string> =>
    new Set(
      Object.entries(scripts)
        .filter(([name]) => builds.test(name) === wanted)
        .flatMap(([, text]) => filesIn(text, directory)),
    );
  const others = started(false);
  return new Set([...started(true)].filter((path) => !others.has(path)));
}

function filesIn(text: string, directory: string): string[] {
  return parseShell(text).commands.flatMap(({ name, args }) => {
    if (!runners.test(name)) return [];
    const file = args.find(({ value }) => !value.startsWith('-'))?.value;
    if (file === undefined) return [];
    const path = resolvePath(directory, file);
    if (path === undefined || !helpers.test(path)) return [];
    // Node finds a file without its ending.
    return /\.[cm]?[jt]sx?$/.test(path) ? [path] : [path, `${path}.js`, `${path}/index.js`];
  });
}
