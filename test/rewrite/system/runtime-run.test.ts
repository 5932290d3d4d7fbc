import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { artifactSorting } from '../../../server/rewrite/artifact/sides.ts';
import { readStage } from '../../../server/rewrite/stage-reading.ts';
import { removedPackage, splitAll } from '../../../server/rewrite/system/packages.ts';
import { RuntimeRuns } from '../../../server/rewrite/system/runtime-run.ts';

const placing = (name: string): readonly string[] | string | undefined =>
  ({ gcc: [], 'libpq-dev': ['libpq5'], odd: 'odd is not certain.' })[name];

function read(lines: string) {
  const model = parseDockerfile(`FROM debian:12\n${lines}\n`);
  const stage = readStage(
    model.stages[0]!,
    model,
    artifactSorting(() => undefined),
  );
  if (typeof stage === 'string') throw new Error(stage);
  return { model, runs: stage.runs };
}

function finalRuns(lines: string, libraries: readonly string[] = []): (string | undefined)[] {
  const { model, runs } = read(lines);
  const split = splitAll(runs, placing);
  if (typeof split === 'string') return [split];
  const final = new RuntimeRuns(model, split, libraries, ({ sides }) => sides.has('account'));
  return [final.installLine, ...[...runs.values()].map((run) => final.textOf(run))];
}

describe('RUNs of the final stage', () => {
  it.each<[string, string, readonly (string | undefined)[]]>([
    ['a compiler alone goes', 'RUN apt-get update && apt-get install -y gcc', [undefined, undefined]],
    ['headers become their library', 'RUN apt-get update && apt-get install -y gcc libpq-dev', [undefined, 'RUN apt-get update && apt-get install -y libpq5']],
    ['what stays, stays as it is', 'RUN apt-get update && apt-get install -y ffmpeg', [undefined, 'RUN apt-get update && apt-get install -y ffmpeg']],
    ['clean-ups follow their install', 'RUN apt-get update && apt-get install -y ffmpeg && rm -rf /var/lib/apt/lists/*', [undefined, 'RUN apt-get update && apt-get install -y ffmpeg && rm -rf /var/lib/apt/lists/*']],
    ['accounts stay without the compiler', 'RUN apt-get update && apt-get install -y gcc && useradd app', [undefined, 'RUN useradd app']],
    ['what was not installed is not removed', 'RUN apt-get update && apt-get install -y gcc && apt-get purge -y gcc', [undefined, undefined]],
    ['a library is installed once', 'RUN apt-get install -y libpq-dev\nRUN apt-get install -y libpq-dev ffmpeg', [undefined, 'RUN apt-get install -y libpq5', 'RUN apt-get install -y ffmpeg']],
    ['a package that can’t be placed', 'RUN apt-get install -y odd', ['odd is not certain.']],
    ['a package by a variable', 'RUN apt-get install -y $TOOLS', ['Which packages `$TOOLS` stands for is not certain.']],
  ])('%s', (_, lines, expected) => {
    expect(finalRuns(lines)).toEqual(expected);
  }); // prettier-ignore

  it('installs further libraries behind those of the user, or in a RUN of their own', () => {
    expect(finalRuns('RUN apt-get install -y ffmpeg', ['libssl3'])).toEqual([undefined, 'RUN apt-get install -y ffmpeg libssl3']); // prettier-ignore
    const [own] = finalRuns('RUN apt-get install -y gcc', ['libssl3']);
    expect(own).toContain('apt-get install -y --no-install-recommends libssl3');
  });

  it('sees when the file removes what the program may use', () => {
    const { runs } = read('RUN apt-get install -y gcc ffmpeg\nRUN apt-get purge -y gcc\nRUN apt-get purge -y ffmpeg');
    const split = splitAll(runs, placing);
    expect(typeof split === 'string' ? split : removedPackage(runs, split)).toBe('ffmpeg');
  }); // prettier-ignore
});
