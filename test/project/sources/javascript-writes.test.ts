import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../../../server/project/facts.ts';
import { json, projectOf } from '../support.ts';

const files = {
  'package.json': json({ name: 'shop', dependencies: { express: '^5.0.0' } }),
  'data/a.json': '{}',
};

async function sourcesOf(text: string): Promise<SourceFacts> {
  return (await projectOf({ ...files, 'src/app.js': text })).sources('')!;
}

async function written(text: string): Promise<{ paths: string[]; elsewhere: (string | undefined)[] }> {
  const { writes, writesElsewhere } = await sourcesOf(text);
  return { paths: writes.map(({ path }) => path), elsewhere: writesElsewhere.map(({ path }) => path) };
}

describe('what JavaScript programs write', () => {
  it.each<[string, string, string[]]>([
    ['the module', "import fs from 'fs';\nfs.writeFileSync('a.txt', x);", ['a.txt']],
    ['under another name', "import * as disk from 'node:fs';\ndisk.appendFile('logs/a.log', x, f);", ['logs/a.log']],
    ['one function', "import { mkdirSync } from 'fs';\nmkdirSync('uploads');", ['uploads']],
    ['one function under another name', "import { writeFile as save } from 'node:fs/promises';\nawait save('a.txt', x);", ['a.txt']],
    ['by require', "const disk = require('fs');\ndisk.createWriteStream('a.log');", ['a.log']],
    ['a part by require', "const { promises: disk } = require('fs');\ndisk.writeFile('a.txt', x);", ['a.txt']],
    ['a member by require', "const disk = require('fs').promises;\ndisk.writeFile('a.txt', x);", ['a.txt']],
    ['at once', "require('fs').writeFileSync('uploads/a', x);", ['uploads/a']],
    ['at once, deeper', "require('node:fs').promises.writeFile('uploads/a', x);", ['uploads/a']],
    ['an import while running', "const { writeFile } = await import('node:fs/promises');\nwriteFile('a.txt', x);", ['a.txt']],
    ['a module that was handed on', "this.fs.writeFile('a.txt', x);", ['a.txt']],
    ['the second argument', "import { copyFile, rename } from 'fs/promises';\ncopyFile(x, 'copies/a');\nrename(x, 'moved/a');", ['copies/a', 'moved/a']],
    ['a file that is opened for writing', "import { openSync } from 'fs';\nopenSync('a.log', 'a');", ['a.log']],
    ['a file that is opened for reading', "import { openSync } from 'fs';\nopenSync('a.log', 'r');", []],
    ['what is removed', "import { rmSync } from 'fs';\nrmSync('cache/a');\nrmSync(file);", ['cache/a']],
    ['fs-extra', "import fse from 'fs-extra';\nfse.outputJsonSync('data/b.json', x);\nfse.copy(x, 'c');", ['data/b.json', 'c']],
    ['a folder of the file', "import { writeFileSync } from 'fs';\nwriteFileSync(path.join(__dirname, '../uploads', name), x);", ['uploads']],
    ['SQLite of Node', "const db = require('node:sqlite');\nnew db.DatabaseSync('data.db');", ['data.db']],
    ['SQLite of Bun', "import { Database } from 'bun:sqlite';\nnew Database('data.db', { create: true });", ['data.db']],
    ['better-sqlite3 under any name', "import open from 'better-sqlite3';\nconst db = open('data/shop.db');", ['data/shop.db']],
    ['sqlite3', "const sqlite3 = require('sqlite3').verbose();\nnew sqlite3.Database('./shop.db');", ['shop.db']],
    ['sqlite', "import { open } from 'sqlite';\nopen({ filename: './shop.db', driver });", ['shop.db']],
    ['libsql', "import { createClient } from '@libsql/client';\ncreateClient({ url: 'file:local.db' });", ['local.db']],
    ['libsql as a server', "import { createClient } from '@libsql/client';\ncreateClient({ url: 'libsql://x.example' });", []],
    ['a database in memory', "import Database from 'better-sqlite3';\nnew Database(':memory:');", []],
    ['a class of that name', "import { Database } from 'arangojs';\nnew Database({ url });", []],
    ['Sequelize', "new Sequelize({ dialect: 'sqlite', storage: 'data/a.sqlite' });", ['data/a.sqlite']],
    ['Sequelize with a URL', "new Sequelize('sqlite:a.db');", ['a.db']],
    ['Sequelize with a server', "new Sequelize('postgres://db/shop');\nnew Sequelize({ dialect: 'postgres', database: 'shop' });", []],
    ['TypeORM of Nest', "TypeOrmModule.forRoot({ type: 'better-sqlite3', database: 'data/a.db' });", ['data/a.db']],
    ['knex', "import knex from 'knex';\nknex({ client: 'sqlite3', connection: { filename: './a.db' } });", ['a.db']],
    ['LevelDB', "import { Level } from 'level';\nnew Level('store', { valueEncoding: 'json' });", ['store']],
    ['multer', "import multer from 'multer';\nmulter({ dest: 'uploads/' });", ['uploads']],
    ['a storage of multer', "import multer from 'multer';\nmulter.diskStorage({ destination: 'uploads' });", ['uploads']],
    ['a storage of multer by a function', "const multer = require('multer');\nmulter.diskStorage({ destination: (req, file, cb) => { cb(null, './files/') } });", ['files']],
    ['an upload that is moved', "await req.files.photo.mv('photos/a.jpg');", ['photos/a.jpg']],
    ['an image', "import sharp from 'sharp';\nsharp(x).resize(9).toFile('thumbs/a.jpg');", ['thumbs/a.jpg']],
    ['a picture of a page', "await page.screenshot({ path: 'shots/a.png' });", ['shots/a.png']],
    ['a log of winston', "import winston from 'winston';\nnew winston.transports.File({ filename: 'logs/a.log' });", ['logs/a.log']],
    ['a log of pino', "import pino from 'pino';\npino(pino.destination('logs/a.log'));", ['logs/a.log']],
    ['a log of log4js', "import log4js from 'log4js';\nlog4js.configure({ appenders: { a: { type: 'file', filename: 'a.log' } } });", ['a.log']],
    ['lowdb', "import { JSONFile } from 'lowdb/node';\nnew JSONFile('db.json');", ['db.json']],
    ['sessions in files', "const FileStore = require('session-file-store')(session);\nnew FileStore({});", ['sessions']],
    ['an adapter of Prisma', "import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';\nnew PrismaBetterSqlite3({ url: 'file:./dev.db' });", ['dev.db']],
    ['a place of its own', "import storage from 'node-persist';\nawait storage.init();", ['.node-persist']],
    ['keyv', "import Keyv from 'keyv';\nnew Keyv('sqlite://keys.sqlite');", ['keys.sqlite']],
    ['keyv with a server', "import Keyv from 'keyv';\nnew Keyv('redis://cache:6379');", []],
    ['what is only read', "import fs from 'fs';\nfs.readFileSync('data/a.json');", []],
    ['a module of the project', "import { writeFile } from './store.js';\nwriteFile('a', x);", []],
    ['a client of another protocol', "import Client from 'ssh2-sftp-client';\nconst sftp = new Client();\nclient.put(x, 'a');", []],
  ])('%s', async (_, text, paths) => {
    expect(await written(text)).toEqual({ paths, elsewhere: [] });
  }); // prettier-ignore

  it.each<[string, string, (string | undefined)[]]>([
    ['an absolute place', "import fs from 'fs';\nfs.writeFileSync('/data/a', x);", ['/data/a']],
    ['a place by a variable', "import fs from 'fs';\nfs.writeFileSync(target, x);", [undefined]],
    ['uploads by a variable', "import multer from 'multer';\nmulter({ dest: config.uploads });", [undefined]],
    ['uploads with options from elsewhere', "import multer from 'multer';\nmulter(options);", [undefined]],
    ['a database with an absolute path', "import Database from 'better-sqlite3';\nnew Database('/data/a.db');", ['/data/a.db']],
    ['an application that keeps files', "const { createStrapi } = require('@strapi/strapi');", [undefined]],
    ['the temporary folder', "import { writeFileSync } from 'fs';\nwriteFileSync('/tmp/a', x);", []],
    ['the temporary folder of the system', "import { writeFileSync } from 'fs';\nwriteFileSync(path.join(os.tmpdir(), 'a'), x);", []],
    ['uploads in memory', "import multer from 'multer';\nmulter({ storage: multer.memoryStorage() });", []],
    ['uploads without a place', "import multer from 'multer';\nmulter();", []],
  ])('elsewhere: %s', async (_, text, places) => {
    expect(await written(text)).toEqual({ paths: [], elsewhere: places });
  }); // prettier-ignore
});

describe('databases of Prisma', () => {
  const schema = (datasource: string): string => `generator client {\n  provider = "prisma-client-js"\n}\n\n// where\ndatasource db {\n${datasource}\n}\n`; // prettier-ignore

  it.each<[string, string, string[], (string | undefined)[]]>([
    ['beside the schema', 'provider = "sqlite"\nurl = "file:./dev.db"', ['prisma/dev.db'], []],
    [
      'with options',
      'provider = "sqlite"\nurl = "file:../data/dev.db?connection_limit=1"',
      ['data/dev.db'],
      [],
    ],
    ['by a variable', 'provider = "sqlite"\nurl = env("DATABASE_URL")', [], [undefined]],
    ['by the settings', 'provider = "sqlite"', [], [undefined]],
    ['with an absolute path', 'provider = "sqlite"\nurl = "file:/data/dev.db"', [], ['/data/dev.db']],
    ['on a server', 'provider = "postgresql"\nurl = env("DATABASE_URL")', [], []],
  ])('%s', async (_, datasource, paths, elsewhere) => {
    const tree = { ...files, 'src/app.js': '', 'prisma/schema.prisma': schema(datasource) };
    const { writes, writesElsewhere } = (await projectOf(tree)).sources('')!;
    expect(writes.map(({ path }) => path)).toEqual(paths);
    expect(writesElsewhere.map(({ path }) => path)).toEqual(elsewhere);
  });
});

describe('what JavaScript programs read', () => {
  it.each([
    "import * as disk from 'fs';\ndisk.readFileSync('data/a.json');",
    "import { readFileSync as load } from 'node:fs';\nload('data/a.json');",
    "require('fs').readFileSync('data/a.json');",
    "const fsp = require('fs/promises');\nfsp.readFile('data/a.json');",
  ])('%s', async (text) => {
    expect((await sourcesOf(text)).runtimePaths.map(({ path }) => path)).toEqual(['data/a.json']);
  });
});
