import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { ShellScript } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { isShipped, lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { checksContent, downloadCommand } from '../../tools/download.ts';
import { runScripts } from '../../tools/run-scripts.ts';
import { defineRule, type Fix, type Report, type RuleContext } from '../rule.ts';
import { plainHttpAdd, plainHttpIn, type PlainHttp } from './plain-http.part.ts';
import {
  uncheckedOptions,
  uncheckedText,
  uncheckedVariable,
  type Unchecked,
} from './unchecked-option.part.ts';

interface OverHttp {
  readonly http: PlainHttp;
  readonly stage: Stage;
  /** Every place of the instruction that fetches from the host. */
  readonly all: readonly PlainHttp[];
}

type Insecure = OverHttp | { readonly http: undefined };
type Reports = Iterable<Report<Insecure>>;

export default defineRule<Insecure>({
  id: 'security/insecure-download',
  severity: 'warning',
  summary: 'A download is not protected against being replaced',
  fix: 'safe',
  why: `Certificates and signatures are what tells the server's file from one that somebody on the way put in its place. Without them a build
runs, as root, whatever a proxy, a captured name server or a hijacked mirror sends. Options that turn them off are mostly left over from a missing
\`ca-certificates\` package, an authority of one's own, or a key that was not installed: that is what to add.

It does not matter where a checksum or a signature is compared in the same step, for servers of a private network reached over http, and for the
sources of apt and apk, whose packages are signed: all are left alone. Of a host that is not known to serve https this is only information.`,
  fixSafety: `\`https\` in place of \`http\` is safe for hosts of which it is known that they serve it, where the tool is sure to find the authorities it
needs: ADD, npm, pip, Alpine, and images or steps that have \`ca-certificates\`. Elsewhere it is suggested.`,
  equivalents: [
    { tool: 'checkov', id: 'CKV2_DOCKER_2' },
    { tool: 'checkov', id: 'CKV2_DOCKER_3' },
    { tool: 'checkov', id: 'CKV2_DOCKER_4' },
    { tool: 'checkov', id: 'CKV2_DOCKER_5' },
    { tool: 'checkov', id: 'CKV2_DOCKER_6' },
    { tool: 'checkov', id: 'CKV2_DOCKER_7' },
    { tool: 'checkov', id: 'CKV2_DOCKER_8' },
    { tool: 'checkov', id: 'CKV2_DOCKER_9' },
    { tool: 'checkov', id: 'CKV2_DOCKER_10' },
    { tool: 'checkov', id: 'CKV2_DOCKER_11' },
    { tool: 'checkov', id: 'CKV2_DOCKER_12' },
    { tool: 'checkov', id: 'CKV2_DOCKER_13' },
    { tool: 'checkov', id: 'CKV2_DOCKER_14' },
    { tool: 'checkov', id: 'CKV2_DOCKER_15' },
    { tool: 'checkov', id: 'CKV2_DOCKER_16' },
  ],
  examples: [
    {
      title: 'http',
      bad: 'FROM eclipse-temurin:21-jre\nADD http://repo1.maven.org/maven2/org/postgresql/postgresql/42.7.4/postgresql-42.7.4.jar /srv/lib/\nUSER 10001\n',
      good: 'FROM eclipse-temurin:21-jre\nADD https://repo1.maven.org/maven2/org/postgresql/postgresql/42.7.4/postgresql-42.7.4.jar /srv/lib/\nUSER 10001\n',
    },
    {
      title: 'certificates are not checked',
      bad: 'FROM buildpack-deps:trixie-curl\nRUN curl -fsSLk -o /usr/local/bin/tool https://files.example.org/tool\nUSER 10001\n',
      good: 'FROM buildpack-deps:trixie-curl\nRUN curl -fsSL -o /usr/local/bin/tool https://files.example.org/tool\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    for (const instruction of model.instructions) yield* variableReports(instruction, model);
    for (const outer of model.instructions) {
      const { stage } = outer;
      const http = plainHttpAdd(outer.keyword === 'ONBUILD' && outer.inner ? outer.inner : outer, model);
      if (stage && http.length > 0) yield* httpReports(http, stage);
    }
    for (const { run, stage, script } of runScripts(model)) {
      yield* optionReports(uncheckedIn(run, script, model));
      const http = checksContent(script)
        ? []
        : script.commands.flatMap((command) => plainHttpIn(command, model));
      yield* httpReports(http, stage);
    }
  },
  fixes({ data }, context) {
    const fix = data?.http && withHttps(data, context);
    return fix ? [fix] : [];
  },
});

function* variableReports(instruction: Instruction, model: DockerfileModel): Reports {
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return;
  const stays =
    instruction.keyword === 'ENV' && instruction.stage !== undefined && isShipped(instruction.stage, model);
  for (const { key, value, span } of instruction.pairs)
    for (const unchecked of uncheckedVariable(key, value ?? '', span))
      yield { span, message: uncheckedMessage(unchecked, stays), data: { http: undefined } };
}

function uncheckedIn(run: Instruction, script: ShellScript, model: DockerfileModel): Unchecked[] {
  const verified = checksContent(script);
  const bodies = run.heredocs.map(({ bodySpan }) => ({
    text: model.text.slice(bodySpan.start, bodySpan.end),
    at: bodySpan.start,
  }));
  return [
    ...script.commands.flatMap((command) => [
      // A comparison afterwards is as good as a certificate.
      ...uncheckedOptions(command).filter(
        ({ kind }) => kind === 'signature' || !verified || !downloadCommand(command),
      ),
      ...command.assignments.flatMap(({ name, value, span }) =>
        uncheckedVariable(name, value?.value ?? '', span),
      ),
    ]),
    ...uncheckedText(run, bodies),
  ];
}

/** One finding for what a RUN does several times. */
function* optionReports(all: readonly Unchecked[]): Reports {
  for (const [first, ...others] of grouped(all, ({ name }) => name))
    yield {
      span: first.span,
      message: uncheckedMessage(first, false),
      related: others.map(({ span }) => ({ span, message: 'here too' })),
      data: { http: undefined },
    };
}

function uncheckedMessage({ name, kind, hosts, instead }: Unchecked, stays: boolean): string {
  if (kind === 'signature')
    return `${name} lets packages in whose signature nobody checked: a hijacked mirror can put anything into the image. ${instead ?? 'Import the key they are signed with'}.`;
  const host = hosts[0] ?? 'the server';
  const who = stays ? ', in the running container too' : '';
  return `${name} accepts any certificate${who}: whoever is between here and ${host} can replace what it sends. ${instead ?? 'Leave it out; for an authority of your own install its certificate'}.`;
}

function* httpReports(found: readonly PlainHttp[], stage: Stage): Reports {
  for (const all of grouped(found, ({ host }) => host)) {
    const [http, ...others] = all;
    const { host, known, tool, span } = http;
    const checksum = /^(?:ADD|curl|wget)$/.test(tool) ? ', or compare a checksum' : '';
    const advice = known ? 'Use https, which it serves.' : `Use https if ${host} serves it${checksum}.`;
    yield {
      span,
      message: `${tool === 'ADD' ? tool : `\`${tool}\``} fetches from ${host} over plain http: whoever is in between can replace the file. ${advice}`,
      related: others.map((other) => ({ span: other.span, message: 'here too' })),
      ...(!known && { severity: 'info' }),
      data: { http, stage, all },
    };
  }
}

/** Lists of what has the same key, in order; none is empty. */
function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Iterable<[Item, ...Item[]]> {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups.values();
}

function withHttps({ http, stage, all }: OverHttp, context: RuleContext): Fix | undefined {
  if (!http.known) return undefined;
  const edits = all.flatMap(({ scheme }): TextEdit[] =>
    scheme ? [{ span: scheme, newText: scheme.start === scheme.end ? 'https://' : 'https' }] : [],
  );
  if (edits.length < all.length) return undefined;
  const sure = all.every(({ tool }) => bringsAuthorities.test(tool)) || hasAuthorities(stage, context);
  return {
    title: `Use https for ${http.host}`,
    applicability: sure ? 'safe' : 'suggested',
    edits,
    preferred: sure,
  };
}

/** The builder itself, and tools that bring a list of authorities or a runtime that does. */
const bringsAuthorities = /^(?:ADD|npm|pnpm|yarn|yarnpkg|bun|pip[\d.]*|uv)$/;

/** Are the usual authorities in the image? Alpine has them, images with curl do, and others install a package. */
function hasAuthorities(stage: Stage, { facts }: RuleContext): boolean {
  const base = rootBase(stage);
  const fact = base.kind === 'image' && base.complete ? facts.images.lookup(base.reference) : undefined;
  if (fact?.distro?.family === 'alpine' || fact?.tools.includes('curl')) return true;
  return lineageInstructions(stage).some(
    ({ keyword, args }) => keyword === 'RUN' && /\bca-certificates\b/.test(args.text),
  );
}
