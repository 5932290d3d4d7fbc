/** Projects in Python, Ruby and PHP, and on Deno. */
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
  {
    name: 'recipes-sinatra',
    title: 'Sinatra and Puma, Bundler',
    port: 9292,
    requests: [{ path: '/' }, { path: '/health' }],
    edit: 'lib/book.rb',
    smaller: 0.6,
  },
  {
    name: 'postcards-php',
    title: 'PHP with Composer',
    port: 8090,
    requests: [{ path: '/' }, { path: '/health' }],
    edit: 'src/Cards.php',
    noInstall: true,
    // The official PHP images keep a compiler, and their small variants are Alpine.
    smaller: 0.1,
  },
  {
    name: 'clips-deno',
    title: 'Hono on Deno',
    port: 8089,
    requests: [{ path: '/' }, { path: '/health' }],
    edit: 'src/clips.ts',
    // Deno itself is most of what is left.
    smaller: 0.3,
  },
  {
    name: 'notes-deno',
    title: 'Deno, a database beside the sources, started by its module',
    port: 8091,
    requests: [
      { path: '/' },
      { path: '/notes', method: 'POST', form: 'text=Buy+bread' },
      { path: '/notes' },
      { path: '/health' },
    ],
    edit: 'notes.ts',
    smaller: 0.3,
  },
];
