/** The table of the results, for people: in the terminal and in docs/builds.md. */
import type { Examined } from './examine.ts';
import type { Measurement } from './measure.ts';

const headings = [
  'Project',
  'Image',
  'Smaller',
  'With official bases',
  'User',
  'Cached after an edit',
  'Cold',
  'After an edit',
  'Faster',
];

/** One row each; what was not measured is a dash. */
export function table(results: readonly Examined[]): string {
  const rows = results.map(({ project, before, after }) => [
    `${project.name}: ${project.title}`,
    change(before, after, ({ bytes }) => megabytes(bytes)),
    smaller(before?.bytes, after?.bytes),
    before?.hubBytes !== undefined && after?.hubBytes !== undefined
      ? `≈ ${megabytes(before.hubBytes)} → ${megabytes(after.hubBytes)}, ${smaller(before.hubBytes, after.hubBytes)}`
      : '–',
    change(before, after, ({ running }) => String(running.uid)),
    change(before, after, ({ steps }) => `${steps.filter(({ cached }) => cached).length} of ${steps.length}`),
    change(before, after, ({ coldSeconds }) => `${coldSeconds.toFixed(1)} s`),
    change(before, after, ({ editSeconds }) => `${editSeconds.toFixed(1)} s`),
    before && after ? `${(before.editSeconds / after.editSeconds).toFixed(1)} ×` : '–',
  ]);
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Says how one project went, with the optimized file where it did not pass. */
export function printResult({ project, failures, dockerfile }: Examined): void {
  console.log(`${failures.length === 0 ? 'ok    ' : 'FAILED'} ${project.name}`);
  for (const failure of failures) console.log(failure.replace(/^/gm, '       '));
  if (failures.length > 0 && dockerfile !== undefined) console.log(dockerfile.replace(/^/gm, '       | '));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}

function smaller(before: number | undefined, after: number | undefined): string {
  return before !== undefined && after !== undefined ? `${((1 - after / before) * 100).toFixed(1)} %` : '–';
}

function change(
  before: Measurement | undefined,
  after: Measurement | undefined,
  text: (measurement: Measurement) => string,
): string {
  return `${before ? text(before) : '–'} → ${after ? text(after) : '–'}`;
}

/** What does not hold, a paragraph; nothing when everything does. */
function missed(results: readonly Examined[]): string {
  const failing = results.filter(({ failures }) => failures.length > 0);
  if (failing.length === 0) return '';
  const lines = failing.map(
    ({ project, failures }) =>
      `- ${project.name}: ${failures.map((each) => each.split('\n', 1)[0]!).join('; ')}`,
  );
  return `What was expected and does not hold:\n\n${lines.join('\n')}\n\n`;
}

/** docs/builds.md. */
export function page(results: readonly Examined[]): string {
  return `# What Optimize makes of real projects

<!-- Written by \`npm run test:build\`. -->

Each project in \`test/build/projects\` has the Dockerfile that an application developer would write first. The test
builds it, lets Optimize rewrite it, builds the result, runs both and compares: the same answers to the same requests,
not root, a healthy health check, dependencies from the cache after one source file was edited, and nothing more to
propose.

    npm run test:build              all projects, and this page
    npm run test:build orders-npm   one of them; the page too, when the others' results are kept and still hold

${table(results)}

${missed(results)}*Image* is the unpacked size with the base image. *Cached* counts the steps of the build after the edit. *Cold* is a
build without any cache, download included; seconds depend on machine and network and are here for their proportions.
*Faster* compares the builds after the edit.

The base images are look-alikes, made from Debian's and npm's packages by \`test/build/engine\` because the test runs
without a registry of images. Their sizes differ from those on Docker Hub; *with official bases* puts the sizes of
the embedded table in their place, where it knows them. The Alpine look-alike has BusyBox but neither \`apk\` nor musl.
Python wheels and gems are what Debian packages, packed again and served on loopback; Cargo and Maven take crates and
jars from Debian's folders in their images. So downloads of these cost less than they would.

The engine and its images need root, apt and npm. A base image is made when a project first needs it; all of them take
about ten minutes and 12 GB in \`.cache/builds\` (or in the folder that the environment variable
\`DOCKERFILE_OPTIMIZER_BUILDS\` names). Where something is missing the test says SKIP and why.

\`npm run test:build -- --subset\` builds a server, a static site and a compiled program. It skips, and says so, what the
machine or its network can't do and what six minutes are not enough for. CI runs it where the tests before it leave the time.

## The rewritten files

${results.map(({ project, dockerfile }) => `### ${project.name}\n\n${project.title}.\n\n\`\`\`dockerfile\n${dockerfile?.trimEnd() ?? ''}\n\`\`\``).join('\n\n')}
`;
}
