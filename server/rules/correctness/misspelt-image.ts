import { nearestName } from '../../dockerfile/nearest.ts';
import type { Span } from '../../dockerfile/span.ts';
import { isOfficialImage } from '../../images/official.ts';
import { defineRule } from '../rule.ts';

interface Misspelt {
  /** The name without tag. */
  readonly span: Span;
  readonly meant: string;
}

export default defineRule<Misspelt>({
  id: 'correctness/misspelt-image',
  severity: 'warning',
  summary: 'The base image has nearly the name of an official one',
  fix: 'suggested',
  why: `A name of one word is one of Docker's official images. There is none called \`pyhton\` or \`nodejs\`: the build stops with "pull access denied", or
takes an image of that name that somebody has built on this very machine.

It does not matter where such an image is built here on purpose. Names with a folder or a registry are not looked at.`,
  fixSafety: 'Another image of that name may have been built on the machine, and was meant.',
  equivalents: [],
  examples: [
    {
      bad: 'FROM pyhton:3.13-slim\nUSER 10001\nCMD ["python"]\n',
      good: 'FROM python:3.13-slim\nUSER 10001\nCMD ["python"]\n',
    },
    {
      title: 'the name of the program',
      bad: 'FROM nodejs:22-alpine\nUSER 10001\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nUSER 10001\nCMD ["node"]\n',
    },
  ],
  *check({ model }) {
    const stages = new Set(model.stages.flatMap(({ name }) => name?.toLowerCase() ?? []));
    for (const { base, imageWord } of model.stages) {
      if (base.kind !== 'image' || !imageWord || imageWord.raw !== imageWord.value) continue;
      const name = /^[a-z0-9_.-]+(?=$|[:@])/.exec(imageWord.raw)?.[0];
      // Near the name of a stage: correctness/unknown-stage.
      if (name === undefined || stages.has(name) || nearestName(name, stages) !== undefined) continue;
      const meant = meantBy(name);
      if (meant === undefined) continue;
      const { start } = imageWord.span;
      yield {
        span: imageWord.span,
        message: `Docker has no official image \`${name}\`. Did you mean \`${meant}\`?`,
        data: { span: { start, end: start + name.length }, meant },
      };
    }
  },
  fixes({ data }) {
    if (!data) return [];
    const { span, meant } = data;
    return [{ title: `Start from ${meant}`, applicability: 'suggested', preferred: true, edits: [{ span, newText: meant }] }];
  },
}); // prettier-ignore

/** Images that are started from by hand every day; rare names would be near to too much. */
const common = [
  'alpine', 'almalinux', 'amazoncorretto', 'amazonlinux', 'buildpack-deps', 'busybox', 'caddy', 'centos', 'composer', 'debian', 'docker',
  'eclipse-temurin', 'elasticsearch', 'elixir', 'erlang', 'fedora', 'golang', 'gradle', 'haproxy', 'haskell', 'httpd', 'mariadb', 'maven', 'memcached',
  'mongo', 'mysql', 'nginx', 'node', 'openjdk', 'php', 'postgres', 'python', 'rabbitmq', 'redis', 'rockylinux', 'ruby', 'rust', 'scratch', 'swift',
  'tomcat', 'traefik', 'ubuntu', 'wordpress',
]; // prettier-ignore

/** What people call the program, where its image has another name. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['nodejs', 'node'],
  ['node-js', 'node'],
  ['go', 'golang'],
  ['go-lang', 'golang'],
  ['python3', 'python'],
  ['postgresql', 'postgres'],
  ['mongodb', 'mongo'],
  ['rust-lang', 'rust'],
  ['rustlang', 'rust'],
  ['temurin', 'eclipse-temurin'],
]);

function meantBy(name: string): string | undefined {
  if (isOfficialImage(name)) return undefined;
  const known = otherNames.get(name);
  if (known !== undefined) return known;
  const near = nearestName(name, common);
  // A slip is rarely in the first letter, and a name with something behind it (`node18`, `alpines`) is a name of its own.
  if (near === undefined || (near[0] !== name[0] && near[0] !== name[1]) || name.startsWith(near))
    return undefined;
  // Short words are near to many.
  return name.length < 4 ? undefined : near;
}
