import { expandWord } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction, KeyValue } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { isShipped } from '../../dockerfile/stages.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { defineRule, type Fix, type Severity } from '../rule.ts';
import {
  canBeCredential,
  credentialShape,
  isCredentialName,
  isPlaceholder,
  isWeak,
  passwordInUrl,
  whereItStays,
} from './credential.part.ts';

interface Site {
  readonly instruction: Instruction;
  readonly pair: KeyValue;
}

interface Judged extends Site {
  readonly message: string;
  readonly severity?: Severity;
}

export default defineRule<Site>({
  id: 'security/secret-in-env',
  severity: 'warning',
  summary: 'A credential is passed as ARG or set by ENV',
  fix: 'suggested',
  why: `What \`ENV\` sets is part of the image: anybody who can pull it reads it with \`docker inspect\`. The values of build arguments are in
\`docker history\` and in provenance attestations. A secret mount is there for one \`RUN\` and leaves nothing behind; what the program
needs when it runs is given to the container. Names are judged by their words (\`NPM_TOKEN\`, \`DB_PASSWORD\`, \`AWS_SECRET_ACCESS_KEY\`),
not those that only tell about a credential (\`TOKEN_TTL\`, \`PASSWORD_FILE\`, \`PUBLIC_KEY\`); values by their format.`,
  fixSafety: `The secret mount changes the command that builds the image: \`docker build --secret id=NAME,env=NAME\` in place of \`--build-arg NAME\`.
Setting a variable from it needs version 1.10 or later of the Dockerfile frontend (\`# syntax=docker/dockerfile:1\`).`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3064' },
    { tool: 'buildkit', id: 'SecretsUsedInArgOrEnv' },
    { tool: 'trivy', id: 'DS-0031' },
  ],
  examples: [
    {
      title: 'a build argument',
      files: {
        'package.json': '{"name":"shop"}',
        'package-lock.json': '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop"}}}',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nARG NPM_TOKEN\nCOPY package.json package-lock.json ./\nRUN npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN && npm ci && npm config delete //registry.npmjs.org/:_authToken\nUSER node\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN && npm ci && npm config delete //registry.npmjs.org/:_authToken\nUSER node\n',
    },
    {
      title: 'a password for the running program',
      bad: 'FROM node:22-alpine\nENV PORT=8080 DB_PASSWORD=hunter2\nUSER node\n',
      good: 'FROM node:22-alpine\nENV PORT=8080\nUSER node\n',
    },
  ],
  *check({ model }) {
    const judged = [...pairsOf(model)].flatMap((site) => judge(site, model) ?? []);
    for (const { message, severity, instruction, pair } of judged) {
      if (isToldElsewhere({ instruction, pair }, judged)) continue;
      yield {
        span: pair.keySpan,
        message,
        ...(severity && { severity }),
        ...(pair.valueSpan && { secret: pair.valueSpan }),
        data: { instruction, pair },
      };
    }
  },
  fixes({ data }, { model }) {
    const fix = data && secretMount(data, model);
    return fix ? [fix] : [];
  },
});

function* pairsOf(model: DockerfileModel): Iterable<Site> {
  for (const instruction of model.instructions)
    if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV')
      for (const pair of instruction.pairs) yield { instruction, pair };
}

function judge(site: Site, model: DockerfileModel): Judged | undefined {
  const { instruction, pair } = site;
  const value = pair.value ?? '';
  const shape = credentialShape(value);
  const kept = whereItStays(instruction, model);
  if (shape)
    return {
      ...site,
      severity: 'error',
      message: `${pair.key} holds ${shape}: it ${kept}. Revoke it, and take it out of the file.`,
    };
  const named = isCredentialName(pair.key);
  return instruction.keyword === 'ARG'
    ? judgeArg(site, named, kept, model)
    : judgeEnv(site, named, kept, model);
}

function judgeArg(site: Site, named: boolean, kept: string, model: DockerfileModel): Judged | undefined {
  const { instruction, pair } = site;
  const { key, value } = pair;
  const password = passwordInUrl(value ?? '');
  if (password !== undefined && !isWeak(password) && !hasVariable(pair))
    return {
      ...site,
      message: `The default of ${key} holds a password: it ${kept}. Give it to the build as a secret.`,
    };
  if (!named) return undefined;
  if (value !== undefined && value !== '') {
    if (!canBeCredential(value) || isPlaceholder(value) || hasVariable(pair)) return undefined;
    return {
      ...site,
      message: `ARG ${key} has a credential for its default: it ${kept}. Give it to the build as a secret.`,
    };
  }
  // Before the first FROM only FROM can use it; the stage that declares it again is judged.
  if (!instruction.stage || feedsSecretMount(site, model)) return undefined;
  return {
    ...site,
    message: `${key} is passed as a build argument: its value ${kept}. Use RUN --mount=type=secret,id=${key},env=${key}.`,
  };
}

function judgeEnv(site: Site, named: boolean, kept: string, model: DockerfileModel): Judged | undefined {
  const { pair, instruction } = site;
  const value = pair.value ?? '';
  const uses = usedIn(pair, instruction).filter(isCredentialName);
  // A build that only wants to see some value gets one that opens nothing, in a stage that is thrown away.
  const isForBuild = instruction.stage !== undefined && !isShipped(instruction.stage, model);
  const standIn = uses.length === 1 && named ? standInFor(uses[0]!, pair, instruction) : undefined;
  if (standIn !== undefined)
    return isForBuild
      ? undefined
      : {
          ...site,
          message: `ENV ${pair.key} is \`${standIn}\` wherever nobody gives another value, and everybody can read that here. Pass it when the container starts, without a default.`,
        };
  if (uses.length > 0 && (named || passwordInUrl(value) !== undefined || /:\/\/[^\s/]*@/.test(value)))
    return {
      ...site,
      message: `ENV ${pair.key} keeps the value of ${uses[0]!}: it ${kept}. Pass it when the container starts, or use a secret mount for the build.`,
    };
  const password = passwordInUrl(value);
  if (password !== undefined && isForBuild && isWeak(password)) return undefined;
  if (password !== undefined && !/[$]/.test(password))
    return {
      ...site,
      message: `The URL in ENV ${pair.key} holds a password: it ${kept}. Pass it when the container starts.`,
    };
  if (!named || hasVariable(pair) || !canBeCredential(value)) return undefined;
  if (isForBuild && isPlaceholder(value)) return undefined;
  const what = isPlaceholder(value)
    ? `a known value for a credential, which works wherever nobody sets another`
    : 'a credential';
  return { ...site, message: `ENV ${pair.key} sets ${what}: it ${kept}. Pass it when the container starts.` };
}

/** The default of the ARG that the ENV consists of, when it is one that opens nothing by itself. */
function standInFor(name: string, { value = '' }: KeyValue, { state }: Instruction): string | undefined {
  const found = state.variables.get(name);
  if (found?.known !== true || !/^\$(?:\w+|\{\w+\})$/.test(value.trim())) return undefined;
  return found.value !== '' && isPlaceholder(found.value) ? found.value : undefined;
}

function usedIn(pair: KeyValue, { escape }: Instruction): string[] {
  return expandWord(pair.rawValue ?? '', () => undefined, escape).variables.map(({ name }) => name);
}

function hasVariable({ value }: KeyValue): boolean {
  return /\$[\w{]/.test(value ?? '');
}

/** An ARG whose value an ENV keeps, and the second ENV with one value, are one problem with that ENV. */
function isToldElsewhere(site: Site, judged: readonly Judged[]): boolean {
  const { instruction, pair } = site;
  if (instruction.keyword === 'ENV')
    return usedIn(pair, instruction).some((name) =>
      judged.some(
        (other) =>
          other.instruction.keyword === 'ENV' &&
          other.pair !== pair &&
          other.pair.key === name &&
          other.instruction.index <= instruction.index,
      ),
    );
  return judged.some((other) => {
    if (other.instruction.keyword === 'ENV')
      return (
        other.instruction.stage === instruction.stage &&
        usedIn(other.pair, other.instruction).includes(pair.key)
      );
    // A global ARG with a value, declared again in the stage.
    return !other.instruction.stage && instruction.stage !== undefined && other.pair.key === pair.key;
  });
}

/** Does the ARG only name a secret, or stand beside a mount that gives it its value? */
function feedsSecretMount({ instruction, pair }: Site, model: DockerfileModel): boolean {
  const mounts = (instruction.stage?.instructions ?? [])
    .flatMap(mountsOf)
    .filter(({ type }) => type === 'secret');
  return mounts.some(
    ({ id, env, flag }) =>
      id === pair.key ||
      env === pair.key ||
      mentions(model.text.slice(flag.span.start, flag.span.end), pair.key),
  );
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\$(?:${name}(?![A-Za-z0-9_])|\\{${name}[^A-Za-z0-9_])`).test(text);
}

/** An ARG without value that exactly one RUN uses becomes a secret mount of that RUN. */
function secretMount({ instruction, pair }: Site, model: DockerfileModel): Fix | undefined {
  const { stage } = instruction;
  if (instruction.keyword !== 'ARG' || !stage || pair.value !== undefined || !/^\w+$/.test(pair.key))
    return undefined;
  if (tooOld(model) || model.isWindows) return undefined;
  const later = model.instructions.filter(({ index }) => index > instruction.index);
  const users = later.filter(({ span }) => mentions(model.text.slice(span.start, span.end), pair.key));
  const [run] = users;
  if (users.length !== 1 || run?.keyword !== 'RUN' || run.stage !== stage || run.json) return undefined;
  // A second declaration would still take the value as an argument.
  if (later.some((other) => other.keyword === 'ARG' && other.pairs.some(({ key }) => key === pair.key)))
    return undefined;
  const at = run.keywordSpan.end;
  return {
    title: `Pass ${pair.key} as a secret mount`,
    applicability: 'suggested',
    edits: [
      removePair(instruction, pair, model),
      { span: { start: at, end: at }, newText: ` --mount=type=secret,id=${pair.key},env=${pair.key}` },
    ],
  };
}

function removePair(instruction: Instruction, pair: KeyValue, model: DockerfileModel): TextEdit {
  if (instruction.pairs.length === 1) return removeInstruction(model, instruction);
  const before = /[ \t]*$/.exec(model.text.slice(0, pair.span.start))![0].length;
  return { span: { start: pair.span.start - before, end: pair.span.end }, newText: '' };
}

/** A frontend pinned to a version before 1.10 can't set a variable from a secret. */
function tooOld(model: DockerfileModel): boolean {
  const syntax = model.directives.find(({ name }) => name === 'syntax')?.value;
  const version = /^docker(?:\.io\/docker)?\/dockerfile:1\.(\d+)/.exec(syntax ?? '')?.[1];
  return version !== undefined && Number(version) < 10;
}
