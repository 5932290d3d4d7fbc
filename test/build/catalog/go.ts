/** Projects in Go. */
import type { BuildProject } from '../projects.ts';

export const goProjects: readonly BuildProject[] = [
  {
    name: 'guestbook-go',
    title: 'Go, templates and static files read at run time',
    port: 8081,
    requests: [{ path: '/' }, { path: '/static/style.css' }, { path: '/healthz' }],
    edit: 'internal/entries/entries.go',
    smaller: 0.98,
  },
  {
    name: 'checksum-cgo',
    title: 'Go with C',
    port: 8082,
    requests: [{ path: '/tea' }],
    edit: 'adler/adler.go',
    smaller: 0.98,
  },
  {
    name: 'ping-go-stages',
    title: 'Go, two stages already, both on the full image',
    port: 8083,
    requests: [{ path: '/pong' }, { path: '/healthz' }],
    edit: 'internal/pings/pings.go',
    noInstall: true,
    smaller: 0.98,
  },
];
