import { shellcheckPage } from './shellcheck/code.ts';

/** Where the project's pages about its rules are. The only place that knows the address. */
const documentationBase = 'https://github.com/dockerfile-optimizer/dockerfile-optimizer/blob/main/docs';

/** The address of the page about settings and the configuration file. */
export const configurationPage = `${documentationBase}/configuration.md`;

/** The address of a rule's page. `id` is `group/name`; ShellCheck's have a page of its wiki. */
export function ruleDocumentation(id: string): string {
  return shellcheckPage(id) ?? `${documentationBase}/rules/${id}.md`;
}
