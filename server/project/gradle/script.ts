/** What a Gradle script says by literals. Groovy and Kotlin write the same things alike: `id 'x'`, `id("x")`. */
import { blockName, isNear, lineFrom, literalsAfter } from './statements.ts';
import { scriptTokens } from './tokens.ts';
import type { ScriptToken } from './tokens.ts';

export interface GradleScript {
  readonly plugins: readonly WrittenPlugin[];
  /** Names of `include`, without a leading colon. */
  readonly includes: readonly string[];
  readonly includedBuilds: readonly string[];
  /** `project(':x').projectDir = file('y')`. */
  readonly projectFolders: ReadonlyMap<string, string>;
  readonly rootName: string | undefined;
  readonly version: string | undefined;
  readonly archiveName: string | undefined;
  readonly mainClass: string | undefined;
  readonly javaVersion: string | undefined;
  readonly mergesLibraries: boolean;
  readonly springBootSettings: readonly string[];
  /** Scripts of `apply from`, as written. */
  readonly applied: readonly string[];
  readonly dependencies: readonly string[];
  readonly projectDependencies: readonly string[];
  /** The word that shows that the script looks at other files or runs programs. */
  readonly reads: string | undefined;
  /** Some of the includes are computed. */
  readonly computedIncludes: boolean;
}

export interface WrittenPlugin {
  /** An id, or the name in the version catalog (`spring.boot`). */
  readonly id: string;
  readonly version: string | undefined;
  readonly fromCatalog: boolean;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Draft extends Writable<
  Omit<
    GradleScript,
    | 'plugins'
    | 'includes'
    | 'includedBuilds'
    | 'applied'
    | 'dependencies'
    | 'projectDependencies'
    | 'projectFolders'
    | 'springBootSettings'
  >
> {
  readonly springBootSettings: string[];
  readonly plugins: WrittenPlugin[];
  readonly includes: string[];
  readonly includedBuilds: string[];
  readonly applied: string[];
  readonly dependencies: string[];
  readonly projectDependencies: string[];
  readonly projectFolders: Map<string, string>;
}

export function readGradleScript(text: string): GradleScript {
  const tokens = scriptTokens(text);
  const draft: Draft = {
    plugins: [], includes: [], includedBuilds: [], projectFolders: new Map(), applied: [], dependencies: [], projectDependencies: [],
    rootName: undefined, version: undefined, archiveName: undefined, mainClass: undefined, javaVersion: undefined, reads: undefined,
    computedIncludes: false, mergesLibraries: false, springBootSettings: [],
  }; // prettier-ignore
  const blocks: string[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.text === '{' && token.kind === 'mark') blocks.push(blockName(tokens, i));
    else if (token.text === '}' && token.kind === 'mark') blocks.pop();
    else if (token.kind === 'name') statement(tokens, i, blocks, draft);
    // `tasks.named("bootRun")`
    else if (token.kind === 'text' && token.text === 'bootRun') draft.springBootSettings.push(token.text);
  }
  return draft;
}

const dependencyWords =
  /^(?:\w*[iI]mplementation|\w*[aA]pi|\w*[cC]ompileOnly|\w*[rR]untimeOnly|\w*[aA]nnotationProcessor|kapt|ksp|developmentOnly|compile|runtime|platform|enforcedPlatform)$/;

function statement(tokens: readonly ScriptToken[], i: number, blocks: readonly string[], draft: Draft): void {
  const name = tokens[i]!.text;
  const before = tokens[i - 1];
  const isMember = before?.text === '.' && before.kind === 'mark';
  switch (name) {
    case 'id':
    case 'kotlin':
    case 'alias':
      if (blocks.at(-1) === 'plugins') plugin(tokens, i, draft);
      return;
    case 'include':
      if (!isMember && blocks.length === 0) includes(tokens, i, draft);
      return;
    case 'includeBuild':
      draft.includedBuilds.push(...literalsAfter(tokens, i).slice(0, 1));
      return;
    case 'projectDir':
      projectFolder(tokens, i, draft);
      return;
    case 'from':
      if (blocks.length === 0 && isNear(tokens, i, 'apply')) draft.applied.push(...literalsAfter(tokens, i));
      return;
    case 'plugin':
      if (isNear(tokens, i, 'apply'))
        draft.plugins.push(
          ...literalsAfter(tokens, i).map((id) => ({ id, version: undefined, fromCatalog: false })),
        );
      return;
    case 'name':
      if (isMember && tokens[i - 2]?.text === 'rootProject') assign(draft, 'rootName', tokens, i);
      return;
    case 'version':
      if (!isMember && (blocks.length === 0 || blocks.at(-1) === 'allprojects'))
        assign(draft, 'version', tokens, i);
      return;
    case 'mainClass':
    case 'mainClassName':
      assign(draft, 'mainClass', tokens, i);
      return;
    case 'archiveBaseName':
    case 'archivesBaseName':
    case 'archivesName':
    case 'archiveFileName':
      assign(draft, 'archiveName', tokens, i);
      return;
    case 'sourceCompatibility':
    case 'targetCompatibility':
    case 'jvmToolchain':
    case 'JavaLanguageVersion':
    case 'jvmTarget':
      draft.javaVersion ??= javaVersion(tokens, i);
      return;
    case 'zipTree':
      draft.mergesLibraries = true;
      return;
    case 'layered':
    case 'launchScript':
    case 'requiresUnpack':
    case 'includeTools':
    case 'bootRun':
      draft.springBootSettings.push(name);
      return;
    case 'project':
      if (blocks.includes('dependencies'))
        draft.projectDependencies.push(...literalsAfter(tokens, i).slice(-1));
      return;
    default:
      if (blocks.at(-1) === 'plugins' && !isMember) bare(tokens, i, draft);
      else if (blocks.includes('dependencies') && dependencyWords.test(name)) dependency(tokens, i, draft);
      else if (readingWords.test(name) && !isMember) draft.reads ??= name;
  }
}

/** Functions by which a script looks at files or asks programs while it is evaluated. */
const readingWords = /^(?:file|files|fileTree|File|exec|providers|readText|ProcessBuilder)$/;

/** `java` and `` `java-library` `` among the plugins. */
function bare(tokens: readonly ScriptToken[], i: number, draft: Draft): void {
  const before = tokens[i - 1];
  const after = tokens[i + 1];
  const starts =
    before?.kind === 'line' || before?.text === '{' || before?.text === '`' || before?.text === ';';
  if (!starts || tokens[i]!.text === 'version' || tokens[i]!.text === 'apply') return;
  if (before?.text === '`') {
    const words: string[] = [];
    for (let at = i; at < tokens.length && tokens[at]!.text !== '`' && tokens[at]!.kind !== 'line'; at++)
      words.push(tokens[at]!.text);
    draft.plugins.push({ id: words.join(''), version: undefined, fromCatalog: false });
  } else if (after === undefined || after.kind === 'line' || after.text === '}' || after.text === ';')
    draft.plugins.push({ id: tokens[i]!.text, version: undefined, fromCatalog: false });
}

function plugin(tokens: readonly ScriptToken[], i: number, draft: Draft): void {
  const line = lineFrom(tokens, i + 1);
  const at = line.findIndex(({ kind, text }) => kind === 'name' && text === 'version');
  const version = at < 0 ? undefined : line.slice(at).find(({ kind }) => kind === 'text')?.text;
  if (tokens[i]!.text === 'alias') {
    const words = line.filter(({ kind }) => kind === 'name').map(({ text }) => text);
    const start = words.indexOf('plugins');
    const end = words.findIndex((word) => word === 'apply' || word === 'version');
    const id = words.slice(start + 1, end < 0 ? undefined : end).join('.');
    if (start >= 0 && id !== '') draft.plugins.push({ id, version, fromCatalog: true });
    return;
  }
  const literal = line.find(({ kind }) => kind === 'text')?.text;
  if (literal === undefined) return;
  const id = tokens[i]!.text === 'kotlin' ? `org.jetbrains.kotlin.${literal}` : literal;
  draft.plugins.push({ id, version, fromCatalog: false });
}

function includes(tokens: readonly ScriptToken[], i: number, draft: Draft): void {
  const found = literalsAfter(tokens, i);
  draft.includes.push(...found.map((name) => name.replace(/^:/, '').replaceAll('/', ':')));
  const line = lineFrom(tokens, i + 1);
  if (found.length === 0 || line.some(({ kind }) => kind === 'template')) draft.computedIncludes = true;
}

/** `project(':x').projectDir = file('y')` and `= new File(settingsDir, '../y')`. */
function projectFolder(tokens: readonly ScriptToken[], i: number, draft: Draft): void {
  const name = tokens.slice(Math.max(0, i - 5), i).findLast(({ kind }) => kind === 'text')?.text;
  const folder = literalsAfter(tokens, i).at(-1);
  if (name !== undefined && folder !== undefined) draft.projectFolders.set(name.replace(/^:/, ''), folder);
}

function dependency(tokens: readonly ScriptToken[], i: number, draft: Draft): void {
  for (const text of [...lineFrom(tokens, i + 1)]
    .filter(({ kind }) => kind === 'text' || kind === 'template')
    .map((token) => token.text)) {
    const match = /^([\w.-]+):([\w.-]+)(?::|$)/.exec(text);
    if (match) draft.dependencies.push(`${match[1]!}:${match[2]!}`);
  }
}

/** `= 'x'`, `.set("x")`, `'x'`. */
function assign(
  draft: Draft,
  key: 'rootName' | 'version' | 'archiveName' | 'mainClass',
  tokens: readonly ScriptToken[],
  i: number,
): void {
  const line = lineFrom(tokens, i + 1);
  const value = line.find(({ kind }) => kind === 'text' || kind === 'template');
  const direct = line.findIndex((token) => token === value);
  // Between the name and its value there is nothing but `=`, `.set(`, `(`.
  if (
    value?.kind !== 'text' ||
    !line.slice(0, direct).every(({ text }) => /^(?:=|\.|set|\(|convention)$/.test(text))
  )
    return;
  draft[key] ??= value.text;
}

/** 17, '1.8', JavaVersion.VERSION_17, JavaLanguageVersion.of(21). */
function javaVersion(tokens: readonly ScriptToken[], i: number): string | undefined {
  for (const { text } of lineFrom(tokens, i + 1).slice(0, 8)) {
    const match = /^(?:VERSION_|JVM_)?((?:1[._])?\d+)$/.exec(text);
    if (match) return match[1]!.replace('_', '.');
  }
  return undefined;
}
