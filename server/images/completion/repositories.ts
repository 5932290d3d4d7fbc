/** Names of repositories, in whichever way the registry is written. */
import type { ImageFact, ImageFacts } from '../facts.ts';
import { tableRepositories } from '../table.ts';

export interface RepositoryChoice {
  /** As it will be written: `node`, `docker.io/library/node`. */
  readonly name: string;
  /** One of its images, the newest. */
  readonly fact: ImageFact | undefined;
}

/** Ways to write Docker Hub and unchanged copies of its official images; `official`: only names of one word go behind. */
const homes: readonly { readonly prefix: string; readonly official: boolean }[] = [
  { prefix: 'docker.io/library/', official: true },
  { prefix: 'public.ecr.aws/docker/library/', official: true },
  { prefix: 'mirror.gcr.io/library/', official: true },
  { prefix: 'docker.io/', official: false },
];

/** The repositories of the table that can stand where `written` is the beginning; those with nothing maintained last. */
export function repositoryChoices(written: string, images: ImageFacts): RepositoryChoice[] {
  const home = homes.find(({ prefix }) => written.startsWith(prefix));
  const names = tableRepositories().filter((name) => {
    if (!home) return true;
    return home.official ? !name.includes('/') : !/^[^/]*[.:][^/]*\//.test(name);
  });
  const choices = names.map((name) => ({
    name: `${home?.prefix ?? ''}${name}`,
    fact: images.ofRepository(name)[0],
  }));
  const isOver = ({ fact }: RepositoryChoice): boolean => fact?.unmaintained === true;
  return [...choices.filter((one) => !isOver(one)), ...choices.filter(isOver)];
}
