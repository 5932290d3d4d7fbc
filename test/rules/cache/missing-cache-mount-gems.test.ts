/** Bundler downloads into the folder of the gems itself. */
import { describe, it } from 'vitest';
import rule from '../../../server/rules/cache/missing-cache-mount.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const files = { Gemfile: 'source "https://rubygems.org"\ngem "puma"\n' };
const stage = (run: string, base = 'ruby:3.4'): string =>
  `FROM ${base} AS build\nWORKDIR /src\nCOPY . .\n${run}\nFROM scratch\nCOPY --from=build /usr/local/bundle /out\n`;
const mount = '--mount=type=cache,target=/usr/local/bundle/cache';
const taken = (name: string, run: string, fixed: string): RuleCase => ({ name, files, text: stage(run), findings: 1, fixed: stage(fixed) }); // prettier-ignore
const silent = (name: string, run: string, base?: string): RuleCase => ({ name, files, text: stage(run, base), findings: 0 }); // prettier-ignore

const cases: readonly RuleCase[] = [
  taken('an install', 'RUN bundle install', `RUN ${mount} bundle install`),
  taken('a clean-up of what is mounted', 'RUN bundle install && rm -rf /usr/local/bundle/cache', `RUN ${mount} bundle install`),
  taken('a mounted folder that is removed with others', `RUN ${mount} bundle install && rm -rf ~/.bundle /usr/local/bundle/cache`, `RUN ${mount} bundle install && rm -rf ~/.bundle`),
  silent('gems elsewhere', 'ENV BUNDLE_PATH=/gems\nRUN bundle install'),
  silent('a deployment', 'ENV BUNDLE_DEPLOYMENT=1\nRUN bundle install'),
  silent('a clean-up by a variable of the image', 'RUN bundle install && rm -rf $GEM_HOME/cache'),
  silent('another image', 'RUN bundle install', 'debian:13'),
  silent('another user', 'USER app\nRUN bundle install'),
]; // prettier-ignore

describe('cache/missing-cache-mount: gems', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
