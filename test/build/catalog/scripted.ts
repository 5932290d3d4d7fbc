/** Projects in Python. */
import type { BuildProject } from '../projects.ts';

export const scriptedProjects: readonly BuildProject[] = [
  {
    name: 'quotes-flask',
    title: 'Flask, gunicorn, requirements.txt, templates and data read at run time',
    port: 8000,
    requests: [{ path: '/' }, { path: '/by/aesop' }, { path: '/health' }],
    edit: 'library.py',
    smaller: 0.6,
  },
  {
    name: 'ledger-psycopg',
    title: 'Flask, psycopg2 with a library of the distribution',
    port: 8001,
    requests: [{ path: '/' }, { path: '/healthz' }],
    edit: 'ledger/amounts.py',
    smaller: 0.6,
  },
];
