import { DatabaseSync } from 'node:sqlite';

Deno.mkdirSync('data', { recursive: true });
const database = new DatabaseSync('data/notes.db');
database.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');

export function add(text: string): void {
  database.prepare('INSERT INTO notes (text) VALUES (?)').run(text);
}

export function all(): unknown[] {
  return database.prepare('SELECT id, text FROM notes ORDER BY id').all();
}
