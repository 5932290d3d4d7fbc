/** A configuration file's values with their places, the same for YAML and JSON. */
import { parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node as JsonNode, ParseError } from 'jsonc-parser';
import { isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Span } from '../dockerfile/span.ts';
import { isTooDeepForYaml } from '../project/yaml-depth.ts';

export type ConfigNode = { readonly span: Span } & (
  | { readonly kind: 'map'; readonly entries: readonly ConfigEntry[] }
  | { readonly kind: 'list'; readonly items: readonly ConfigNode[] }
  /** Undefined for what has no meaning here: a YAML alias. */
  | { readonly kind: 'scalar'; readonly value: unknown }
);

export interface ConfigEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: ConfigNode;
}

export type ParsedConfig =
  /** `root` is undefined for a file without content. */
  | { readonly ok: true; readonly root: ConfigNode | undefined }
  | { readonly ok: false; readonly message: string; readonly span: Span };

/** Reads YAML, or JSON (comments and commas at an end are fine). Never throws. */
export function parseConfig(text: string, format: 'yaml' | 'json'): ParsedConfig {
  try {
    return format === 'json' ? parseJson(text) : parseYaml(text);
  } catch (error) {
    // Both parsers are recursive: a file of nothing but brackets ends their stack.
    const message = error instanceof RangeError ? 'This is nested too deeply.' : String(error);
    return { ok: false, message, span: { start: 0, end: 0 } };
  }
}

function parseJson(text: string): ParsedConfig {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (text.trim() === '') return { ok: true, root: undefined };
  if (first)
    return {
      ok: false,
      message: `This is not JSON: ${inWords(printParseErrorCode(first.error))}.`,
      span: { start: first.offset, end: first.offset + first.length },
    };
  return { ok: true, root: tree && fromJson(tree) };
}

/** `CloseBraceExpected` → `close brace expected`. */
function inWords(code: string): string {
  return code.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function fromJson(node: JsonNode): ConfigNode {
  const span = { start: node.offset, end: node.offset + node.length };
  const children = node.children ?? [];
  if (node.type === 'array') return { kind: 'list', span, items: children.map(fromJson) };
  if (node.type !== 'object') return { kind: 'scalar', span, value: node.value };
  const entries = children.flatMap(({ children: [key, value] = [] }) =>
    key && value
      ? {
          key: String(key.value),
          keySpan: { start: key.offset, end: key.offset + key.length },
          value: fromJson(value),
        }
      : [],
  );
  return { kind: 'map', span, entries };
}

function parseYaml(text: string): ParsedConfig {
  if (isTooDeepForYaml(text)) throw new RangeError();
  const document = parseDocument(text, { prettyErrors: false, version: '1.2', schema: 'core' });
  const [first] = document.errors;
  if (first) {
    const [start, end] = first.pos;
    return {
      ok: false,
      message: `This is not YAML: ${first.message.replace(/[.:]?\s*$/, '')}.`,
      span: { start, end },
    };
  }
  const { contents } = document;
  const empty = contents === null || (isScalar(contents) && contents.value === null);
  return { ok: true, root: empty ? undefined : fromYaml(contents) };
}

function fromYaml(node: unknown): ConfigNode {
  const [start = 0, end = 0] = (isNode(node) ? node.range : undefined) ?? [];
  const span = { start, end };
  if (isSeq(node)) return { kind: 'list', span, items: node.items.map(fromYaml) };
  if (!isMap(node)) return { kind: 'scalar', span, value: isScalar(node) ? node.value : undefined };
  const entries = node.items.map(({ key, value }) => {
    const name = fromYaml(key);
    return {
      key: name.kind === 'scalar' ? String(name.value) : '',
      keySpan: name.span,
      // `key:` alone has no value at all.
      value: value === null ? { kind: 'scalar' as const, span: name.span, value: null } : fromYaml(value),
    };
  });
  return { kind: 'map', span, entries };
}
