// `npm start`: builds what has changed, then runs the example until Ctrl-C. Nothing but Node's own modules.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const server = join(root, 'examples', 'express-login', 'dist', 'server.js');

let child;
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    isStopping = true;
    child.kill(signal);
  });
}

/** Runs a script in a process of its own; answers its exit code, which is 0 once somebody asked to stop. */
function run(script, ...args) {
  child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('exit', (code) => resolve(isStopping ? 0 : (code ?? 1)));
  });
}

const begun = Date.now();
process.stdout.write('Building … ');
const built = await run(compiler, '-b', 'examples/express-login');
if (isStopping || built !== 0) process.exit(built);
console.log(`done in ${((Date.now() - begun) / 1000).toFixed(1)} s`);

process.exitCode = await run(server);
