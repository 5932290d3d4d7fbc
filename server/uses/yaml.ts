/** YAML of other tools: compose files and workflows. */
import { Scalar } from 'yaml';
import type { CollectionTag, ScalarTag, YAMLMap, YAMLSeq } from 'yaml';
import { asRecord } from '../project/value.ts';
import type { UnknownRecord } from '../project/value.ts';
import { parseYaml } from '../project/yaml.ts';

/**
 * What a compose file says about merging: `!reset` takes away what another file gave, `!override` replaces it.
 * Source: https://docs.docker.com/reference/compose-file/merge/
 */
export class Tagged {
  constructor(
    readonly tag: 'reset' | 'override',
    readonly value: unknown,
  ) {}
}

const tags = (['reset', 'override'] as const).flatMap((tag): (ScalarTag | CollectionTag)[] => [
  {
    tag: `!${tag}`,
    default: false,
    // A scalar behind such a tag is null or a plain text; what it would be without the tag is not asked.
    resolve: (text) => new Tagged(tag, text === '' || text === 'null' || text === '~' ? null : text),
  },
  ...(['map', 'seq'] as const).map((collection): CollectionTag => ({
    tag: `!${tag}`,
    collection,
    resolve: (node: YAMLMap | YAMLSeq) => new Scalar(new Tagged(tag, node.toJSON() as unknown)),
  })),
]);

/** A mapping, with anchors and merge keys resolved. Undefined for what is no YAML mapping; never throws. */
export function parseYamlRecord(text: string): UnknownRecord | undefined {
  try {
    const value = parseYaml(text, {
      merge: true,
      uniqueKeys: false,
      // The library's own guard against documents that grow without end.
      maxAliasCount: 100,
      customTags: tags,
    });
    return asRecord(value);
  } catch {
    // Broken, or nested so deeply that the parser's stack ends: nothing is known then.
    return undefined;
  }
}
