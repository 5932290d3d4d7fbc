/** One recipe for each ecosystem whose single stage can be taken apart. */
import type { ContextFacts } from '../context/facts.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { Facts } from '../rules/rule.ts';
import { goCommands, nodeInstalls } from '../tools/installs.ts';
import { buildsOnDeno, convertDeno } from './deno/convert.ts';
import { buildsDotnet, convertDotnet } from './dotnet/convert.ts';
import { convertElixir, usesMix } from './elixir/convert.ts';
import { convertGo } from './go/convert.ts';
import { buildsJava, convertJava } from './java/convert.ts';
import type { Conversion } from './multi-stage.ts';
import { convertNative } from './native/convert.ts';
import { buildsNative } from './native/reading.ts';
import { convertNode } from './node/layouts.ts';
import { buildsPhp, convertPhp } from './php/convert.ts';
import { convertPython } from './python/convert.ts';
import { convertRust } from './rust/convert.ts';
import { buildsRust } from './rust/reading.ts';
import { installsPython } from './python/reading.ts';
import { convertRuby, installsGems } from './ruby/convert.ts';

export interface RecipeOptions {
  /** Leave a file alone whose single stage would ship nothing superfluous. */
  readonly onlyIfWorth: boolean;
  /** The context as it is when the result is built. */
  readonly contextAfter: ContextFacts;
}

export interface Recipe {
  /** As messages name it. */
  readonly ecosystem: string;
  /** Ecosystems whose commands stay where this recipe's own go: the assets of a program that runs from its sources. */
  readonly covers?: readonly string[];
  /** Does the file install or build with the ecosystem's tools? */
  detects(model: DockerfileModel, facts: Facts): boolean;
  convert(model: DockerfileModel, facts: Facts, options: RecipeOptions): Conversion;
}

const node: Recipe = {
  ecosystem: 'Node',
  detects: (model, facts) => nodeInstalls(model, facts).length > 0,
  convert: (model, facts, { onlyIfWorth, contextAfter }) =>
    convertNode(model, facts, onlyIfWorth, contextAfter),
};

const go: Recipe = {
  ecosystem: 'Go',
  detects: (model, facts) =>
    goCommands(model, facts).some(
      ({ go: command }) => command.subcommand === 'build' || command.subcommand === 'install',
    ),
  convert: (model, facts) => convertGo(model, facts),
};

const python: Recipe = {
  ecosystem: 'Python',
  detects: installsPython,
  convert: (model, facts, { onlyIfWorth, contextAfter }) =>
    convertPython(model, facts, onlyIfWorth, contextAfter),
};

const php: Recipe = {
  ecosystem: 'PHP',
  covers: ['Node'],
  detects: buildsPhp,
  convert: (model, facts, { onlyIfWorth }) => convertPhp(model, facts, onlyIfWorth),
};

const java: Recipe = {
  ecosystem: 'Java',
  detects: (model) => buildsJava(model),
  convert: (model, facts) => convertJava(model, facts),
};

const rust: Recipe = {
  ecosystem: 'Rust',
  detects: buildsRust,
  convert: (model, facts, { contextAfter }) => convertRust(model, facts, contextAfter),
};

const ruby: Recipe = {
  ecosystem: 'Ruby',
  covers: ['Node'],
  detects: installsGems,
  convert: (model, facts, { onlyIfWorth }) => convertRuby(model, facts, onlyIfWorth),
};

const dotnet: Recipe = {
  ecosystem: '.NET',
  detects: (model) => buildsDotnet(model),
  convert: (model, facts, { contextAfter }) => convertDotnet(model, facts, contextAfter),
};

const elixir: Recipe = {
  ecosystem: 'Elixir',
  covers: ['Node'],
  detects: usesMix,
  convert: (model, facts) => convertElixir(model, facts),
};

const native: Recipe = {
  ecosystem: 'C',
  detects: (model) => buildsNative(model),
  convert: (model, facts) => convertNative(model, facts),
};

const deno: Recipe = {
  ecosystem: 'Deno',
  covers: ['Node'],
  detects: (model) => buildsOnDeno(model),
  convert: (model, facts, { onlyIfWorth }) => convertDeno(model, facts, onlyIfWorth),
};

/** Those of the tools that the file uses, in the order in which messages name them. */
export const recipes: readonly Recipe[] = [
  node,
  go,
  python,
  php,
  java,
  rust,
  ruby,
  dotnet,
  elixir,
  native,
  deno,
];

export function recipesFor(model: DockerfileModel, facts: Facts): readonly Recipe[] {
  const found = recipes.filter((recipe) => recipe.detects(model, facts));
  return found.filter(({ ecosystem }) => !found.some(({ covers }) => covers?.includes(ecosystem)));
}
