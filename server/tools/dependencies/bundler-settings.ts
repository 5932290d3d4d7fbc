/** Settings of Bundler that hold for a command. https://bundler.io/man/bundle-config.1.html */
import type { Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { lineage } from '../../dockerfile/stages.ts';
import type { CommandSite } from '../sites.ts';
import { variableOf } from './command.ts';
import type { InstallScope } from './install.ts';

/** Settings made by `bundle config` in a stage: by name, where the first and what the last one is. */
type StageSettings = ReadonlyMap<string, { readonly at: number; readonly value: string | undefined }>;

const known = new WeakMap<Stage, StageSettings>();

function settingsIn(stage: Stage, { model }: InstallScope): StageSettings {
  let settings = known.get(stage);
  if (!settings) {
    const found = new Map<string, { at: number; value: string | undefined }>();
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      for (const command of shellOf(instruction, model)?.commands ?? []) {
        const setting = settingOf(command);
        if (setting)
          found.set(setting.name, {
            at: found.get(setting.name)?.at ?? command.span.start,
            value: setting.value,
          });
      }
    }
    known.set(stage, (settings = found));
  }
  return settings;
}

/** `bundle config set --local without 'development test'`, `bundle config --global frozen 1`. */
function settingOf({ name, args }: ShellCommand): { name: string; value: string | undefined } | undefined {
  if (name !== 'bundle' && name !== 'bundler') return undefined;
  const words = args.filter(({ value }) => !value.startsWith('-'));
  if (words[0]?.value !== 'config') return undefined;
  const rest = words[1]?.value === 'set' ? words.slice(2) : words.slice(1);
  const [key, ...values] = rest;
  if (!key || values.length === 0 || /^(?:get|unset|list|delete)$/.test(key.value)) return undefined;
  const literal = values.every((word) => word.literal);
  return {
    name: key.value.toLowerCase(),
    value: literal ? values.map(({ value }) => value).join(' ') : undefined,
  };
}

/** The value of a setting (`frozen`, `without`) for the command; `unknown` when it is set to what only the build knows. */
export function bundlerSetting(
  site: CommandSite,
  name: string,
  scope: InstallScope,
): { readonly value: string | undefined } | undefined {
  const variable = variableOf(site, `BUNDLE_${name.toUpperCase()}`);
  if (variable !== undefined && (variable.known || variable.unset !== true))
    return { value: variable.known ? variable.value : undefined };
  for (const stage of lineage(site.stage)) {
    const setting = settingsIn(stage, scope).get(name);
    if (setting && (stage !== site.stage || setting.at < site.command.span.start)) return setting;
  }
  return undefined;
}
