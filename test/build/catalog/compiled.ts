/** Projects in C, C++, Rust, Java and Elixir. */
import type { BuildProject } from '../projects.ts';

export const compiledProjects: readonly BuildProject[] = [
  {
    name: 'counter-c',
    title: 'C with make',
    port: 8084,
    requests: [{ path: '/to+be/or+not' }, { path: '/healthz' }],
    edit: 'src/counter.c',
    noInstall: true,
    smaller: 0.6,
  },
  {
    name: 'rates-cpp',
    title: 'C++ with CMake, libraries of the distribution',
    port: 8085,
    requests: [{ path: '/CHF' }, { path: '/health' }, { path: '/XXX' }],
    edit: 'src/convert.cpp',
    smaller: 0.6,
  },
  {
    name: 'tally-rust',
    title: 'Rust without dependencies',
    port: 8086,
    requests: [{ path: '/abracadabra' }, { path: '/health' }],
    edit: 'src/tally.rs',
    noInstall: true,
    smaller: 0.6,
  },
  {
    name: 'feeds-rust',
    title: 'Rust with crates',
    port: 8087,
    requests: [{ path: '/' }, { path: '/health' }, { path: '/nowhere' }],
    edit: 'src/feed.rs',
    noInstall: true,
    smaller: 0.6,
  },
  {
    name: 'greeter-java',
    title: 'Java with Maven, one jar',
    port: 8088,
    requests: [{ path: '/Ada' }, { path: '/health' }],
    edit: 'src/main/java/org/example/greeter/Greeting.java',
    smaller: 0.6,
  },
  {
    name: 'pulse-elixir',
    title: 'Elixir release',
    port: 4040,
    requests: [{ path: '/' }, { path: '/health' }],
    edit: 'lib/pulse/beats.ex',
    noInstall: true,
    smaller: 0.6,
  },
];
