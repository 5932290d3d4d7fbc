import { cpSync } from 'node:fs';

cpSync('src/pages', 'build/pages', { recursive: true });
