/** Where the project's pages about its rules are. The only place that knows the address. */
const documentationBase = 'https://github.com/dockerfile-optimizer/dockerfile-optimizer/blob/main/docs';

/** The address of a rule's page. `id` is `group/name`. */
export function ruleDocumentation(id: string): string {
  return `${documentationBase}/rules/${id}.md`;
}
