import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { nearestName } from '../../dockerfile/nearest.ts';
import { platformArgs } from '../../dockerfile/platform-args.ts';
import { variableReferences } from '../../dockerfile/references.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { defineRule, type Report } from '../rule.ts';
import { lateUses } from './late-variable.part.ts';
import { fixesFor, type Cause, type Undefined } from './undefined-variable-fix.part.ts';
import { undefinedGlobals, undefinedUses, type UndefinedUse } from './undefined-variable.part.ts';

export default defineRule<Undefined>({
  id: 'correctness/undefined-variable',
  severity: 'warning',
  summary: 'A variable is used that nothing sets',
  fix: 'suggested',
  why: `The builder puts in nothing for a variable that it does not know: \`COPY $SRC /app\` copies the folder \`/app\` of the context, and
\`ENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH\` ends in a colon, which makes the loader look in the current folder. An \`ARG\` before
the first \`FROM\` holds in \`FROM\` lines only, and so do \`TARGETARCH\` and its kin: a stage that uses one declares it again with
\`ARG NAME\`. In the body of a \`COPY\` heredoc every \`$name\` is a variable of the builder too, unless the delimiter is quoted.

It does not matter where the variable has a default (\`\${NAME:-value}\`). \`CMD\` and \`ENTRYPOINT\` are not looked at, because there
a shell expands, and in \`RUN\` only a variable counts that the stage itself declares further down. A variable that the base image may set is not judged either: where the image's environment is not known, there is a
finding only when the file itself shows that something else was meant.`,
  fixSafety: `Declaring an \`ARG\` again and correcting a near miss in the spelling are safe where the base image is known. Quoting a heredoc's
delimiter, moving a declaration up and leaving out the separator of an empty value are suggested.`,
  equivalents: [{ tool: 'buildkit', id: 'UndefinedVar' }],
  examples: [
    {
      title: 'a global ARG',
      bad: 'ARG APP_VERSION=1.4.0\nFROM debian:13-slim\nLABEL org.opencontainers.image.version=$APP_VERSION\nUSER 10001\n',
      good: 'ARG APP_VERSION=1.4.0\nFROM debian:13-slim\nARG APP_VERSION\nLABEL org.opencontainers.image.version=$APP_VERSION\nUSER 10001\n',
    },
    {
      title: 'a near miss',
      bad: 'FROM debian:13-slim\nENV PATH=/opt/app/bin:$PAHT\nUSER 10001\n',
      good: 'FROM debian:13-slim\nENV PATH=/opt/app/bin:$PATH\nUSER 10001\n',
    },
    {
      title: "a program's own variables in a heredoc",
      bad: 'FROM nginx:1.29-alpine\nCOPY <<EOF /etc/nginx/conf.d/default.conf\nserver { listen 8080; location / { try_files $uri /index.html; } }\nEOF\nUSER nginx\n',
      good: "FROM nginx:1.29-alpine\nCOPY <<'EOF' /etc/nginx/conf.d/default.conf\nserver { listen 8080; location / { try_files $uri /index.html; } }\nEOF\nUSER nginx\n",
    },
  ],
  *check({ model }) {
    // A line that is no instruction may be what sets them: a template, a misspelt ENV.
    if (model.problems.some(({ kind }) => kind === 'unknown-instruction')) return;
    for (const use of undefinedGlobals(model)) yield report([use], globalCause(use, model));
    const spelling = new Spelling(model);
    for (const stage of model.stages) {
      const declarations = argsOf(stage);
      const all = declarationsOf(stage);
      const uses = undefinedUses(stage);
      const told = new Set(uses.map(({ reference }) => reference.name));
      for (const inRun of grouped(lateUses(stage, all, model), ({ reference }) => reference.name)) {
        const { name } = inRun[0]!.reference;
        if (!told.has(name)) yield report(inRun, { kind: 'later', declaration: all.get(name)! });
      }
      if (uses.length === 0) continue;
      for (const ofName of grouped(uses, ({ reference }) => (reference.heredoc ? undefined : reference.name))) {
        const cause = causeOf(ofName, stage, declarations, spelling, model);
        if (cause) yield report(ofName, cause);
      }
      for (const inBody of grouped(uses, ({ reference }) => reference.heredoc)) {
        const told = inBody.filter(({ environmentKnown, reference }) => environmentKnown && !reference.guarded);
        const [first] = told;
        if (!first) continue;
        const { heredoc } = first.reference;
        const all = variableReferences(first.instruction).filter((one) => one.heredoc?.openSpan.start === heredoc!.openSpan.start);
        yield report(told, { kind: 'heredoc', heredoc: heredoc!, mixed: all.length > told.length });
      }
    }
  },
  fixes({ data }, { model }) {
    return data ? fixesFor(data, model) : [];
  },
}); // prettier-ignore

function globalCause({ reference: { name } }: UndefinedUse, model: DockerfileModel): Cause {
  if (model.globalArgs.has(name)) {
    const declaration = model.instructions.find(
      ({ keyword, stage, pairs }) => keyword === 'ARG' && !stage && pairs.some(({ key }) => key === name),
    );
    if (declaration) return { kind: 'later', declaration };
  }
  const meant = nearestName(name, [...model.globalArgs.keys(), ...platformArgs]);
  return meant === undefined ? { kind: 'nowhere', base: undefined } : { kind: 'misspelt', meant };
}

/** Groups in the order of their first members; members without a key are left out. */
function grouped<Key>(
  uses: readonly UndefinedUse[],
  keyOf: (use: UndefinedUse) => Key | undefined,
): UndefinedUse[][] {
  const groups = new Map<Key, UndefinedUse[]>();
  for (const use of uses) {
    const key = keyOf(use);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(use);
    else groups.set(key, [use]);
  }
  return [...groups.values()];
}

/** The first ARG of each name. */
function argsOf({ instructions }: Stage): Map<string, Instruction> {
  const first = new Map<string, Instruction>();
  for (const instruction of instructions)
    if (instruction.keyword === 'ARG')
      for (const { key } of instruction.pairs) if (!first.has(key)) first.set(key, instruction);
  return first;
}

/** The first ARG or ENV of each name. */
function declarationsOf({ instructions }: Stage): Map<string, Instruction> {
  const first = new Map<string, Instruction>();
  for (const instruction of instructions)
    if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV')
      for (const { key } of instruction.pairs) if (!first.has(key)) first.set(key, instruction);
  return first;
}

/** Undefined where it is no mistake, or the base image may well set the variable. */
function causeOf(
  uses: readonly UndefinedUse[],
  stage: Stage,
  declarations: ReadonlyMap<string, Instruction>,
  spelling: Spelling,
  model: DockerfileModel,
): Cause | undefined {
  const { reference, instruction, environmentKnown } = uses[0]!;
  const { name } = reference;
  if (platformArgs.has(name)) return { kind: 'not-declared', global: false };
  if (model.globalArgs.has(name)) return { kind: 'not-declared', global: true };
  if (uses.every(({ reference: { guarded } }) => guarded)) return undefined;
  // What is declared above is set, so a declaration can only stand below.
  const declaration = declarations.get(name);
  if (declaration && declaration.index > instruction.index) return { kind: 'later', declaration };
  const meant = spelling.nearest(uses[0]!);
  if (meant !== undefined) return { kind: 'misspelt', meant };
  if (!environmentKnown) return undefined;
  const other = model.stages.find(
    (candidate) => candidate !== stage && candidate.endState.variables.has(name),
  );
  if (other) return { kind: 'other-stage', stage: other };
  const base = rootBase(stage);
  return { kind: 'nowhere', base: base.kind === 'image' ? base.reference.replace(/@.*$/, '') : undefined };
}

/** Names that are compared, and variables that are compared with them; no real file has as many. */
const maximumCandidates = 500;
const maximumLookups = 300;

class Spelling {
  private lookups = 0;

  constructor(private readonly model: DockerfileModel) {}

  /** The variable that was meant, by its spelling. Short names are near to many others. */
  nearest({ reference, instruction }: UndefinedUse): string | undefined {
    if (reference.name.length < 4 || ++this.lookups > maximumLookups) return undefined;
    const names = ['PATH', ...platformArgs];
    for (const scope of [instruction.state.variables.names(), this.model.globalArgs.keys()])
      for (const name of scope) {
        if (names.length >= maximumCandidates) return nearestName(reference.name, names);
        if (Math.abs(name.length - reference.name.length) <= 2) names.push(name);
      }
    return nearestName(reference.name, names);
  }
}

function report(uses: readonly UndefinedUse[], cause: Cause): Report<Undefined> {
  const [first, ...others] = uses;
  const { span } = first!.reference;
  const seen = new Set([span.start]);
  const related = others.flatMap(({ reference }) => {
    if (seen.has(reference.span.start)) return [];
    seen.add(reference.span.start);
    return [{ span: reference.span, message: `so is \`$${reference.name}\`` }];
  });
  return {
    span,
    message: message(first!, cause, uses),
    related:
      cause.kind === 'later'
        ? [...related, { span: cause.declaration.span, message: 'declared only here' }]
        : related,
    data: { uses, cause },
  };
}

function message(
  { reference, instruction }: UndefinedUse,
  cause: Cause,
  uses: readonly UndefinedUse[],
): string {
  const name = `$${reference.name}`;
  switch (cause.kind) {
    case 'not-declared':
      return cause.global
        ? `\`${name}\` is empty here: an ARG before the first FROM holds in FROM lines only. Declare it in this stage too, with \`ARG ${reference.name}\`.`
        : `\`${name}\` is empty here: a stage has it only after \`ARG ${reference.name}\`.`;
    case 'misspelt':
      return `\`${name}\` is set nowhere and so is empty. Did you mean \`$${cause.meant}\`?`;
    case 'later':
      return `\`${name}\` is empty here: its ${cause.declaration.keyword} stands only below. ${cause.declaration.keyword === 'ENV' ? 'Set' : 'Declare'} it above.`;
    case 'other-stage':
      return `\`${name}\` is empty here: it is set in ${cause.stage.name === undefined ? 'another stage' : `the stage \`${cause.stage.name}\``}, and a stage does not see the variables of another. Declare it in this stage.`;
    case 'heredoc': {
      const names = [...new Set(uses.map((use) => `\`$${use.reference.name}\``))];
      const list = names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', '); // prettier-ignore
      return `The builder replaces ${list} in this text by nothing, because it expands a heredoc whose delimiter is not quoted. ${cause.mixed ? 'Write `\\$` where the text is to keep it.' : `Write \`<<'${cause.heredoc.delimiter}'\`.`}`;
    }
    case 'nowhere': {
      const who = cause.base === undefined ? 'nothing' : `neither this file nor ${cause.base}`;
      if (instruction.keyword === 'EXPOSE')
        return `\`EXPOSE ${name}\` exposes nothing: ${who} sets ${reference.name} in the build, whatever the container gets when it runs. Declare it with ARG or ENV, or write the port.`;
      if (extendsItself(reference.name, instruction))
        return `\`${name}\` is empty here: ${who} sets it. The \`:\` beside it is left over and stands for the current folder: leave both out.`;
      return `\`${name}\` is empty here: ${who} sets it. Declare it with ARG or ENV, or leave it out.`;
    }
  }
}

/** `NAME=/opt/lib:$NAME` or `NAME=$NAME:/opt/lib` */
function extendsItself(name: string, { keyword, pairs }: Instruction): boolean {
  const own = keyword === 'ENV' ? pairs.find(({ key }) => key === name)?.rawValue : undefined;
  return own !== undefined && new RegExp(`:\\$\\{?${name}\\b|\\$\\{?${name}\\}?:`).test(own);
}
