/** The RUN instructions of the final stage: what the running program needs of them. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import { systemCommand } from '../../tools/system.ts';
import { withItems } from '../run-items.ts';
import type { RunItem, RunReading } from '../run-reading.ts';
import { runtimeEdits, type SplitPackages, type SystemPackage } from './packages.ts';

/** Writes the RUNs of one final stage in their order: it remembers what is installed. */
export class RuntimeRuns {
  readonly #installed = new Set<string>();
  /** The first package that stays, behind which further ones can stand. */
  readonly #receiver: SystemPackage | undefined;

  /**
   * `libraries`: packages that the final stage needs besides; they stand behind those of the user's, and `installLine`
   * gives a RUN of their own where there is none. `finishes`: what the final image needs of the links that are not about packages.
   */
  constructor(
    private readonly model: DockerfileModel,
    private readonly packages: SplitPackages,
    private readonly libraries: readonly string[],
    private readonly finishes: (item: RunItem) => boolean,
    /** The package manager of the final image. */
    private readonly manager: string = 'apt',
  ) {
    this.#receiver = [...packages.values()].flat().find(({ becomes }) => !becomes || becomes.length > 0);
  }

  /** The RUN that installs `libraries`, where none of the user's can. */
  get installLine(): string | undefined {
    const { model, libraries, manager } = this;
    if (libraries.length === 0 || this.#receiver) return undefined;
    return manager === 'apk'
      ? `${keywordCase(model, 'RUN')} apk add --no-cache ${libraries.join(' ')}`
      : installLine(model, libraries);
  }

  /** What is left of the RUN for the final stage; undefined when nothing is. */
  textOf(run: RunReading): string | undefined {
    const { items, splittable } = run;
    const edits = this.#edits(run);
    const needed = items.filter((item) => this.#isNeeded(item, run, edits));
    if (needed.length === 0) return undefined;
    const hasSystem = needed.some(({ sides }) => sides.has('system'));
    const last = items.indexOf(needed.at(-1)!);
    const kept = items.filter(
      (item, i) =>
        needed.includes(item) ||
        (item.sides.size === 0 && item.isSetting && i < last) ||
        (hasSystem && item.sides.has('clean')),
    );
    const isAll = items.every((item) => kept.includes(item) || item.sides.size === 0);
    return withItems(run, isAll || !splittable ? items : kept, this.model, edits);
  }

  #edits(run: RunReading): readonly TextEdit[] {
    const packages = this.packages.get(run.instruction) ?? [];
    const own = runtimeEdits(packages, this.model, this.#installed);
    const receiver = this.#receiver;
    return receiver && packages.includes(receiver) ? [...own, ...behind(receiver, this.libraries)] : own;
  }

  #isNeeded(item: RunItem, run: RunReading, edits: readonly TextEdit[]): boolean {
    const { sides, commands } = item;
    if (this.finishes(item)) return true;
    if (!sides.has('system')) return false;
    const packages = this.packages.get(run.instruction) ?? [];
    const stays = ({ span }: RunItem): boolean =>
      packages.some(({ word, becomes }) => !becomes && isWithin(word.span, span)) ||
      edits.some((edit) => edit.newText !== '' && isWithin(edit.span, span));
    if (commands.some((command) => isAction(command, 'install'))) return stays(item);
    // What was not installed needs no removal.
    if (commands.some((command) => isAction(command, 'remove'))) return false;
    const upgrades = run.items.some((each) => each.commands.some((one) => isAction(one, 'upgrade')));
    const installs = run.items.some((each) => each.commands.some((one) => isAction(one, 'install')));
    const anyStays = upgrades || (installs ? run.items.some(stays) : this.#leavesPackages());
    return (
      anyStays ||
      !commands.every(({ name }) => /^(?:apt|apt-get|apk|sed|test|\[|echo|cat)$/.test(name)) ||
      commands.some((one) => isAction(one, 'upgrade'))
    );
  }

  /** Does the final stage install anything of the distribution? */
  #leavesPackages(): boolean {
    return this.#receiver !== undefined;
  }
}

/** A RUN of Debian that installs these packages and nothing besides. */
export function installLine(model: DockerfileModel, packages: readonly string[]): string {
  return [
    `${keywordCase(model, 'RUN')} apt-get update ${model.escape}`,
    `    && apt-get install -y --no-install-recommends ${packages.join(' ')} ${model.escape}`,
    '    && rm -rf /var/lib/apt/lists/*',
  ].join('\n');
}

function behind({ word }: SystemPackage, libraries: readonly string[]): TextEdit[] {
  const at = word.span.end;
  return libraries.length > 0 ? [{ span: { start: at, end: at }, newText: ` ${libraries.join(' ')}` }] : [];
}

function isAction(command: ShellCommand, action: 'install' | 'remove' | 'upgrade'): boolean {
  return systemCommand(command)?.action === action;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
