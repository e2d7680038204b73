#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { type Emulator, startEmulator } from './emulator';
import { type EmulatorOptions } from './emulator-options';
import { type EmulatedProvider } from './emulated-provider';
import { type ProviderName, providerNames } from './services';
import { environmentLines, optionsSnippet } from './snippets';

/** Where the command writes, and when it stops. */
export interface CommandStreams {
  out(text: string): void;
  error(text: string): void;
  /** Settles when the command must stop. */
  untilStopped(): Promise<void>;
}

const help = `Usage: passport-provider-emulator [options]

Starts the emulated services on this computer, for demos and tests.

  --port <number>      first port; each further origin takes the next one (default 4400, 0 = free ports)
  --provider <name>    start only this service (${providerNames.join(', ')}); repeatable
  --callback <url>     register another callback URL; repeatable
  --automatic          approve every login at once, as the first user
  --host <address>     listen on this IP address, such as 0.0.0.0 in a container; needs --allow-host
  --allow-host <name>  allow other computers to call the emulator by this name, such as idp; repeatable
  --help               show this text

Press Ctrl-C to stop.
`;

class UsageError extends Error {}

function readArguments(argv: readonly string[]): EmulatorOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    strict: true,
    allowPositionals: false,
    options: {
      port: { type: 'string' },
      provider: { type: 'string', multiple: true },
      callback: { type: 'string', multiple: true },
      automatic: { type: 'boolean' },
      host: { type: 'string' },
      'allow-host': { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  if ((values.host === undefined) !== (values['allow-host'] === undefined)) {
    throw new UsageError(
      '--host and --allow-host need each other: other computers must name an allowed host',
    );
  }
  return {
    port: readPort(values.port ?? '4400'),
    providers: values.provider?.map(readProvider),
    callbackURLs: values.callback?.map(readCallback),
    automatic: values.automatic ?? false,
    host: values.host,
    allowHosts: values['allow-host'],
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be a number from 0 to 65535, not "${text}"`);
}

function readProvider(text: string): ProviderName {
  const name = providerNames.find((known) => known === text);
  if (name) return name;
  throw new UsageError(`--provider must be one of ${providerNames.join(', ')}, not "${text}"`);
}

function readCallback(text: string): string {
  if (URL.canParse(text) && /^https?:\/\//.test(text) && !text.includes('#')) return text;
  throw new UsageError(`--callback must be an absolute http(s) URL without a fragment, not "${text}"`);
}

function describe(provider: EmulatedProvider): string {
  const origins = Object.entries(provider.origins).map(([name, url]) => `${name} ${url}`);
  return [
    `=== ${provider.title}: ${origins.join(', ')}`,
    optionsSnippet(provider),
    `# .env\n${environmentLines(provider)}`,
    `Callback URLs: ${provider.client.callbackURLs.join(' ')}`,
  ].join('\n\n');
}

function report(emulator: Emulator, automatic: boolean): string {
  const manner = automatic
    ? 'Every login is approved at once, as the first user.'
    : 'A page asks which test user signs in.';
  return [
    'These are emulators, not the real services. The credentials are public: never use them elsewhere.',
    ...emulator.providers.map(describe),
    `${manner} Press Ctrl-C to stop.`,
    '',
  ].join('\n\n');
}

/** The command. Returns the exit code. */
export async function main(argv: readonly string[], streams: CommandStreams): Promise<number> {
  let options: EmulatorOptions | 'help';
  try {
    options = readArguments(argv);
  } catch (error) {
    streams.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return 2;
  }
  if (options === 'help') {
    streams.out(help);
    return 0;
  }
  let emulator: Emulator;
  try {
    emulator = await startEmulator(options);
  } catch (error) {
    streams.error(`The emulator did not start: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  const stopped = streams.untilStopped();
  streams.out(report(emulator, options.automatic ?? false));
  await stopped;
  await emulator.close();
  return 0;
}

if (require.main === module) {
  void main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    untilStopped: () =>
      new Promise((resolve) => {
        process.once('SIGINT', resolve).once('SIGTERM', resolve);
      }),
  }).then((code) => {
    process.exitCode = code;
  });
}
