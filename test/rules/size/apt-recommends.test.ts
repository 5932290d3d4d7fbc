import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/apt-recommends.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const clean = ' && rm -rf /var/lib/apt/lists/*';

const silent: RuleCase[] = [
  ['the option', `FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends imagemagick${clean}\n`],
  ['the option behind the packages', `FROM debian:13\nRUN apt-get update && apt-get install -y imagemagick --no-install-recommends${clean}\n`],
  ['the option before the verb', `FROM debian:13\nRUN apt-get update && apt-get --no-install-recommends install -y imagemagick${clean}\n`],
  ['a setting on the command line', `FROM debian:13\nRUN apt-get -o APT::Install-Recommends=false install -y imagemagick\n`],
  ['a setting in one word', `FROM debian:13\nRUN apt-get -oAPT::Install-Recommends=0 install -y imagemagick\n`],
  ['a decision for it', `FROM debian:13\nRUN apt-get install -y --install-recommends imagemagick\n`],
  ['configured in an earlier RUN', `FROM debian:13\nRUN echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/99-small\nRUN apt-get update && apt-get install -y imagemagick\n`],
  ['configured in the stage below', `FROM debian:13 AS base\nRUN echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/99-small\nFROM base\nRUN apt-get update && apt-get install -y imagemagick\n`],
  ['configured with a heredoc', 'FROM debian:13\nRUN cat > /etc/apt/apt.conf.d/small <<EOF\nAPT::Install-Recommends "false";\nEOF\nRUN apt-get install -y imagemagick\n'],
  ['configured with a copied file', 'FROM debian:13\nCOPY small.conf /etc/apt/apt.conf.d/\nRUN apt-get install -y imagemagick\n'],
  ['a stage that is thrown away', 'FROM debian:13 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:13-slim\nCOPY --from=build /usr/bin/tool /usr/bin/\n'],
  ['nothing by name', 'FROM debian:13\nRUN apt-get update && apt-get install -y\n'],
  ['packages that recommend nothing', `FROM debian:13\nRUN apt-get update && apt-get install -y ca-certificates tini${clean}\n`],
  ['a removal', 'FROM debian:13\nRUN apt-get remove -y imagemagick\n'],
  ['text that says so', 'FROM debian:13\nRUN echo "apt-get install imagemagick"\n'],
  ['aptitude', 'FROM debian:13\nRUN aptitude install -y -R imagemagick\n'],
  ['another system', 'FROM alpine:3.24\nRUN apk add --no-cache imagemagick\n'],
  ['a heredoc in another language', 'FROM debian:13\nRUN <<EOF\n#!/usr/bin/env python3\napt-get install imagemagick\nEOF\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [] })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'a plain install', text: `FROM debian:13\nRUN apt-get update && apt-get install -y imagemagick${clean}\n`, findings: ['apt-get install -y imagemagick'], fixed: `FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends imagemagick${clean}\n` },
  { name: 'apt', text: `FROM debian:13\nRUN apt update && apt -y install imagemagick${clean}\n`, findings: ['apt -y install imagemagick'], fixed: `FROM debian:13\nRUN apt update && apt -y install --no-install-recommends imagemagick${clean}\n` },
  { name: 'several installs in one RUN are one finding', text: `FROM debian:13\nRUN apt-get update && apt-get install -y imagemagick && apt-get install -y graphviz${clean}\n`, findings: ['apt-get install -y imagemagick'], fixed: `FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends imagemagick && apt-get install -y --no-install-recommends graphviz${clean}\n` },
  { name: 'only the one without the option', text: `FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends imagemagick && apt-get install -y graphviz${clean}\n`, findings: ['apt-get install -y graphviz'], fixed: `FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends imagemagick && apt-get install -y --no-install-recommends graphviz${clean}\n` },
  { name: 'certificates on a line of their own', text: `FROM debian:13\nRUN apt-get update && apt-get install -y \\\n    graphviz \\\n    wget \\\n  ${clean}\n`, findings: 1, fixed: `FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    graphviz \\\n    wget \\\n    ca-certificates \\\n  ${clean}\n` },
  { name: 'certificates that an earlier RUN brought', text: `FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates${clean}\nRUN apt-get update && apt-get install -y git=1:2.47.3-0+deb13u1${clean}\n`, findings: 1, fixed: `FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates${clean}\nRUN apt-get update && apt-get install -y --no-install-recommends git=1:2.47.3-0+deb13u1${clean}\n` },
  { name: 'configured only afterwards', text: `FROM debian:13\nRUN apt-get update && apt-get install -y imagemagick${clean}\nRUN echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/99-small\n`, findings: 1 },
  { name: 'a stage that ships by inheritance', text: `FROM debian:13 AS base\nRUN apt-get update && apt-get install -y imagemagick${clean}\nFROM base\nCMD ["imagemagick"]\n`, findings: 1 },
  { name: 'an option with a value behind the verb', text: `FROM debian:13\nARG DAY\nRUN apt install -y --snapshot $DAY graphviz${clean}\n`, findings: 1, fixed: `FROM debian:13\nARG DAY\nRUN apt install -y --no-install-recommends --snapshot $DAY graphviz${clean}\n` },
  { name: 'a package in a file', text: `FROM debian:13\nRUN apt-get install -y /tmp/viewer.deb${clean}\n`, findings: 1 },
  { name: 'a package in a variable', text: `FROM debian:13\nARG TOOL\nRUN apt-get update && apt-get install -y "$TOOL"${clean}\n`, findings: 1 },
  { name: 'a heredoc', text: 'FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y imagemagick\nrm -rf /var/lib/apt/lists/*\nEOF\n', findings: 1, fixed: 'FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y --no-install-recommends imagemagick\nrm -rf /var/lib/apt/lists/*\nEOF\n' },
]; // prettier-ignore

describe('size/apt-recommends', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('leaves the decision to the user', async () => {
    const text = 'FROM debian:13\nRUN apt-get install -y imagemagick graphviz\n';
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding?.message).toContain('imagemagick and graphviz only recommend.');
    expect(finding?.fixes().map(({ preferred, applicability }) => [preferred, applicability])).toEqual([
      [undefined, 'suggested'],
    ]);
  });
});
