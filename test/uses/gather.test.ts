import { describe, expect, test } from 'vitest';
import { describeUse } from '../../server/uses/facts.ts';
import type { DockerfileUse } from '../../server/uses/facts.ts';
import { gatherUses } from '../../server/uses/gather.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

async function uses(files: MemoryTree, dockerfile = 'Dockerfile'): Promise<readonly DockerfileUse[]> {
  const fileSystem = createMemoryFileSystem({ [dockerfile]: 'FROM scratch\n', ...files });
  const location = fileSystem.locate(dockerfile);
  return (await gatherUses({ fileSystem, dockerfile: location, workspaceRoot: fileSystem.root })).all;
}

/** What matters of a use, short: context below the project, target, arguments. */
function short({ context, target, args, ...use }: DockerfileUse): string {
  const folder = context.replace(/^file:\/\/\/project\/?/, '') || '.';
  const given = [...args].map(([name, value]) => ` ${name}=${value ?? '?'}`).join('');
  return `${describeUse({ context, target, args, ...use })} in ${folder}${target === undefined ? '' : ` to ${target}`}${given}`;
}

const table: readonly [string, MemoryTree, string, readonly string[]][] = [
  ['a folder', { 'compose.yaml': 'services:\n  web:\n    build: .\n' }, 'Dockerfile', ['compose.yaml (service web) in .']],
  [
    'a map with everything',
    { 'docker-compose.yml': 'services:\n  web:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n      target: prod\n      args:\n        NODE: 22\n        TOKEN:\n' },
    'docker/Dockerfile',
    ['docker-compose.yml (service web) in . to prod NODE=22 TOKEN=?'],
  ],
  ['arguments as a list', { 'compose.yml': 'services:\n  a:\n    build:\n      args: [A=1, B]\n' }, 'Dockerfile', ['compose.yml (service a) in . A=1 B=?']],
  [
    'a file in a folder beside the sources',
    { 'deploy/compose.yaml': 'services:\n  web:\n    build: ../app\n' },
    'app/Dockerfile',
    ['deploy/compose.yaml (service web) in app'],
  ],
  ['a Dockerfile outside of its context', { 'compose.yaml': 'services:\n  a:\n    build: { context: ./src, dockerfile: ../Dockerfile }\n', 'src/': '' }, 'Dockerfile', ['compose.yaml (service a) in src']],
  [
    'several services with several contexts',
    { 'compose.yaml': 'services:\n  a:\n    build: { context: a, dockerfile: ../Dockerfile }\n  b:\n    build: { context: b, dockerfile: ../Dockerfile }\n', 'a/x': '', 'b/x': '' },
    'Dockerfile',
    ['compose.yaml (service a) in a', 'compose.yaml (service b) in b'],
  ],
  ['variables with defaults, and those of .env', { 'compose.yaml': 'services:\n  a:\n    build:\n      context: ${DIR:-app}\n      target: $STAGE\n', '.env': 'STAGE=prod\n' }, 'app/Dockerfile', ['compose.yaml (service a) in app to prod']],
  ['an override', { 'compose.yaml': 'services:\n  a:\n    build: .\n', 'compose.override.yaml': 'services:\n  a:\n    build: { target: dev }\n' }, 'Dockerfile', ['compose.override.yaml (service a) in . to dev']],
  ['a second file over the first', { 'compose.yaml': 'services:\n  a:\n    build: .\n', 'compose.prod.yaml': 'services:\n  a:\n    build: { target: prod }\n' }, 'Dockerfile', ['compose.yaml (service a) in .', 'compose.prod.yaml (service a) in . to prod']],
  ['a second file by itself', { 'docker-compose.yml': 'services:\n  a:\n    build: .\n    user: node\n', 'docker-compose.dev.yml': 'services:\n  a:\n    build: { context: ., dockerfile: Dockerfile.dev }\n' }, 'Dockerfile.dev', ['docker-compose.dev.yml (service a) in .']],
  ['extends in another file', { 'compose.yaml': 'services:\n  a:\n    extends: { file: common/base.yaml, service: x }\n', 'common/base.yaml': 'services:\n  x:\n    build: ./app\n' }, 'common/app/Dockerfile', ['compose.yaml (service a) in common/app']],
  ['include', { 'compose.yaml': 'include: [team/compose.yaml]\n', 'team/compose.yaml': 'services:\n  t:\n    build: .\n' }, 'team/Dockerfile', ['team/compose.yaml (service t) in team']],
  ['anchors', { 'compose.yaml': 'x-a: &a { build: . }\nservices:\n  w: { <<: *a, command: work }\n' }, 'Dockerfile', ['compose.yaml (service w) in .']],
  ['bake in HCL', { 'docker-bake.hcl': 'target "web" {\n context = "app"\n target = "final"\n args = { A = "1" }\n}\n' }, 'app/Dockerfile', ['docker-bake.hcl (target web) in app to final A=1']],
  ['bake in JSON', { 'docker-bake.json': '{"target":{"web":{"dockerfile":"docker/web.Dockerfile"}}}' }, 'docker/web.Dockerfile', ['docker-bake.json (target web) in .']],
  ['a dev container', { '.devcontainer/devcontainer.json': '{ // a comment\n "name": "Work", "build": { "dockerfile": "Dockerfile", "context": "..", "args": {"V": "3"} } }' }, '.devcontainer/Dockerfile', ['.devcontainer/devcontainer.json (configuration Work) in . V=3']],
  ['a task', { '.vscode/tasks.json': '{"tasks":[{"type":"docker-build","label":"image","dockerBuild":{"context":"${workspaceFolder}/app","dockerfile":"${workspaceFolder}/app/Dockerfile"}}]}' }, 'app/Dockerfile', ['.vscode/tasks.json (task image) in app']],
  ['a workflow', { '.github/workflows/ci.yml': 'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: app\n          target: prod\n          build-args: |\n            A=1\n            B=${{ github.sha }}\n' }, 'app/Dockerfile', ['.github/workflows/ci.yml (job image) in app to prod A=1 B=?']],
]; // prettier-ignore

describe('is found', () => {
  test.each(table)('%s', async (_, files, dockerfile, expected) => {
    expect((await uses(files, dockerfile)).map(short)).toEqual(expected);
  });
});

const silent: readonly [string, MemoryTree][] = [
  ['a service with an image only', { 'compose.yaml': 'services:\n  a:\n    image: nginx\n' }],
  ['text of its own', { 'compose.yaml': 'services:\n  a:\n    build: { context: ., dockerfile_inline: "FROM scratch" }\n' }],
  ['a repository elsewhere', { 'compose.yaml': 'services:\n  a:\n    build: https://example.org/a.git\n' }],
  ['a context that nobody knows', { 'compose.yaml': 'services:\n  a:\n    build: { context: "${DIR:?}" }\n' }],
  ['a context that does not exist', { 'compose.yaml': 'services:\n  a:\n    build: { context: gone, dockerfile: ../Dockerfile }\n' }],
  ['a context outside of the project', { 'compose.yaml': 'services:\n  a:\n    build: { context: .., dockerfile: project/Dockerfile }\n' }],
  ['another Dockerfile', { 'compose.yaml': 'services:\n  a:\n    build: { dockerfile: Dockerfile.dev }\n' }],
  ['broken YAML', { 'compose.yaml': 'services: [\n' }],
  ['a file that is none', { 'compose.yaml': { unreadable: true } }],
  ['bytes', { 'compose.yaml': { size: 10 } }],
  ['services that extend one another', { 'compose.yaml': 'services:\n  a: { extends: { service: b } }\n  b: { extends: { service: a } }\n' }],
  ['files that include one another', { 'compose.yaml': 'include: [compose.yaml]\nservices: {}\n' }],
  ['nonsense in every place', { 'compose.yaml': 'services:\n  a: 3\n  b: { build: [1] , environment: 7, volumes: {a: b} }\n', 'docker-bake.json': '[]', '.devcontainer.json': '{"build":3}', '.vscode/tasks.json': '{"tasks":[null,{"type":"docker-build"}]}', '.github/workflows/a.yml': 'jobs: { a: { steps: [docker/build-push-action] } }' }],
]; // prettier-ignore

describe('says nothing', () => {
  test.each(silent)('%s', async (_, files) => {
    const found = await uses(files);
    expect(found.filter(({ name }) => name !== 'b').map(short)).toEqual([]);
  });
});

describe('a container', () => {
  const container = async (service: string, files: MemoryTree = {}) => {
    const indented = service.replace(/^/gm, '    ');
    const [use] = await uses({ ...files, 'compose.yaml': `services:\n  a:\n    build: .\n${indented}\n` });
    return use?.container;
  };

  test('as compose describes it', async () => {
    const found = await container(
      'user: "1000:1000"\ninit: true\ncommand: npm run dev\nentrypoint: [tini, --]\nenvironment: [A=1, B, "C=$$x"]\nhealthcheck:\n  test: curl -f localhost',
    );
    expect(found).toMatchObject({
      user: '1000:1000',
      init: true,
      command: ['npm run dev'],
      entrypoint: ['tini', '--'],
      healthcheck: 'set',
    });
    expect([...found!.environment]).toEqual([['A', '1'], ['B', undefined], ['C', '$x']]); // prettier-ignore
  });

  test('what env_file says lies under environment', async () => {
    const found = await container('env_file: [a.env, { path: b.env }]\nenvironment: { B: two }', {
      'a.env': 'A=1\nB=1\n',
      'b.env': 'C=3\n',
    });
    expect(Object.fromEntries(found!.environment)).toEqual({ A: '1', B: 'two', C: '3' });
  });

  test.each([
    ['./src:/app/src:ro', 'bind', '/app/src'],
    ['/srv:/srv', 'bind', '/srv'],
    ['~/x:/x', 'bind', '/x'],
    ['C:\\work:/app', 'bind', '/app'],
    ['data:/var/data', 'volume', '/var/data'],
    ['/app/node_modules', 'volume', '/app/node_modules'],
    ['${DIR:-.}:/app', 'bind', '/app'],
  ])('mounts %s', async (written, kind, target) => {
    expect((await container(`volumes: ['${written}']`))!.mounts).toEqual([{ kind, target }]);
  });

  test.each([
    ['healthcheck: { disable: true }', 'disabled'],
    ['healthcheck: { test: [NONE] }', 'disabled'],
    ['healthcheck: { interval: 5s }', undefined],
    ['restart: always', undefined],
  ])('%s', async (service, expected) => {
    expect((await container(service))!.healthcheck).toBe(expected);
  });

  test('a variable that is not set is no user', async () => {
    expect((await container('user: "${UID}"'))!.user).toBeUndefined();
  });
});

test('nothing above the project is read, and every file that was looked at is named', async () => {
  const fileSystem = createMemoryFileSystem({
    'compose.yaml': 'services: { a: { build: app } }',
    'app/Dockerfile': '',
    'app/compose.yaml': '',
  });
  const found = await gatherUses({
    fileSystem,
    dockerfile: fileSystem.locate('app/Dockerfile'),
    workspaceRoot: fileSystem.locate('app'),
  });
  expect(found.all).toEqual([]);
  expect(found.read).toEqual([fileSystem.locate('app/.env'), fileSystem.locate('app/compose.yaml')]);
});

test('nothing that a file leads to outside of the project is read', async () => {
  const fileSystem = createMemoryFileSystem({
    'secret.env': 'NODE_ENV=development\n',
    'other/compose.yaml': 'services: { x: { build: ../app } }',
    'app/Dockerfile': '',
    'app/compose.yaml':
      'include: [../other/compose.yaml]\nservices:\n  a: { build: ., env_file: ../secret.env, extends: { file: ../other/compose.yaml, service: x } }\n  b: { build: { context: .., dockerfile: app/Dockerfile } }\n',
  });
  const root = fileSystem.locate('app');
  const dockerfile = fileSystem.locate('app/Dockerfile');
  const { all } = await gatherUses({ fileSystem, dockerfile, workspaceRoot: root });
  expect(all.map(({ name }) => name)).toEqual(['a']);
  expect([...all[0]!.container!.environment]).toEqual([]);
  expect(fileSystem.accessed.filter((path) => !path.startsWith('app'))).toEqual([]);
});

test('text in no file has no uses', async () => {
  const fileSystem = createMemoryFileSystem({});
  expect(await gatherUses({ fileSystem, dockerfile: undefined })).toEqual({ all: [], others: [], read: [] });
});
