/** What a rule is. One file under rules/<group>/ holds all there is to know about one rule. */
import type { LabelFormat } from '../../shared/settings.ts';
import type { ContextFacts } from '../context/facts.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { Span, TextEdit } from '../dockerfile/span.ts';
import type { ImageFacts } from '../images/facts.ts';
import type { ProjectFacts } from '../project/facts.ts';
import type { DockerfileUse, UsesFacts } from '../uses/facts.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';
export type RuleGroup =
  | 'cache' | 'size' | 'security' | 'reproducible' | 'runtime' | 'context' | 'correctness' | 'deprecated' | 'style' | 'shellcheck'; // prettier-ignore

/** Everything a rule may look at. Gathered before any rule runs; rules are synchronous. */
export interface Facts {
  readonly context: ContextFacts;
  readonly project: ProjectFacts;
  readonly images: ImageFacts;
  /** Who builds and runs the file. */
  readonly uses: UsesFacts;
  /** How else the file is built: in another context, or with arguments that change its base images. */
  readonly variants: readonly FactsVariant[];
  /** The stage that somebody asked about; undefined: what the uses say, else the last one. */
  readonly target?: string | undefined;
  /** `YYYY-MM-DD`, for ends of life. */
  readonly today: string;
  readonly preferences: Preferences;
}

export interface FactsVariant {
  /** One of the uses that build it so. */
  readonly use: DockerfileUse;
  readonly facts: Facts;
  /** Known values of build arguments. */
  readonly args: ReadonlyMap<string, string>;
}

export interface Preferences {
  readonly nodeBase: 'auto' | 'alpine' | 'slim' | 'distroless';
  /** Registries that images may come from, `*` at one end stands for anything; empty or missing: any. */
  readonly trustedRegistries?: readonly string[];
  /** Labels that an image must have, with the format of their values. */
  readonly labels?: Readonly<Record<string, LabelFormat>>;
  /** No other labels than these. */
  readonly strictLabels?: boolean;
}

export interface RuleContext {
  readonly model: DockerfileModel;
  readonly facts: Facts;
}

export interface CheckContext extends RuleContext {
  /** Ids in silencing comments that name no rule: only the engine knows every name. */
  readonly unknownPragmas: readonly UnknownPragma[];
}

export interface UnknownPragma {
  readonly id: string;
  readonly span: Span;
  /** The known name that is closest in spelling. */
  readonly nearest: string | undefined;
}

/** What `check` yields. `data` is handed back to `fixes`. */
export interface Report<Data = unknown> {
  readonly span: Span;
  /** What, why here, what to do: one or two short sentences. Plain text with `code` in backticks. */
  readonly message: string;
  readonly data?: Data;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /** A credential's own text: nothing that is printed or logged may repeat it. */
  readonly secret?: Span;
  /** When this case deserves another severity than the rule's default (a user's setting still wins). */
  readonly severity?: Severity;
}

export type Applicability = 'safe' | 'suggested';

/** A change to one file. The Dockerfile is changed by edits; another file of the context is written whole. */
export interface Fix {
  /** An imperative that names the result: `Copy package.json and package-lock.json before npm ci`. */
  readonly title: string;
  readonly applicability: Applicability;
  /** Edits of the Dockerfile (may be empty). */
  readonly edits: readonly TextEdit[];
  /** Files of the context to create or replace, relative to the context. */
  readonly files?: readonly {
    readonly path: string;
    readonly before: string | undefined;
    readonly after: string;
  }[];
  /** The one Optimize takes. At most one fix of a finding has it; none: Optimize leaves the finding alone. */
  readonly preferred?: boolean;
  /** Expected saving of image size in bytes. */
  readonly savesBytes?: number;
  /** Why Optimize does this, one sentence; default: the finding's message. */
  readonly reason?: string;
}

/** A file tree for an example, relative to the context; `Dockerfile` itself is not part of it. Of a string the permission to run is not known. */
export type ExampleFiles = Readonly<
  Record<string, string | { readonly text: string; readonly executable: boolean }>
>;

export interface RuleExample {
  readonly title?: string;
  /** The context's files (text). Omitted: an empty context. */
  readonly files?: ExampleFiles;
  /** Settings that the example needs. */
  readonly preferences?: Partial<Preferences>;
  /** A Dockerfile with exactly one finding of this rule, unless `findings` says how many. */
  readonly bad: string;
  readonly findings?: number;
  /** A Dockerfile with the same files and no finding of this rule. When the rule has a preferred or single fix: exactly the fixed text. */
  readonly good: string;
}

export interface Rule<Data = unknown> {
  /** `group/name`. */
  readonly id: string;
  readonly group: RuleGroup;
  /** Default; 'off' rules run only when a setting turns them on. */
  readonly severity: Severity | 'off';
  /** One line, no full stop. */
  readonly summary: string;
  /** Markdown: what it costs, when it does not matter. */
  readonly why: string;
  /** Markdown, needed when a fix can change behaviour. */
  readonly fixSafety?: string;
  /** Highest applicability among its fixes. */
  readonly fix: Applicability | 'none';
  readonly equivalents: readonly {
    readonly tool: 'hadolint' | 'buildkit' | 'trivy' | 'checkov';
    readonly id: string;
  }[];
  readonly examples: readonly RuleExample[];
  check(context: CheckContext): Iterable<Report<Data>>;
  /** Lazy: computed when asked for. The first is the best. */
  fixes?(finding: Report<Data>, context: RuleContext): readonly Fix[];
}

/** Ties a rule's `check` data to its `fixes` and derives the group from the id. */
export function defineRule<Data>(rule: Omit<Rule<Data>, 'group'>): Rule {
  const group = rule.id.slice(0, rule.id.indexOf('/')) as RuleGroup;
  // The engine hands every finding back to the rule that made it, so the data type is the rule's own business.
  return { ...rule, group };
}
