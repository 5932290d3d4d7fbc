/**
 * Silencing comments: our own `# dockerfile-optimizer ignore=…` and `ignore-file=…`, hadolint's `# hadolint
 * ignore=…` and `# hadolint global ignore=…`, and BuildKit's `# check=skip=…`, at the top or above an instruction.
 */
import type { Comment, DockerfileModel } from '../dockerfile/model.ts';
import { nearestName } from '../dockerfile/nearest.ts';
import type { Span } from '../dockerfile/span.ts';
import type { UnknownPragma } from '../rules/rule.ts';
import { everyCode, shellcheckGroup } from '../shellcheck/code.ts';
import { buildkitRules, isForeignName, ruleNames, rulesNamed } from './rule-names.ts';

export interface Pragmas {
  /** Is a finding of this rule at this place silenced? */
  silences(ruleId: string, span: Span): boolean;
  /** Ids in our own pragmas that no rule has. Another tool's ids that we don't cover are not problems. */
  readonly unknown: readonly UnknownPragma[];
  /** BuildKit's `error=true`: its checks' findings are errors. */
  readonly checkErrors: boolean;
}

const ourPragma = /^dockerfile-optimizer\s+(ignore|ignore-file)\s*=\s*(.*)$/i;
const hadolintPragma = /^hadolint\s+(global\s+)?ignore\s*=\s*(.*)$/i;
const checkPragma = /^check\s*=\s*(.+)$/i;
const everyRule = '*';

export function readPragmas(model: DockerfileModel): Pragmas {
  const silences = new Silences(model);
  const unknown: UnknownPragma[] = [];
  const addOurs = (list: string, listStart: number, add: (rules: readonly string[]) => void): void => {
    for (const { id, at } of readIds(list)) {
      const rules = id === 'all' ? [everyRule] : rulesNamed(id);
      add(rules);
      // Another tool's check that we don't cover: it silences nothing here and is no mistake.
      if (rules.length > 0 || isForeignName(id)) continue;
      const span = { start: listStart + at, end: listStart + at + id.length };
      unknown.push({
        id,
        span,
        // Looked for when it is asked for: a file with thousands of these has thousands times all names to compare.
        get nearest() {
          return nearestName(id, ruleNames());
        },
      });
    }
  };
  for (const comment of model.comments) {
    const everywhere = (rules: readonly string[]): void => silences.addEverywhere(rules);
    const below = (rules: readonly string[]): void => silences.addTo(indexBelow(comment, model), rules);
    const own = ourPragma.exec(comment.text);
    if (own) {
      const whole = own[1]!.toLowerCase() === 'ignore-file';
      const list = own[2]!;
      const listStart = textStart(comment, model) + comment.text.length - list.length;
      addOurs(list, listStart, whole ? everywhere : below);
      continue;
    }
    const foreign = hadolintPragma.exec(comment.text);
    if (foreign) (foreign[1] ? everywhere : below)(readIds(foreign[2]!).flatMap(({ id }) => rulesNamed(id)));
    const check = checkPragma.exec(comment.text);
    if (check) below(readCheck(check[1]!).skip);
  }
  const directive = model.directives.find(({ name }) => name === 'check');
  const check = directive && readCheck(directive.value);
  if (check) silences.addEverywhere(check.skip);
  return {
    unknown,
    checkErrors: check?.error ?? false,
    silences: (ruleId, span) => silences.has(ruleId, span),
  };
}

/** Rules silenced in the whole file and by instruction. */
class Silences {
  private readonly everywhere = new Set<string>();
  private readonly byInstruction = new Map<number, Set<string>>();

  constructor(private readonly model: DockerfileModel) {}

  addEverywhere(rules: readonly string[]): void {
    for (const rule of rules) this.everywhere.add(rule);
  }

  /** For the instruction with this index; one past the last stands for none. */
  addTo(index: number, rules: readonly string[]): void {
    let set = this.byInstruction.get(index);
    if (!set) this.byInstruction.set(index, (set = new Set()));
    for (const rule of rules) set.add(rule);
  }

  has(ruleId: string, span: Span): boolean {
    if (holds(this.everywhere, ruleId)) return true;
    if (this.byInstruction.size === 0) return false;
    const index = firstEndingBehind(this.model, span.start - 1);
    const instruction = this.model.instructions[index];
    if (!instruction || instruction.span.start > span.start) return false;
    const set = this.byInstruction.get(index);
    return set !== undefined && holds(set, ruleId);
  }
}

/** Groups are listed by their rules, but for ShellCheck's, whose codes nobody lists. */
function holds(silenced: ReadonlySet<string>, ruleId: string): boolean {
  return (
    silenced.has(everyRule) ||
    silenced.has(ruleId) ||
    (silenced.has(everyCode) && ruleId.startsWith(`${shellcheckGroup}/`))
  );
}

/** Index of the first instruction that ends behind `offset`. */
function firstEndingBehind({ instructions }: DockerfileModel, offset: number): number {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instructions[middle]!.span.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Index of the instruction that starts below the comment, other comments between them allowed; one that spans it
 * counts too. A comment below the last instruction stands above nothing.
 */
function indexBelow(comment: Comment, model: DockerfileModel): number {
  return firstEndingBehind(model, comment.span.start);
}

/** Offset of the comment's text, behind `#` and the blanks. */
function textStart({ span, text }: Comment, model: DockerfileModel): number {
  return model.text.indexOf(text, span.start + 1);
}

/** `a,b reason=…`: the ids before the first word that is not one, with their offsets. */
function readIds(text: string): { id: string; at: number }[] {
  const list = text.replace(/\s+(?:reason\s*=|#).*$/is, '');
  return [...list.matchAll(/[^\s,]+/g)].map((match) => ({ id: match[0], at: match.index }));
}

/** `skip=A,B;error=true` (docs.docker.com/reference/dockerfile/#check); what follows a blank is not read. */
function readCheck(value: string): { skip: string[]; error: boolean } {
  const skip: string[] = [];
  let error = false;
  for (const part of value.split(' ')[0]!.split(';')) {
    const [key, setting = ''] = part.split('=').map((text) => text.trim());
    if (key === 'skip')
      skip.push(
        ...(setting === 'all' ? buildkitRules() : readIds(setting).flatMap(({ id }) => rulesNamed(id))),
      );
    // Go's strconv.ParseBool.
    if (key === 'error') error = /^(?:1|t|true)$/i.test(setting);
  }
  return { skip, error };
}
