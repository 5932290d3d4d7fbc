/** Which packages of a workspace a program is made of. */
import type { NodeProject, ProjectFacts } from '../../../project/facts.ts';

/** Nobody writes a Dockerfile by hand for more; what they mean together can't be told either. */
const maximumMembers = 150;

export interface Closure {
  /** The member and all members that it depends on for production, itself first. */
  readonly members: readonly NodeProject[];
}

/** The member with what it needs of the workspace, or why that is not certain: a complete sentence. */
export function closureOf(member: NodeProject, root: NodeProject, facts: ProjectFacts): Closure | string {
  const isWhole = facts.problems.every(({ path }) => path !== '');
  if (root.workspaces.length > maximumMembers || !isWhole)
    return `The workspace has ${isWhole ? '' : 'at least '}${root.workspaces.length} packages, which are too many to follow what needs what.`;
  const byName = new Map(
    root.workspaces.flatMap((folder) => {
      const project = facts.node(folder);
      return project?.name === undefined ? [] : [[project.name, project] as const];
    }),
  );
  const members: NodeProject[] = [];
  const path: NodeProject[] = [];
  const visit = (project: NodeProject): string | undefined => {
    if (path.includes(project)) {
      const circle = [...path.slice(path.indexOf(project)), project].map(({ directory }) => directory);
      return `Packages of the workspace depend on each other in a circle (${circle.join(' → ')}), so none can be taken out alone.`;
    }
    if (members.includes(project)) return undefined;
    members.push(project);
    path.push(project);
    for (const name of Object.keys({ ...project.dependencies, ...project.optionalDependencies })) {
      const inner = byName.get(name);
      const problem = inner && visit(inner);
      if (problem !== undefined) return problem;
    }
    path.pop();
    return undefined;
  };
  const problem = visit(member);
  return problem ?? { members };
}
