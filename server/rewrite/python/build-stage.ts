/** Writes the stage that makes the virtual environment. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines } from '../../tools/install-inputs.ts';
import { copyText } from '../copy-text.ts';
import type { Draft } from '../draft.ts';
import { fromLine, newStageName } from '../keywords.ts';
import { withItems } from '../run-items.ts';
import { imageKeywords } from '../node/reading.ts';
import type { CommandSide } from './commands.ts';
import { roleOf } from './copy-roles.ts';
import type { Environment } from './environment.ts';
import { broughtBy, needsOf } from './install-needs.ts';
import { installRun } from './install-run.ts';
import type { PythonItem, PythonReading, PythonRun } from './reading.ts';
import { isRuntimeOnly } from './variables.ts';

const wanted: ReadonlySet<CommandSide> = new Set([
  'system',
  'tool',
  'pip',
  'install',
  'venv',
  'check',
  'clean',
]);

export class BuildStage {
  private readonly pending: Copy[] = [];
  /** Manifest paths that were copied by themselves. */
  private readonly brought = new Set<string>();
  private made = false;

  constructor(
    private readonly draft: Draft,
    private readonly reading: PythonReading,
    private readonly environment: Environment,
    private readonly model: DockerfileModel,
    private readonly facts: Facts,
  ) {}

  write(): void {
    const { draft, reading, model } = this;
    const { stage, lastInstall, copies, runs } = reading;
    draft.stage(fromLine(model, newStageName(model, 'build')), stage.from);
    for (const instruction of stage.instructions) {
      if (instruction.index > lastInstall.index) break;
      const { keyword } = instruction;
      if (imageKeywords.has(keyword)) continue;
      const copy = copies.get(instruction);
      const run = runs.get(instruction);
      if (copy) this.copy(copy);
      else if (run) this.run(run);
      else if (keyword === 'ENV') this.variables(instruction);
      else draft.keep(instruction);
    }
  }

  /** The comments of an ENV that both stages have go along with the final one. */
  private variables(instruction: Instruction): void {
    const { draft, model } = this;
    const kept = instruction.pairs.filter(({ key }) => !isRuntimeOnly(key));
    if (kept.length === instruction.pairs.length) draft.keep(instruction);
    else if (kept.length > 0)
      draft.line(
        `${keywordCase(model, 'ENV')} ${kept.map(({ key, rawValue }) => `${key}=${rawValue ?? ''}`).join(' ')}`,
      );
  }

  private copy(copy: Copy): void {
    const role = roleOf(copy);
    if (role === 'sources') {
      this.pending.push(copy);
      return;
    }
    // Before what changes with every new package, and behind the tools that stay outside of it.
    const isManifest = role === 'install' || role === 'manifest';
    if (isManifest && !this.toolsFollow(copy.instruction)) this.makeEnvironment();
    this.keepCopy(copy);
  }

  private keepCopy(copy: Copy): void {
    const { workdir } = copy.instruction.state;
    this.draft.replace(copy.instruction, copyText(copy, this.model, { workdir, keepsOwner: false }));
  }

  /** Sources that wait, at a place with another working directory. */
  private flush(at: Instruction): void {
    for (const copy of this.pending.splice(0))
      this.draft.replace(
        copy.instruction,
        copyText(copy, this.model, { workdir: at.state.workdir, keepsOwner: false }),
      );
  }

  private run(run: PythonRun): void {
    const { draft, model, environment } = this;
    const items = run.items.filter(({ sides }) => [...sides].some((side) => wanted.has(side)));
    if (items.length === 0) {
      if (run.items.every(({ sides }) => sides.size === 0)) draft.comments(run.instruction);
      return;
    }
    const kept = run.items.filter((item) => items.includes(item) || (item.isSetting && item.sides.size === 0));
    // Neutral links go along where the RUN is kept whole.
    const all = run.items.every((item) => items.includes(item) || item.sides.size === 0) ? run.items : kept;
    const isInstalling = [...run.sides].some((side) => side === 'install' || (side === 'pip' && !this.toolsFollow(run.instruction)));
    if (!isInstalling) {
      draft.replace(run.instruction, withItems(run, all, model, []));
      return;
    }
    const at = all.findLastIndex(({ sides }) => sides.has('tool'));
    const before = environment.kind === 'made' && !this.made ? all.slice(0, at + 1) : [];
    const rest = all.slice(before.length);
    if (before.some(({ sides }) => sides.size > 0))
      draft.replace(run.instruction, withItems(run, before, model, []));
    this.makeEnvironment();
    this.install(run, before.length > 0 ? rest : all);
  } // prettier-ignore

  /** A package manager is set up behind this RUN: it stays outside, and so does the pip that brings it. */
  private toolsFollow(instruction: Instruction): boolean {
    return [...this.reading.runs.values()].some(
      (run) => run.instruction.index >= instruction.index && run.sides.has('tool'),
    );
  }

  private makeEnvironment(): void {
    const { draft, model, environment, reading } = this;
    if (this.made) return;
    this.made = true;
    const env = keywordCase(model, 'ENV');
    if (environment.kind === 'made') {
      draft.line(`${keywordCase(model, 'RUN')} python -m venv ${environment.path}`);
      const variable = environment.needsVariable ? `VIRTUAL_ENV=${environment.path} ` : '';
      draft.line(`${env} ${variable}PATH="${environment.path}/bin:$PATH"`);
    }
    const { variables } = reading.lastInstall.state;
    if (!reading.manager.startsWith('uv') || variables.has('UV_LINK_MODE')) return;
    // The cache lies on another file system, and nothing can be compiled later (docs.astral.sh/uv/guides/integration/docker).
    const compiles = variables.has('UV_COMPILE_BYTECODE') ? '' : 'UV_COMPILE_BYTECODE=1 ';
    draft.line(`${env} ${compiles}UV_LINK_MODE=copy`);
  }

  private install(run: PythonRun, items: readonly PythonItem[]): void {
    const { draft, reading, environment, model, facts } = this;
    const { instruction } = run;
    const { paths, early } = needsOf(run, reading, facts);
    const keep = (): void => void draft.replace(instruction, installRun(run, items, reading, environment, model));
    if (paths) {
      if (!this.bring(paths, instruction)) this.flush(instruction);
      keep();
      return;
    }
    const first = early?.early();
    const inputs = early?.inputs();
    if (this.pending.length > 0 && early && early === reading.installs[0] && first?.kind === 'move' && first.afterwards !== undefined && inputs && inputs.needsSources === undefined && early.manifest?.assumed !== true && this.bring(inputs.paths, instruction)) {
      draft.replace(instruction, installRun(run, items, reading, environment, model, first.edits));
      this.flush(instruction);
      const own = items.filter(({ commands }) => commands.includes(early.command));
      draft.line(installRun(run, own, reading, environment, model));
      return;
    }
    this.flush(instruction);
    keep();
  } // prettier-ignore

  /** Copies only these files of the sources that wait; false when they can't be told apart. */
  private bring(paths: readonly string[], at: Instruction): boolean {
    const { draft, model, facts } = this;
    const missing = paths.filter((path) => !this.brought.has(path) && !this.isCopied(path, at));
    const found = broughtBy(missing, this.pending);
    if (!found) return false;
    for (const [copy, files] of found) {
      draft.lines(
        copyLines(files, {
          contextRoot: copy.sources[0]!.path === '.' ? '' : copy.sources[0]!.path,
          imageRoot: copy.target!,
          workdir: at.state.workdir,
          keyword: keywordCase(model, 'COPY'),
          context: facts.context,
        }),
      );
      files.forEach((file) => this.brought.add(file));
    }
    return true;
  }

  /** A copy that this stage has brings it by name. */
  private isCopied(path: string, at: Instruction): boolean {
    return [...this.reading.copies.values()].some(
      (copy) =>
        copy.instruction.index < at.index &&
        copy.from === undefined &&
        roleOf(copy) !== 'sources' &&
        copy.sources.some((source) => source.path === path || path.startsWith(`${source.path}/`) || this.facts.context.match(source.path).some((entry) => entry.path === path)),
    );
  } // prettier-ignore
}
