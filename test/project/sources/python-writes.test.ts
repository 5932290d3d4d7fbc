import { describe, expect, it } from 'vitest';
import { factsFor } from '../../support/facts.ts';

async function written(text: string): Promise<{ paths: string[]; elsewhere: (string | undefined)[] }> {
  const files = { 'requirements.txt': 'flask\n', 'shop/settings.py': text };
  const { project } = await factsFor('FROM python:3.13\nCOPY . .\n', files);
  const sources = project.sources('')!;
  return {
    paths: sources.writes.map(({ path }) => path),
    elsewhere: sources.writesElsewhere.map(({ path }) => path),
  };
}

describe('what Python programs write by their settings', () => {
  it.each<[string, string, string[]]>([
    ['a database of Django', "DATABASES = {\n 'default': {\n  'ENGINE': 'django.db.backends.sqlite3',\n  'NAME': os.path.join(BASE_DIR, 'db.sqlite3'),\n }\n}\n", ['db.sqlite3']],
    ['with a path object', "DATABASES = {'default': {\n 'ENGINE': 'django.db.backends.sqlite3',\n 'NAME': BASE_DIR / 'data' / 'db.sqlite3',\n}}\n", ['data/db.sqlite3']],
    ['a database URL', "engine = create_engine('sqlite:///./shop.db')\n", ['shop.db']],
    ['with a driver', 'URL = "sqlite+aiosqlite:///data/shop.db?mode=rw"\n', ['data/shop.db']],
    ['a URL put together', "URI = 'sqlite:///' + os.path.join(basedir, 'app.db')\n", ['app.db']],
    ['uploads of Django', "MEDIA_ROOT = os.path.join(BASE_DIR, 'static', 'media')\n", ['static/media']],
    ['uploads of Flask', "app.config['UPLOAD_FOLDER'] = 'uploads'\n", ['uploads']],
    ['a log', "handler = logging.handlers.RotatingFileHandler('logs/app.log', maxBytes=9)\n", ['logs/app.log']],
    ['the basic log', "logging.basicConfig(level=1, filename='app.log')\n", ['app.log']],
    ['a database in memory', "engine = create_engine('sqlite:///:memory:')\n", []],
    ['another database', "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop'}}\n", []],
    ['a log on the console', 'logging.basicConfig(level=1)\n', []],
  ])('%s', async (_, text, paths) => {
    expect((await written(text)).paths).toEqual(paths);
  }); // prettier-ignore

  it.each<[string, string, (string | undefined)[]]>([
    ['an absolute place', "MEDIA_ROOT = '/srv/media'\n", ['/srv/media']],
    ['a database with an absolute path', "URL = 'sqlite:////data/shop.db'\n", ['/data/shop.db']],
    ['a log by a variable', 'logging.FileHandler(path)\n', [undefined]],
    ['a temporary place', "UPLOAD_FOLDER = '/tmp/uploads'\n", []],
  ])('elsewhere: %s', async (_, text, places) => {
    expect(await written(text)).toEqual({ paths: [], elsewhere: places });
  });
});
