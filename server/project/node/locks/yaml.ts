import { asRecord, reasonOf } from '../../value.ts';
import type { UnknownRecord } from '../../value.ts';
import { parseYaml } from '../../yaml.ts';

/**
 * Lines of generated lockfiles that hold nothing we ask for. They are most of the file, and leaving them out
 * makes parsing several times faster.
 */
const irrelevantLine =
  /^[ ]+(?:resolution: \{[^{}]*\}|engines: \{[^{}]*\}|checksum: \S+|languageName: \S+|hasBin: \w+)[ ]*\r?\n/gm;

/**
 * A generated YAML lockfile. All scalars are strings, so that `1.10` stays `1.10`; keys are not checked for
 * duplicates, which is quadratic.
 * @throws Error when the text is no YAML mapping.
 */
export function parseYamlLock(text: string): UnknownRecord {
  if (/^(?:<{7}|>{7}) /m.test(text)) throw new Error('it holds merge conflict markers');
  let value: unknown;
  try {
    value = parseYaml(text.replace(irrelevantLine, ''), {
      schema: 'failsafe',
      uniqueKeys: false,
      maxAliasCount: 0,
    });
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
  const record = asRecord(value);
  if (record === undefined) throw new Error('it does not hold a YAML mapping');
  return record;
}
