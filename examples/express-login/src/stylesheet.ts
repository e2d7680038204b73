import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { ColourPair, Presentation } from './service';

const common = join(__dirname, '..', 'public', 'style.css');

/** Sends the style sheet: the common one, and a colour for each service. */
export function styleSheet(services: readonly Presentation[]): RequestHandler {
  const text = [readFileSync(common, 'utf8'), ...services.map(accentOf)].join('\n');
  return (_req, res) => {
    res.set('Cache-Control', 'no-cache').type('css').send(text);
  };
}

function accentOf({ name, accent }: Presentation): string {
  const rule = ([background, text]: ColourPair): string =>
    `.${name} { --accent: ${background}; --on-accent: ${text}; }`;
  return `${rule(accent.light)}\n@media (prefers-color-scheme: dark) { ${rule(accent.dark)} }`;
}
