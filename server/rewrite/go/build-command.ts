/** `go build` and `go install`: how they should be called. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { GoProject } from '../../project/facts.ts';
import { goOption, type GoCommand } from '../../tools/go.ts';
import type { GoSite } from '../../tools/installs.ts';
import { isStaticAlready, type GoLinking } from './linking.ts';
import type { GoReading } from './reading.ts';

/** cgo is on when the module needs it and nothing turns it off. Without C code, turning it off changes nothing. */
export function usesCgo({ command, instruction, go, script }: GoSite, project: GoProject): boolean {
  const assigned = [...script.commands.filter(({ name }) => name === 'export'), command]
    .flatMap(({ assignments }) => assignments)
    .findLast(({ name }) => name === 'CGO_ENABLED')?.value?.value;
  const declared = instruction.state.variables.get('CGO_ENABLED');
  const value = assigned ?? (declared?.known ? declared.value : undefined);
  if (value === '0') return false;
  return value !== undefined || project.usesCgo || needsLinker(go);
}

/** The file says itself whether cgo is on. */
export function setsCgo({ go, instruction, script }: GoSite): boolean {
  return (
    go.command.assignments.some(({ name }) => name === 'CGO_ENABLED') ||
    instruction.state.variables.has('CGO_ENABLED') ||
    script.commands.some(
      ({ name, assignments }) => name === 'export' && assignments.some((one) => one.name === 'CGO_ENABLED'),
    )
  );
}

/** Options that only work with a C linker, or make a binary that needs the C library. */
function needsLinker(go: GoCommand): boolean {
  const has = (name: string): boolean => go.options.has(`-${name}`);
  return (
    has('-race') ||
    has('-msan') ||
    has('-asan') ||
    goOption(go, '-buildmode') !== undefined ||
    /-linkmode[= ]external|-extld/.test(goOption(go, '-ldflags') ?? '')
  );
}

/** The user's build with static linking, smaller output and cache mounts. */
export function buildLine(reading: GoReading, model: DockerfileModel): string {
  const { build, cgo, linking } = reading;
  const { instruction, go } = build;
  const { text } = model;
  const edits: TextEdit[] = [];
  const program = go.command.words[0]!.span.start;
  if (!cgo && !setsCgo(build))
    edits.push({ span: { start: program, end: program }, newText: 'CGO_ENABLED=0 ' });
  edits.push(...flagEdits(go, linking));
  const body = instruction.bodySpan!;
  const command = applyEdits(
    text.slice(body.start, instruction.span.end),
    edits.map((edit) => ({
      ...edit,
      span: { start: edit.span.start - body.start, end: edit.span.end - body.start },
    })),
  );
  const own = ownFlags(build, model);
  const hasCache = mountsOf(instruction).some((mount) => mount.type === 'cache');
  const mounts = hasCache ? [] : [...moduleMount(reading), ...mount(reading.buildCache)];
  const keyword = keywordCase(model, 'RUN');
  return mounts.length > 0
    ? `${keyword} ${[...own, ...mounts].join(' ')} ${model.escape}\n    ${command}`
    : `${keyword} ${[...own, command].join(' ')}`;
}

/** The RUN's flags as the user wrote them. */
export function ownFlags({ instruction }: Pick<GoSite, 'instruction'>, model: DockerfileModel): string[] {
  return instruction.flags.map((flag) => model.text.slice(flag.span.start, flag.span.end));
}

/** Vendored modules are not downloaded. */
export function moduleMount({ project, moduleCache }: GoReading): string[] {
  return project.vendored ? [] : mount(moduleCache);
}

function mount(target: string | undefined): string[] {
  return target === undefined ? [] : [`--mount=type=cache,target=${target}`];
}

/** The flags that are missing for a small program, and for one that needs no C library. */
export function flagEdits(go: GoCommand, { kind, tags }: GoLinking): TextEdit[] {
  const linker = kind === 'static' && tags.length > 0 ? '-linkmode=external -extldflags=-static' : '';
  const flags = goOption(go, '-ldflags');
  const given = (goOption(go, '-tags') ?? '').split(/[\s,]+/);
  const missing = tags.filter((tag) => !given.includes(tag));
  const edits: TextEdit[] = [];
  let added = goOption(go, '-trimpath') === undefined ? ' -trimpath' : '';
  if (missing.length > 0) {
    const own = appended(go, '-tags', missing);
    if (own) edits.push(own);
    else added += ` -tags=${missing.join(',')}`;
  }
  if (flags === undefined) added += ` -ldflags="${['-s -w', linker].join(' ').trim()}"`;
  else if (linker !== '' && !isStaticAlready(flags)) edits.push(appended(go, '-ldflags', [linker])!);
  const verb = go.options.operands[0]!.span.end;
  return added === '' ? edits : [{ span: { start: verb, end: verb }, newText: added }, ...edits];
}

/** More at the end of an option's value; undefined: it is not given. */
function appended(
  go: GoCommand,
  name: '-tags' | '-ldflags',
  values: readonly string[],
): TextEdit | undefined {
  const word = go.options.words(`-${name}`).at(-1);
  if (!word) return undefined;
  const isQuoted = /["']$/.test(word.raw);
  const at = word.span.end - (isQuoted ? 1 : 0);
  const separator = name === '-tags' && !/\s/.test(word.raw) ? ',' : ' ';
  return { span: { start: at, end: at }, newText: `${separator}${values.join(separator)}` };
}
